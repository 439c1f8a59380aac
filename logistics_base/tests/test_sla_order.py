# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
from unittest.mock import patch

from odoo.tests import tagged

from .sla_common import SlaCase

#: (hours, code): a shipment with trouble; each may come at any time.
COURSE = (
    (2, "picked_up"),
    (9, "in_transit"),
    (20, "customs_hold"),
    (31, "customs_released"),
    (33, "departed"),
    (60, "out_for_delivery"),
    (61, "delivery_attempted"),
    (85, "delivered"),
)
RESULTS = (
    "kind",
    "state",
    "started_at",
    "due_at",
    "stopped_at",
    "paused_hours",
    "exclusion_reason",
)


@tagged("post_install", "-at_install")
class TestSlaOrder(SlaCase):
    """Whatever is told first, the measures and the figures end up the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for vals in (
            {"kind": "dispatch", "target": 8, "clock": "company"},
            {"kind": "freshness", "target": 24},
            {"target": 70, "pause_on": "customs"},
        ):
            cls.make_policy(**vals)

    def play(self, name, order, rng):
        """Tell the course in an order, with ticks of the clock in between."""
        shipment = self.release(name)
        told = [
            self.event(name, code, hours=hours, id=f"{name}-{hours}")
            for hours, code in COURSE
        ]
        wrong = self.event(name, "delivered", hours=12, id=f"{name}-wrong")
        retraction = self.event(name, retracts=f"{name}-wrong")
        news = [(told + [wrong, retraction])[place] for place in order]
        with self.at_hours(100):
            for event in news:
                self.tell(event)
                if rng.random() < 0.5:
                    self.hand_on()
                if rng.random() < 0.5:
                    self.tick()
            self.drain()
            self.hand_on()
            self.tick()
        return shipment

    def results(self, shipment):
        measures = self.env["logistics.sla.measure"].search(
            [("shipment_id", "=", shipment.id)], order="kind"
        )
        return [tuple(measure[name] for name in RESULTS) for measure in measures]

    def test_any_order_of_arrival_gives_the_same_measures(self):
        count = len(COURSE) + 2
        expected = self.results(self.play("ORDER-0", range(count), random.Random(0)))
        self.assertEqual(
            [row[:2] for row in expected],
            [("delivery", "breached"), ("dispatch", "met"), ("freshness", "breached")],
        )
        for seed in range(1, 9):
            rng = random.Random(seed)
            order = rng.sample(range(count), count)
            with self.subTest(seed=seed, order=order):
                shipment = self.play(f"ORDER-{seed}", order, rng)
                self.assertEqual(self.results(shipment), expected)

    def test_a_batch_costs_as_many_statements_as_one(self):
        self.make_policy(kind="release", target=4)
        counts = []
        for size in (2, 40):
            shipments = self.env["logistics.shipment"]
            for number in range(size):
                shipments |= self.make_shipment(f"BATCH-{size}-{number}")
            shipments.action_release()
            self.hand_on()
            events = [
                self.event(f"BATCH-{size}-{number}", "delivered", hours=9)
                for number in range(size)
            ]
            self.tell(*events)
            rows = self.rows_of(shipments)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            follower = self.env["logistics.sla.measure"].with_company(self.company)
            follower._on_events(rows)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def rows_of(self, shipments):
        """Return the events of shipments that nobody was told of yet."""
        handed = []
        consumer = type(self.env["logistics.sla.measure"])
        with patch.object(
            consumer, "_on_events", lambda _self, rows: handed.extend(rows)
        ):
            self.hand_on()
        return [row for row in handed if row.shipment_id in shipments.ids]
