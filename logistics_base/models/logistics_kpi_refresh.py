# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import math
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..canonical.ratio import spans
from ..canonical.working_time import moment
from .logistics_sla_clock import naive

# What is counted is put down first: only then is it known how many rows there are, and
# the rest is done the way that suits so many.
_FACTS = """
    CREATE TEMPORARY TABLE IF NOT EXISTS logistics_kpi_fact (
        shipment_id int4, integration_id int4, at timestamp, numerator float8,
        denominator float8, excluded varchar
    ) ON COMMIT DELETE ROWS;
    TRUNCATE logistics_kpi_fact
"""
_FRAME = """
    WITH keyed AS (
        SELECT (f.at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS date,
               COALESCE(p.commercial_partner_id, s.partner_id) AS partner_id,
               COALESCE(f.integration_id, s.integration_id) AS integration_id,
               s.lane, s.warehouse, f.excluded,
               CASE WHEN f.excluded IS NULL THEN COALESCE(f.numerator, 0) ELSE 0
               END AS numerator,
               CASE WHEN f.excluded IS NULL THEN f.denominator ELSE 0 END AS denominator
          FROM logistics_kpi_fact f
          LEFT JOIN logistics_shipment s ON s.id = f.shipment_id
          LEFT JOIN res_partner p ON p.id = s.partner_id
    ), counted AS (
        SELECT date, partner_id, integration_id, lane, warehouse, excluded,
               GROUPING(partner_id, integration_id, lane, warehouse) AS left_out,
               sum(numerator) AS numerator, sum(denominator) AS denominator,
               count(excluded) AS exclusions
          FROM keyed
         WHERE date BETWEEN %(first)s AND %(last)s
         GROUP BY date, excluded, GROUPING SETS (
               (), (partner_id), (integration_id), (lane), (warehouse),
               (integration_id, lane, warehouse),
               (partner_id, integration_id, lane, warehouse))
    )
    INSERT INTO logistics_kpi_day
           (kpi_id, company_id, as_of, date, dimension, partner_id, integration_id, lane,
            warehouse, numerator, denominator, value, excluded, exclusions)
    SELECT %(kpi)s, %(company)s, %(now)s, date,
           CASE left_out WHEN 15 THEN 'total' WHEN 7 THEN 'partner' WHEN 11 THEN 'carrier'
                WHEN 13 THEN 'lane' WHEN 14 THEN 'warehouse' WHEN 8 THEN 'slice'
                ELSE 'full' END,
           partner_id, integration_id, lane, warehouse, sum(numerator), sum(denominator),
           sum(numerator) / NULLIF(sum(denominator), 0), sum(exclusions),
           jsonb_object_agg(excluded, exclusions) FILTER (WHERE excluded IS NOT NULL)
      FROM counted
     GROUP BY date, left_out, partner_id, integration_id, lane, warehouse
"""


class Window(NamedTuple):
    """Which days are reckoned, and when that is.

    :ivar start: naive UTC time at which ``first`` begins where the company is.
    :ivar end: when the day after ``last`` begins.
    """

    company: object
    first: date
    last: date
    start: datetime
    end: datetime
    now: datetime
    zone: str


