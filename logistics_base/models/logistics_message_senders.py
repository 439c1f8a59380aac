# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import threading
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

from odoo import SUPERUSER_ID, api, fields, models
from odoo.modules.registry import Registry
from odoo.tools import SQL

from .own_cursor import use_read_committed

_logger = logging.getLogger(__name__)

#: So many partners are sent to at once, each by one thread with a cursor of its own.
SENDERS = 8
#: Of them, so many at most have not answered lately: they leave room for the others.
SENDERS_IN_TROUBLE = 2
#: How long one run takes at most; then the cron comes again.
RUN_SECONDS = 50
#: For what is due again within so many seconds, the run stays.
LINGER = 7
#: How often the run looks for more while nothing happens, in seconds.
PACE = 0.25
#: A partner that had trouble is let alone for so long, one with nothing left for less.
RESTS = {"more": 0.0, "empty": 0.5, "trouble": 5.0}


class LogisticsMessage(models.Model):
    """Sends to several partners side by side: a slow one takes up one place only."""

    _inherit = "logistics.message"

    @api.model
    def _send_side_by_side(self):
        """Send what is due until nothing is, or the time of the run is over.

        This thread sends nothing itself: it queues what subscribers wait for and gives
        partners to the senders, a partner to one sender at a time.
        """
        run = _Run(self.env)
        with ThreadPoolExecutor(SENDERS, thread_name_prefix="outbox") as pool:
            while run.goes_on():
                is_filled = self._fill_and_commit()
                run.hand_out(pool, self._integrations_to_serve(run.left_out()))
                # The senders have cursors of their own; this one must hold nothing.
                self.env.cr.rollback()
                if not run.collect(0 if is_filled else PACE) and not is_filled:
                    if not run.busy and not self._is_due_soon():
                        break
        self._leave_the_rest(run)

    @api.model
    def _fill_and_commit(self):
        """Queue what is to be told; trouble with that keeps nothing else from leaving."""
        try:
            is_filled = self._fill_outbox()
            self.env["ir.cron"]._commit_progress()
        except Exception:
            self.env.cr.rollback()
            _logger.exception("Events could not be handed to subscribers")
            return False
        return is_filled

    @api.model
    def _leave_the_rest(self, run):
        """Have the cron come again at once where the run ended before the work."""
        is_over = run.goes_on()
        if not is_over:
            self._wake_outbox()
        self.env["ir.cron"]._commit_progress(run.turns, remaining=0 if is_over else 1)

    @api.model
    def _is_due_soon(self):
        """Tell whether something is due again so soon that the run may as well stay."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT min(m.next_attempt_at) FROM logistics_message m
                  JOIN logistics_integration i ON i.id = m.integration_id
                 WHERE m.direction = 'outbound' AND m.state = 'retry'
                   AND i.state = 'live' AND %s AND %s
                """,
                self._callable_clause(),
                self._wanted_clause(),
            )
        )
        self.env.cr.rollback()
        due_at = rows[0][0]
        if not due_at:
            return False
        return (due_at - fields.Datetime.now()).total_seconds() < LINGER

    @api.model
    def _in_trouble(self, integration_ids):
        """Return the ids of those that have not answered lately, as a set."""
        rows = self.env.execute_query(
            SQL(
                "SELECT integration_id FROM logistics_gate "
                "WHERE integration_id = ANY(%s) AND (failures > 0 OR circuit != 'closed')",
                list(integration_ids),
            )
        )
        return {row[0] for row in rows}


class _Run:
    """One run of the outbox: who is served right now, and who is let alone a while.

    :ivar busy: {future: integration id}.
    :ivar turns: how many were taken.
    """

    def __init__(self, env):
        self.busy = {}
        self.turns = 0
        self._env = env
        self._dbname = env.cr.dbname
        self._rests = {}
        self._until = time.monotonic() + RUN_SECONDS

    def goes_on(self):
        """Tell whether there is time left, and the server is still the same."""
        if time.monotonic() >= self._until:
            return False
        registry = self._env.registry
        return registry.check_signaling() is registry

    def left_out(self):
        """Return the ids of partners that get no turn now, as a set."""
        now = time.monotonic()
        self._rests = {id_: at for id_, at in self._rests.items() if at > now}
        return {*self._rests, *self.busy.values()}

    def hand_out(self, pool, integration_ids):
        """Give partners to the senders that have nothing to do."""
        free = SENDERS - len(self.busy)
        if free <= 0 or not integration_ids:
            return
        messages = self._env["logistics.message"]
        troubled = messages._in_trouble({*integration_ids, *self.busy.values()})
        room = SENDERS_IN_TROUBLE - len(troubled.intersection(self.busy.values()))
        for integration_id in integration_ids:
            if integration_id in troubled:
                if room <= 0:
                    continue
                room -= 1
            future = pool.submit(_take_turn, self._dbname, integration_id)
            self.busy[future] = integration_id
            free -= 1
            if not free:
                return

    def collect(self, patience):
        """Wait a little for senders to be done; return how many are."""
        if not self.busy:
            time.sleep(patience)
            return 0
        done, _busy = wait(self.busy, timeout=patience, return_when=FIRST_COMPLETED)
        now = time.monotonic()
        for future in done:
            self._rests[self.busy.pop(future)] = now + RESTS[future.result()]
        self.turns += len(done)
        return len(done)


def _take_turn(dbname, integration_id):
    """Send what is due to one partner, in this thread; return what came of it."""
    try:
        threading.current_thread().dbname = dbname
        with Registry(dbname).cursor() as cr:
            use_read_committed(cr)
            env = api.Environment(cr, SUPERUSER_ID, {})
            commit = env["ir.cron"]._commit_progress
            return env["logistics.message"]._take_turn(integration_id, commit)[0]
    except Exception:
        # What was on its way is settled when its lease is over.
        _logger.exception("Sending to integration %s broke off", integration_id)
        return "trouble"
