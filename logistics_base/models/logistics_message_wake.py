# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import os
import time

import psycopg2

from odoo import api, models
from odoo.sql_db import connection_info_for
from odoo.tools import ormcache

from odoo.addons.base.models.ir_cron import ODOO_NOTIFY_FUNCTION

_logger = logging.getLogger(__name__)

#: The drain is woken at most this often by one process, in seconds. The drain lingers
#: longer than this after its last message, so that none is left unseen.
WAKE_INTERVAL = 0.1
_last_wake = {}
_notifiers = {}


class LogisticsMessage(models.Model):
    _inherit = "logistics.message"

    @api.model
    def _wake_drain(self, *, everybody=False):
        """Have the drain run as soon as this transaction is committed.

        At most once in ``WAKE_INTERVAL`` for each process: waking it for every message
        would cost more than taking the message in.

        :param bool everybody: wake all drains, and at once: there is work for several,
            or the drain that says so is about to leave.
        """
        cr = self.env.cr
        woken_at = _last_wake.get(cr.dbname, 0.0)
        if not everybody and time.monotonic() - woken_at < WAKE_INTERVAL:
            return
        cron_ids = self._drain_cron_ids()
        # However many messages one transaction takes in, one wake-up is enough. What is
        # rolled back to a savepoint called nobody; that clears this note as well.
        woken = cr.precommit.data.setdefault("logistics.drains_woken", set())
        wanted = set(cron_ids if everybody else cron_ids[:1]) - woken
        if not wanted:
            return
        self._call_crons(list(wanted))
        woken |= wanted
        cr.postcommit.add(lambda: _woken(cr.dbname))

    @api.model
    def _call_crons(self, cron_ids):
        """Have crons run as soon as this transaction is committed.

        Their workers are told once, however often it is asked for.
        """
        cr = self.env.cr
        cr.execute(
            "INSERT INTO ir_cron_trigger (cron_id, call_at) "
            "SELECT unnest(%s), (now() AT TIME ZONE 'UTC')",
            (cron_ids,),
        )
        if not cr.postcommit.data.get("logistics.crons_called"):
            cr.postcommit.data["logistics.crons_called"] = True
            cr.postcommit.add(lambda: _notify(cr.dbname))

    @api.model
    def _drain_crons(self):
        """Return the crons that process messages, the deactivated ones too."""
        return (
            self.env["ir.cron"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [("model_id.model", "=", self._name), ("code", "=", "model._drain()")],
                order="priority, id",
            )
        )

    @api.model
    @ormcache()
    def _drain_cron_ids(self):
        # A deactivated one too: the watchdog sets it going again.
        return tuple(self._drain_crons().ids)


def _woken(dbname):
    # Not before the commit: a transaction that is rolled back has woken nobody.
    _last_wake[dbname] = time.monotonic()


def _notify(dbname):
    """Wake Odoo's cron workers over a connection that is kept open.

    Odoo's own way opens a new connection each time, which costs several times as much
    as taking a message in.
    """
    try:
        with _notifier().cursor() as cr:
            cr.execute(
                f"SELECT {ODOO_NOTIFY_FUNCTION}('cron_trigger', %s)",  # noqa: S608
                (dbname,),
            )
    except psycopg2.Error:
        # The message is safe: the drain's own interval finds it.
        _notifiers.pop(os.getpid(), None)
        _logger.info("Could not wake the drain at once", exc_info=True)


def _notifier():
    connection = _notifiers.get(os.getpid())
    if connection is None or connection.closed:
        _name, info = connection_info_for("postgres")
        connection = _notifiers[os.getpid()] = psycopg2.connect(**info)
        connection.autocommit = True
        with connection.cursor() as cr:
            # A wake-up need not survive a crash, so it need not wait for the disk.
            cr.execute("SET synchronous_commit TO OFF")
    return connection
