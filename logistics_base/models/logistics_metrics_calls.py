# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

from ..protocols.prometheus import Metric
from .logistics_metrics import LARGEST_SAMPLE, QUANTILES, WINDOW

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
            self._call_circuit_metric(),
            *self._call_metrics(codes),
            self._poll_metric(codes),
        ]

    @api.model
    def _call_circuit_metric(self):
        circuit = Metric(
            "logistics_call_circuit_open", "1 where a partner is not called for a while"
        )
        for integration in self._integrations().filtered("base_url"):
            is_open = integration.call_circuit_state != "closed"
            circuit.add(is_open, integration=integration.code)
        return circuit

    @api.model
    def _call_metrics(self, codes):
        calls = Metric("logistics_calls_recent", "Calls made in the last five minutes")
        seconds = Metric(
            "logistics_call_seconds", "What calls of the last five minutes took"
        )
        for integration_id, outcomes, quantiles in self._rows(
            """
            SELECT i.id,
                   (SELECT json_object_agg(outcome, count) FROM (
                        SELECT COALESCE(error_category, 'answered') AS outcome,
                               count(*)
                          FROM logistics_message
                         WHERE integration_id = i.id AND received_at > %(since)s
                           AND http_method IS NOT NULL
                         GROUP BY 1) AS counted),
                   (SELECT percentile_cont(%(quantiles)s::float[])
                           WITHIN GROUP (ORDER BY seconds)
                      FROM (SELECT duration_ms / 1000.0::float AS seconds
                              FROM logistics_message
                             WHERE integration_id = i.id AND received_at > %(since)s
                               AND http_method IS NOT NULL
                             ORDER BY received_at DESC
                             LIMIT %(sample)s) AS sampled)
              FROM unnest(%(ids)s) AS i(id)
            """,
            ids=list(codes),
            since=fields.Datetime.now() - WINDOW,
            quantiles=list(QUANTILES),
            sample=LARGEST_SAMPLE,
        ):
            code = codes[integration_id]
            for outcome, count in (outcomes or {}).items():
                calls.add(count, integration=code, outcome=outcome)
            for quantile, took in zip(QUANTILES, quantiles or (), strict=False):
                seconds.add(took, integration=code, quantile=quantile)
        return calls, seconds

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
