# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import api, models
from odoo.tools import SQL

from ..canonical.vocabulary import MOVING_STATES

#: How long a case waits: from when until when; it counts on the latter day.
_WAITS = {
    "mtta": ("opened_at", "COALESCE(acknowledged_at, resolved_at)"),
    "mttr": ("opened_at", "resolved_at"),
}


class LogisticsKpi(models.Model):
    """Key figures of cases, in working time, and of how things stand right now."""

    _inherit = "logistics.kpi"

    @api.model
    def _sources(self):
        return {
            **super()._sources(),
            "freshness": self._freshness_sql,
            "exception_ageing": self._ageing_sql,
            "mtta": lambda window: self._waited_sql(window, "mtta"),
            "mttr": lambda window: self._waited_sql(window, "mttr"),
        }

    @api.model
    def _freshness_sql(self, window):
        """Heard of within the threshold of their stage, of all that are on their way."""
        company = window.company
        thresholds = {
            state: company[f"logistics_fresh_{state}"] for state in MOVING_STATES
        }
        return SQL(
            """
            SELECT s.id, NULL::int, %(now)s::timestamp,
                   (s.last_milestone_date >= %(now)s::timestamp
                        - make_interval(secs => t.hours * 3600))::int,
                   1, CASE WHEN t.hours <= 0 THEN 'no_threshold' END
              FROM logistics_shipment s
              JOIN (SELECT key AS state, value::float8 AS hours
                      FROM json_each_text(%(thresholds)s)) AS t ON t.state = s.state
             WHERE s.company_id = %(company)s AND s.state IN %(states)s
               AND s.last_milestone_date IS NOT NULL
            """,
            now=window.now,
            thresholds=json.dumps(thresholds),
            company=company.id,
            states=tuple(MOVING_STATES),
        )

    @api.model
    def _ageing_sql(self, window):
        """Working hours for which open cases have been open, by the case."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT shipment_id, opened_at, %(now)s::timestamp, NULL
                  FROM logistics_exception
                 WHERE company_id = %(company)s AND state != 'resolved'
                   AND opened_at <= %(now)s
                """,
                now=window.now,
                company=window.company.id,
            )
        )
        return self._hours_sql(window, rows)

    @api.model
    def _waited_sql(self, window, code):
        """Working hours until cases were taken on, or settled, by the case."""
        start, end = (SQL(text) for text in _WAITS[code])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT shipment_id, %(start)s, %(end)s,
                       CASE WHEN merged_into_id IS NOT NULL THEN 'merged' END
                  FROM logistics_exception
                 WHERE company_id = %(company)s
                   AND %(end)s >= %(first)s AND %(end)s < %(last)s
                """,
                start=start,
                end=end,
                company=window.company.id,
                first=window.start,
                last=window.end,
            )
        )
        return self._hours_sql(window, rows)

    @api.model
    def _hours_sql(self, window, rows):
        """Return the working hours of cases as a source: each counts when it ends.

        :param rows: [(shipment id, start, end, why it does not count)].
        """
        hours = self.env["logistics.sla.policy"]._working_hours(
            window.company._logistics_sla_calendar(),
            [(start, end) for _id, start, end, _why in rows],
        )
        counted = [
            {
                "shipment_id": row[0],
                "at": str(row[2]),
                "hours": waited,
                "excluded": row[3],
            }
            for row, waited in zip(rows, hours, strict=True)
        ]
        return SQL(
            """
            SELECT shipment_id, NULL::int, at, hours, 1, excluded
              FROM json_to_recordset(%s)
                AS v(shipment_id int4, at timestamp, hours float8, excluded varchar)
            """,
            json.dumps(counted),
        )
