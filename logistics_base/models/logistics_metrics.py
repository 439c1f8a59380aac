# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..protocols.prometheus import Metric

#: Messages of so many minutes tell how the pipeline is doing now.
WINDOW = timedelta(minutes=5)
QUANTILES = (0.5, 0.95, 0.99)
#: Quantiles are taken from at most so many of the newest messages of an integration.
LARGEST_SAMPLE = 5000


class LogisticsMilestone(models.Model):
    _inherit = "logistics.milestone"

    # Milestones come in the order of this column, so a range index costs next to
    # nothing to keep and finds the last hour among millions.
    _received = models.Index("USING brin (received_at) WITH (pages_per_range = 32)")


class LogisticsMetrics(models.AbstractModel):
    """Figures for monitoring, of the companies of the current user.

    Asked for every few seconds: each query walks an index over what is open or recent,
    none a whole table.
    """

    _name = "logistics.metrics"
    _description = "Logistics Metrics"

    @api.model
    def _collect(self):
        """Return the list of metrics; the caller has checked who asks."""
        codes = self._integration_codes()
        return [
            *self._integration_metrics(),
            *self._due_metrics(codes),
            self._problem_metric(codes),
            *self._recent_metrics(codes),
            self._milestone_metric(codes),
            self._unmapped_metric(codes),
            self._exception_metric(),
            *self._drain_metrics(),
        ]

    @api.model
    def _integrations(self):
        return (
            self.env["logistics.integration"]
            .sudo()
            .with_context(active_test=False)
            .search([("company_id", "in", self.env.companies.ids)])
        )

    @api.model
    def _integration_codes(self):
        return {
            integration.id: integration.code for integration in self._integrations()
        }

    @api.model
    def _integration_metrics(self):
        live = Metric("logistics_integration_live", "1 where messages are processed")
        circuit = Metric(
            "logistics_circuit_open", "1 where a partner is left to recover"
        )
        for integration in self._integrations():
            code = integration.code
            live.add(integration.state == "live", integration=code)
            circuit.add(integration.circuit_state != "closed", integration=code)
        return live, circuit

    @api.model
    def _due_metrics(self, codes):
        """What waits for the drain; costs as much as the backlog is long."""
        waiting = Metric(
            "logistics_messages_waiting", "Messages received and not processed yet"
        )
        oldest = Metric(
            "logistics_oldest_due_seconds", "Age of the oldest message that is due"
        )
        now = fields.Datetime.now()
        due_since = {}
        for integration_id, state, count, since in self._rows(
            """
            SELECT integration_id, state, count(*),
                   min(COALESCE(next_attempt_at, received_at))
              FROM logistics_message
             WHERE direction = 'inbound' AND state IN ('received', 'retry')
               AND integration_id = ANY(%(ids)s)
             GROUP BY integration_id, state
            """,
            ids=list(codes),
        ):
            waiting.add(count, integration=codes[integration_id], state=state)
            due_since[integration_id] = min(since, due_since.get(integration_id, since))
        for integration_id, code in codes.items():
            since = due_since.get(integration_id, now)
            oldest.add(max((now - since).total_seconds(), 0.0), integration=code)
        lag = Metric(
            "logistics_drain_lag_seconds", "Age of the oldest message due anywhere"
        )
        lag.add(max((value for _labels, value in oldest.samples), default=0.0))
        return waiting, oldest, lag

    @api.model
    def _problem_metric(self, codes):
        problems = Metric(
            "logistics_messages_open", "Messages that wait for a person or a record"
        )
        for integration_id, state, category, count in self._rows(
            """
            SELECT integration_id, state, COALESCE(error_category, ''), count(*)
              FROM logistics_message
             WHERE state IN ('dead', 'quarantined', 'in_doubt', 'parked')
               AND integration_id = ANY(%(ids)s)
             GROUP BY integration_id, state, COALESCE(error_category, '')
            """,
            ids=list(codes),
        ):
            problems.add(
                count,
                integration=codes[integration_id],
                state=state,
                category=category,
            )
        return problems

    @api.model
    def _recent_metrics(self, codes):
        recent = Metric(
            "logistics_messages_recent", "Messages received in the last five minutes"
        )
        latency = Metric(
            "logistics_message_latency_seconds",
            "From received to processed, of messages of the last five minutes",
        )
        for integration_id, counts, quantiles in self._rows(
            """
            SELECT i.id,
                   (SELECT json_object_agg(state, count) FROM (
                        SELECT state, count(*) FROM logistics_message
                         WHERE integration_id = i.id AND received_at > %(since)s
                           AND direction = 'inbound'
                         GROUP BY state) AS counted),
                   (SELECT percentile_cont(%(quantiles)s::float[])
                           WITHIN GROUP (ORDER BY seconds)
                      FROM (SELECT extract(epoch FROM processed_at - received_at)::float
                                   AS seconds
                              FROM logistics_message
                             WHERE integration_id = i.id AND received_at > %(since)s
                               AND state = 'done' AND direction = 'inbound'
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
            for state, count in (counts or {}).items():
                recent.add(count, integration=code, state=state)
            for quantile, seconds in zip(QUANTILES, quantiles or (), strict=False):
                latency.add(seconds, integration=code, quantile=quantile)
        return recent, latency

    @api.model
    def _milestone_metric(self, codes):
        milestones = Metric(
            "logistics_milestones_last_hour", "Milestones received in the last hour"
        )
        counts = dict(
            self._rows(
                """
                SELECT integration_id, count(*) FROM logistics_milestone
                 WHERE received_at > %(since)s AND integration_id = ANY(%(ids)s)
                 GROUP BY integration_id
                """,
                ids=list(codes),
                since=fields.Datetime.now() - timedelta(hours=1),
            )
        )
        for integration_id, code in codes.items():
            milestones.add(counts.get(integration_id, 0), integration=code)
        return milestones

    @api.model
    def _unmapped_metric(self, codes):
        unmapped = Metric(
            "logistics_unmapped_codes", "Partners' codes nobody has mapped"
        )
        for integration_id, count in self._rows(
            """
            SELECT integration_id, count(*) FROM logistics_code_map
             WHERE is_mapped IS NOT TRUE AND integration_id = ANY(%(ids)s)
             GROUP BY integration_id
            """,
            ids=list(codes),
        ):
            unmapped.add(count, integration=codes[integration_id])
        return unmapped

    @api.model
    def _exception_metric(self):
        exceptions = Metric(
            "logistics_exceptions_open", "Exceptions that are not resolved"
        )
        for kind, severity, count in self._rows(
            """
            SELECT type, severity, count(*) FROM logistics_exception
             WHERE state IN ('open', 'acknowledged') AND company_id = ANY(%(companies)s)
             GROUP BY type, severity
            """,
            companies=self.env.companies.ids,
        ):
            exceptions.add(count, type=kind, severity=severity)
        return exceptions

    @api.model
    def _drain_metrics(self):
        active = Metric(
            "logistics_drain_cron_active", "0 where Odoo has deactivated it"
        )
        failures = Metric("logistics_drain_cron_failures", "Failed runs in a row")
        crons = self.env["logistics.message"].sudo()._drain_crons()
        for number, cron in enumerate(crons, 1):
            active.add(cron.active, cron=number)
            failures.add(cron.failure_count, cron=number)
        return active, failures

    @api.model
    def _rows(self, query, **parameters):
        return self.env.execute_query(SQL(query, **parameters))
