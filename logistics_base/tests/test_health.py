# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ..models.logistics_integration_vitals import HOURS
from ..models.logistics_tally import HOURS_KEPT
from .common import LogisticsCase

NOW = "2026-03-04 10:20:00"


@tagged("-at_install", "post_install")
@freeze_time(NOW)
class TestHealth(LogisticsCase):
    """What people see of an integration: its hours, its failures, its speed."""

    def count(self, name, outcome, amount, hours=0, integration=None, bucket=0):
        """Count as if it had happened ``hours`` ago."""
        integration = integration or self.integration
        self.env.cr.execute(
            "INSERT INTO logistics_tally (company_id, integration_id, name, outcome, "
            "category, bucket, amount, seconds, counted_at) "
            "VALUES (%s, %s, %s, %s, '', %s, %s, 0, %s)",
            (
                integration.company_id.id,
                integration.id,
                name,
                outcome,
                bucket,
                amount,
                fields.Datetime.now() - timedelta(hours=hours),
            ),
        )

    def add_up(self):
        self.env["logistics.tally"]._add_up()
        self.env.invalidate_all()

    def test_each_message_shows_in_its_hour(self):
        # Given
        self.make_shipment("1Z1")
        self.tell(self.event("1Z1"), self.event("NOT-KNOWN-YET"))
        self.count("processed", "dead", 3, hours=2)
        self.count("sent", "done", 5, hours=HOURS - 1)
        self.count("processed", "done", 9, hours=HOURS)

        # When
        chart = self.integration.hour_chart

        # Then
        self.assertEqual(chart["inbound"], [0] * (HOURS - 1) + [2])
        self.assertEqual(chart["failed"], [0] * (HOURS - 3) + [3, 0, 0])
        self.assertEqual(chart["outbound"], [5] + [0] * (HOURS - 1))
        self.assertEqual(chart["since"], "2026-03-02 11:00:00")

    def test_adding_up_changes_nothing_that_is_seen(self):
        self.count("processed", "done", 4, hours=3)
        self.count("processed", "dead", 1, hours=3)
        names = ["hour_chart", "error_rate", "latency_text", "attempt_count"]
        [before] = self.integration.read(names)

        self.add_up()

        self.assertEqual(self.integration.read(names), [before])

    def test_an_hour_counted_in_parts_is_one_row(self):
        for _part in range(3):
            self.count("processed", "done", 2)
            self.add_up()

        hours = self.env["logistics.integration.hour"].search(
            [("integration_id", "=", self.integration.id)]
        )
        self.assertEqual(hours.mapped("amount"), [6])

    def test_the_rate_of_failures_is_that_of_a_day(self):
        self.count("processed", "done", 18)
        self.count("sent", "done", 1)
        self.count("processed", "quarantined", 1, hours=23)
        self.count("processed", "dead", 100, hours=24)

        self.assertEqual(self.integration.attempt_count, 20)
        self.assertAlmostEqual(self.integration.error_rate, 5)

    def test_the_latency_is_told_as_half_and_nearly_all(self):
        self.count("processed", "done", 50, bucket=0)
        self.count("processed", "done", 50, bucket=3)

        self.assertEqual(
            self.integration.latency_text, "half within 1.0 s, 95 % within 9.5 s"
        )

    def test_where_nothing_came_there_is_no_latency(self):
        self.assertEqual(self.integration.latency_text, "n/a")
        self.assertEqual(self.integration.error_rate, 0)

    def test_the_last_message_is_that_of_the_integration(self):
        self.receive(self.event("1Z1"))[0].sudo().received_at = "2026-03-01 10:00:00"
        silent = self.make_integration()

        times = (self.integration | silent).mapped("last_message_at")

        self.assertEqual(
            times, [fields.Datetime.to_datetime("2026-03-01 10:00:00"), False]
        )

    def test_what_waits_is_counted_with_its_age(self):
        message = self.receive(self.event("1Z1"), self.event("1Z2"))[0]
        message.sudo().received_at = "2026-03-04 10:05:00"
        self.env.flush_all()

        self.assertEqual(self.integration.queue_count, 2)
        self.assertEqual(self.integration.queue_age, 15)

    def test_many_integrations_take_no_more_queries_than_one(self):
        # Given
        integrations = self.integration
        for _number in range(5):
            integrations |= self.make_integration()
        names = [
            "hour_chart",
            "error_rate",
            "latency_text",
            "queue_count",
            "message_total",
            "message_problem_count",
            "last_message_at",
        ]
        integrations.read(["name"])

        # When
        counts = []
        for some in (integrations[:1], integrations):
            some.invalidate_recordset(names)
            before = self.env.cr.sql_log_count
            some.read(names)
            counts.append(self.env.cr.sql_log_count - before)

        # Then
        self.assertEqual(counts[0], counts[1])

    def test_hours_are_forgotten_and_counters_are_not(self):
        self.count("processed", "done", 4, hours=HOURS_KEPT.days * 24 + 1)
        self.add_up()

        self.env["logistics.tally"]._forget_hours()

        own = [("integration_id", "=", self.integration.id)]
        self.assertFalse(self.env["logistics.integration.hour"].search(own))
        counters = self.env["logistics.counter"].search(own)
        self.assertEqual(counters.mapped("amount"), [4])
