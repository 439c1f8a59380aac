# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from .process_common import ProcessCase


class TestProcessTimers(ProcessCase):
    """Steps have limits; and following them costs little, however many there are."""

    def late(self, shipment):
        """Look for what is late; return the events that tell so of the shipment."""
        steps = self.env["logistics.process.step"]
        steps._forgive()
        while steps._find_late(100):
            pass
        self.env.invalidate_all()
        return self.env["logistics.event"].search(
            [("type", "=", "process.late"), ("shipment_id", "=", shipment.id)]
        )

    def test_a_late_step_is_told_of_once_and_shown_on_the_board(self):
        # given a shipment that should have left
        dispatcher = self.env.ref("base.user_admin")
        shipment = self.released("PT1", user_id=dispatcher.id)
        self.assertFalse(self.late(shipment))
        self.at_hour(9)
        # when the timers are looked at, again and again
        told = self.late(shipment)
        self.assertEqual(self.late(shipment), told)
        # then its dispatcher has a step overdue, and rules heard of it once
        step = self.step(shipment, "dispatch")
        self.assertEqual((told.res_id, told.shipment_id), (step.id, shipment))
        self.assertEqual((step.is_late, step.owner_id), (True, dispatcher))
        cards = {
            card["code"]: card for card in self.env["logistics.today"].board()["cards"]
        }
        self.assertIn(
            shipment.process_id.id, [row["id"] for row in cards["steps_late"]["rows"]]
        )
        # and when it has left, it is late no more
        self.hear("PT1", ("picked_up", 9))
        self.assertFalse(step.is_late)
        self.assertFalse(shipment.process_id.is_late)

    def test_a_policy_escalates_what_is_late(self):
        # given the policy for urgent shipments that is shipped
        self.env["logistics.rule"].search([]).active = False
        self.env.ref("logistics_base.rule_step_late").active = True
        dispatcher = self.env.ref("base.user_admin")
        urgent = self.released("PT8", priority="1", user_id=dispatcher.id)
        other = self.released("PT9", user_id=dispatcher.id)
        # when steps of an urgent shipment and of another one are late
        self.at_hour(9)
        self.late(urgent)
        self.hand_on()
        # then the dispatcher has a task for the urgent one
        self.assertEqual(urgent.activity_ids.user_id, dispatcher)
        self.assertFalse(other.activity_ids)

    def test_a_clock_that_jumps_harms_nobody(self):
        shipment = self.released("PT2")
        step = self.step(shipment, "dispatch")
        self.assertFalse(self.late(shipment))
        with freeze_time(self.at(24 * 365)):
            self.assertEqual(len(self.late(shipment)), 1)
            self.assertTrue(step.is_late)
        # back again, it is not late; and it is told of no more when it really is
        self.assertEqual(len(self.late(shipment)), 1)
        self.assertFalse(step.is_late)
        self.at_hour(9)
        self.assertEqual(len(self.late(shipment)), 1)
        self.assertTrue(step.is_late)

    def test_a_revised_promise_moves_the_limit(self):
        self.make_template(
            "release",
            ("deliver", {"due_by": "promise", "expected_hours": 10}),
            sequence=0,
        )
        shipment = self.released("PT3", promised_date=self.at(30))
        step = self.step(shipment, "deliver")
        self.assertEqual(step.due_at, self.at(30))
        shipment.revised_promise_date = self.at(50)
        shipment.revised_promise_reason = "Strike"
        self.env["logistics.event"]._publish("shipment.promise", shipment)
        self.hand_on()
        self.assertEqual(step.due_at, self.at(50))

    def test_working_hours_are_counted_by_the_calendar(self):
        # given a calendar of eight hours, and a release on Monday at 08:00 UTC
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Office",
                "tz": "UTC",
                "attendance_ids": [(5, 0, 0)]
                + [
                    (
                        0,
                        0,
                        {
                            "name": "Day",
                            "dayofweek": str(day),
                            "hour_from": 9,
                            "hour_to": 17,
                            "day_period": "morning",
                        },
                    )
                    for day in range(5)
                ],
            }
        )
        self.make_template(
            "release",
            ("dispatch", {"due_by": "working", "expected_hours": 12}),
            sequence=0,
            calendar_id=calendar.id,
        )
        # then twelve hours of work end on Tuesday at 13:00
        shipment = self.released("PT4")
        self.assertEqual(self.step(shipment, "dispatch").due_at, self.at(24 + 5))
        # and where nobody ever works, or the calendar is gone, nothing breaks
        calendar.attendance_ids.unlink()
        self.assertFalse(self.step(self.released("PT5"), "dispatch").due_at)
        template = self.env["logistics.process.template"].search([], limit=1)
        template.calendar_id = False
        self.env["logistics.process.step"].search([]).sudo().write(
            {"calendar_id": calendar.id}
        )
        calendar.unlink()
        shipment.process_id._follow_again()
        self.assertEqual(self.step(shipment, "dispatch").due_at, self.at(12))

    def test_an_owner_who_is_gone_is_replaced(self):
        # given a step that a person answers for who has left
        gone = self.env["res.users"].create({"name": "Gone", "login": "process-gone"})
        dispatcher = self.env.ref("base.user_admin")
        self.make_template(
            "release",
            (
                "dispatch",
                {
                    "due_by": "hours",
                    "expected_hours": 1,
                    "owner": "user",
                    "user_id": gone.id,
                },
            ),
            sequence=0,
        )
        first = self.released("PT6", user_id=dispatcher.id)
        gone.active = False
        self.at_hour(2)
        self.late(first)
        self.assertEqual(self.step(first, "dispatch").owner_id, dispatcher)
        # or was deleted, with nobody else to answer
        second = self.released("PT7")
        self.env["logistics.process.step"].search(
            [("shipment_id", "=", second.id)]
        ).sudo().write({"user_id": 2**31 - 1})
        second.user_id = False
        self.at_hour(30)
        self.late(second)
        self.assertTrue(self.step(second, "dispatch").is_late)
        self.assertTrue(second.process_id._responsible().active)

    # The cost

    def test_a_batch_of_events_costs_few_statements_whatever_its_size(self):
        few = self.cost_of(5, "PC1")
        many = self.cost_of(60, "PC2")
        self.assertLessEqual(many, few)
        # Each addon that proves steps adds some of its own.
        self.assertLessEqual(few, 18)

    def cost_of(self, count, prefix):
        """Return how many statements it takes to have so many shipments picked up."""
        processes = self.env["logistics.process"]
        for at in range(count):
            self.released(f"{prefix}-{at}")
        for at in range(count):
            self.receive(self.event(f"{prefix}-{at}", "picked_up", hours=1))
        self.drain()
        rows = self.env["logistics.event"]._take_up(1000)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        processes.sudo()._on_events(rows)
        self.env.flush_all()
        cost = self.env.cr.sql_log_count - before
        picked = self.env["logistics.process"].search(
            [("shipment_id.reference_ids.value", "like", prefix)]
        )
        self.assertEqual(set(picked.mapped("current_code")), {"deliver"})
        return cost

    def test_a_scan_that_changes_no_step_costs_one_look(self):
        shipment = self.released("PC3")
        self.hear("PC3", ("picked_up", 1))
        self.tell(self.event("PC3", "arrived", hours=2))
        self.hand_on()
        self.tell(self.event("PC3", "departed", hours=3))
        rows = self.env["logistics.event"]._take_up(1000)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["logistics.process"].sudo()._on_events(rows)
        self.assertLessEqual(self.env.cr.sql_log_count - before, 2)
        self.assertEqual(shipment.process_id.current_code, "deliver")
