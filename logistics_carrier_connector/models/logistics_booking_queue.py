# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time
from concurrent.futures import ThreadPoolExecutor

from odoo import api, fields, models
from odoo.tools import SQL

from .logistics_carrier_work import advance

#: How many bookings the cron has under way at once, and how long one run lasts.
CRON_THREADS = 4
RUN_SECONDS = 50
#: For what is due again within so many seconds, the cron stays.
LINGER = 10


class LogisticsBooking(models.Model):
    """What of the bookings is due, for the cron."""

    _inherit = "logistics.booking"

    # The cron

    @api.model
    def _drain(self):
        """Carry out what is due and was not carried out at once. Runs as a cron.

        It stays for what is due again in a few seconds: Odoo looks at its crons once a
        minute, and somebody waits for that label.
        """
        cron = self.env["ir.cron"]
        deadline = time.monotonic() + RUN_SECONDS
        dbname = self.env.cr.dbname
        cron._commit_progress(remaining=0)
        with ThreadPoolExecutor(CRON_THREADS) as pool:
            while time.monotonic() < deadline:
                ids = self._due_ids(CRON_THREADS * 4)
                # The threads have cursors of their own; this one must hold nothing.
                self.env.cr.rollback()
                done = sum(pool.map(lambda id_: advance(dbname, self._name, id_), ids))
                if not cron._commit_progress(done):
                    return
                if not done and not self._wait_for_due():
                    return
        cron._commit_progress(remaining=len(self._due_ids(1)))

    @api.model
    def _wait_for_due(self):
        """Wait until a booking is due, if that is soon; return whether it is."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT min(GREATEST(next_attempt_at, lease_until))
                  FROM logistics_booking
                 WHERE state IN ('pending', 'calling', 'requested', 'cancelling')
                """
            )
        )
        self.env.cr.rollback()
        due_at = rows[0][0]
        if not due_at:
            return False
        seconds = (due_at - fields.Datetime.now()).total_seconds()
        if seconds > LINGER:
            return False
        time.sleep(max(seconds, 0.2))
        return True

    @api.model
    def _due_ids(self, limit):
        """Return the ids of bookings that may be taken up now.

        Of those that failed, these are the ones that another carrier may take.
        """
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                """
                (SELECT id FROM logistics_booking WHERE %s
                  ORDER BY next_attempt_at NULLS FIRST, id LIMIT %s)
                UNION ALL
                (SELECT id FROM logistics_booking
                  WHERE state = 'failed' AND next_attempt_at <= %s
                    AND (lease_until IS NULL OR lease_until <= %s)
                  ORDER BY next_attempt_at LIMIT %s)
                UNION ALL
                (SELECT id FROM logistics_booking
                  WHERE state IN ('ready', 'cancelled') AND settled IS NOT TRUE
                    AND (next_attempt_at IS NULL OR next_attempt_at <= %s)
                  ORDER BY id LIMIT %s)
                """,
                self._due_clause(),
                limit,
                now,
                now,
                limit,
                now,
                limit,
            )
        )
        return [row[0] for row in rows]

    @api.model
    def _due_clause(self):
        """A lease that ran out means that its holder died, or hangs for good."""
        return SQL(
            """
            (state IN ('pending', 'requested', 'cancelling')
             AND (next_attempt_at <= %(now)s
                  OR next_attempt_at IS NULL AND state IN ('pending', 'cancelling'))
             OR state = 'calling')
            AND (lease_until IS NULL OR lease_until <= %(now)s)
            """,
            now=fields.Datetime.now(),
        )
