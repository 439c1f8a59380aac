# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class LogisticsSubscriptionReplay(models.TransientModel):
    """Gives events to a subscriber once more, under the same ids."""

    _name = "logistics.subscription.replay"
    _description = "Send Events Again"

    subscription_id = fields.Many2one(
        "logistics.subscription", required=True, ondelete="cascade"
    )
    start = fields.Selection(
        [
            ("time", "Everything since"),
            ("position", "Everything after a position"),
            ("events", "Chosen events"),
        ],
        required=True,
        default="time",
    )
    since = fields.Datetime(
        default=lambda self: fields.Datetime.subtract(fields.Datetime.now(), days=1)
    )
    position = fields.Integer()
    event_ids = fields.Many2many(
        "logistics.event",
        string="Events",
        domain="[('position', '!=', False)]",
    )
    count = fields.Integer(
        compute="_compute_count", help="As many as there are, before the filters."
    )

    @api.depends("start", "since", "position", "event_ids")
    def _compute_count(self):
        for wizard in self:
            if wizard.start == "events":
                wizard.count = len(wizard.event_ids)
            else:
                wizard.count = self.env["logistics.event"].search_count(
                    [("position", ">", wizard._position())]
                )

    def _position(self):
        """Return the position after which events are given again."""
        self.ensure_one()
        if self.start == "position":
            return self.position
        if not self.since:
            return 0
        return self.env["logistics.event"]._position_at(self.since)

    def action_replay(self):
        """Queue the events; they leave in their order."""
        self.ensure_one()
        subscription = self.subscription_id
        subscription.check_access("write")
        if self.start == "events":
            if not self.event_ids:
                raise UserError(self.env._("Choose the events to send again."))
            told = subscription._replay_events(self.event_ids)
            message = self.env._("%s events queued again.", told)
        else:
            subscription._replay(self._position())
            message = self.env._("The subscription begins anew from there.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