class LogisticsKpi(models.Model):
    """Reckoning the figures of days anew, all shipments of a day in one statement."""

    _inherit = "logistics.kpi"

    @api.model
    def _on_events(self, rows):
        """Note the days that the events bear on."""
        self._touch(
            self.env["logistics.shipment"].browse(
                {
                    row.shipment_id
                    for row in rows
                    if row.shipment_id and not row.type.startswith("sla.")
                }
            )
        )

    # Which days

    @api.model
    def _refresh(self):
        """Reckon the days anew that something happened to; each span a transaction."""
        cron = self.env["ir.cron"]
        for company in self.env["res.company"].sudo().search(Domain.TRUE):
            for first, last in spans(self._due_days(company)):
                self._refresh_days(company, first, last)
                if not cron._commit_progress(1):
                    return

    @api.model
    def _refresh_now(self, companies):
        """Reckon what is due for companies, in this transaction."""
        for company in companies:
            for first, last in spans(self._due_days(company)):
                self._refresh_days(company, first, last)

    @api.model
    def _due_days(self, company):
        """Return the days to reckon: those touched, and those that time itself changes.

        Whatever is promised becomes late without anything happening to it.
        """
        today = self._today(company)
        if (missed := self._last_reckoned(company, today)) and missed < today:
            # Kept until it is done: the time of a run may end before that.
            self.env["logistics.kpi.touched"]._add_days(company, missed, today)
        self.env["logistics.kpi.touched"].flush_model()
        self.env.cr.execute(
            "SELECT DISTINCT date FROM logistics_kpi_touched "
            "WHERE company_id = %s AND date <= %s",
            (company.id, today),
        )
        touched = {row[0] for row in self.env.cr.fetchall()}
        hours = max(
            company.logistics_grace_hours or 0, company.logistics_otif_late_hours or 0
        )
        late = math.ceil(hours / 24) + 1
        return touched | {today - timedelta(days=back) for back in range(late + 1)}

    @api.model
    def _last_reckoned(self, company, today):
        """Return the last day for which it was reckoned how things stand, None if none.

        Whenever figures are, that is: what came after was made up for by nobody.
        """
        self.env.cr.execute(
            """
            SELECT max(d.date) FROM logistics_kpi k
              JOIN logistics_kpi_day d ON d.kpi_id = k.id
             WHERE k.is_snapshot AND k.active AND d.company_id = %s
               AND d.dimension = 'total' AND d.date <= %s
            """,
            (company.id, today),
        )
        return self.env.cr.fetchone()[0]

    @api.model
    def _today(self, company):
        return self._day_of(company, fields.Datetime.now())

    @api.model
    def _day_of(self, company, when):
        """Return which day it is where the company is at a naive UTC time."""
        zone = ZoneInfo(self._zone(company))
        return when.replace(tzinfo=timezone.utc).astimezone(zone).date()

    @api.model
    def _zone(self, company):
        return self.env["logistics.kpi.touched"]._zones().get(company.id) or "UTC"

    # Reckoning

    @api.model
    def _refresh_days(self, company, first, last):
        """Reckon the days of a company from ``first`` to ``last`` anew."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT pg_try_advisory_xact_lock(hashtext('logistics.kpi'), %s)",
            (company.id,),
        )
        if not self.env.cr.fetchone()[0]:
            return
        self.env.cr.execute(
            "DELETE FROM logistics_kpi_touched "
            "WHERE company_id = %s AND date BETWEEN %s AND %s",
            (company.id, first, last),
        )
        window = self._window(company, first, last)
        is_now = first <= self._today(company) <= last
        sources = self.with_company(company)._sources()
        for kpi in self.sudo().search([("code", "in", list(sources))]):
            if not kpi.is_snapshot:
                kpi._refresh_kpi(window, sources[kpi.code])
            elif is_now:
                today = self._today(company)
                kpi._refresh_kpi(window._replace(first=today), sources[kpi.code])
        self.env["logistics.kpi.day"].invalidate_model(flush=False)
        self.env["logistics.kpi.touched"].invalidate_model(flush=False)

    @api.model
    def _window(self, company, first, last):
        zone = self._zone(company)
        info = ZoneInfo(zone)
        return Window(
            company,
            first,
            last,
            naive(moment(first, 0.0, info)),
            naive(moment(last, 24.0, info)),
            fields.Datetime.now(),
            zone,
        )

    def _refresh_kpi(self, window, source):
        """Replace the rows of one key figure."""
        self.ensure_one()
        self.env.cr.execute(
            "DELETE FROM logistics_kpi_day WHERE kpi_id = %s AND company_id = %s "
            "AND date BETWEEN %s AND %s",
            (self.id, window.company.id, window.first, window.last),
        )
        self.env.cr.execute(_FACTS)
        self.env.cr.execute(SQL("INSERT INTO logistics_kpi_fact %s", source(window)))
        if not self.env.cr.rowcount:
            self._note_nothing(window)
            return
        self.env.cr.execute("ANALYZE logistics_kpi_fact")
        self.env.cr.execute(
            SQL(
                _FRAME,
                zone=window.zone,
                first=window.first,
                last=window.last,
                kpi=self.id,
                company=window.company.id,
                now=window.now,
            )
        )

    def _note_nothing(self, window):
        """Keep of what tells how things stand that there is nothing now."""
        if not self.is_snapshot:
            return
        self.env.cr.execute(
            """
            INSERT INTO logistics_kpi_day
                   (kpi_id, company_id, as_of, date, dimension, numerator, denominator,
                    excluded)
            VALUES (%s, %s, %s, %s, 'total', 0, 0, 0)
            """,
            (self.id, window.company.id, window.now, window.first),
        )

    # By people

    def action_refresh(self):
        """Reckon what is due now."""
        self.check_access("write")
        self.env.ref("logistics_base.ir_cron_kpi").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("The figures are being reckoned anew."),
            },
        }

    def action_rebuild(self):
        """Reckon all days anew, from the first shipment on."""
        self.check_access("write")
        self.sudo()._touch_everything(self.env.companies)
        return self.action_refresh()
