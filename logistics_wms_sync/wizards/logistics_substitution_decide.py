# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsSubstitutionDecide(models.TransientModel):
    """A dispatcher decides what may be sent in place of what was ordered."""

    _name = "logistics.substitution.decide"
    _description = "Decide on Substitutes"

    request_ids = fields.Many2many(
        "logistics.substitution.request",
        "logistics_substitution_decide_rel",
        "wizard_id",
        "request_id",
        required=True,
        readonly=True,
    )
    decision = fields.Selection(
        [("accepted", "Accept"), ("refused", "Refuse")],
        required=True,
        default="accepted",
    )
    reason = fields.Char()
    is_rule = fields.Boolean(
        string="From Now On",
        help="Make it a rule for these products, from this warehouse.",
    )

    def action_decide(self):
        """Apply the decision to what the warehouse told."""
        self.ensure_one()
        requests = self.request_ids.filtered(lambda one: one.state == "waiting")
        requests._decide(self.decision, self.reason)
        if self.is_rule:
            self._make_rules(requests)
        return {"type": "ir.actions.act_window_close"}

    def _make_rules(self, requests):
        decision = "accept" if self.decision == "accepted" else "refuse"
        self.env["logistics.substitution.rule"].create(
            [
                {
                    "company_id": request.company_id.id,
                    "warehouse_id": request.warehouse_id.id,
                    "product_id": request.product_id.id,
                    "substitute_id": request.substitute_id.id,
                    "decision": decision,
                    "sequence": 5,
                }
                for request in requests
            ]
        )
