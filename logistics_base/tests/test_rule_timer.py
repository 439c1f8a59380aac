# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from .rule_common import RuleCase


class TestRuleTimer(RuleCase):
    """Silences and moments become events, once each."""

    def tick(self, hours):
        with freeze_time(self.at(0) + timedelta(hours=hours)):
            self.env["logistics.rule"]._keep_time()
            self.hand_on()

    def make_timer(self, **vals):
        """Return a policy that was switched on before anything happened."""
        with freeze_time(self.at(-1)):
            return self.make_rule(**vals)

    def test_each_silence_is_told_once(self):
        rule = self.make_timer(trigger="silence", hours=3)
        other = self.make_timer(trigger="silence", hours=6)
        with freeze_time(self.at(1)):
            self.happen("departed", hours=1)
        # when time goes by, then news come, and time goes by again
        for hours, fired, later in ((3.9, 0, 0), (4.1, 1, 0), (5, 1, 0), (7.1, 1, 1)):
            self.tick(hours)
            self.assertEqual(len(self.firings(rule)), fired, hours)
            self.assertEqual(len(self.firings(other)), later, hours)
        with freeze_time(self.at(8)):
            self.happen("arrived", hours=8)
        self.tick(11.1)
        self.assertEqual(len(self.firings(rule)), 2)
        self.assertEqual(len(self.firings(other)), 1)

    def test_what_does_not_move_is_not_silent(self):
        rule = self.make_timer(trigger="silence", hours=3)
        with freeze_time(self.at(1)):
            self.happen("delivered", hours=1)
        self.tick(10)
        self.assertFalse(self.firings(rule))

    def test_a_moment_before_and_after_the_promise(self):
        # given a shipment promised for hour 48
        before = self.make_timer(trigger="moment", hours=6, moment_side="before")
        after = self.make_timer(trigger="moment", hours=2, moment_side="after")
        for hours, fired in (
            (41, (0, 0)),
            (42.1, (1, 0)),
            (49, (1, 0)),
            (50.1, (1, 1)),
        ):
            self.tick(hours)
            self.assertEqual(
                (len(self.firings(before)), len(self.firings(after))), fired, hours
            )

    def test_a_promise_that_moves_has_another_moment(self):
        rule = self.make_timer(trigger="moment", hours=6)
        self.tick(42.1)
        with freeze_time(self.at(43)):
            self.shipment._revise_promise(self.at(60), "The truck broke down")
        self.tick(44)
        self.assertEqual(len(self.firings(rule)), 1)
        self.tick(54.1)
        self.assertEqual(len(self.firings(rule)), 2)

    def test_a_policy_switched_on_late_leaves_the_past_alone(self):
        # given a shipment that has been silent for a while
        with freeze_time(self.at(1)):
            self.happen("departed", hours=1)
        with freeze_time(self.at(10)):
            rule = self.make_rule(trigger="silence", hours=3)
        self.tick(10.1)
        self.assertFalse(self.firings(rule))

    def test_only_its_own_companys_shipments_are_timed(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        rule = self.make_timer(trigger="silence", hours=3, company_id=company.id)
        with freeze_time(self.at(1)):
            self.happen("departed", hours=1)
        self.tick(5)
        self.assertFalse(self.firings(rule))
        self.assertFalse(
            self.env["logistics.event"].search(
                [
                    ("type", "=", "shipment.silent"),
                    ("shipment_id", "=", self.shipment.id),
                ]
            )
        )
