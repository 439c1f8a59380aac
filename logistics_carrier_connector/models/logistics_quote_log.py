# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import threading

from odoo import SUPERUSER_ID, api, models
from odoo.modules import module
from odoo.modules.registry import Registry

from ..canonical.rates import RateRequest

_logger = logging.getLogger(__name__)


class LogisticsQuote(models.Model):
    """Every call for a price is a message, in a transaction of its own."""

    _inherit = "logistics.quote"

    @api.model
    def _log(self, clients):
        """Write down the calls of finished clients; nobody waits for it."""
        spoken = [(own, client) for own, client in clients if _has_spoken(client)]
        if not spoken:
            return
        if module.current_test:
            self._log_now(spoken)
            return
        threading.Thread(
            target=_log_apart, args=(self.env.cr.dbname, spoken), daemon=True
        ).start()

    @api.model
    def _log_now(self, clients):
        for integration_id, client in clients:
            integration = self.env["logistics.integration"].browse(integration_id)
            integration._log_calls(client, document_type=RateRequest.document_type)

    @api.model
    def _late_logger(self, calls):
        """Return what writes down a call that ended too late, from its thread."""
        database = self.env.cr.dbname
        clients = [(q.integration.id, c.client) for q, c in calls.items()]

        def log(place):
            if _has_spoken(clients[place][1]) and not module.current_test:
                _log_apart(database, [clients[place]])

        return log


def _log_apart(database, clients):
    """Write down calls in a transaction of their own."""
    try:
        with Registry(database).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["logistics.quote"]._log_now(clients)
    except Exception:  # noqa: BLE001  the quote is made; only its trace is lost
        _logger.exception("calls for rates could not be written down")


def _has_spoken(client):
    return bool(client is not None and client.exchanges)
