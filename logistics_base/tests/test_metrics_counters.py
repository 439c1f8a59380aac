# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import shutil
import subprocess
from datetime import timedelta
from unittest import skipUnless

from prometheus_client.parser import text_string_to_metric_families

from odoo import fields
from odoo.tests import tagged

from ..models import logistics_metrics
from ..protocols import prometheus
from .common import LogisticsCase

PROMTOOL = shutil.which("promtool")


@tagged("-at_install", "post_install")
class TestMetricsCounters(LogisticsCase):
    """What monitoring reads of what happened since the beginning."""

    def text(self):
        self.env.flush_all()
        return prometheus.render(self.env["logistics.metrics"]._collect())

    def figure(self, name, **labels):
        """Return the one number under these labels; 0 where there is none yet."""
        labels.setdefault("integration", self.integration.code)
        found = [
            sample.value
            for family in text_string_to_metric_families(self.text())
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        ]
        self.assertLessEqual(len(found), 1, f"{name} {labels}: {found}")
        return found[0] if found else 0

    def add_up(self):
        self.env["logistics.tally"]._add_up()

    # Counting

    def test_each_message_counts_by_what_became_of_it(self):
        # Given
        self.make_shipment("1Z1")

        # When
        self.tell(
            self.event("1Z1"), self.event("NOT-KNOWN-YET"), self.event("1Z1", hours=2)
        )

        # Then
        processed = "logistics_messages_processed_total"
        self.assertEqual(self.figure(processed, state="done"), 2)
        self.assertEqual(self.figure(processed, state="parked"), 1)

    def test_adding_up_changes_no_figure(self):
        self.make_shipment("1Z1")
        self.tell(self.event("1Z1"), self.event("NOT-KNOWN-YET"))
        self.receive(b"{cut off")
        before = self.text()

        self.add_up()

        self.assertFalse(self.env["logistics.tally"].search([]))
        self.assertEqual(self.text(), before)

    def test_a_counter_goes_on_where_it_was_added_up(self):
        self.make_shipment("1Z1")
        for hours in (1, 2, 3):
            self.tell(self.event("1Z1", hours=hours))
            self.add_up()

        processed = "logistics_messages_processed_total"
        self.assertEqual(self.figure(processed, state="done"), 3)

    def test_messages_past_their_retention_stay_counted(self):
        self.make_shipment("1Z1")
        messages = self.tell(self.event("1Z1"))

        messages.sudo().unlink()

        processed = "logistics_messages_processed_total"
        self.assertEqual(self.figure(processed, state="done"), 1)

    def test_a_duplicate_counts_as_one(self):
        body, headers = b'{"type": "order", "data": {}}', {"webhook-id": "msg_twice"}
        for _time in range(3):
            self.integration.receive(
                body, content_type="application/json", headers=headers
            )

        self.assertEqual(self.figure("logistics_messages_duplicate_total"), 2)

    def test_a_failure_counts_under_its_category(self):
        self.tell(self.event("NOT-KNOWN-YET"))
        self.receive(b"{cut off")

        failures = "logistics_message_failures_total"
        self.assertEqual(self.figure(failures, category="reference"), 1)
        self.assertEqual(self.figure(failures, category="syntax"), 1)

    # How long it took

    def test_latencies_fall_into_cumulated_buckets(self):
        # Given messages that waited 1, 7 and 100,000 seconds
        self.make_shipment("1Z1")
        messages = self.receive(*(self.event("1Z1", hours=h) for h in (1, 2, 3)))
        self.env.flush_all()
        for message, seconds in zip(messages, (1, 7, 100000), strict=True):
            self.env.cr.execute(
                "UPDATE logistics_message SET received_at = "
                "date_trunc('second', now() AT TIME ZONE 'UTC') - %s * interval '1 s' "
                "WHERE id = %s",
                (seconds, message.id),
            )
        now = self.env.cr.now().replace(microsecond=0)

        # When
        self.patch(fields.Datetime, "now", staticmethod(lambda: now))
        self.drain()

        # Then
        bucket = "logistics_message_latency_seconds_bucket"
        for bound, count in (("1", 1), ("5", 1), ("10", 2), ("21600", 2), ("+Inf", 3)):
            self.assertEqual(self.figure(bucket, le=bound), count, bound)
        name = "logistics_message_latency_seconds"
        self.assertEqual(self.figure(f"{name}_count"), 3)
        self.assertEqual(self.figure(f"{name}_sum"), 100008)

    # Events

    def test_business_events_count_when_they_are_handed_on(self):
        self.hand_on()
        before = self.event_count("shipment.milestone")
        self.make_shipment("1Z1")

        self.tell(self.event("1Z1"), self.event("1Z1", "departed", hours=1))
        waiting = self.sample("logistics_events_waiting")
        self.hand_on()

        self.assertGreater(waiting, 0)
        self.assertEqual(self.event_count("shipment.milestone"), before + 2)
        self.assertEqual(self.sample("logistics_events_waiting"), 0)

    def event_count(self, kind):
        return self.sample("logistics_events_total", type=kind)

    def sample(self, name, **labels):
        return next(
            (
                sample.value
                for family in text_string_to_metric_families(self.text())
                for sample in family.samples
                if sample.name == name and sample.labels == labels
            ),
            0,
        )

    def test_what_policies_come_to_counts(self):
        # Given
        name = "logistics_rule_firings_total"
        before = self.sample(name, state="done"), self.sample(name, state="failed")
        rule = self.env["logistics.rule"].create({"name": "Tell somebody"})
        firings = self.env["logistics.rule.firing"].create(
            [
                {
                    "rule_id": rule.id,
                    "company_id": self.env.company.id,
                    "event_id": -number,
                    "state": "due",
                    "fired_at": "2026-03-02 08:00:00",
                }
                for number in (1, 2, 3)
            ]
        )

        # When
        steps = zip(firings.ids, ("done", "done", "failed"), strict=True)
        firings._conclude({one: [[None, state, ""]] for one, state in steps})

        # Then
        after = self.sample(name, state="done"), self.sample(name, state="failed")
        self.assertEqual(after, (before[0] + 2, before[1] + 1))

    # What is wrong right now

    def test_an_incident_shows_under_its_kind_until_it_is_over(self):
        before = self.sample("logistics_incidents_open", kind="silence")
        incident = self.env["logistics.incident"].create(
            {
                "integration_id": self.integration.id,
                "kind": "silence",
                "summary": "Nothing since Monday",
            }
        )
        during = self.sample("logistics_incidents_open", kind="silence")

        incident._set_closed()

        after = self.sample("logistics_incidents_open", kind="silence")
        self.assertEqual((during, after), (before + 1, before))

    def test_silence_is_told_in_seconds(self):
        name = "logistics_integration_silence_seconds"
        self.assertEqual(self.figure(name), 0)

        self.integration.silent_since = fields.Datetime.now() - timedelta(hours=2)

        self.assertGreaterEqual(self.figure(name), 7200)
        self.assertLess(self.figure(name), 7300)

    # The format

    def test_another_reader_of_the_format_understands_it(self):
        self.make_shipment("1Z1")
        self.tell(
            self.event("1Z1"),
            self.event("UNKNOWN"),
            self.event("1Z1", None, raw_code='odd"\\\n'),
        )

        families = list(text_string_to_metric_families(self.text()))

        samples = [
            (sample.name, tuple(sorted(sample.labels.items())))
            for family in families
            for sample in family.samples
        ]
        self.assertEqual(len(samples), len(set(samples)))
        names = [family.name for family in families]
        self.assertEqual(len(names), len(set(names)))
        self.assertTrue(all(family.documentation for family in families))
        kinds = {family.name: family.type for family in families}
        self.assertEqual(kinds["logistics_message_latency_seconds"], "histogram")
        self.assertEqual(kinds["logistics_messages_processed"], "counter")

    def test_names_and_labels_keep_to_the_conventions(self):
        for metric in self.env["logistics.metrics"]._collect():
            with self.subTest(metric=metric.name):
                self.assertRegex(metric.name, r"^logistics_[a-z][a-z_]*$")
                self.assertEqual(
                    metric.name.endswith("_total"), metric.kind == "counter"
                )
                self.assertNotRegex(
                    metric.name, r"_(bucket|sum|count|gauge|counter|ms|minutes|hours)$"
                )
                for line in metric.lines():
                    if metric.kind != "histogram":
                        self.assertNotRegex(line, r"[{,](le|quantile)=")

    @skipUnless(PROMTOOL, "promtool is not installed")
    def test_promtool_finds_nothing_to_complain_about(self):
        self.make_shipment("1Z1")
        self.tell(self.event("1Z1"), self.event("UNKNOWN"))

        outcome = subprocess.run(  # noqa: S603
            [PROMTOOL, "check", "metrics"],
            input=self.text().encode(),
            capture_output=True,
            check=False,
        )

        self.assertEqual((outcome.returncode, outcome.stderr), (0, b""))

    # How many labels

    def test_subscribers_share_one_label(self):
        receivers = [
            self.make_integration(kind="subscriber", state="draft")
            for _number in (1, 2)
        ]

        text = self.text()

        for receiver in receivers:
            self.assertNotIn(receiver.code, text)
        self.assertIn('logistics_circuit_open{integration="subscribers"} ', text)

    def test_beyond_a_bound_integrations_share_one_label(self):
        # Given
        paused = self.make_integration(state="paused")
        live = len(
            self.env["logistics.metrics"]
            ._integrations()
            .filtered(lambda integration: integration.state == "live")
        )

        # When
        self.patch(logistics_metrics, "MOST_INTEGRATIONS", live)

        # Then
        text = self.text()
        self.assertIn(f'integration="{self.integration.code}"', text)
        self.assertNotIn(f'integration="{paused.code}"', text)
        self.assertIn('logistics_integration_live{integration="others"} 0', text)
