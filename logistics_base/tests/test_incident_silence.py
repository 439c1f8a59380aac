# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .test_incident import IncidentCase


@tagged("post_install", "-at_install")
class TestSilence(IncidentCase):
    """A partner that falls silent is noticed before a customer calls."""

    def hear(self, *hours_ago):
        """Have messages come that many hours before now."""
        messages = self.receive(*(self.event(f"SIL-{n}") for n in hours_ago)).sudo()
        now = fields.Datetime.now()
        for message, hours in zip(messages, hours_ago, strict=True):
            message.received_at = now - timedelta(hours=hours)
        messages._set_discarded("Only its time matters")
        self.env.flush_all()

    def speak_for_weeks(self):
        """Have a message come each hour for the last four weeks, up to now."""
        self.hear(*reversed(range(28 * 24)))

    def test_by_its_history_a_silent_partner_is_missed(self):
        self.make_shipment("SIL-1", state="booked")
        self.speak_for_weeks()
        self.check()
        self.assertFalse(self.incidents("silence"))
        self.assertLess(self.integration.expected_interval, 6)
        self.assertFalse(self.integration.silent_since)

        self.check(6 * 60)

        incident = self.incidents("silence")
        self.assertEqual((incident.state, incident.occurrences), ("open", 1))
        self.assertEqual(incident.first_seen_at, self.integration.silent_since)
        self.assertIn(self.integration.name, incident.summary)
        # When it speaks again
        self.hear(-6)
        self.check(6 * 60)
        self.assertEqual(incident.state, "resolved")
        self.assertFalse(self.integration.silent_since)

    def test_a_carrier_with_nothing_under_way_has_nothing_to_tell(self):
        self.speak_for_weeks()
        self.check()
        self.check(6 * 60)
        self.assertFalse(self.incidents("silence"))
        self.assertTrue(self.integration.silent_since)

    def test_an_outage_is_not_learned_as_a_habit(self):
        self.make_shipment("SIL-1", state="booked")
        self.speak_for_weeks()
        self.check()
        known = self.integration.rhythm
        for days in (1, 3, 7):
            self.check(days * 24 * 60)
        self.assertEqual(self.integration.rhythm, known)
        self.assertEqual(self.incidents("silence").state, "open")
        # nor is it when the partner is back
        self.hear(-8 * 24)
        self.check(8 * 24 * 60)
        self.assertEqual(self.incidents("silence").state, "resolved")
        self.assertEqual(self.integration.rhythm, known)

    def test_the_interval_may_be_set_by_hand(self):
        self.integration.write({"silence_watch": "hand", "expected_interval": 12})
        self.hear(11)
        self.check()
        self.assertFalse(self.incidents("silence"))
        self.check(2 * 60)
        self.assertEqual(len(self.incidents("silence")), 1)
        self.assertEqual(self.integration.expected_interval, 12)

    def test_who_is_not_watched_or_not_live_or_never_spoke_is_not_missed(self):
        self.check()
        self.assertFalse(self.incidents("silence"))
        self.integration.write({"silence_watch": "hand", "expected_interval": 1})
        self.check()
        self.assertFalse(self.incidents("silence"), "nothing was ever heard of it")
        self.hear(5)
        self.integration.silence_watch = "off"
        self.check()
        self.integration.write({"silence_watch": "hand", "state": "paused"})
        self.check()
        self.assertFalse(self.incidents("silence"))

    def test_a_clock_that_jumps_back_misses_nobody(self):
        self.make_shipment("SIL-1", state="booked")
        self.speak_for_weeks()
        self.check()
        self.check(-2 * 24 * 60)
        self.assertFalse(self.incidents("silence"))

    def test_many_partners_are_watched_in_as_many_statements_as_few(self):
        counts = []
        for more in (2, 20):
            for _ in range(more):
                self.make_integration(silence_watch="hand", expected_interval=5)
            self.env["logistics.integration"]._watch_silence()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["logistics.integration"]._watch_silence()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
