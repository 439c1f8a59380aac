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
    def _wake_drain(self):
        """Have the drain run as soon as this transaction is committed.

        At most once in ``WAKE_INTERVAL`` for each process: waking it for every message
        would cost more than taking the message in.
        """
        cr = self.env.cr
        now = time.monotonic()
        if now - _last_wake.get(cr.dbname, 0.0) < WAKE_INTERVAL:
            return
        _last_wake[cr.dbname] = now
        cron_id = self._drain_cron_id()
        if not cron_id:
            return
        cr.execute(
            "INSERT INTO ir_cron_trigger (cron_id, call_at) "
            "VALUES (%s, (now() AT TIME ZONE 'UTC'))",
            (cron_id,),
        )
        cr.postcommit.add(lambda: _notify(cr.dbname))

    @api.model
    @ormcache()
    def _drain_cron_id(self):
        cron = self.env.ref("logistics_base.ir_cron_drain_1", raise_if_not_found=False)
        return cron and cron.id


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
    return connection
