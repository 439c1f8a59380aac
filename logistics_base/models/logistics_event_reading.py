# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from .logistics_event import EventRow, chain_of


class LogisticsEvent(models.Model):
    """Events that were handed on, by their places: what cursors read."""

    _inherit = "logistics.event"

    @api.model
    def _head(self):
        """Return the position of the last event that was handed on; 0 before the first."""
        self.env.cr.execute("SELECT max(position) FROM logistics_event")
        return self.env.cr.fetchone()[0] or 0

    @api.model
    def _position_at(self, time):
        """Return the position of the last event before a time; 0 where there is none."""
        self.env.cr.execute(
            "SELECT max(position) FROM logistics_event WHERE create_date < %s", (time,)
        )
        return self.env.cr.fetchone()[0] or 0

    @api.model
    def _after(self, position, types, limit):
        """Return (the next events of some types, the position up to which these are all,
        whether there are more).
        """
        head = self._head()
        condition = SQL("position > %s AND type = ANY(%s)", position, sorted(types))
        rows = self._handed_on(condition, limit)
        last = rows[-1].position if rows else position
        if len(rows) == limit:
            return rows, last, True
        # Positions become visible in their order: up to the head nothing was left out.
        return rows, max(last, head), False

    @api.model
    def _handed_on(self, condition, limit=None):
        """Return the events that meet a condition, as rows, in their order.

        :param SQL condition: on the columns of ``logistics_event``.
        """
        found = self.env.execute_query(
            SQL(
                """
                SELECT id, position, type, company_id, shipment_id, res_model, res_id,
                       summary, chain, extract(epoch FROM create_date)::float8
                  FROM logistics_event
                 WHERE position IS NOT NULL AND %s
                 ORDER BY position LIMIT %s
                """,
                condition,
                limit,
            )
        )
        return [EventRow(*row[:8], chain_of(row[8]), row[9]) for row in found]
