# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..protocols.prometheus import Metric


class LogisticsMetrics(models.AbstractModel):
    """What is wrong right now: incidents, silence, subscribers."""

    _inherit = "logistics.metrics"

    @api.model
    def _collect(self):
        return [
            *super()._collect(),
            self._incident_metric(),
            self._silence_metric(),
            *self._subscription_metrics(),
        ]

    @api.model
    def _incident_metric(self):
        incidents = Metric("logistics_incidents_open", "Incidents that are not over")
        for kind, _label in self.env["logistics.incident"]._fields["kind"].selection:
            incidents.add(0, kind=kind)
        for kind, count in self._rows(
            """
            SELECT kind, count(*) FROM logistics_incident
             WHERE state != 'resolved' AND company_id = ANY(%(companies)s)
             GROUP BY kind
            """,
            companies=self.env.companies.ids,
        ):
            incidents.add(count, kind=kind)
        return incidents

    @api.model
    def _silence_metric(self):
        silence = Metric(
            "logistics_integration_silence_seconds",
            "Since the last message, where the partner should have been heard of since",
            merge=max,
        )
        now, codes = fields.Datetime.now(), self._integration_codes()
        for integration in self._integrations():
            since = integration.silent_since or now
            seconds = max((now - since).total_seconds(), 0.0)
            silence.add(seconds, integration=codes[integration.id])
        return silence

    @api.model
    def _subscription_metrics(self):
        """How subscribers do; their backlog is that of the label ``subscribers``."""
        subscriptions = Metric("logistics_subscriptions", "Subscriptions, by state")
        failing = Metric(
            "logistics_subscriptions_failing",
            "Active ones whose receiver takes nothing",
        )
        failing.add(0)
        for state, count, in_trouble in self._rows(
            """
            SELECT state, count(*), count(failing_since) FROM logistics_subscription
             WHERE company_id = ANY(%(companies)s)
             GROUP BY state
            """,
            companies=self.env.companies.ids,
        ):
            subscriptions.add(count, state=state)
            failing.add(in_trouble if state == "active" else 0)
        return subscriptions, failing
