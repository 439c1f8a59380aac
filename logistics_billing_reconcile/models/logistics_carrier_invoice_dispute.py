# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LogisticsCarrierInvoice(models.Model):
    """Charges of an invoice that are disputed, and what an invoice gives back."""

    _inherit = "logistics.carrier.invoice"

    dispute_count = fields.Integer(string="Disputes", compute="_compute_dispute_count")
    credit_count = fields.Integer(
        string="Credits", compute="_compute_dispute_count", help="What it gives back."
    )

    def _compute_dispute_count(self):
        disputes = dict(
            self.env["logistics.dispute.line"]._read_group(
                [("invoice_id", "in", self.ids)],
                ["invoice_id"],
                ["dispute_id:count_distinct"],
            )
        )
        credits = dict(
            self.env["logistics.dispute.credit"]._read_group(
                [("invoice_id", "in", self.ids)], ["invoice_id"], ["__count"]
            )
        )
        for invoice in self:
            invoice.dispute_count = disputes.get(invoice, 0)
            invoice.credit_count = credits.get(invoice, 0)

    @api.model
    def _take_in(self, integration, document, message_id):
        new, known = super()._take_in(integration, document, message_id)
        if new:
            self.env["logistics.dispute.credit"]._match_new(new)
        return new, known

    def action_view_disputes(self):
        """Open the disputes about charges of the invoices."""
        lines = self.env["logistics.dispute.line"].search(
            [("invoice_id", "in", self.ids)]
        )
        return lines.dispute_id._opened()

    def action_view_credits(self):
        """Open what the invoices give back."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Credits"),
            "res_model": "logistics.dispute.credit",
            "view_mode": "list,kanban,form",
            "domain": [("invoice_id", "in", self.ids)],
        }

    def action_dispute_findings(self):
        """Dispute all that is open and charged too much, all of it together."""
        findings = self.env["logistics.invoice.finding"].search(
            [
                ("invoice_id", "in", self.ids),
                ("state", "=", "open"),
                ("difference", ">", 0),
            ]
        )
        return findings.action_dispute()
