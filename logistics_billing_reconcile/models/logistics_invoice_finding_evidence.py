# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LogisticsInvoiceFinding(models.Model):
    """What a finding rests on can be opened from it."""

    _inherit = "logistics.invoice.finding"

    expectation_id = fields.Many2one(
        "logistics.expectation", compute="_compute_expectation_id"
    )
    earlier_invoice_id = fields.Many2one(
        "logistics.carrier.invoice",
        string="Billed Before On",
        compute="_compute_earlier_invoice_id",
    )
    has_proof = fields.Boolean(compute="_compute_has_proof")

    @api.depends("shipment_id")
    def _compute_expectation_id(self):
        found = self.env["logistics.expectation"].search(
            [("shipment_id", "in", self.shipment_id.ids)]
        )
        by_shipment = {each.shipment_id.id: each for each in found}
        for finding in self:
            finding.expectation_id = by_shipment.get(finding.shipment_id.id)

    @api.depends("earlier_line_id", "params")
    def _compute_earlier_invoice_id(self):
        invoices = self.env["logistics.carrier.invoice"]
        told = {f.id: (f.params or {}).get("invoice_id") for f in self}
        there = invoices.browse(filter(None, told.values())).exists()
        for finding in self:
            finding.earlier_invoice_id = (
                finding.earlier_line_id.exists().invoice_id
                or there.filtered(lambda i, f=finding: i.id == told[f.id])
            )

    @api.depends("shipment_id")
    def _compute_has_proof(self):
        proofs = self.env["logistics.proof"].search(
            [("shipment_id", "in", self.shipment_id.ids)]
        )
        for finding in self:
            finding.has_proof = finding.shipment_id in proofs.shipment_id

    def action_view_shipment(self):
        """Open the shipment."""
        return self.shipment_id._form_action()

    def action_view_expectation(self):
        """Open what was expected of the shipment."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Expected Cost"),
            "res_model": "logistics.expectation",
            "view_mode": "form",
            "res_id": self.expectation_id.id,
        }

    def action_view_earlier(self):
        """Open the invoice on which it was billed before."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "logistics.carrier.invoice",
            "view_mode": "form",
            "res_id": self.earlier_invoice_id.id,
        }

    def action_view_charges(self):
        """Open all that was ever billed for the shipment, or on this charge's number."""
        self.ensure_one()
        lines = self.line_id
        if lines.normalized:
            lines = lines.search([("normalized", "=", lines.normalized)])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Charges"),
            "res_model": "logistics.carrier.invoice.line",
            "view_mode": "list",
            "domain": [("id", "in", lines.ids)],
        }

    def action_view_milestones(self):
        """Open what happened to the shipment."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Milestones"),
            "res_model": "logistics.milestone",
            "view_mode": "list",
            "domain": [("shipment_id", "=", self.shipment_id.id)],
        }

    def action_view_proofs(self):
        """Open who signed for the shipment, and in what condition it arrived."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Proofs of Delivery"),
            "res_model": "logistics.proof",
            "view_mode": "list,form",
            "domain": [("shipment_id", "=", self.shipment_id.id)],
        }
