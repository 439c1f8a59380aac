# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

#: Reaching a place where goods stand, and leaving it.
ARRIVALS = ("arrived", "gate_in", "arrived_at_pickup", "arrived_at_destination")
DEPARTURES = ("departed", "gate_out", "out_for_delivery", "picked_up")
ATTEMPTS = ("delivered", "pod_received", "delivery_attempted", "refused")
DELIVERIES = ("delivered", "pod_received")
#: What is expected to be told of a shipment that was delivered, by what stands for it.
EXPECTED = (
    ("picked_up", "dispatched", "handed_over", "loaded", "gate_in"),
    ("in_transit", "departed", "arrived", "arrived_at_destination", "unloaded"),
    DELIVERIES,
)
#: Some modes have somebody come to the door.
TO_THE_DOOR = ("parcel", "courier", "ltl")
DOOR = ("out_for_delivery", "available_for_pickup", "delivery_attempted")


class LogisticsKpi(models.Model):
    """What each key figure counts: one query each, a row for each thing counted.

    An addon brings a figure of its own by a record of ``logistics.kpi`` and by adding to
    :meth:`_sources`.
    """

    _inherit = "logistics.kpi"

    @api.model
    def _sources(self):
        """Return {code: function of a :class:`Window` that returns an ``SQL``}.

        The query selects, for each thing that counts in the window, ``shipment_id``,
        ``integration_id`` (NULL: the shipment's carrier), ``at`` (a naive UTC time on
        the day on which it counts, from ``window.start`` to before ``window.end``),
        ``numerator``, ``denominator``, and ``excluded``: why it does not count, NULL if
        it does.
        """
        return {
            "on_time": self._on_time_sql,
            "otif": self._otif_sql,
            "first_attempt": self._first_attempt_sql,
            "dwell": self._dwell_sql,
            "completeness": self._completeness_sql,
            "latency": self._latency_sql,
            "confirmation_delay": self._confirmation_sql,
            "eta_accuracy": self._eta_sql,
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
    def _first_attempt_sql(self, window):
        """Delivered at the first attempt, of all with an attempt."""
        return SQL(
            """
            SELECT f.shipment_id, NULL::int, f.occurred_at, (f.code IN %(good)s)::int, 1,
                   NULL::varchar
              FROM (SELECT DISTINCT m.shipment_id AS id
                      FROM logistics_milestone m
                      JOIN logistics_shipment s ON s.id = m.shipment_id
                     WHERE m.occurred_at >= %(start)s AND m.occurred_at < %(end)s
                       AND m.code IN %(attempts)s AND s.company_id = %(company)s) AS c
              CROSS JOIN LATERAL (
                    SELECT a.shipment_id, a.occurred_at, a.code
                      FROM logistics_milestone a
                     WHERE a.shipment_id = c.id AND a.code IN %(attempts)s
                       AND a.classifier = 'actual' AND a.retracted IS NOT TRUE
                     ORDER BY a.occurred_at, a.code IN %(good)s, a.id LIMIT 1) AS f
             WHERE f.occurred_at >= %(start)s AND f.occurred_at < %(end)s
            """,
            good=DELIVERIES,
            attempts=ATTEMPTS,
            start=window.start,
            end=window.end,
            company=window.company.id,
        )

    @api.model
    def _dwell_sql(self, window):
        """Hours from reaching a place to leaving it, by the stay."""
        return SQL(
            """
            SELECT m.shipment_id, NULL::int, m.occurred_at,
                   extract(epoch FROM m.occurred_at - a.occurred_at) / 3600, 1,
                   NULL::varchar
              FROM logistics_milestone m
              JOIN logistics_shipment s ON s.id = m.shipment_id
              CROSS JOIN LATERAL (
                    SELECT p.occurred_at, p.code FROM logistics_milestone p
                     WHERE p.shipment_id = m.shipment_id
                       AND p.package_id IS NOT DISTINCT FROM m.package_id
                       AND p.code IN %(both)s AND p.classifier = 'actual'
                       AND p.retracted IS NOT TRUE
                       AND (p.occurred_at, p.id) < (m.occurred_at, m.id)
                     ORDER BY p.occurred_at DESC, p.id DESC LIMIT 1) AS a
             WHERE m.occurred_at >= %(start)s AND m.occurred_at < %(end)s
               AND m.code IN %(departures)s AND m.classifier = 'actual'
               AND m.retracted IS NOT TRUE AND s.company_id = %(company)s
               AND a.code IN %(arrivals)s
            """,
            both=ARRIVALS + DEPARTURES,
            arrivals=ARRIVALS,
            departures=DEPARTURES,
            start=window.start,
            end=window.end,
            company=window.company.id,
        )

    @api.model
    def _completeness_sql(self, window):
        """Kinds of milestones that were received, of those to be expected."""
        received = SQL(" + ").join(
            SQL("bool_or(m.code IN %s)::int", codes) for codes in EXPECTED
        )
        return SQL(
            """
            SELECT s.id, NULL::int, s.delivered_date, m.received,
                   %(expected)s + (s.mode IN %(to_the_door)s)::int, NULL::varchar
              FROM logistics_shipment s
              CROSS JOIN LATERAL (
                    SELECT %(received)s + (s.mode IN %(to_the_door)s
                                           AND bool_or(m.code IN %(door)s))::int
                           AS received
                      FROM logistics_milestone m
                     WHERE m.shipment_id = s.id AND m.classifier = 'actual'
                       AND m.retracted IS NOT TRUE) AS m
             WHERE %(delivered)s
            """,
            expected=len(EXPECTED),
            to_the_door=TO_THE_DOOR,
            received=received,
            door=DOOR,
            delivered=self._delivered(window),
        )

    @api.model
    def _latency_sql(self, window):
        """Minutes from what happened to being told of it, by the milestone."""
        return SQL(
            """
            SELECT m.shipment_id, COALESCE(m.integration_id, s.integration_id),
                   m.received_at,
                   extract(epoch FROM m.received_at - m.occurred_at) / 60, 1,
                   CASE WHEN m.integration_id IS NULL THEN 'by_hand'
                        WHEN m.time_assumed THEN 'no_zone'
                        WHEN m.occurred_at > m.received_at THEN 'foretold' END
              FROM logistics_milestone m
              JOIN logistics_shipment s ON s.id = m.shipment_id
             WHERE m.received_at >= %(start)s AND m.received_at < %(end)s
               AND m.classifier = 'actual' AND m.retracted IS NOT TRUE
               AND s.company_id = %(company)s
            """,
            start=window.start,
            end=window.end,
            company=window.company.id,
        )

    @api.model
    def _confirmation_sql(self, window):
        """Hours from the delivery to being told of it."""
        return SQL(
            """
            SELECT s.id, NULL::int, s.delivered_date,
                   GREATEST(extract(epoch FROM m.received_at - s.delivered_date), 0)
                   / 3600, 1,
                   CASE WHEN m.integration_id IS NULL THEN 'by_hand' END
              FROM logistics_shipment s
              CROSS JOIN LATERAL (
                    SELECT m.received_at, m.integration_id FROM logistics_milestone m
                     WHERE m.shipment_id = s.id AND m.code IN %(deliveries)s
                       AND m.occurred_at = s.delivered_date
                       AND m.classifier = 'actual' AND m.retracted IS NOT TRUE
                     ORDER BY m.received_at LIMIT 1) AS m
             WHERE %(delivered)s
            """,
            deliveries=DELIVERIES,
            delivered=self._delivered(window),
        )

    @api.model
    def _eta_sql(self, window):
        """Right within the tolerance a day before the delivery, of those with an ETA."""
        return SQL(
            """
            SELECT s.id, NULL::int, s.delivered_date,
                   (abs(extract(epoch FROM s.delivered_date - e.eta))
                    <= %(tolerance)s * 3600)::int, 1,
                   CASE WHEN e.eta IS NULL THEN 'no_eta' END
              FROM logistics_shipment s
              LEFT JOIN LATERAL (
                    SELECT COALESCE(m.estimated_delivery, m.occurred_at) AS eta
                      FROM logistics_milestone m
                     WHERE m.shipment_id = s.id AND m.retracted IS NOT TRUE
                       AND (m.estimated_delivery IS NOT NULL
                            OR m.classifier = 'estimated' AND m.code = 'delivered')
                       AND m.received_at <= s.delivered_date - interval '24 hours'
                     ORDER BY m.received_at DESC, m.id DESC LIMIT 1) AS e ON TRUE
             WHERE %(delivered)s
            """,
            tolerance=window.company.logistics_eta_tolerance_hours or 0,
            delivered=self._delivered(window),
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
