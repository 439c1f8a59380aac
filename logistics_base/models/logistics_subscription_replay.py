# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .logistics_subscription_queue import WINDOW


class LogisticsSubscription(models.Model):
    """Gives events again: from any point, or chosen ones, always under the same ids."""

    _inherit = "logistics.subscription"

    def _replay(self, position):
        """Begin anew after a position.

        What of it still waits to be sent is taken back: it comes again, in its order.
        """
        self.ensure_one()
        own = self.sudo()
        own.env.flush_all()
        self.env.cr.execute(
            """
            DELETE FROM logistics_message m
             USING logistics_event e
             WHERE m.subscription_id = %s AND m.direction = 'outbound'
               AND m.state IN ('received', 'retry')
               AND e.id = m.event_id AND e.position > %s
            """,
            (self.id, position),
        )
        own.env.invalidate_all()
        own.write({"position": position, "is_behind": True})
        self.env["logistics.audit.entry"]._record(
            "subscription.replayed", self, {"position": position}
        )
        own.message_post(
            body=self.env._(
                "%(user)s has events sent again, from position %(position)s on.",
                user=self.env.user.name,
                position=position,
            )
        )
        self.env["logistics.message"]._wake_outbox()

    def _replay_events(self, events):
        """Queue chosen events once more; return how many of them are for it."""
        self.ensure_one()
        own = self.sudo()
        condition = SQL("id = ANY(%s)", list(events.ids))
        rows = self.env["logistics.event"]._handed_on(condition)
        wanted = own._matches(rows, {self.id: -1}).get(self.id, [])
        if len(wanted) > own._rooms([self.id])[self.id]:
            raise UserError(
                self.env._("At most %s may wait: begin anew from a time.", WINDOW)
            )
        own._give({self.id: wanted})
        self.env["logistics.audit.entry"]._record(
            "subscription.replayed", self, {"events": len(wanted)}
        )
        self.env["logistics.message"]._wake_outbox()
        return len(wanted)
