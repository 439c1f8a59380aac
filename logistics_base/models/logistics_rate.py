# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..protocols.rate_limit import Quota
from .own_cursor import OwnCursor

_NOW = "extract(epoch FROM clock_timestamp())::float8"


class LogisticsRate(models.AbstractModel):
    """Counts callers' requests for all workers together.

    A row for each caller in a table of its own, which a crash of PostgreSQL may empty:
    then everybody begins with a full quota. Times are by the database's clock.
    """

    _name = "logistics.rate"
    _description = "Rate of a Caller"

    def init(self):
        super().init()
        self.env.cr.execute(
            "CREATE UNLOGGED TABLE IF NOT EXISTS logistics_rate_bucket "
            "(caller varchar PRIMARY KEY, full_at float8 NOT NULL)"
        )

    @api.model
    def _take(self, caller, quota):
        """Count a request of a caller, whatever becomes of it.

        :param str caller: who is counted.
        :param Quota quota: what the caller may use.
        :rtype: Standing
        """
        with OwnCursor(self.env.cr).open() as cr:
            # Were it lost in a crash, one request more would pass.
            cr.execute("SET LOCAL synchronous_commit TO OFF")
            cr.execute(
                "INSERT INTO logistics_rate_bucket VALUES (%s, 0) "
                "ON CONFLICT (caller) DO UPDATE SET full_at = "
                f"logistics_rate_bucket.full_at RETURNING full_at, {_NOW}",
                (caller,),
            )
            before, now = cr.fetchone()
            after, standing = quota.take(before, now)
            if after != before:
                cr.execute(
                    "UPDATE logistics_rate_bucket SET full_at = %s WHERE caller = %s",
                    (after, caller),
                )
        return standing

    @api.model
    def _quota_of_users(self):
        """Return what the bearer of a user's own key may use."""
        parameters = self.env["ir.config_parameter"].sudo()
        requests = int(parameters.get_param("logistics_base.api_requests", 600))
        return Quota("user", requests, 60) if requests > 0 else None

    @api.autovacuum
    def _forget_idle(self):
        self.env.cr.execute(
            "DELETE FROM logistics_rate_bucket "
            "WHERE full_at < extract(epoch FROM clock_timestamp()) - 86400"
        )
