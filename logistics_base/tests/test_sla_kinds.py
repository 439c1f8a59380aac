# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .sla_common import SlaCase


@tagged("post_install", "-at_install")
class TestSlaKinds(SlaCase):
    """What can be promised: release, dispatch, freshness, delivery, work on cases."""

    def state(self, shipment, kind):
        return self.measure(shipment, kind).state

    # Release and dispatch

    def test_an_order_is_to_be_released_in_time(self):
        self.make_policy(kind="release", target=4)
        shipment = self.make_shipment("R1")
        self.env.cr.execute(
            "UPDATE logistics_shipment SET create_date = %s WHERE id = %s",
            (self.at(0), shipment.id),
        )
        self.hand_on()
        with self.at_hours(5):
            self.tick()
            before = self.state(shipment, "release")
            shipment.action_release()
            self.hand_on()

        self.assertEqual(before, "breached")
        self.assertEqual(self.state(shipment, "release"), "breached")
        self.assertEqual(self.measure(shipment, "release").hours_late, 1)

    def test_what_is_released_after_the_cutoff_leaves_the_next_day(self):
        self.make_policy(
            kind="dispatch",
            target_unit="days",
            target=0,
            has_cutoff=True,
            cutoff=14,
            has_due_hour=True,
            due_hour=18,
            clock="company",
        )
        morning = self.release("D1")
        with self.at_hours(6):  # 15:00 in Berlin
            afternoon = self.release("D2")

        self.assertEqual(self.measure(morning, "dispatch").due_at, self.at(9))
        self.assertEqual(self.measure(afternoon, "dispatch").due_at, self.at(33))

    def test_a_pickup_that_was_in_time_but_told_afterwards_is_met(self):
        self.make_policy(kind="dispatch", target=8)
        shipment = self.release("D3")
        with self.at_hours(10):
            self.tick()
            before = self.state(shipment, "dispatch")
            self.hear(self.event("D3", "picked_up", hours=7))

        self.assertEqual(before, "breached")
        self.assertEqual(self.state(shipment, "dispatch"), "met")

    # Freshness

    def test_every_piece_of_news_sets_the_clock_anew(self):
        self.make_policy(kind="freshness", target=24)
        shipment = self.release("F1")
        self.assertFalse(self.measure(shipment, "freshness"))

        self.hear(self.event("F1", "picked_up", hours=1))
        first = self.measure(shipment, "freshness").due_at
        self.hear(self.event("F1", "in_transit", hours=20))

        self.assertEqual(first, self.at(25))
        self.assertEqual(self.measure(shipment, "freshness").due_at, self.at(44))

    def test_a_silence_that_ends_is_one_no_more_but_counts_in_the_end(self):
        self.make_policy(kind="freshness", target=24)
        shipment = self.release("F2")
        self.hear(self.event("F2", "picked_up", hours=1))
        with self.at_hours(30):
            self.tick()
            silent = self.state(shipment, "freshness")
            self.hear(self.event("F2", "in_transit", hours=30))
            heard = self.state(shipment, "freshness")
            self.hear(self.event("F2", "delivered", hours=31))

        self.assertEqual((silent, heard), ("breached", "running"))
        measure = self.measure(shipment, "freshness")
        self.assertEqual(measure.state, "breached")
        self.assertEqual(
            (measure.due_at, measure.stopped_at), (self.at(25), self.at(30))
        )

    def test_news_told_late_fills_the_silence(self):
        self.make_policy(kind="freshness", target=24)
        shipment = self.release("F3")
        self.hear(self.event("F3", "picked_up", hours=1))
        with self.at_hours(40):
            self.hear(self.event("F3", "delivered", hours=40))
            before = self.state(shipment, "freshness")
            self.hear(self.event("F3", "in_transit", hours=20))

        self.assertEqual(before, "breached")
        self.assertEqual(self.state(shipment, "freshness"), "met")

    # Delivery

    def test_a_delivery_counted_from_the_pickup_begins_with_it(self):
        self.make_policy(start_from="pickup", target=24)
        shipment = self.release("P1")
        self.assertFalse(self.measure(shipment))

        self.hear(self.event("P1", "picked_up", hours=3))

        self.assertEqual(self.measure(shipment).due_at, self.at(27))

    def test_the_promise_itself_can_be_the_service_level(self):
        self.make_policy(target_unit="promise", risk_unit="hours", risk=6)
        shipment = self.release("P2", promised_date=self.at(30))
        without = self.release("P3")

        measure = self.measure(shipment)
        self.assertEqual(
            (measure.at_risk_at, measure.due_at), (self.at(24), self.at(30))
        )
        self.assertFalse(self.measure(without))

    def test_the_original_promise_counts_whatever_is_revised(self):
        self.make_policy(target_unit="promise")
        shipment = self.release("P4", promised_date=self.at(10))
        shipment.revised_promise_date = self.at(99)
        with self.at_hours(12):
            self.hear(self.event("P4", "delivered", hours=11))
        self.assertEqual(self.state(shipment, "delivery"), "breached")

    def test_the_clock_stands_still_while_customs_hold_the_goods(self):
        self.make_policy(target=24, pause_on="customs")
        shipment = self.release("P5")
        self.hear(self.event("P5", "picked_up", hours=1))
        self.hear(self.event("P5", "customs_hold", hours=10))
        with self.at_hours(60):
            self.tick()
            held = self.measure(shipment)
            held_due, held_state = held.due_at, held.state
            self.hear(self.event("P5", "customs_released", hours=50))
            self.tick()

        self.assertFalse(held_due)
        self.assertEqual(held_state, "running")
        measure = self.measure(shipment)
        self.assertEqual(measure.due_at, self.at(64))
        self.assertEqual(measure.paused_hours, 40)
        self.assertEqual(measure.state, "at_risk")

    # Calendars, holidays, zones

    def test_holidays_and_weekends_do_not_count(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "A holiday",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": "2026-03-02 23:00:00",
                "date_to": "2026-03-03 22:59:59",
            }
        )
        self.make_policy(target=8, clock="company")

        shipment = self.release("C1")

        # Monday has seven hours of work, Tuesday is a holiday
        self.assertEqual(self.measure(shipment).due_at, self.at(49))

    def test_a_policy_has_a_clock_of_its_own(self):
        tokyo = self.make_calendar("Asia/Tokyo")
        self.make_policy(target=1, clock="calendar", calendar_id=tokyo.id)

        shipment = self.release("C2")

        # It is 17:00 in Tokyo: one hour of Tuesday there
        self.assertEqual(self.measure(shipment).due_at, self.at(17))

    def test_days_end_an_hour_earlier_after_the_change_to_summer_time(self):
        self.make_policy(
            target_unit="days",
            target=1,
            has_due_hour=True,
            due_hour=18,
            clock="company",
        )
        friday, monday = 24 * 25, 24 * 28
        with self.at_hours(friday):  # 27 March; clocks change on the 29th
            shipment = self.release("C3")
        self.assertEqual(self.measure(shipment).due_at, self.at(monday + 8))

    def test_a_working_time_without_hours_is_no_trap(self):
        empty = self.env["resource.calendar"].create(
            {"name": "Never", "attendance_ids": [(5, 0, 0)]}
        )
        policy = self.make_policy(target=1, clock="calendar", calendar_id=empty.id)

        with self.assertLogs("odoo.addons.logistics_base", "WARNING"):
            shipment = self.release("C4")

        self.assertFalse(self.measure(shipment))
        self.assertTrue(policy.problem)

    # Cases

    def open_case(self, shipment, **vals):
        case = self.env["logistics.exception"].create(
            {
                "shipment_id": shipment.id,
                "type": "other",
                "summary": "A case",
                **vals,
            }
        )
        self.hand_on()
        return case

    def case_measure(self, case, kind):
        return self.env["logistics.sla.measure"].search(
            [("exception_id", "=", case.id), ("kind", "=", kind)]
        )

    def test_cases_are_taken_on_and_settled_in_working_time(self):
        self.make_policy(kind="acknowledge", target=4, clock="company")
        self.make_policy(kind="resolve", target=8, clock="company")
        case = self.open_case(self.release("E1"))
        # 9:00 in Berlin: four hours end at 14:00, eight on Tuesday at 10:00
        self.assertEqual(self.case_measure(case, "acknowledge").due_at, self.at(5))
        self.assertEqual(self.case_measure(case, "resolve").due_at, self.at(25))

        with self.at_hours(2):
            case.action_acknowledge()
            self.hand_on()
        with self.at_hours(26):
            case._set_resolved("Settled")
            self.hand_on()

        self.assertEqual(self.case_measure(case, "acknowledge").state, "met")
        self.assertEqual(self.case_measure(case, "resolve").state, "breached")

    def test_the_severity_decides_and_may_change(self):
        self.make_policy(kind="resolve", target=40)
        urgent = self.make_policy(kind="resolve", target=2, severity="3")
        case = self.open_case(self.release("E2"), severity="1")
        before = self.case_measure(case, "resolve").due_at

        case.severity = "3"
        self.env["logistics.event"]._publish("exception.escalated", case)
        self.hand_on()

        measure = self.case_measure(case, "resolve")
        self.assertEqual(before, self.at(40))
        self.assertEqual((measure.due_at, measure.policy_id), (self.at(2), urgent))

    def test_a_case_that_is_opened_again_runs_again(self):
        self.make_policy(kind="resolve", target=8)
        case = self.open_case(self.release("E3"))
        case._set_resolved("Settled")
        self.hand_on()
        settled = self.case_measure(case, "resolve").state
        case.action_reopen()
        self.env["logistics.event"]._publish("exception.opened", case)
        self.hand_on()

        self.assertEqual(settled, "met")
        self.assertEqual(self.case_measure(case, "resolve").state, "running")

    def test_a_case_that_was_the_same_as_another_is_due_no_more(self):
        self.make_policy(kind="resolve", target=8)
        shipment = self.release("E4")
        case, same = self.open_case(shipment), self.open_case(shipment)
        same.merged_into_id = case
        same._set_resolved("The same")
        self.hand_on()
        self.assertEqual(self.case_measure(same, "resolve").state, "cancelled")
        self.assertEqual(self.case_measure(case, "resolve").state, "running")

    def test_working_hours_are_for_everybody(self):
        hours = self.env["logistics.sla.policy"]._working_hours(
            self.calendar,
            [
                (self.at(0), self.at(4)),
                (self.at(0), self.at(24)),
                (self.at(3), self.at(2)),
            ],
        )
        self.assertEqual(hours, [3, 7, 0])
