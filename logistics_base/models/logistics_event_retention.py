# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

from .logistics_event_feed import DELETED_TO

#: Events are kept for so many days, unless it is set otherwise.
RETENTION_DAYS = 90
RETENTION_OPTION = "logistics_base.event_retention_days"
#: For a subscriber that is behind they are kept longer, by this factor at most.
PATIENCE = 2
BATCH_SIZE = 10_000


class LogisticsEvent(models.Model):
    """How long events are kept: what subscribers and the feed can go back to."""

    _inherit = "logistics.event"

    _by_age = models.Index("USING brin (create_date)")

    @api.model
    def _expire(self):
        """Delete events past their retention, batch by batch.

        What a live subscription has still to be given is kept, twice as long at most.
        """
        days = self._retention_days()
        if not days:
            return
        last = self._last_to_delete(days)
        while last and (deleted := self._delete_up_to(last)):
            if self.env["ir.cron"]._commit_progress(deleted, remaining=1) <= 0:
                return

    @api.model
    def _retention_days(self):
        """Return for how many days events are kept; 0: for ever."""
        value = self.env["ir.config_parameter"].sudo().get_param(RETENTION_OPTION)
        return int(value) if value and value.isdecimal() else RETENTION_DAYS

    @api.model
    def _last_to_delete(self, days):
        """Return the position up to which events are to go; 0 for none."""
        now = fields.Datetime.now()
        old = self._position_at(now - timedelta(days=days))
        very_old = self._position_at(now - timedelta(days=PATIENCE * days))
        self.env["logistics.subscription"].flush_model()
        self.env.cr.execute(
            "SELECT min(position) FROM logistics_subscription "
            "WHERE state = 'active' AND is_behind"
        )
        needed = self.env.cr.fetchone()[0]
        if needed is None or not old:
            return old
        return max(min(old, needed), very_old)

    @api.model
    def _delete_up_to(self, position):
        """Delete a batch of the oldest; note how far it got; return how many went."""
        self.env.cr.execute(
            """
            WITH old AS (
                SELECT id FROM logistics_event
                 WHERE position <= %s ORDER BY position LIMIT %s
            ), gone AS (
                DELETE FROM logistics_event e USING old WHERE e.id = old.id
                RETURNING e.position
            )
            SELECT count(*), max(position) FROM gone
            """,
            (position, BATCH_SIZE),
        )
        count, last = self.env.cr.fetchone()
        if count:
            self.invalidate_model(flush=False)
            parameters = self.env["ir.config_parameter"].sudo()
            parameters.set_param(DELETED_TO, max(last, self._deleted_to()))
        return count


class LogisticsMessage(models.Model):
    _inherit = "logistics.message"

    @api.model
    def _expire(self):
        # First: what takes long, and ends with the time of the run, is not before it.
        self.env["logistics.event"]._expire()
        return super()._expire()
