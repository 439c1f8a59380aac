# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class LogisticsShipment(models.Model):
    """What a shipment is expected to cost, and what carriers billed for it."""

    _inherit = "logistics.shipment"

    expectation_ids = fields.One2many(
        "logistics.expectation", "shipment_id", readonly=True
    )
    expected_cost = fields.Monetary(
        compute="_compute_expected_cost", currency_field="expected_currency_id"
    )
    expected_currency_id = fields.Many2one(
        "res.currency", compute="_compute_expected_cost"
    )
    freight_line_count = fields.Integer(compute="_compute_freight_line_count")

    @api.depends("expectation_ids.amount", "expectation_ids.currency_id")
    def _compute_expected_cost(self):
        for shipment in self:
            expectation = shipment.expectation_ids[:1]
            shipment.expected_cost = expectation.amount
            shipment.expected_currency_id = expectation.currency_id

    def _compute_freight_line_count(self):
        lines = self.env["logistics.carrier.invoice.line"]
        for shipment in self:
            shipment.freight_line_count = lines.search_count(
                shipment._freight_line_domain(), limit=1000
            )

    def _freight_line_domain(self):
        """Return the domain of the charges that carriers billed by its numbers."""
        numbers = self.reference_ids.filtered("normalized").mapped("normalized")
        return [
            ("company_id", "in", self.company_id.ids),
            ("normalized", "in", list(set(numbers))),
        ]

    def action_view_expected_cost(self):
        """Open what the shipment is expected to cost; work it out where it is not yet."""
        self.ensure_one()
        self.check_access("read")
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Expected Cost"),
            "res_model": "logistics.expectation",
            "view_mode": "form",
        }
        if not self.expectation_ids:
            self.env["logistics.expectation"]._expect(self)
            self.invalidate_recordset(["expectation_ids"])
        if self.expectation_ids:
            return {**action, "res_id": self.expectation_ids.id}
        if self.state in ("draft", "cancelled") or not self.env[
            "logistics.expectation"
        ].has_access("create"):
            raise UserError(self.env["logistics.expectation"]._why_not(self))
        return {**action, "context": {"default_shipment_id": self.id}}

    def action_view_freight_lines(self):
        """Open what carriers billed for the shipment."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Freight Bills"),
            "res_model": "logistics.carrier.invoice.line",
            "view_mode": "list,form,pivot,graph",
            "domain": self._freight_line_domain(),
        }
