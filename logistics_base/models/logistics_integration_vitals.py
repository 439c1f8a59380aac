# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ..protocols.prometheus import quantile
from .logistics_tally import BOUNDS

#: So many hours are drawn; rates and latencies are those of the newer half.
HOURS = 48
RECENT = 24
#: What came to no good end.
_FAILED = ("dead", "quarantined", "in_doubt", "retry")


class LogisticsIntegration(models.Model):
    """How an integration does: its last two days by the hour, its queue, its speed.

    Read in a few questions for all integrations of a page.
    """

    _inherit = "logistics.integration"

    hour_chart = fields.Json(
        string="By the Hour",
        compute="_compute_vitals",
        help="{since, inbound: [messages of each hour], outbound: […], failed: […]}",
    )
    error_rate = fields.Float(
        string="Failed in 24 h (%)",
        compute="_compute_vitals",
        digits=(5, 1),
        help="Attempts to process or to send a message that failed, of all.",
    )
    attempt_count = fields.Integer(
        string="Processed or Sent in 24 h", compute="_compute_vitals"
    )
    duplicate_count = fields.Integer(
        string="Duplicates in 24 h", compute="_compute_vitals"
    )
    latency_text = fields.Char(
        string="Latency",
        compute="_compute_vitals",
        help="From received to applied in the last 24 hours: half of the messages took "
        "no longer than the first figure, 19 of 20 no longer than the second.",
    )
    queue_count = fields.Integer(
        string="Waiting", compute="_compute_queue", help="To be processed or sent."
    )
    queue_age = fields.Float(
        string="Oldest Waiting (min)", compute="_compute_queue", digits=(16, 1)
    )

    def _compute_vitals(self):
        now = fields.Datetime.now()
        until = now.replace(minute=0, second=0, microsecond=0)
        since = until - timedelta(hours=HOURS - 1)
        rows = defaultdict(list)
        for integration_id, *row in self._hour_rows(since):
            rows[integration_id].append(row)
        for integration in self:
            own = rows[integration._origin.id]
            recent = [
                row for row in own if row[0] >= until - timedelta(hours=RECENT - 1)
            ]
            integration.hour_chart = _chart(own, since)
            attempts, failures, duplicates = _sums(recent)
            integration.attempt_count = attempts
            integration.duplicate_count = duplicates
            integration.error_rate = 100 * failures / attempts if attempts else 0.0
            integration.latency_text = self._latency_text(recent)

    def _hour_rows(self, since):
        """Return rows of (integration id, hour, what, outcome, bucket, amount)."""
        return self.env.execute_query(
            SQL(
                """
                SELECT integration_id, hour, name, outcome, bucket, sum(amount)::int
                  FROM (SELECT integration_id, hour, name, outcome, bucket, amount
                          FROM logistics_integration_hour
                         WHERE integration_id = ANY(%(ids)s) AND hour >= %(since)s
                         UNION ALL
                        SELECT integration_id, date_trunc('hour', counted_at), name,
                               outcome, bucket, amount
                          FROM logistics_tally
                         WHERE integration_id = ANY(%(ids)s)
                           AND counted_at >= %(since)s) AS counted
                 GROUP BY integration_id, hour, name, outcome, bucket
                """,
                ids=list(self._origin.ids),
                since=since,
            )
        )

    def _latency_text(self, rows):
        counts = [0] * (len(BOUNDS["processed"]) + 1)
        for _hour, name, outcome, bucket, amount in rows:
            if name == "processed" and outcome == "done":
                counts[bucket] += amount
        half, most = (
            quantile(BOUNDS["processed"], counts, share) for share in (0.5, 0.95)
        )
        if half is None:
            return self.env._("n/a")
        return self.env._(
            "half within %(half)s s, 95 %% within %(most)s s",
            half=round(half, 1),
            most=round(most, 1),
        )

    def _compute_queue(self):
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT integration_id, count(*), min(received_at)
                  FROM logistics_message
                 WHERE integration_id = ANY(%(ids)s)
                   AND (direction = 'inbound' AND state IN ('received', 'retry')
                        OR direction = 'outbound'
                           AND state IN ('received', 'retry', 'processing'))
                 GROUP BY integration_id
                """,
                ids=list(self._origin.ids),
            )
        )
        waiting = {integration_id: rest for integration_id, *rest in rows}
        for integration in self:
            count, since = waiting.get(integration._origin.id, (0, now))
            integration.queue_count = count
            integration.queue_age = max((now - since).total_seconds() / 60, 0)

    def _last_message_times(self):
        """Return {id: when the last message came or went}, by one look at each."""
        self.env["logistics.message"].flush_model(["integration_id", "received_at"])
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT i.id, m.received_at FROM unnest(%s) AS i(id)
                     CROSS JOIN LATERAL (
                            SELECT received_at FROM logistics_message
                             WHERE integration_id = i.id
                             ORDER BY id DESC LIMIT 1) AS m
                    """,
                    list(self._origin.ids),
                )
            )
        )


def _chart(rows, since):
    chart = {name: [0] * HOURS for name in ("inbound", "outbound", "failed")}
    for hour, name, outcome, _bucket, amount in rows:
        place = int((hour - since).total_seconds() // 3600)
        if name not in ("processed", "sent") or not 0 <= place < HOURS:
            continue
        if outcome in _FAILED:
            chart["failed"][place] += amount
        else:
            chart["inbound" if name == "processed" else "outbound"][place] += amount
    return {"since": fields.Datetime.to_string(since), **chart}


def _sums(rows):
    """Return (attempts to process or send, those that failed, duplicates)."""
    attempts = failures = duplicates = 0
    for _hour, name, outcome, _bucket, amount in rows:
        if name == "duplicate":
            duplicates += amount
        elif name in ("processed", "sent"):
            attempts += amount
            failures += amount if outcome in _FAILED else 0
    return attempts, failures, duplicates
