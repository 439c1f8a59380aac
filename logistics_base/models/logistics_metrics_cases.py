# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..protocols.prometheus import Metric


class LogisticsMetrics(models.AbstractModel):
    """What is wrong with integrations right now."""

    _inherit = "logistics.metrics"

    @api.model
    def _collect(self):
        return [*super()._collect(), self._incident_metric()]

    @api.model
    def _incident_metric(self):
        incidents = Metric("logistics_incidents_open", "Incidents that are not over")
        for kind, _label in self.env["logistics.incident"]._fields["kind"].selection:
            incidents.add(0, kind=kind)
        for kind, count in self._rows(
            """
            SELECT x.kind, count(*) FROM logistics_incident x
              JOIN logistics_integration i ON i.id = x.integration_id
             WHERE x.closed_at IS NULL AND i.company_id = ANY(%(companies)s)
             GROUP BY x.kind
            """,
            companies=self.env.companies.ids,
        ):
            incidents.add(count, kind=kind)
        return incidents
