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
    """Key figures of what milestones tell, and of how soon they tell it."""

    _inherit = "logistics.kpi"

    @api.model
    def _sources(self):
        return {
            **super()._sources(),
            "first_attempt": self._first_attempt_sql,
            "dwell": self._dwell_sql,
            "completeness": self._completeness_sql,
            "latency": self._latency_sql,
            "confirmation_delay": self._confirmation_sql,
            "eta_accuracy": self._eta_sql,
        }

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
