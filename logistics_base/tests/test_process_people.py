# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError

from .process_common import ProcessCase


class TestProcessPeople(ProcessCase):
    """People take over, mark, skip, try again, and let it go on."""

    def decide(self, decision, step=None, process=None, reason="By phone"):
        """Decide as the dialog does."""
        self.env["logistics.process.decide"].create(
            {
                "process_id": (process or step.process_id).id,
                "step_id": step.id if step else False,
                "decision": decision,
                "reason": reason,
            }
        ).action_decide()
        self.hand_on()

    def test_what_is_taken_over_still_shows_what_happens_but_is_never_late(self):
        # given a process that somebody took over
        shipment = self.released("PP1")
        process = shipment.process_id
        self.decide("take_over", process=process, reason="Special transport")
        self.assertEqual(
            (process.state, process.taken_over_by_id), ("manual", self.env.user)
        )
        self.assertIn("Special transport", process.message_ids[0].body)
        # when it should be late, and when it is picked up
        self.at_hour(20)
        self.env["logistics.process.step"]._find_late(10)
        self.env.invalidate_all()
        self.assertFalse(process.is_late)
        self.hear("PP1", ("picked_up", 10))
        # then only the step is shown done
        self.assertEqual(self.step(shipment, "dispatch").state, "done")
        self.assertEqual(process.state, "manual")
        # and when it is resumed, it goes on from there
        process.action_resume()
        self.assertEqual((process.state, process.current_code), ("running", "deliver"))

    def test_a_persons_word_is_kept_and_can_be_taken_back(self):
        shipment = self.released("PP2")
        step = self.step(shipment, "dispatch")
        self.decide("done", step=step, reason="Seen it leave")
        self.assertEqual((step.state, step.by_hand), ("done", "done"))
        self.assertEqual(step.reason_text, "Seen it leave")
        self.assertIn("Seen it leave", shipment.process_id.message_ids[0].body)
        self.assertEqual(self.step(shipment, "deliver").state, "running")
        # other news leave it alone
        self.env["logistics.event"]._publish("shipment.stage", shipment)
        self.hand_on()
        self.assertEqual(step.state, "done")
        # until it is taken back
        step.action_forget()
        self.assertEqual((step.state, step.by_hand), ("running", False))

    def test_a_skipped_step_is_gone_past(self):
        shipment = self.released("PP3")
        self.decide("skip", step=self.step(shipment, "dispatch"))
        self.assertEqual(self.step(shipment, "dispatch").state, "skipped")
        self.assertEqual(shipment.process_id.current_code, "deliver")

    def test_nobody_marks_what_is_done(self):
        shipment = self.released("PP4")
        with self.assertRaises(UserError):
            self.decide("done", step=self.step(shipment, "release"))

    def test_a_viewer_decides_nothing_and_nobody_writes_steps(self):
        shipment = self.released("PP5")
        viewer = self.env["res.users"].create(
            {
                "name": "Viewer",
                "login": "process-viewer",
                "group_ids": [(6, 0, self.env.ref("logistics_base.group_user").ids)],
            }
        )
        dispatcher = viewer.copy(
            {
                "login": "process-dispatcher",
                "group_ids": [
                    (6, 0, self.env.ref("logistics_base.group_dispatcher").ids)
                ],
            }
        )
        process = shipment.process_id.with_user(viewer)
        self.assertEqual(process.ribbon["steps"][0]["state"], "done")
        with self.assertRaises(AccessError):
            process.action_take_over()
        with self.assertRaises(AccessError):
            process._take_over("Because")
        with self.assertRaises(AccessError):
            self.step(shipment, "dispatch").with_user(viewer)._decide("done", "Me")
        by_dispatcher = shipment.process_id.with_user(dispatcher)
        with self.assertRaises(UserError):
            by_dispatcher.write({"state": "done"})
        with self.assertRaises(AccessError):
            by_dispatcher.step_ids[2].write({"state": "done"})
        by_dispatcher.step_ids[2]._decide("done", "Seen it")
        self.assertEqual(self.step(shipment, "dispatch").state, "done")
        self.assertEqual(
            shipment.process_id.message_ids[0].author_id, dispatcher.partner_id
        )

    # The system's part

    def automatic(self, tracking):
        """Return a shipment whose booking is the system's part."""
        self.make_template(
            "release", ("book", {"automatic": True}), "deliver", sequence=0
        )
        return self.released(tracking)

    def acting(self, do):
        """Have ``do(steps)`` done for steps of every code."""
        model = type(self.env["logistics.process"])
        action = type(self.env["logistics.process.action"])
        self.startPatcher(patch.object(action, "_do", lambda _self, steps: do(steps)))
        self.startPatcher(
            patch.object(
                model,
                "_action",
                lambda _self, _code: self.env["logistics.process.action"],
            )
        )
        return self.env["logistics.process.step"]

    def test_the_system_does_its_part_once_and_waits_for_the_proof(self):
        asked = []
        steps = self.acting(lambda found: asked.append(found) or found)
        shipment = self.automatic("PA1")
        steps._work_batch()
        steps._work_batch()
        self.assertEqual(asked, [self.step(shipment, "book")])
        self.assertEqual(self.step(shipment, "book").state, "running")
        shipment.action_book()
        self.hand_on()
        self.assertEqual(self.step(shipment, "book").state, "done")

    def test_what_cannot_be_done_yet_is_asked_again_later(self):
        asked = []
        steps = self.acting(lambda found: asked.append(1) or found.browse())
        self.automatic("PA2")
        steps._work_batch()
        steps._work_batch()
        self.assertEqual(len(asked), 1)
        self.at_hour(1)
        steps._work_batch()
        self.assertEqual(len(asked), 2)

    def test_what_keeps_failing_is_given_to_a_person(self):
        # given an action that never works
        def fail(_steps):
            raise ValueError("no line")

        steps = self.acting(fail)
        shipment = self.automatic("PA3")
        step = self.step(shipment, "book")
        with self.assertLogs(
            "odoo.addons.logistics_base.models.logistics_process_work"
        ):
            for hour in range(1, 60, 5):
                self.at_hour(hour)
                steps._work_batch()
        self.hand_on()
        # then it has failed in the end, and says why
        self.assertEqual((step.state, step.attempts), ("failed", 6))
        self.assertIn("no line", step.reason_text)
        # and when a person has it tried again, it is
        self.acting(lambda found: found)
        step.action_retry()
        self.assertEqual((step.state, step.attempts), ("running", 0))
        steps._work_batch()
        self.assertTrue(step.asked_at)

    def test_one_that_fails_does_not_hold_the_others_up(self):
        first = self.automatic("PA4")
        second = self.released("PA5")

        def do(found):
            if first in found.shipment_id:
                raise ValueError("not this one")
            return found

        steps = self.acting(do)
        with self.assertLogs(
            "odoo.addons.logistics_base.models.logistics_process_work"
        ):
            steps._work_batch()
        self.assertEqual(self.step(first, "book").attempts, 1)
        self.assertTrue(self.step(second, "book").asked_at)

    def test_nothing_is_done_while_a_person_steers(self):
        asked = []
        steps = self.acting(lambda found: asked.append(found) or found)
        shipment = self.automatic("PA6")
        shipment.process_id._take_over("Mine")
        steps._work_batch()
        self.assertFalse(asked)
        shipment.process_id.action_resume()
        steps._work_batch()
        self.assertEqual(len(asked), 1)

    def test_what_a_deleted_user_took_over_stays_taken_over(self):
        shipment = self.released("PP6")
        user = self.env["res.users"].create(
            {
                "name": "Temp",
                "login": "process-temp",
                "group_ids": [
                    (6, 0, self.env.ref("logistics_base.group_dispatcher").ids)
                ],
            }
        )
        shipment.process_id.with_user(user)._take_over("Mine")
        user.unlink()
        self.env["logistics.event"]._publish("shipment.proof", shipment)
        self.hand_on()
        self.assertEqual(shipment.process_id.state, "manual")
        self.assertFalse(shipment.process_id.taken_over_by_id)
