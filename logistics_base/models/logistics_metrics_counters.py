# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..protocols.prometheus import Histogram, Metric
from .logistics_tally import BOUNDS

#: Counted for each integration: {name: (metric, help, label of the outcome)}.
_COUNTERS = {
    "processed": (
        "logistics_messages_processed_total",
        "Messages taken up by the drain, by what became of them; a retry counts again",
        "state",
    ),
    "sent": (
        "logistics_messages_sent_total",
        "Attempts to send a message, by what became of it",
        "state",
    ),
    "duplicate": (
        "logistics_messages_duplicate_total",
        "Messages that had come before",
        None,
    ),
    "call": ("logistics_calls_total", "Calls to partners, by outcome", "state"),
}
_HISTOGRAMS = {
    "processed": (
        "logistics_message_latency_seconds",
        "From received to processed, of messages that were applied",
    ),
    "sent": (
        "logistics_outbox_latency_seconds",
        "From queued to sent, of messages that were sent",
    ),
    "call": ("logistics_call_duration_seconds", "What calls to partners took"),
}
#: Failures are told apart by category; what came to a good end has none.
_GOOD_STATES = ("done",)
#: Among the events, what monitoring asks for by name.
_SLA_BREACHED = "sla.breached"
#: What the outcome is called of what belongs to no integration.
_LABELS = {"event": "type", "firing": "state"}


class LogisticsMetrics(models.AbstractModel):
    """What happened since the beginning: counters and histograms.

    They come from the sums and what was not added to them yet, in one snapshot: what
    moves from one to the other is neither missed nor counted twice.
    """

    _inherit = "logistics.metrics"

    @api.model
    def _collect(self):
        codes = self._integration_codes()
        rows = self._counted_rows(codes)
        return [
            *super()._collect(),
            *self._throughput_metrics(codes, rows),
            self._failure_metric(codes, rows),
            *self._latency_metrics(codes, rows),
            *self._event_metrics(),
        ]

    @api.model
    def _counted_rows(self, codes):
        return self._rows(
            """
            SELECT integration_id, name, outcome, category, bucket,
                   sum(amount)::bigint, sum(seconds)
              FROM (SELECT integration_id, name, outcome, category, bucket,
                           amount, seconds FROM logistics_counter
                     WHERE integration_id = ANY(%(ids)s)
                     UNION ALL
                    SELECT integration_id, name, outcome, category, bucket,
                           amount, seconds FROM logistics_tally
                     WHERE integration_id = ANY(%(ids)s)) AS counted
             GROUP BY integration_id, name, outcome, category, bucket
             ORDER BY integration_id, name, outcome, category, bucket
            """,
            ids=list(codes),
        )

    @api.model
    def _throughput_metrics(self, codes, rows):
        metrics = {
            name: Metric(metric, text, kind="counter")
            for name, (metric, text, _label) in _COUNTERS.items()
        }
        for integration_id, name, outcome, _category, _bucket, amount, _seconds in rows:
            if name in metrics:
                label = _COUNTERS[name][2]
                labels = {label: outcome} if label else {}
                metrics[name].add(amount, integration=codes[integration_id], **labels)
        for code in codes.values():
            metrics["duplicate"].add(0, integration=code)
        return list(metrics.values())

    @api.model
    def _failure_metric(self, codes, rows):
        failures = Metric(
            "logistics_message_failures_total",
            "Times that a message or a call failed, by category",
            kind="counter",
        )
        for integration_id, name, outcome, category, _bucket, amount, _seconds in rows:
            if category and (outcome not in _GOOD_STATES or name == "call"):
                failures.add(
                    amount,
                    integration=codes[integration_id],
                    stage=name,
                    category=category,
                )
        return failures

    @api.model
    def _latency_metrics(self, codes, rows):
        histograms = {
            name: Histogram(metric, text, BOUNDS[name])
            for name, (metric, text) in _HISTOGRAMS.items()
        }
        for integration_id, name, outcome, _category, bucket, amount, seconds in rows:
            if name in histograms and (outcome in _GOOD_STATES or name == "call"):
                histograms[name].add(
                    bucket, amount, seconds, integration=codes[integration_id]
                )
        return list(histograms.values())

    @api.model
    def _event_metrics(self):
        metrics = {
            "event": Metric(
                "logistics_events_total", "Business events handed on", kind="counter"
            ),
            "firing": Metric(
                "logistics_rule_firings_total",
                "Times that a policy acted, by what came of it",
                kind="counter",
            ),
        }
        breaches = Metric(
            "logistics_sla_breaches_total", "Service levels breached", kind="counter"
        )
        breaches.add(0)
        for name, outcome, count in self._rows(
            """
            SELECT name, outcome, sum(amount)::bigint
              FROM (SELECT name, outcome, amount FROM logistics_counter
                     WHERE integration_id IS NULL AND company_id = ANY(%(companies)s)
                     UNION ALL
                    SELECT name, outcome, amount FROM logistics_tally
                     WHERE integration_id IS NULL AND company_id = ANY(%(companies)s)
                   ) AS counted
             GROUP BY name, outcome ORDER BY name, outcome
            """,
            companies=self.env.companies.ids,
        ):
            metrics[name].add(count, **{_LABELS[name]: outcome})
            if outcome == _SLA_BREACHED:
                breaches.add(count)
        return *metrics.values(), breaches
