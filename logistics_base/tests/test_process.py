# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from .process_common import ProcessCase


class TestProcess(ProcessCase):
    """Steps tick because something happened, whatever the order of the news."""

    def test_steps_follow_a_shipment_to_its_proof(self):
        # given a shipment that is released
        shipment = self.released("PR1")
        self.assertEqual(
            self.states(shipment),
            {
                "order": "done",
                "release": "done",
                "dispatch": "running",
                "deliver": "waiting",
                "proof": "waiting",
            },
        )
        # when it is picked up
        self.at_hour(2)
        self.hear("PR1", ("picked_up", 1))
        # then it waits for its delivery, and the milestone proves why
        step = self.step(shipment, "dispatch")
        self.assertEqual((step.state, step.done_at), ("done", self.at(1)))
        self.assertEqual(step.evidence_model, "logistics.milestone")
        self.assertEqual(step.evidence_id, shipment.milestone_ids.id)
        self.assertEqual(shipment.process_id.current_code, "deliver")
        self.assertEqual(self.step(shipment, "deliver").due_at, self.at(1 + 48))
        # when it is delivered, with a proof
        self.at_hour(31)
        self.tell(
            self.event("PR1", "delivered", hours=30, proof={"signatory": "A. Customer"})
        )
        self.hand_on()
        # then it is over
        self.assertEqual(set(self.states(shipment).values()), {"done"})
        process = shipment.process_id
        self.assertEqual((process.state, process.ended_at), ("done", self.at(31)))
        proof = self.step(shipment, "proof")
        self.assertEqual(proof.evidence_model, "logistics.proof")
        self.assertEqual(proof.evidence_id, shipment.proof_ids.id)

    def test_news_in_any_order_give_the_same_steps(self):
        first, second = self.released("PR2"), self.released("PR3")
        self.at_hour(40)
        self.hear("PR2", ("picked_up", 1), ("in_transit", 2), ("delivered", 30))
        self.hear("PR3", ("delivered", 30), ("in_transit", 2), ("picked_up", 1))
        self.assertEqual(self.states(first), self.states(second))
        for code in ("dispatch", "deliver"):
            one, other = self.step(first, code), self.step(second, code)
            self.assertEqual(one.done_at, other.done_at)
            self.assertEqual(one.started_at, other.started_at)

    def test_what_others_commit_meanwhile_is_not_passed_over(self):
        # given news of a shipment that are handed on
        shipment = self.released("PR90")
        self.at_hour(40)
        self.env["logistics.event"]._publish("shipment.proof", shipment)
        # when another drain has it picked up after the facts were read, and before the
        # steps are written
        meanwhile = [self.event("PR90", "picked_up", hours=1)]
        dues = type(self.env["logistics.process"])._dues

        def pick_up_first(model, *args):
            if meanwhile:
                self.tell(meanwhile.pop())
            return dues(model, *args)

        with patch.object(type(self.env["logistics.process"]), "_dues", pick_up_first):
            self.hand_on()
        # then the news of that, when its turn comes, is heard
        self.assertEqual(self.states(shipment)["dispatch"], "done")

    def test_what_is_told_again_changes_nothing(self):
        shipment = self.released("PR4")
        event = self.event("PR4", "picked_up", hours=1)
        self.tell(event)
        self.hand_on()
        before = shipment.process_id.step_ids.read()
        self.tell(event)
        self.env["logistics.event"]._publish("shipment.stage", shipment)
        self.hand_on()
        self.assertEqual(shipment.process_id.step_ids.read(), before)

    def test_a_retraction_opens_the_step_again(self):
        shipment = self.released("PR5")
        self.at_hour(31)
        self.hear("PR5", ("picked_up", 1), ("delivered", 30), ("pod_received", 31))
        self.assertEqual(shipment.process_id.state, "done")
        shipment.milestone_ids.filtered(
            lambda m: m.code in ("delivered", "pod_received")
        ).action_retract()
        self.hand_on()
        self.assertEqual(
            self.states(shipment)
            | {"order": "done", "release": "done", "dispatch": "done"},
            self.states(shipment),
        )
        self.assertEqual(self.step(shipment, "deliver").state, "running")
        self.assertFalse(self.step(shipment, "deliver").evidence_id)
        self.assertEqual(shipment.process_id.state, "running")
        self.assertFalse(shipment.process_id.ended_at)

    def test_a_lost_shipment_fails_its_delivery_and_rules_hear_of_it(self):
        shipment = self.released("PR6")
        self.at_hour(30)
        self.hear("PR6", ("picked_up", 1), ("lost", 20))
        step = self.step(shipment, "deliver")
        self.assertEqual((step.state, step.reason), ("failed", "Lost"))
        self.assertEqual(shipment.process_id.state, "failed")
        event = self.env["logistics.event"].search(
            [("type", "=", "process.failed"), ("shipment_id", "=", shipment.id)]
        )
        self.assertEqual((event.res_model, event.res_id), (step._name, step.id))
        # when it turns up after all
        self.hear("PR6", ("delivered", 25))
        self.assertEqual(self.step(shipment, "deliver").state, "done")

    def test_the_first_template_that_fits_is_taken(self):
        self.make_template(
            "release", "tender", "deliver", sequence=0, transport="freight"
        )
        self.make_template("release", "deliver", sequence=0, direction="return")
        parcel = self.released()
        freight = self.released(mode="ftl")
        back = self.released(direction="return")
        self.assertEqual(parcel.process_id.template_id, self.template)
        self.assertIn("tender", self.states(freight))
        self.assertEqual(set(self.states(back)), {"release", "deliver"})

    def test_a_return_has_arrived_when_it_is_returned(self):
        shipment = self.released("PR7", direction="return")
        self.at_hour(10)
        self.hear("PR7", ("picked_up", 1), ("returned", 9))
        self.assertEqual(self.step(shipment, "deliver").state, "done")

    def test_what_is_not_required_is_passed_over(self):
        self.make_template(
            "release",
            ("book", {"required": False}),
            "dispatch",
            "deliver",
            ("proof", {"required": False}),
            sequence=0,
        )
        shipment = self.released("PR8")
        self.assertEqual(self.step(shipment, "book").state, "running")
        self.at_hour(31)
        self.env["logistics.milestone"].create(
            {
                "shipment_id": shipment.id,
                "code": "shorted",
                "occurred_at": self.at(0),
            }
        )
        self.hear("PR8", ("delivered", 30))
        self.assertEqual(self.states(shipment)["proof"], "skipped")
        self.assertEqual(shipment.process_id.state, "done")
        # and when a proof comes after all, it counts
        self.env["logistics.proof"].create(
            {"shipment_id": shipment.id, "signed_at": self.at(31)}
        )
        self.env["logistics.event"]._publish("shipment.proof", shipment)
        self.hand_on()
        self.assertEqual(self.states(shipment)["proof"], "done")

    def test_a_step_that_nothing_proves_here_is_skipped(self):
        self.make_template("release", "deliver", "bill", sequence=0)
        shipment = self.released("PR9")
        step = self.step(shipment, "bill")
        if (
            "bill"
            in self.env["logistics.process.facts"]._of(shipment.ids)[shipment.id].steps
        ):
            self.skipTest("an addon that bills is installed")
        self.assertEqual(step.state, "skipped")
        self.assertIn("Nothing installed", step.reason_text)

    def test_running_processes_keep_their_steps(self):
        # given a process that runs
        shipment = self.released("PR10")
        before = self.states(shipment)
        # when its template is changed, and deleted in the end
        self.template.line_ids.filtered(lambda line: line.code == "proof").unlink()
        self.template.line_ids.name = "Something else"
        self.template.unlink()
        # then it goes on as it began
        self.at_hour(2)
        self.hear("PR10", ("picked_up", 1))
        self.assertEqual(
            self.states(shipment), {**before, "dispatch": "done", "deliver": "running"}
        )
        self.assertFalse(shipment.process_id.template_id)
        self.assertNotIn("Something else", shipment.process_id.step_ids.mapped("name"))

    def test_without_a_template_there_is_no_process(self):
        self.template.active = False
        self.assertFalse(self.released("PR11").process_id)

    def test_a_history_that_is_over_gets_no_process(self):
        self.at_hour(24 * 30)
        shipment = self.make_shipment("PR12")
        self.hear("PR12", ("picked_up", 1), ("delivered", 30))
        self.assertFalse(shipment.process_id)

    def test_events_of_unknown_shipments_harm_nobody(self):
        shipment = self.released("PR13")
        gone = self.released("PR14")
        rows = []
        for shipment_id in (None, 2**31 - 1, gone.id, shipment.id):
            self.env.cr.execute(
                """
                INSERT INTO logistics_event
                    (type, company_id, shipment_id, res_model, res_id, create_date)
                VALUES ('shipment.stage', %s, %s, 'logistics.shipment', %s, now())
                RETURNING id
                """,
                (self.env.company.id, shipment_id, shipment_id),
            )
            rows.append(self.env.cr.fetchone()[0])
        gone.office_state = "draft"
        gone._derive()
        gone.state = "draft"
        gone.sudo().unlink()
        self.hand_on()
        events = self.env["logistics.event"].browse(rows)
        self.assertEqual(events.mapped("error_message"), [False] * 4)
        self.assertEqual(self.step(shipment, "release").state, "done")

    def test_open_shipments_of_before_are_taken_up(self):
        # given shipments from before there were processes
        shipments = [self.released(f"PR15-{n}") for n in range(3)]
        self.at_hour(100)
        self.hear("PR15-1", ("picked_up", 1))
        self.hear("PR15-2", ("picked_up", 1), ("delivered", 30))
        for shipment in shipments:
            shipment.process_id.unlink()
        # when processes catch up
        self.env["logistics.process"]._catch_up_batch(0)
        self.env.invalidate_all()
        # then those that are open stand where the facts say, and time runs from now
        first, second, closed = shipments
        self.assertEqual(self.step(first, "dispatch").due_at, self.at(100 + 8))
        self.assertEqual(self.step(second, "deliver").state, "running")
        self.assertEqual(self.step(second, "deliver").due_at, self.at(100 + 48))
        self.assertFalse(closed.process_id)

    def test_the_board_and_the_form_show_the_steps(self):
        shipment = self.released("PR16")
        steps = shipment.process_ribbon["steps"]
        self.assertEqual(
            [step["state"] for step in steps],
            ["done", "done", "running", "waiting", "waiting"],
        )
        self.assertEqual(steps[2]["due"], "2026-03-02 16:00:00")
        columns = self.env["logistics.process"]._group_expand_current_code([], [])
        self.assertIn("deliver", columns)

    def test_the_crons_run(self):
        shipment = self.released("PR17")
        shipment.process_id.unlink()
        with self.enter_registry_test_mode():
            for name in ("catch_up", "timers", "work"):
                cron = self.env.ref(f"logistics_base.ir_cron_process_{name}")
                cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(shipment.process_id.current_code, "dispatch")

    def test_one_package_of_several_proves_no_delivery(self):
        shipment = self.released(packages=("PR18-A", "PR18-B"))
        self.at_hour(31)
        self.hear("PR18-A", ("picked_up", 1))
        self.hear("PR18-B", ("picked_up", 1))
        self.tell(
            self.event("PR18-A", "delivered", hours=30, proof={"signatory": "Ada"})
        )
        self.hand_on()
        self.assertEqual(self.step(shipment, "deliver").state, "running")
        self.assertEqual(self.step(shipment, "proof").state, "waiting")
        self.hear("PR18-B", ("delivered", 31))
        self.assertEqual(self.step(shipment, "proof").state, "done")


