# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import random
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor, wait

import psycopg2
from psycopg2.extensions import TransactionRollbackError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.modules.registry import Registry
from odoo.tools import SQL

from odoo.addons.logistics_base.models.own_cursor import OwnCursor

_logger = logging.getLogger(__name__)

#: How many carriers one server process calls at the same time.
MAX_THREADS = 8
#: Seconds a lease lasts; the calls made under it take half of that at most.
LEASE = 90
#: Seconds a person waits at the screen for the usual, fast answer.
LABEL_WAIT = 5
MAX_RESTARTS = 8
_QUEUE = "logistics.carrier.work"
_PARAMETER = "logistics_carrier_connector."

_pool = None
_pool_lock = threading.Lock()


class LogisticsCarrierWork(models.AbstractModel):
    """Something that costs money at a carrier, and so is done once.

    The intent is a row, committed with the transaction of whoever wants it. Whoever
    carries it out takes a lease on the row, calls without holding a transaction open,
    and writes down what came of it: three steps, each in a cursor of its own or in none.
    ``canonical/booking_course`` says what follows from what.
    """

    _name = "logistics.carrier.work"
    _description = "Work at a Carrier"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    key = fields.Char(
        string="Idempotency Key",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: uuid.uuid4().hex,
        help="Partners that honour it do it once, however often they are told.",
    )
    unsure = fields.Boolean(
        string="Outcome Unknown",
        readonly=True,
        copy=False,
        help="It was sent, and nobody knows whether it arrived: the carrier is asked "
        "before it is sent again.",
    )
    asked = fields.Boolean(
        readonly=True,
        copy=False,
        help="The carrier was asked since, and knew of nothing.",
    )
    attempts = fields.Integer(readonly=True, copy=False)
    claims = fields.Integer(readonly=True, copy=False)
    next_attempt_at = fields.Datetime(readonly=True, copy=False)
    lease_until = fields.Datetime(readonly=True, copy=False)
    called_at = fields.Datetime(readonly=True, copy=False)
    error_category = fields.Char(readonly=True, copy=False)
    error_message = fields.Text(string="What Is Wrong", readonly=True, copy=False)
    external_id = fields.Char(string="Carrier's Id", readonly=True, copy=False)

    @api.model
    def _advance(self, work_id):
        """Take the work as far as it goes now, in cursors of its own.

        :return: whether anything was done.
        """
        raise NotImplementedError

    # After the commit

    def _call_after_commit(self):
        """Have it carried out as soon as this transaction is committed.

        A request waits a little for the answer. Whatever does not get done
        this way, because the server dies, is done by the cron.
        """
        # Who has one in hand goes on with it anyhow.
        in_hand = self.env.context.get("work_in_hand")
        wanted = [(self._name, id_) for id_ in self.ids if id_ != in_hand]
        if not wanted:
            return
        callbacks = self.env.cr.postcommit
        queue = callbacks.data.get(_QUEUE)
        if queue is None:
            queue = callbacks.data[_QUEUE] = []
            seconds = self._seconds("label_wait", LABEL_WAIT) * self._is_awaited()
            dbname = self.env.cr.dbname
            callbacks.add(lambda: _run_in_background(dbname, queue, seconds))
        queue += [one for one in wanted if one not in queue]

    @api.model
    def _is_awaited(self):
        """Whether somebody waits for the answer: a person, or another system's call."""
        return not {"cron_id", "work_in_hand"} & self.env.context.keys()

    @api.model
    def _seconds(self, name, default):
        """Return a setting in seconds."""
        parameters = self.env["ir.config_parameter"].sudo()
        try:
            return float(parameters.get_param(_PARAMETER + name) or default)
        except ValueError:
            return default

    # Rows and cursors

    @api.model
    def _sql_table(self):
        return SQL.identifier(self._table)

    def _lock(self):
        """Wait for the rows, and see them as they are now."""
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "SELECT id FROM %s WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
                self._sql_table(),
                list(self.ids),
            )
        )
        self.invalidate_recordset()

    @api.model
    def _in_own_cursor(self, work):
        """Return ``work(records)``, committed; begun anew where it lost a race.

        :param work: function of this model without records, as superuser.
        """
        cursors = OwnCursor(self.env.cr)
        in_hand = self.env.context.get("work_in_hand")
        context = {"work_in_hand": in_hand} if in_hand else {}
        for attempt in range(MAX_RESTARTS):
            try:
                with cursors.open() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, context)
                    result = work(env[self._name])
                    env.flush_all()
                    return result
            except (TransactionRollbackError, psycopg2.errors.LockNotAvailable):
                if attempt == MAX_RESTARTS - 1:
                    raise
                time.sleep(random.uniform(0, 0.05 * 2**attempt))
        return None


def _run_in_background(dbname, queue, seconds):
    """Carry out the work in threads of this process; wait a little for it."""
    pool = _background()
    futures = [pool.submit(advance, dbname, model, id_) for model, id_ in list(queue)]
    if seconds:
        wait(futures, timeout=seconds)


def _background():
    """Return the threads of this process that call carriers."""
    # Made at need: worker processes are forked, and threads are not.
    global _pool
    with _pool_lock:
        if _pool is None:
            _pool = ThreadPoolExecutor(MAX_THREADS, thread_name_prefix="carrier")
        return _pool


def advance(dbname, model, work_id):
    """Advance one piece of work, whatever thread this is; what breaks is the cron's."""
    try:
        threading.current_thread().dbname = dbname
        with Registry(dbname).cursor() as cr:
            records = api.Environment(cr, SUPERUSER_ID, {})[model]
        return records._advance(work_id)
    except Exception:
        _logger.exception("%s %s is left to the cron", model, work_id)
        return False
