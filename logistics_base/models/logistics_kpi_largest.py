# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from .logistics_kpi_read import GROUPS


class LogisticsKpiDay(models.Model):
    _inherit = "logistics.kpi.day"

    # There are many customers: who is the largest of them is read from this alone.
    _largest_customers = models.Index(
        "(company_id, kpi_id, date) INCLUDE (partner_id, numerator, denominator) "
        "WHERE dimension = 'partner'"
    )


class LogisticsKpi(models.Model):
    """Key figures of the few that matter most, among however many there are."""

    _inherit = "logistics.kpi"

    @api.model
    def _read_largest(self, codes, date_from, date_to, group_by, filters, limit):
        """Return key figures of the largest groups, the largest one first.

        Large is what the first of the key figures is counted of most.

        :param codes: of key figures, without those that tell how things stand now.
        :return: {group: {code: a figure as :meth:`_read` gives it, without exclusions}}.
        """
        filters = {name: value for name, value in filters.items() if value}
        self._check_read(group_by, filters)
        self.env["logistics.kpi.day"].flush_model()
        kpis = {kpi.code: kpi for kpi in self.sudo().search([("code", "in", codes)])}
        known = {kpis[code].id: kpis[code] for code in codes if code in kpis}
        if not known:
            return {}
        column = GROUPS[group_by]
        first = next(iter(known))
        rows = {
            ids: self._chosen_rows(ids, date_from, date_to, column, filters)
            for ids in {(first,), tuple(known)}
        }
        key = SQL.identifier(column)
        groups = self._largest(key, rows[(first,)], limit)
        found = {group: {} for group in groups}
        for kpi_id, group, numerator, denominator in self._of_groups(
            key, rows[tuple(known)], groups
        ):
            figure = self._figure(
                known[kpi_id], group, numerator, denominator, None, None, None
            )
            found[group][figure["kpi"]] = figure
        return found

    @api.model
    def _largest(self, key, rows, limit):
        found = self.env.execute_query(
            SQL(
                """
                SELECT %(key)s FROM logistics_kpi_day
                 WHERE %(key)s IS NOT NULL AND %(rows)s
                 GROUP BY %(key)s HAVING sum(denominator) > 0
                 ORDER BY sum(denominator) DESC, %(key)s
                 LIMIT %(limit)s
                """,
                key=key,
                rows=rows,
                limit=limit,
            )
        )
        return [row[0] for row in found]

    @api.model
    def _of_groups(self, key, rows, groups):
        if not groups:
            return []
        return self.env.execute_query(
            SQL(
                """
                SELECT kpi_id, %(key)s, sum(numerator), sum(denominator)
                  FROM logistics_kpi_day
                 WHERE %(key)s = ANY(%(groups)s) AND %(rows)s
                 GROUP BY kpi_id, %(key)s
                """,
                key=key,
                rows=rows,
                groups=groups,
            )
        )
