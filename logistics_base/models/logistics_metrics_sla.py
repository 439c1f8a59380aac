# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..protocols.prometheus import Metric


class LogisticsMetrics(models.AbstractModel):
    """How service levels stand."""

    _inherit = "logistics.metrics"

    @api.model
    def _collect(self):
        return [*super()._collect(), self._sla_metric()]

    @api.model
    def _sla_metric(self):
        levels = Metric(
            "logistics_sla_open",
            "Service levels that are at risk or breached right now",
        )
        for state in ("at_risk", "breached"):
            levels.add(0, state=state)
        for state, count in self._rows(
            """
            SELECT state, count(*) FROM logistics_sla_measure
             WHERE stopped_at IS NULL AND state IN ('at_risk', 'breached')
               AND company_id = ANY(%(companies)s)
             GROUP BY state
            """,
            companies=self.env.companies.ids,
        ):
            levels.add(count, state=state)
        return levels
