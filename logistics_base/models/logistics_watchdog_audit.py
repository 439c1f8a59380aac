# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

#: What was recorded should have its place in the chain within this.
PATIENCE = timedelta(minutes=15)


class LogisticsWatchdog(models.AbstractModel):
    """Sees to it that the audit trail is chained: until then it is easier to change."""

    _inherit = "logistics.watchdog"

    @api.model
    def _check(self):
        super()._check()
        self._tend_audit()

    @api.model
    def _tend_audit(self):
        """Set the appender going again where Odoo had deactivated it."""
        waiting = self.env.execute_query(
            SQL(
                "SELECT 1 FROM logistics_audit_pending WHERE recorded_at < %s LIMIT 1",
                fields.Datetime.now() - PATIENCE,
            )
        )
        if not waiting:
            return
        _logger.error("The audit trail was not put in order for %s", PATIENCE)
        cron = self.env.ref(
            "logistics_base.ir_cron_audit_append", raise_if_not_found=False
        )
        if cron:
            cron.write(
                {"active": True, "failure_count": 0, "first_failure_date": False}
            )
            cron._trigger()
