# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..protocols.prometheus import Metric
from .logistics_message_outbox import OUTBOX_CRON
from .logistics_metrics import WINDOW


class LogisticsMetrics(models.AbstractModel):
    """How what we send gets on its way."""

    _inherit = "logistics.metrics"

    @api.model
    def _collect(self):
        codes = self._integration_codes()
        return [
            *super()._collect(),
            *self._outbox_metrics(codes),
            self._outbox_recent_metric(codes),
            self._outbox_failed_metric(codes),
            self._acknowledgement_metric(codes),
            self._outbox_cron_metric(),
        ]

    @api.model
    def _outbox_metrics(self, codes):
        """What waits to be sent; costs as much as the outbox is long."""
        waiting = Metric("logistics_outbox_waiting", "Messages queued and not sent yet")
        oldest = Metric(
            "logistics_outbox_oldest_seconds",
            "Age of the oldest message not sent yet",
            merge=max,
        )
        now = fields.Datetime.now()
        queued_at = {}
        for integration_id, state, count, since in self._rows(
            """
            SELECT integration_id, state, count(*), min(received_at)
              FROM logistics_message
             WHERE direction = 'outbound'
               AND state IN ('received', 'retry', 'processing')
               AND integration_id = ANY(%(ids)s)
             GROUP BY integration_id, state
            """,
            ids=list(codes),
        ):
            waiting.add(count, integration=codes[integration_id], state=state)
            queued_at[integration_id] = min(since, queued_at.get(integration_id, since))
        for integration_id, code in codes.items():
            since = queued_at.get(integration_id, now)
            oldest.add(max((now - since).total_seconds(), 0.0), integration=code)
        return waiting, oldest

    @api.model
    def _outbox_recent_metric(self, codes):
        recent = Metric(
            "logistics_outbox_recent", "Messages queued in the last five minutes"
        )
        for integration_id, state, count in self._rows(
            """
            SELECT integration_id, state, count(*) FROM logistics_message
             WHERE direction = 'outbound' AND transport IS NOT NULL
               AND received_at > %(since)s AND integration_id = ANY(%(ids)s)
             GROUP BY integration_id, state
            """,
            ids=list(codes),
            since=fields.Datetime.now() - WINDOW,
        ):
            state = "sent" if state == "done" else state
            recent.add(count, integration=codes[integration_id], state=state)
        return recent

    @api.model
    def _outbox_failed_metric(self, codes):
        failed = Metric(
            "logistics_outbox_failed", "Messages that could not be sent, or maybe were"
        )
        for integration_id, state, category, count in self._rows(
            """
            SELECT integration_id, state, COALESCE(error_category, ''), count(*)
              FROM logistics_message
             WHERE direction = 'outbound' AND transport IS NOT NULL
               AND state IN ('dead', 'in_doubt') AND integration_id = ANY(%(ids)s)
             GROUP BY integration_id, state, COALESCE(error_category, '')
            """,
            ids=list(codes),
        ):
            failed.add(
                count,
                integration=codes[integration_id],
                state=state,
                category=category,
            )
        return failed

    @api.model
    def _acknowledgement_metric(self, codes):
        overdue = Metric(
            "logistics_acknowledgements_overdue",
            "Messages that the partner has not acknowledged in time",
        )
        for integration_id, count in self._rows(
            """
            SELECT integration_id, count(*) FROM logistics_message
             WHERE ack_state = 'waiting' AND state = 'done' AND ack_due_at < %(now)s
               AND integration_id = ANY(%(ids)s)
             GROUP BY integration_id
            """,
            ids=list(codes),
            now=fields.Datetime.now(),
        ):
            overdue.add(count, integration=codes[integration_id])
        return overdue

    @api.model
    def _outbox_cron_metric(self):
        active = Metric(
            "logistics_outbox_cron_active", "0 where Odoo has deactivated it"
        )
        active.add(self.env.ref(OUTBOX_CRON).sudo().active)
        return active
