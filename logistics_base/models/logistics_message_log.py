# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, models

from .. import telemetry

_logger = logging.getLogger(__name__)


class LogisticsMessage(models.Model):
    """Has the log tell which message and which business the work is about."""

    _inherit = "logistics.message"

    def _process(self, integration, received):
        with telemetry.bound(integration=integration.code):
            return super()._process(integration, received)

    @api.model
    def _record_failures(self, failures):
        super()._record_failures(failures)
        for message, _error in failures:
            with telemetry.bound(**message._log_context()):
                _logger.info(
                    "Message %s is %s: %s",
                    message.id,
                    message.state,
                    message.error_category,
                )

    def _dispatch(self):
        with telemetry.bound(**self._log_context()):
            return super()._dispatch()

    def _log_context(self):
        self.ensure_one()
        return {
            "integration": self.integration_id.code,
            "message_id": self.id,
            "correlation_id": self.correlation_id,
        }
