# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.logistics_inventory_discrepancy import CAUSES


class LogisticsInventoryDecision(models.TransientModel):
    """Asks why differences of stock are adjusted, dismissed or explained."""

    _name = "logistics.inventory.decision"
    _description = "Decide about Differences"

    kind = fields.Selection(
        [
            ("approve", "Adjust Our Stock"),
            ("dismiss", "Dismiss"),
            ("explain", "Explain"),
        ],
        required=True,
        readonly=True,
        default="approve",
    )
    discrepancy_ids = fields.Many2many(
        "logistics.inventory.discrepancy",
        "logistics_inventory_decision_rel",
        "decision_id",
        "discrepancy_id",
        required=True,
        readonly=True,
    )
    discrepancy_count = fields.Integer(compute="_compute_sums")
    currency_id = fields.Many2one("res.currency", compute="_compute_sums")
    value = fields.Monetary(string="Change of Stock Value", compute="_compute_sums")
    limit_note = fields.Char(compute="_compute_sums")
    reason = fields.Char(
        required=True, default=lambda self: self.env._("As the warehouse counted")
    )
    cause = fields.Selection(CAUSES)

    @api.depends("discrepancy_ids")
    def _compute_sums(self):
        limits = self.env["logistics.inventory.limit"]
        for wizard in self:
            asked = wizard.discrepancy_ids
            wizard.discrepancy_count = len(asked)
            wizard.currency_id = asked[:1].currency_id
            wizard.value = sum(asked.mapped("value"))
            above = asked.filtered(
                lambda one: (
                    one.absolute_value > limits._limit(one.company_id)
                    and (not one.approver_id or one.approver_id == self.env.user)
                )
            )
            wizard.limit_note = (
                self.env._(
                    "Above your limit: %s. Another person has to approve as well.",
                    len(above),
                )
                if above
                else False
            )

    def action_decide(self):
        """Do it, and say what became of each."""
        self.ensure_one()
        asked = self.discrepancy_ids
        if self.kind == "dismiss":
            asked._dismiss(self.reason, self.cause)
        elif self.kind == "explain":
            asked._explain(self.reason, self.cause)
        else:
            return self._told(asked._approve(self.reason, self.cause))
        return {"type": "ir.actions.act_window_close"}

    def _told(self, found):
        """Return what tells a person what became of an approval."""
        if found["problems"] and len(self.discrepancy_ids) == 1:
            raise UserError(found["problems"][0])
        texts = [
            *self._counted(found),
            *found["problems"],
        ]
        is_whole = len(found["adjusted"]) == len(self.discrepancy_ids)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if is_whole else "warning",
                "message": " ".join(texts),
                "sticky": not is_whole,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _counted(self, found):
        words = {
            "adjusted": self.env._("adjusted"),
            "approved": self.env._("approved, waiting for a second person"),
            "changed": self.env._("changed meanwhile, look again"),
            "gone": self.env._("gone meanwhile"),
            "refused": self.env._("above your limit"),
        }
        return [
            f"{len(found[kind])} {word}." for kind, word in words.items() if found[kind]
        ]
