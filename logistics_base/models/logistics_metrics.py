# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..protocols.prometheus import Metric

#: Messages of so many minutes tell how the pipeline is doing now.
WINDOW = timedelta(minutes=5)
#: So many integrations are told apart, those that are live first; the others are one.
MOST_INTEGRATIONS = 200
OTHERS = "others"
#: There may be a thousand of them: they share one label.
SUBSCRIBERS = "subscribers"


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
            self._recent_metric(codes),
            self._milestone_metric(codes),
            *self._event_queue_metrics(),
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
        """Return {integration id: label}, with a bound on how many labels there are."""
        integrations = self._integrations().sorted(
            lambda integration: (integration.state != "live", integration.id)
        )
        subscribers = integrations.filtered(lambda one: one.kind == "subscriber")
        codes = dict.fromkeys(subscribers.ids, SUBSCRIBERS)
        for place, integration in enumerate(integrations - subscribers):
            told_apart = place < MOST_INTEGRATIONS
            codes[integration.id] = integration.code if told_apart else OTHERS
        return codes

    @api.model
    def _integration_metrics(self):
        live = Metric("logistics_integration_live", "1 where messages are processed")
        circuit = Metric(
            "logistics_circuit_open", "1 where a partner is left to recover"
        )
        codes = self._integration_codes()
        for integration in self._integrations():
            code = codes[integration.id]
            live.add(int(integration.state == "live"), integration=code)
            is_open = integration.circuit_state != "closed"
            circuit.add(int(is_open), integration=code)
        return live, circuit

    @api.model
    def _due_metrics(self, codes):
        """What waits for the drain; costs as much as the backlog is long."""
        waiting = Metric(
            "logistics_messages_waiting", "Messages received and not processed yet"
        )
        oldest = Metric(
            "logistics_oldest_due_seconds",
            "Age of the oldest message that is due",
            merge=max,
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
    def _recent_metric(self, codes):
        recent = Metric(
            "logistics_messages_recent", "Messages received in the last five minutes"
        )
        for integration_id, state, count in self._rows(
            """
            SELECT integration_id, state, count(*) FROM logistics_message
             WHERE integration_id = ANY(%(ids)s) AND received_at > %(since)s
               AND direction = 'inbound'
             GROUP BY integration_id, state
            """,
            ids=list(codes),
            since=fields.Datetime.now() - WINDOW,
        ):
            recent.add(count, integration=codes[integration_id], state=state)
        return recent

    @api.model
    def _event_queue_metrics(self):
        """What has changed and nobody was told of: rules and subscribers wait for it."""
        waiting = Metric(
            "logistics_events_waiting", "Business events not handed on yet"
        )
        oldest = Metric(
            "logistics_oldest_event_seconds", "Age of the oldest event not handed on"
        )
        now = fields.Datetime.now()
        [(count, since)] = self._rows(
            """
            SELECT count(*), min(create_date) FROM logistics_event
             WHERE position IS NULL AND company_id = ANY(%(companies)s)
            """,
            companies=self.env.companies.ids,
        )
        waiting.add(count)
        oldest.add(max((now - (since or now)).total_seconds(), 0.0))
        return waiting, oldest

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
