# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL


class LogisticsKpi(models.Model):
    """What each key figure counts: one query each, a row for each thing counted.

    An addon brings a figure of its own by a record of ``logistics.kpi`` and by adding to
    :meth:`_sources`.
    """

    _inherit = "logistics.kpi"

    @api.model
    def _sources(self):
        """Return {code: function of a :class:`Window` that returns an ``SQL``}.

        The query selects, for each thing that counts in the window, ``shipment_id``
        (NULL: of none), ``integration_id`` (NULL: the shipment's carrier), ``at`` (a
        naive UTC time on the day on which it counts, from ``window.start`` to before
        ``window.end``),
        ``numerator``, ``denominator``, and ``excluded``: why it does not count, NULL if
        it does.
        """
        return {
            "on_time": self._on_time_sql,
            "otif": self._otif_sql,
            "claims_rate": self._claims_sql,
        }

    @api.model
    def _of_delivery_days(self, window, reference):
        """Return the condition that shipment ``s`` counts in the window.

        It counts on the day it was delivered or was to be, whichever came first: from
        then on it is settled on which day that is.
        """
        return SQL(
            """
            s.company_id = %(company)s
            AND (s.delivered_date >= %(start)s AND s.delivered_date < %(end)s
                 OR s.promised_date >= %(start)s AND s.promised_date < %(end)s
                 OR s.revised_promise_date >= %(start)s
                    AND s.revised_promise_date < %(end)s)
            AND LEAST(s.delivered_date, %(reference)s) >= %(start)s
            AND LEAST(s.delivered_date, %(reference)s) < %(end)s
            AND s.state != 'draft'
            """,
            company=window.company.id,
            start=window.start,
            end=window.end,
            reference=reference,
        )

    @api.model
    def _left_out(self, reference):
        """Return why a delivery does not count, NULL if it does; needs ``x``."""
        return SQL(
            """
            CASE WHEN x.id IS NOT NULL THEN COALESCE(x.exclusion_reason, 'excluded')
                 WHEN %(reference)s IS NULL THEN 'no_promise'
                 WHEN s.delivered_date IS NULL AND s.state = 'cancelled' THEN 'cancelled'
                 WHEN s.delivered_date IS NULL AND s.state = 'returned'
                      AND s.last_milestone_date <= %(reference)s THEN 'returned'
            END
            """,
            reference=reference,
        )

    @api.model
    def _excluded_by_person(self):
        return SQL(
            """
            LEFT JOIN logistics_sla_measure x
              ON x.shipment_id = s.id AND x.kind = 'delivery'
             AND x.exception_id IS NULL AND x.state = 'excluded'
             AND x.excluded_by_id IS NOT NULL
            """
        )

    @api.model
    def _on_time_sql(self, window):
        """Delivered by the promise and the grace, of what was delivered or is overdue."""
        promised = SQL("s.promised_date")
        return SQL(
            """
            SELECT s.id, NULL::int, LEAST(s.delivered_date, s.promised_date),
                   (s.delivered_date <= s.promised_date + %(grace)s)::int, 1,
                   %(left_out)s
              FROM logistics_shipment s %(excluded)s
             WHERE %(counts)s
               AND (s.delivered_date IS NOT NULL
                    OR s.promised_date + %(grace)s < %(now)s)
            """,
            grace=_hours(window.company.logistics_grace_hours),
            left_out=self._left_out(promised),
            excluded=self._excluded_by_person(),
            counts=self._of_delivery_days(window, promised),
            now=window.now,
        )

    @api.model
    def _otif_sql(self, window):
        """In the window around the reference date with nothing missing or damaged."""
        company = window.company
        is_shown = company.logistics_otif_reference == "shown"
        reference = SQL("s.shown_promise_date" if is_shown else "s.promised_date")
        early = company.logistics_otif_early_hours
        in_window = SQL(
            "%(at)s <= %(reference)s + %(late)s AND %(at)s >= %(reference)s - %(early)s",
            at=SQL("d.at"),
            reference=reference,
            late=_hours(company.logistics_otif_late_hours),
            early=_hours(early or 24 * 3650),
        )
        by_package = company.logistics_otif_unit == "package"
        return SQL(
            """
            SELECT s.id, NULL::int, LEAST(s.delivered_date, %(reference)s),
                   d.good, d.all, %(left_out)s
              FROM logistics_shipment s %(excluded)s
              CROSS JOIN LATERAL (%(units)s) AS d
             WHERE %(counts)s
               AND (s.delivered_date IS NOT NULL
                    OR %(reference)s + %(late)s < %(now)s)
            """,
            reference=reference,
            left_out=self._left_out(reference),
            excluded=self._excluded_by_person(),
            units=self._otif_packages(in_window)
            if by_package
            else self._otif_shipment(in_window),
            counts=self._of_delivery_days(window, reference),
            late=_hours(company.logistics_otif_late_hours),
            now=window.now,
        )

    @api.model
    def _otif_shipment(self, in_window):
        """Return (good, all) of a shipment as one."""
        return SQL(
            """
            SELECT (COALESCE(%(in_window)s, FALSE)
                    AND COALESCE(s.delivered_package_count, 0)
                        >= COALESCE(s.package_count, 0)
                    AND NOT EXISTS (
                        SELECT FROM logistics_proof p WHERE p.shipment_id = s.id
                           AND p.condition IN ('damaged', 'short'))
                    AND NOT EXISTS (
                        SELECT FROM logistics_exception e WHERE e.shipment_id = s.id
                           AND e.type IN ('shortage', 'damage', 'loss')))::int AS good,
                   1 AS all
              FROM (VALUES (s.delivered_date)) AS d(at)
            """,
            in_window=in_window,
        )

    @api.model
    def _otif_packages(self, in_window):
        """Return (good, all) of the packages of a shipment."""
        return SQL(
            """
            SELECT count(*) FILTER (
                       WHERE %(in_window)s AND NOT EXISTS (
                           SELECT FROM logistics_proof p
                            WHERE p.shipment_id = s.id
                              AND COALESCE(p.package_id, d.id) = d.id
                              AND p.condition IN ('damaged', 'short'))) AS good,
                   count(*) AS all
              FROM (SELECT k.id, k.delivered_date AS at FROM logistics_package k
                     WHERE k.shipment_id = s.id
                     UNION ALL
                    SELECT 0, s.delivered_date WHERE COALESCE(s.package_count, 0) = 0
                   ) AS d
            """,
            in_window=in_window,
        )

    @api.model
    def _claims_sql(self, window):
        """With a claim, of all that were delivered or lost."""
        return SQL(
            """
            SELECT s.id, NULL::int, s.at,
                   EXISTS (SELECT FROM logistics_claim c
                            WHERE c.shipment_id = s.id)::int, 1, NULL::varchar
              FROM (SELECT s.id, s.delivered_date AS at FROM logistics_shipment s
                     WHERE %(delivered)s
                     UNION ALL
                    SELECT s.id, s.last_milestone_date FROM logistics_shipment s
                     WHERE s.company_id = %(company)s AND s.state = 'lost'
                       AND s.delivered_date IS NULL
                       AND s.last_milestone_date >= %(start)s
                       AND s.last_milestone_date < %(end)s) AS s
            """,
            delivered=self._delivered(window),
            company=window.company.id,
            start=window.start,
            end=window.end,
        )

    @api.model
    def _delivered(self, window):
        """Return the condition that shipment ``s`` was delivered in the window."""
        return SQL(
            "s.company_id = %s AND s.delivered_date >= %s AND s.delivered_date < %s",
            window.company.id,
            window.start,
            window.end,
        )


def _hours(count):
    return SQL("make_interval(secs => %s)", (count or 0) * 3600)
