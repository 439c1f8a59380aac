# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..canonical.ratio import ratio

#: What figures can be grouped by: the column that tells the groups apart.
GROUPS = {
    "day": "date",
    "partner_id": "partner_id",
    "integration_id": "integration_id",
    "lane": "lane",
    "warehouse": "warehouse",
}
#: What they can be narrowed to; ``company_id`` besides.
FILTERS = ("partner_id", "integration_id", "lane", "warehouse")
#: The least detailed rows that know what is asked, the fewest rows first.
_KNOWN_BY = {
    "total": frozenset(),
    "carrier": frozenset({"integration_id"}),
    "lane": frozenset({"lane"}),
    "warehouse": frozenset({"warehouse"}),
    "slice": frozenset({"integration_id", "lane", "warehouse"}),
    "partner": frozenset({"partner_id"}),
    "full": frozenset(FILTERS),
}


class LogisticsKpi(models.Model):
    """Reading key figures: the one way that dashboards know."""

    _inherit = "logistics.kpi"

    @api.model
    def _read(self, codes, date_from, date_to, group_by=None, filters=None):
        """Return key figures of some days, both ends included, from daily rows alone.

        They are those of the user's companies (``env.companies``). What tells how things
        stand (``is_snapshot``) is that of the last of the days, unless grouped by day.

        :param codes: of key figures; those that nobody knows are left out.
        :param str group_by: None, ``day``, ``partner_id``, ``integration_id``, ``lane``
            or ``warehouse``. A group without any figure has no row.
        :param dict filters: what to narrow it to: ``company_id``, ``partner_id`` (the
            customer's company), ``integration_id``, ``lane``, ``warehouse``.
        :return: list of {kpi, group, numerator, denominator, excluded, exclusions,
            value, unit, direction, as_of}. ``value`` is None where nothing is to be
            divided by, a share where the unit is percent; ``as_of`` is naive, in UTC.
        :raise UserError: for what it cannot be grouped by or narrowed to.
        """
        filters = {name: value for name, value in (filters or {}).items() if value}
        self._check_read(group_by, filters)
        kpis = {kpi.id: kpi for kpi in self.sudo().search([("code", "in", codes)])}
        if not kpis:
            return []
        rows = self._read_rows(kpis, date_from, date_to, group_by, filters)
        found = [self._figure(kpis[kpi_id], *row) for kpi_id, *row in rows]
        if not group_by:
            known = {row["kpi"] for row in found}
            found += [
                self._figure(kpi, None, 0.0, 0.0, 0, {}, None)
                for kpi in kpis.values()
                if kpi.code not in known
            ]
        place = {code: at for at, code in enumerate(codes)}
        return sorted(found, key=lambda row: place[row["kpi"]])

    @api.model
    def _check_read(self, group_by, filters):
        self.check_access("read")
        unknown = set(filters) - {*FILTERS, "company_id"}
        if group_by and group_by not in GROUPS:
            unknown.add(group_by)
        if unknown:
            raise UserError(
                self.env._(
                    "Key figures are not told apart by %s.", ", ".join(sorted(unknown))
                )
            )

    @api.model
    def _read_rows(self, kpis, date_from, date_to, group_by, filters):
        """Return [(KPI id, group, numerator, denominator, excluded, exclusions, as_of)]."""
        self.env["logistics.kpi.day"].flush_model()
        column = GROUPS.get(group_by)
        group = SQL.identifier(column) if column else SQL("NULL")
        chosen = self._chosen_rows(kpis, date_from, date_to, column, filters)
        if column != "date":
            chosen = self._with_last_snapshots(kpis, date_from, date_to, chosen)
        reasons = {}
        for kpi_id, key, reason, count in self.env.execute_query(
            SQL(
                """
                SELECT kpi_id, %(group)s, e.key, sum(e.value::int)::int
                  FROM logistics_kpi_day, jsonb_each_text(exclusions) AS e
                 WHERE %(chosen)s AND excluded > 0
                 GROUP BY 1, 2, 3
                """,
                group=group,
                chosen=chosen,
            )
        ):
            reasons.setdefault((kpi_id, key), {})[reason] = count
        rows = self.env.execute_query(
            SQL(
                """
                SELECT kpi_id, %(group)s, sum(numerator), sum(denominator),
                       sum(excluded)::int, max(as_of)
                  FROM logistics_kpi_day WHERE %(chosen)s
                 GROUP BY 1, 2 ORDER BY 1, 2
                """,
                group=group,
                chosen=chosen,
            )
        )
        return [(*row[:5], reasons.get(row[:2]), row[5]) for row in rows]

    @api.model
    def _chosen_rows(self, kpis, date_from, date_to, column, filters):
        """Return the condition of the rows asked for, of the least detail that does."""
        companies = set(self.env.companies.ids)
        if company_id := filters.get("company_id"):
            companies &= {company_id}
        names = filters.keys() - {"company_id"}
        asked = names | ({column} - {"date", None})
        narrowed = [SQL("%s = %s", SQL.identifier(n), filters[n]) for n in names]
        return SQL(
            """
            company_id = ANY(%(companies)s) AND dimension = %(dimension)s
            AND kpi_id = ANY(%(kpis)s) AND date BETWEEN %(first)s AND %(last)s
            AND %(narrowed)s
            """,
            companies=list(companies),
            dimension=next(d for d, known in _KNOWN_BY.items() if asked <= known),
            kpis=list(kpis),
            first=date_from,
            last=date_to,
            narrowed=SQL(" AND ").join(narrowed) if narrowed else SQL("TRUE"),
        )

    @api.model
    def _with_last_snapshots(self, kpis, date_from, date_to, chosen):
        """Narrow a condition: how things stood is told as of the last day, not summed."""
        snapshots = [kpi.id for kpi in kpis.values() if kpi.is_snapshot]
        if not snapshots:
            return chosen
        last = self.env.execute_query(
            SQL(
                """
                SELECT kpi_id, company_id, max(date) FROM logistics_kpi_day
                 WHERE company_id = ANY(%s) AND dimension = 'total'
                   AND kpi_id = ANY(%s) AND date BETWEEN %s AND %s
                 GROUP BY 1, 2
                """,
                self.env.companies.ids,
                snapshots,
                date_from,
                date_to,
            )
        )
        others = SQL("kpi_id != ALL(%s)", snapshots)
        if not last:
            return SQL("%s AND %s", chosen, others)
        return SQL(
            "%s AND (%s OR (kpi_id, company_id, date) IN %s)",
            chosen,
            others,
            tuple(last),
        )

    @api.model
    def _figure(self, kpi, group, numerator, denominator, excluded, exclusions, as_of):
        return {
            "kpi": kpi.code,
            "group": group,
            "numerator": numerator,
            "denominator": denominator,
            "excluded": excluded,
            "exclusions": exclusions or {},
            "value": ratio(numerator, denominator),
            "unit": kpi.unit,
            "direction": kpi.direction,
            "as_of": as_of,
        }

    @api.model
    def _exclusion_labels(self):
        """Return {reason: what people read}; a person's own reason stands for itself."""
        return {
            "no_promise": self.env._("nothing was promised"),
            "cancelled": self.env._("cancelled"),
            "returned": self.env._("went back before it was due"),
            "by_hand": self.env._("recorded by hand"),
            "no_zone": self.env._("the time zone is not known"),
            "foretold": self.env._("told before it happened"),
            "no_eta": self.env._("no ETA a day before"),
            "no_threshold": self.env._("no threshold for the stage"),
            "merged": self.env._("merged into another case"),
            "withdrawn": self.env._("withdrawn"),
        }
