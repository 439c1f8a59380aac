# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LogisticsMessageDiscard(models.TransientModel):
    """Sets messages aside for good; who did it, and why, stays on record."""

    _name = "logistics.message.discard"
    _description = "Discard Messages"

    message_ids = fields.Many2many(
        "logistics.message",
        "logistics_message_discard_rel",
        "wizard_id",
        "message_id",
        required=True,
    )
    count = fields.Integer(compute="_compute_count")
    reason = fields.Char(required=True)

    @api.depends("message_ids")
    def _compute_count(self):
        for wizard in self:
            wizard.count = len(wizard.message_ids)

    def action_discard(self):
        """Discard the messages for the reason given."""
        self.ensure_one()
        self.message_ids.check_access("write")
        self.message_ids._set_discarded(self.reason)
        return {"type": "ir.actions.act_window_close"}
