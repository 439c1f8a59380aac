# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait

from odoo import SUPERUSER_ID, api, fields, models
from odoo.modules.registry import Registry
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

#: How many carriers one server process calls at the same time.
MAX_THREADS = 8
#: How many bookings the cron has under way at once, and how long one run lasts.
CRON_THREADS = 4
RUN_SECONDS = 50
#: For what is due again within so many seconds, the cron stays.
LINGER = 10
#: Seconds a person waits at the screen for the usual, fast answer.
LABEL_WAIT = 5
_QUEUE = "logistics.bookings"
_PARAMETER = "logistics_carrier_connector."

_pool = None
_pool_lock = threading.Lock()


class LogisticsBooking(models.Model):
    """Who carries bookings out, and when: threads after the commit, and the cron."""

    _inherit = "logistics.booking"

    # After the commit

    def _call_after_commit(self):
        """Have the bookings carried out as soon as this transaction is committed.

        A request waits a little for the answer. Whatever does not get done
        this way, because the server dies, is done by the cron.
        """
        # Who has a booking in hand goes on with it anyhow.
        in_hand = self.env.context.get("booking_in_hand")
        ids = [id_ for id_ in self.ids if id_ != in_hand]
        if not ids:
            return
        callbacks = self.env.cr.postcommit
        queue = callbacks.data.get(_QUEUE)
        if queue is None:
            queue = callbacks.data[_QUEUE] = []
            seconds = self._seconds("label_wait", LABEL_WAIT) * self._is_awaited()
            dbname = self.env.cr.dbname
            callbacks.add(lambda: _run_in_background(dbname, queue, seconds))
        queue += [id_ for id_ in ids if id_ not in queue]

    @api.model
    def _is_awaited(self):
        """Whether somebody waits for the answer: a person, or another system's call."""
        context = self.env.context
        return not {"cron_id", "booking_in_hand"} & context.keys()

    @api.model
    def _seconds(self, name, default):
        """Return a setting in seconds."""
        parameters = self.env["ir.config_parameter"].sudo()
        try:
            return float(parameters.get_param(_PARAMETER + name) or default)
        except ValueError:
            return default

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
                ids = self._due(CRON_THREADS * 4)
                # The threads have cursors of their own; this one must hold nothing.
                self.env.cr.rollback()
                done = sum(pool.map(lambda id_: _advance(dbname, id_), ids))
                if not cron._commit_progress(done):
                    return
                if not done and not self._wait_for_due():
                    return
        cron._commit_progress(remaining=len(self._due(1)))

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
    def _due(self, limit):
        """Return the ids of bookings that may be taken up now."""
        rows = self.env.execute_query(
            SQL(
                """
                (SELECT id FROM logistics_booking WHERE %s
                  ORDER BY next_attempt_at NULLS FIRST, id LIMIT %s)
                UNION ALL
                (SELECT id FROM logistics_booking
                  WHERE state IN ('ready', 'cancelled') AND settled IS NOT TRUE
                    AND (next_attempt_at IS NULL OR next_attempt_at <= %s)
                  ORDER BY id LIMIT %s)
                """,
                self._due_clause(),
                limit,
                fields.Datetime.now(),
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


def _run_in_background(dbname, booking_ids, seconds):
    """Carry out the bookings in threads of this process; wait a little for them."""
    pool = background()
    futures = [pool.submit(_advance, dbname, id_) for id_ in list(booking_ids)]
    if seconds:
        wait(futures, timeout=seconds)


def background():
    """Return the threads of this process that call carriers."""
    # Made at need: worker processes are forked, and threads are not.
    global _pool
    with _pool_lock:
        if _pool is None:
            _pool = ThreadPoolExecutor(MAX_THREADS, thread_name_prefix="booking")
        return _pool


def _advance(dbname, booking_id):
    """Advance one booking, whatever thread this is; what breaks is the cron's."""
    try:
        threading.current_thread().dbname = dbname
        registry = Registry(dbname)
        with registry.cursor() as cr:
            bookings = api.Environment(cr, SUPERUSER_ID, {})["logistics.booking"]
        return bookings._advance(booking_id)
    except Exception:
        _logger.exception("Booking %s is left to the cron", booking_id)
        return False
