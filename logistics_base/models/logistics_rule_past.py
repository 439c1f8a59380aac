# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ..canonical.vocabulary import MILESTONES, MOVING_STATES
from ..policies import circles
from ..policies.table import DecisionTable, Entry
from .logistics_event import EventRow

#: So many past events are looked at a time, and in all.
CHUNK, MOST_EVENTS = 5000, 200_000
#: After these milestones a shipment is on its way; those without a stage change nothing.
_MOVING_CODES = [
    code for code, word in MILESTONES.items() if word.stage in (None, *MOVING_STATES)
]


class LogisticsRule(models.Model):
    """What a policy would have done: the past is read, nothing is changed."""

    _inherit = "logistics.rule"

    def _would_have_fired(self, since):
        """Return ([rows of events it would have acted on], whether all were looked at).

        Conditions are those of the policy as it is; filters see shipments as they are
        today, for how they were is not kept.

        :param datetime since: how far back to look.
        """
        self.ensure_one()
        rule = self.sudo()
        rule.flush_recordset()
        if rule.trigger in ("silence", "moment"):
            rows = rule._simulated_rows(since)
            return rule._fitting(rows), True
        found, last = [], 0
        for _round in range(MOST_EVENTS // CHUNK):
            rows = rule._past_rows(since, last)
            found += rule._fitting(rows)
            if len(rows) < CHUNK:
                return rule._not_too_soon(found), True
            last = rows[-1].position
        return rule._not_too_soon(found), False

    def _past_rows(self, since, last):
        """Return the next events that may have concerned it, in order."""
        condition = self._condition()
        words = condition.words and list(condition.words)
        return self.env["logistics.event"]._handed_on(
            SQL(
                """
                position > %(last)s AND create_date BETWEEN %(since)s AND %(now)s
                    AND type = ANY(%(types)s) AND %(words)s
                    AND company_id = ANY(%(companies)s)
                """,
                last=last,
                since=since,
                now=fields.Datetime.now(),
                types=list(condition.event_types),
                words=SQL("summary = ANY(%s)", words) if words else SQL("TRUE"),
                companies=self._companies_to_try().ids,
            ),
            CHUNK,
        )

    def _companies_to_try(self):
        companies = self.env.companies
        return companies & self.company_id if self.company_id else companies

    def _fitting(self, rows):
        """Return the rows that fulfil its condition and pass its filter."""
        table = DecisionTable([Entry(self.id, None, self._condition())])
        matched = self._leave_history(table.match(rows, self._read_facts))
        matched = [row for row, _ids in matched]
        ids = {row.shipment_id for row in matched if row.shipment_id}
        domain = self._evaluate(self.filter_domain).optimize_full(self._shipments())
        if domain.is_true() or not ids:
            return matched
        passed = (
            set()
            if domain.is_false()
            else self._ask_at_once({self.id: domain}, sorted(ids))[self.id]
        )
        return [r for r in matched if r.shipment_id is None or r.shipment_id in passed]

    def _not_too_soon(self, rows):
        """Leave out what it would have rested on."""
        last, kept = {}, []
        for row in rows:
            before = last.get(row.shipment_id) if row.shipment_id else None
            if not circles.is_too_soon(
                before,
                row.time,
                once=self.once_per_shipment,
                pause=self.pause_hours * 3600,
            ):
                last[row.shipment_id] = row.time
                kept.append(row)
        return kept

    # Timers

    def _simulated_rows(self, since):
        """Return the events its timer would have published."""
        silent = self.trigger == "silence"
        query = self._past_silences(since) if silent else self._past_moments(since)
        kind = "shipment.silent" if silent else "shipment.moment"
        return [
            EventRow(
                0,
                0,
                kind,
                company_id,
                shipment_id,
                "logistics.shipment",
                shipment_id,
                self._timer_name(),
                (),
                time,
            )
            for shipment_id, company_id, time in self.env.execute_query(query)
        ]

    def _past_silences(self, since):
        self.env["logistics.milestone"].flush_model()
        return SQL(
            """
            WITH news AS (
                SELECT m.shipment_id, s.company_id, m.code, m.occurred_at AS told,
                       LEAD(m.occurred_at, 1, %(now)s) OVER (
                           PARTITION BY m.shipment_id ORDER BY m.occurred_at, m.id
                       ) AS next
                  FROM logistics_milestone m
                  JOIN logistics_shipment s ON s.id = m.shipment_id
                 WHERE m.classifier = 'actual' AND m.retracted IS NOT TRUE
                   AND s.company_id = ANY(%(companies)s)
                   AND m.occurred_at >= %(since)s - %(patience)s
            )
            SELECT shipment_id, company_id,
                   extract(epoch FROM told + %(patience)s)::float8
              FROM news
             WHERE next - told >= %(patience)s
               AND told + %(patience)s BETWEEN %(since)s AND %(now)s
               AND code = ANY(%(codes)s)
             ORDER BY told LIMIT %(limit)s
            """,
            now=fields.Datetime.now(),
            companies=self._companies_to_try().ids,
            since=since,
            patience=timedelta(hours=self.hours),
            codes=_MOVING_CODES,
            limit=MOST_EVENTS,
        )

    def _past_moments(self, since):
        self.env["logistics.shipment"].flush_model()
        offset = timedelta(hours=self.hours)
        if self.moment_side == "before":
            offset = -offset
        return SQL(
            """
            SELECT id, company_id, extract(epoch FROM %(anchor)s + %(offset)s)::float8
              FROM logistics_shipment
             WHERE %(anchor)s + %(offset)s BETWEEN %(since)s AND %(now)s
               AND COALESCE(delivered_date, 'infinity') >= %(anchor)s + %(offset)s
               AND state != 'cancelled' AND company_id = ANY(%(companies)s)
             ORDER BY %(anchor)s LIMIT %(limit)s
            """,
            anchor=SQL.identifier(self.moment_field),
            offset=offset,
            since=since,
            now=fields.Datetime.now(),
            companies=self._companies_to_try().ids,
            limit=MOST_EVENTS,
        )
