# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LogisticsCarrierInvoice(models.Model):
    """Invoices know what of them no number leads from."""

    _inherit = "logistics.carrier.invoice"

    match_case_ids = fields.One2many(
        "logistics.match.case", "invoice_id", readonly=True
    )
    finding_ids = fields.One2many(
        "logistics.invoice.finding", "invoice_id", readonly=True
    )
    open_finding_count = fields.Integer(
        string="Open Findings", compute="_compute_open_findings"
    )
    amount_in_question = fields.Monetary(
        string="In Question",
        compute="_compute_open_findings",
        help="What we would pay too much, by the findings that are open.",
    )
    amount_off = fields.Monetary(
        string="Not Accounted for",
        compute="_compute_amount_off",
        help="By what the total differs from the charges and their taxes.",
    )
    unmatched_count = fields.Integer(
        string="Charges to Match", compute="_compute_unmatched_count"
    )

    def _compute_open_findings(self):
        findings = self.env["logistics.invoice.finding"]
        counted = {
            invoice: (count, difference)
            for invoice, count, difference in findings._read_group(
                [("invoice_id", "in", self.ids), ("state", "=", "open")],
                ["invoice_id"],
                ["__count", "difference:sum"],
            )
        }
        for invoice in self:
            count, difference = counted.get(invoice, (0, 0.0))
            invoice.open_finding_count = count
            invoice.amount_in_question = difference

    @api.depends("amount_total", "amount_lines", "amount_tax_lines", "currency_id")
    def _compute_amount_off(self):
        for invoice in self:
            told = invoice.amount_lines + invoice.amount_tax_lines
            off = invoice.amount_total - told if invoice.amount_total else 0.0
            invoice.amount_off = invoice.currency_id.round(off)

    def _compute_unmatched_count(self):
        audits = self.env["logistics.charge.audit"].sudo()
        counted = audits._read_group(
            [
                ("invoice_id", "in", self.ids),
                ("match_state", "in", ("unknown", "ambiguous")),
                ("decided_by_id", "=", False),
            ],
            ["invoice_id"],
            ["__count"],
        )
        counts = {invoice.id: count for invoice, count in counted}
        for invoice in self:
            invoice.unmatched_count = counts.get(invoice.id, 0)

    def action_view_unmatched(self):
        """Open what of the invoices is to be matched by a person."""
        cases = self.env["logistics.match.case"]
        cases._check_may()
        cases.sudo()._find(self.company_id, self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_billing_reconcile.logistics_match_case_action"
        )
        return action | {"domain": [("invoice_id", "in", self.ids)], "context": {}}
