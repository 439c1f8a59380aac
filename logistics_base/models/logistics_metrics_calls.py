# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

from ..protocols.prometheus import Metric
from .logistics_metrics import WINDOW

#: Asking is every five minutes: what waits longer than a few of them is late.
OVERDUE = timedelta(minutes=15)


class LogisticsMetrics(models.AbstractModel):
    """How our calls to partners go."""

    _inherit = "logistics.metrics"

    @api.model
    def _collect(self):
        codes = self._integration_codes()
        return [
            *super()._collect(),
            self._call_circuit_metric(codes),
            self._call_metric(codes),
            self._poll_metric(codes),
        ]

    @api.model
    def _call_circuit_metric(self, codes):
        circuit = Metric(
            "logistics_call_circuit_open", "1 where a partner is not called for a while"
        )
        for integration in self._integrations().filtered("base_url"):
            is_open = integration.call_circuit_state != "closed"
            circuit.add(int(is_open), integration=codes[integration.id])
        return circuit

    @api.model
    def _call_metric(self, codes):
        calls = Metric("logistics_calls_recent", "Calls made in the last five minutes")
        for integration_id, outcome, count in self._rows(
            """
            SELECT integration_id, COALESCE(error_category, 'answered'), count(*)
              FROM logistics_message
             WHERE integration_id = ANY(%(ids)s) AND received_at > %(since)s
               AND http_method IS NOT NULL
             GROUP BY 1, 2
            """,
            ids=list(codes),
            since=fields.Datetime.now() - WINDOW,
        ):
            calls.add(count, integration=codes[integration_id], outcome=outcome)
        return calls

    @api.model
    def _poll_metric(self, codes):
        overdue = Metric(
            "logistics_polls_overdue",
            "Numbers to ask about, due for a quarter of an hour",
        )
        for integration_id, count in self._rows(
            """
            SELECT integration_id, count(*) FROM logistics_poll
             WHERE state = 'active' AND next_at < %(since)s
               AND integration_id = ANY(%(ids)s)
             GROUP BY integration_id
            """,
            ids=list(codes),
            since=fields.Datetime.now() - OVERDUE,
        ):
            overdue.add(count, integration=codes[integration_id])
        return overdue