class TestShippedTemplates(ProcessCase):
    """What is there without anybody setting anything up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = ("parcel", "freight", "inbound", "return")
        cls.template.active = False
        for name in names:
            cls.env.ref(f"logistics_base.process_template_{name}").active = True

    def test_every_kind_of_shipment_has_its_course(self):
        for name, vals in {
            "parcel": {},
            "freight": {"mode": "ocean"},
            "inbound": {"direction": "inbound", "mode": "ocean"},
            "return": {"direction": "return"},
        }.items():
            with self.subTest(name):
                shipment = self.released(**vals)
                template = self.env.ref(f"logistics_base.process_template_{name}")
                self.assertEqual(shipment.process_id.template_id, template)
                self.assertEqual(self.step(shipment, "release").state, "done")
                self.assertFalse(shipment.process_id.step_ids.filtered("wish"))

    def test_nothing_is_automatic_unless_it_is_set(self):
        lines = self.env["logistics.process.template.line"].search([])
        self.assertFalse(lines.filtered("automatic"))

    def test_a_parcel_without_a_proof_is_done_when_it_is_delivered(self):
        shipment = self.released("PR19")
        self.at_hour(31)
        self.hear("PR19", ("picked_up", 1), ("delivered", 30))
        self.assertEqual(shipment.process_id.state, "done")

    def test_freight_waits_for_its_proof(self):
        shipment = self.released("PR20", mode="ltl")
        self.at_hour(31)
        self.hear("PR20", ("picked_up", 1), ("delivered", 30))
        self.assertEqual(shipment.process_id.current_code, "proof")
        self.assertEqual(self.step(shipment, "proof").due_at, self.at(30 + 48))
