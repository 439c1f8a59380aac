# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..reviewing import suggesting


class LogisticsMatchCandidate(models.Model):
    """A shipment that a case may be of, and what speaks for it."""

    _name = "logistics.match.candidate"
    _description = "Suggested Shipment"
    _order = "case_id, place, id"
    _log_access = False

    case_id = fields.Many2one(
        "logistics.match.case",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="case_id.currency_id")
    shipment_id = fields.Many2one(
        "logistics.shipment",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(related="shipment_id.partner_id")
    ship_to_id = fields.Many2one(related="shipment_id.ship_to_id")
    tracking_reference = fields.Char(related="shipment_id.tracking_reference")
    place = fields.Integer(readonly=True)
    score = fields.Integer(readonly=True, help="Of 100.")
    day = fields.Date(string="Left on", readonly=True)
    days = fields.Integer(readonly=True)
    has_number = fields.Boolean(readonly=True)
    has_postcode = fields.Boolean(readonly=True)
    has_carrier = fields.Boolean(readonly=True)
    weight = fields.Float(string="Weight (kg)", digits=(12, 3), readonly=True)
    expected = fields.Monetary(readonly=True)
    why = fields.Char(string="Speaks for It", compute="_compute_why")

    @api.depends("days", "has_number", "has_postcode", "weight", "expected")
    def _compute_why(self):
        for candidate in self:
            candidate.why = " · ".join(candidate._reasons())

    def _reasons(self):
        """Yield in words what speaks for the shipment."""
        case = self.case_id
        if self.has_number:
            yield self.env._("bears the number")
        if self.has_postcode:
            yield self.env._("went to %s", case.to_postcode)
        if not case.is_day_guessed and self.days <= suggesting.NEAR_DAYS:
            yield (
                self.env._("left %s days apart", self.days)
                if self.days
                else self.env._("left on the same day")
            )
        if self.weight and abs(self.weight - case.weight) <= max(
            0.5, case.weight * 0.1
        ):
            yield self.env._("weighs %s kg", f"{self.weight:g}")
        if self.expected:
            yield self.env._("%s was expected", self.currency_id.format(self.expected))

    def action_accept(self):
        """Match the case with this shipment."""
        self.ensure_one()
        self.case_id._decide(self.shipment_id)
