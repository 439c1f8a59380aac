# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .sla_common import SlaCase


@tagged("post_install", "-at_install")
class TestSla(SlaCase):
    """From a policy to a due date, at risk, breached, and met after all."""

    def test_what_is_released_has_a_due_date(self):
        policy = self.make_policy(target=24, risk=75)

        shipment = self.release("SLA1")

        measure = self.measure(shipment)
        self.assertEqual(measure.policy_id, policy)
        self.assertEqual(measure.state, "running")
        self.assertEqual(measure.started_at, self.at(0))
        self.assertEqual(measure.at_risk_at, self.at(18))
        self.assertEqual(measure.due_at, self.at(24))
        self.assertEqual(self.told(shipment), [])

    def test_the_promise_follows_from_the_service_level_and_is_frozen(self):
        self.make_policy(
            target_unit="days",
            target=2,
            has_due_hour=True,
            due_hour=18,
            clock="company",
        )

        shipment = self.release("SLA2")

        # Wednesday, 18:00 in Berlin
        self.assertEqual(shipment.promised_date, self.at(57))
        with self.assertRaises(UserError):
            shipment.promised_date = self.at(99)

    def test_a_promise_that_was_given_stays(self):
        self.make_policy(target=24)

        shipment = self.release("SLA3", promised_date=self.at(5))

        self.assertEqual(shipment.promised_date, self.at(5))

    def test_at_risk_comes_before_breached_and_each_is_told_once(self):
        self.make_policy(target=24)
        shipment = self.release("SLA4")

        with self.at_hours(18):
            self.tick()
            at_risk = self.measure(shipment).state
            self.tick()
        with self.at_hours(25):
            self.tick()
            self.tick()

        self.assertEqual(at_risk, "at_risk")
        self.assertEqual(self.measure(shipment).state, "breached")
        self.assertEqual(self.told(shipment), ["sla.at_risk", "sla.breached"])

    def test_a_late_word_of_a_delivery_in_time_meets_it_after_all(self):
        self.make_policy(target=24)
        shipment = self.release("SLA5")
        with self.at_hours(30):
            self.tick()

            self.hear(self.event("SLA5", "delivered", hours=20))

        measure = self.measure(shipment)
        self.assertEqual(measure.state, "met")
        self.assertEqual(measure.stopped_at, self.at(20))
        self.assertEqual(self.told(shipment)[-1], "sla.met")

    def test_what_is_taken_back_is_breached_again(self):
        self.make_policy(target=24)
        shipment = self.release("SLA6")
        self.hear(self.event("SLA6", "delivered", hours=20, id="scan-6"))
        met = self.measure(shipment).state

        with self.at_hours(30):
            self.hear(self.event("SLA6", retracts="scan-6"))
            self.tick()

        self.assertEqual(met, "met")
        measure = self.measure(shipment)
        self.assertEqual(measure.state, "breached")
        self.assertFalse(measure.stopped_at)

    def test_a_delivery_told_late_and_made_late_is_breached_once(self):
        self.make_policy(target=24)
        shipment = self.release("SLA7")
        with self.at_hours(30):
            self.tick()
            self.hear(self.event("SLA7", "delivered", hours=28))

        self.assertEqual(self.measure(shipment).state, "breached")
        self.assertEqual(self.measure(shipment).hours_late, 4)
        self.assertEqual(self.told(shipment).count("sla.breached"), 1)

    # A clock that jumps

    def test_a_clock_that_jumps_a_day_forward_leaves_no_risk_untold(self):
        self.make_policy(target=24)
        shipment = self.release("SLA8")

        with self.at_hours(72):
            self.tick()

        self.assertEqual(self.told(shipment), ["sla.at_risk", "sla.breached"])

    def test_a_clock_that_jumps_back_tells_nothing_twice(self):
        self.make_policy(target=24)
        shipment = self.release("SLA9")
        with self.at_hours(25):
            self.tick()
        with self.at_hours(1):
            self.tick()
            self.hear(self.event("SLA9", "in_transit", hours=1))
            between = self.measure(shipment).state
        with self.at_hours(26):
            self.tick()

        self.assertEqual(between, "breached")
        self.assertEqual(self.told(shipment), ["sla.at_risk", "sla.breached"])

    # What is not counted

    def test_what_is_cancelled_is_due_no_more(self):
        self.make_policy(target=24)
        shipment = self.release("SLA10")
        shipment.action_cancel()
        self.hand_on()

        with self.at_hours(30):
            self.tick()

        self.assertEqual(self.measure(shipment).state, "cancelled")
        self.assertEqual(self.told(shipment), [])

    def test_what_went_back_in_time_is_excluded_with_a_reason(self):
        self.make_policy(target=24)
        shipment = self.release("SLA11")

        self.hear(self.event("SLA11", "returned", hours=10))

        self.assertEqual(self.measure(shipment).state, "excluded")
        self.assertTrue(self.measure(shipment).exclusion_reason)

    def test_only_a_manager_excludes_and_says_why(self):
        self.make_policy(target=24)
        measure = self.measure(self.release("SLA12"))
        group = "logistics_base.group_dispatcher"
        dispatcher = new_test_user(self.env, "sla-dispatcher", groups=group)
        with self.assertRaises(UserError):
            measure.with_user(dispatcher)._exclude("I say so")
        with self.assertRaises(UserError):
            measure._exclude("  ")

        measure._exclude("The customer was away")
        with self.at_hours(50):
            self.hear(self.event("SLA12", "delivered", hours=50))
        excluded = measure.state
        measure.action_include()

        self.assertEqual(excluded, "excluded")
        self.assertEqual(measure.state, "breached")
        self.assertFalse(measure.exclusion_reason)

    def test_without_a_policy_nothing_is_measured(self):
        shipment = self.release("SLA13")
        self.hear(self.event("SLA13", "delivered", hours=5))
        self.assertFalse(self.measure(shipment))
        self.assertFalse(shipment.promised_date)

    def test_a_policy_that_is_gone_no_more_leaves_its_measures_to_end(self):
        policy = self.make_policy(target=24)
        shipment = self.release("SLA14")
        policy.active = False

        self.hear(self.event("SLA14", "delivered", hours=20))

        self.assertEqual(self.measure(shipment).state, "met")

    def test_a_changed_policy_changes_nothing_that_has_begun(self):
        policy = self.make_policy(target=24)
        shipment = self.release("SLA15")
        policy.target = 2

        self.hear(self.event("SLA15", "picked_up", hours=1))
        kept = self.measure(shipment).due_at
        policy.action_apply_now()

        self.assertEqual(kept, self.at(24))
        self.assertEqual(self.measure(shipment).due_at, self.at(2))

    def test_what_the_clock_or_a_person_changes_meanwhile_is_waited_for(self):
        # given a measure of a shipment
        self.make_policy(target=24, risk=75)
        shipment = self.release("SLA90")
        measure = self.measure(shipment)
        # when news of the shipment is handed on
        self.env["logistics.event"]._publish("shipment.stage", shipment)
        self.hand_on()
        # then nobody else changes the measure before that is committed
        self.env.cr.execute(
            "SELECT xmax::text != '0' FROM logistics_sla_measure WHERE id = %s",
            (measure.id,),
        )
        self.assertTrue(self.env.cr.fetchone()[0])
