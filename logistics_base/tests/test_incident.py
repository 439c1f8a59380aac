# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..models.logistics_credential import KEY_VARIABLE
from .common import LogisticsCase

WATCH = "odoo.addons.logistics_base.models.logistics_incident_watch"


class IncidentCase(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(mute_logger(WATCH))
        others = cls.env["logistics.integration"].search(
            [("id", "!=", cls.integration.id)]
        )
        others.write({"state": "draft", "inbound_circuit_state": "closed"})
        cls.env["logistics.incident"].search([]).unlink()
        cls.env["logistics.exception.owner.rule"].search([]).active = False
        cls.owner = new_test_user(
            cls.env, "incident-owner", groups="logistics_base.group_integration_admin"
        )
        cls.dispatcher = new_test_user(
            cls.env, "incident-dispatcher", groups="logistics_base.group_dispatcher"
        )
        cls.integration.owner_id = cls.owner
        cls.hand_on()

    def check(self, minutes=0):
        """Have the watchdog look, so many minutes from now."""
        now = fields.Datetime.now() + timedelta(minutes=minutes)
        with patch.object(fields.Datetime, "now", lambda: now):
            self.env["logistics.watchdog"]._check()
        self.env.flush_all()
        self.env.invalidate_all()

    def looked(self, minutes):
        """Let the watchdog's last look be so many minutes from now; None: never."""
        now = fields.Datetime.now()
        job = self.env.ref("logistics_base.ir_cron_watchdog")
        job.lastcall = minutes is not None and now + timedelta(minutes=minutes)

    def incidents(self, kind):
        return self.env["logistics.incident"].search(
            [("kind", "=", kind), ("company_id", "=", self.env.company.id)]
        )

    def dead_messages(self, count, category="mapping"):
        messages = self.receive(*(self.event(f"DEAD-{n}") for n in range(count)))
        messages.sudo().write({"state": "dead", "error_category": category})
        self.env.flush_all()
        return messages.sudo()

    @classmethod
    def published(cls, incident):
        events = cls.env["logistics.event"].search(
            [("res_model", "=", incident._name), ("res_id", "=", incident.id)],
            order="id",
        )
        return [(event.type, event.summary) for event in events]


@tagged("post_install", "-at_install")
class TestIncident(IncidentCase):
    """Failures of one cause are one incident, with an owner and what it touches."""

    def break_down(self):
        self.integration._set_circuit("open", fields.Datetime.now())
        self.check()
        self.check(20)
        return self.incidents("circuit")

    def test_a_partner_that_is_down_is_one_incident(self):
        shipment = self.make_shipment("INC-1", state="booked")
        done = self.make_shipment("INC-2", state="delivered")
        draft = self.make_shipment("INC-3")

        incident = self.break_down()

        self.assertEqual(len(incident), 1)
        self.assertEqual((incident.state, incident.severity), ("open", "3"))
        self.assertEqual(incident.user_id, self.owner)
        self.assertIn(shipment, incident.shipment_ids)
        self.assertFalse((done | draft) & incident.shipment_ids)
        self.assertEqual(incident.customer_ids, self.customer)
        self.assertEqual((incident.shipment_count, incident.customer_count), (1, 1))
        self.assertIn("status page", incident.runbook_steps)
        self.assertEqual(
            self.env["logistics.shipment"].search(
                incident.action_view_shipments()["domain"]
            ),
            shipment,
        )
        self.assertEqual(
            self.env["res.partner"].search(incident.action_view_customers()["domain"]),
            self.customer,
        )

    def test_what_it_has_touched_stays_known_when_it_is_over(self):
        shipment = self.make_shipment("INC-1", state="booked")
        incident = self.break_down()
        self.tell(self.event("INC-1", "delivered"))
        self.integration._set_circuit("closed")
        self.check(60)
        self.assertEqual(shipment.state, "delivered")
        self.assertEqual((incident.state, incident.shipment_count), ("resolved", 1))

    def test_it_is_told_when_it_lasts_and_when_it_is_over(self):
        self.integration._set_circuit("open", fields.Datetime.now())
        self.check()
        incident = self.incidents("circuit")
        self.assertFalse(self.published(incident))
        self.check(20)
        self.assertEqual(self.published(incident), [("incident.opened", "circuit")])
        self.check(25)
        self.integration._set_circuit("closed")
        self.check(30)

        self.assertEqual(
            self.published(incident),
            [("incident.opened", "circuit"), ("incident.closed", "circuit")],
        )
        self.assertFalse(incident.closed_by_id)
        self.assertEqual(incident.entry_ids.mapped("what"), ["opened", "told", "over"])
        event = self.env["logistics.event"].search(
            [("res_model", "=", "logistics.incident")], limit=1
        )
        self.assertEqual(event.company_id, incident.company_id)
        self.assertFalse(event.shipment_id)

    def test_what_was_over_before_anybody_was_told_is_told_to_nobody(self):
        self.integration._set_circuit("open", fields.Datetime.now())
        self.check()
        self.integration._set_circuit("closed")
        self.check(5)
        self.assertFalse(self.published(self.incidents("circuit")))

    # Owners

    def test_a_rule_may_give_incidents_to_somebody_else(self):
        word = self.env["logistics.word"].search(
            [("kind", "=", "incident"), ("code", "=", "circuit")]
        )
        self.env["logistics.exception.owner.rule"].create(
            {
                "subject": "incident",
                "type_ids": [(6, 0, word.ids)],
                "user_ids": [(6, 0, self.dispatcher.ids)],
            }
        )
        incident = self.break_down()
        self.assertEqual(incident.user_id, self.dispatcher)
        self.assertEqual(incident.activity_id.user_id, self.dispatcher)

    def test_an_owner_who_is_deleted_is_followed_by_another(self):
        incident = self.break_down()
        self.owner.unlink()
        self.env.invalidate_all()
        self.assertTrue(incident.user_id.active)
        self.assertTrue(
            incident.user_id.has_group("logistics_base.group_integration_admin")
        )

    # Steps

    def test_a_dispatcher_takes_and_resolves_it(self):
        incident = self.break_down().with_user(self.dispatcher)
        incident.action_acknowledge()
        self.assertEqual(incident.state, "acknowledged")

        action = incident.action_resolve()
        wizard = self.env["logistics.incident.resolve"].with_user(self.dispatcher)
        wizard = wizard.with_context(**action["context"]).create(
            {"resolution": "They have renewed their certificate"}
        )
        wizard.action_resolve()

        self.assertEqual(incident.state, "resolved")
        self.assertEqual(incident.closed_by_id, self.dispatcher)
        self.assertFalse(self.integration.activity_ids)

    def test_what_a_person_has_settled_is_left_alone_for_a_while(self):
        incident = self.break_down()
        incident._set_resolved("Planned downtime")
        self.check(25)
        self.assertEqual(self.incidents("circuit"), incident)
        self.check(120)
        again = self.incidents("circuit") - incident
        self.assertEqual(again.state, "open")

    def test_nobody_rewrites_what_was_seen(self):
        incident = self.break_down().with_user(self.dispatcher)
        for vals in (
            {"summary": "All is well"},
            {"state": "resolved"},
            {"occurrences": 0},
            {"closed_by_id": self.owner.id},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                incident.write(vals)
        with self.assertRaises(UserError):
            incident.create({"kind": "circuit", "summary": "Down", "severity": "3"})
        incident.write({"severity": "1", "user_id": self.dispatcher.id})

    def test_people_report_what_no_machine_sees(self):
        incidents = self.env["logistics.incident"].with_user(self.dispatcher)
        strike = incidents.create({"summary": "Strike in Leipzig"})
        strike.summary = "Strike in Leipzig and Halle"
        self.check()
        self.assertEqual((strike.kind, strike.state), ("reported", "open"))
        self.assertEqual(strike.company_id, self.env.company)
        self.assertEqual(self.published(strike), [("incident.opened", "reported")])

    # The cases under it

    def test_technical_cases_hang_under_it(self):
        before = self.env["logistics.exception"].create(
            {
                "shipment_id": self.make_shipment("INC-4").id,
                "type": "technical",
                "summary": "Nothing could be booked",
            }
        )
        incident = self.break_down()
        after = before.copy({"shipment_id": before.shipment_id.id})
        damage = before.copy({"type": "damage", "shipment_id": before.shipment_id.id})

        self.assertEqual(after.incident_id, incident)
        self.assertFalse(damage.incident_id)
        self.assertEqual(before.incident_id, incident)

    def test_resolving_it_can_resolve_its_cases(self):
        incident = self.break_down()
        case = self.env["logistics.exception"].create(
            {
                "shipment_id": self.make_shipment("INC-5").id,
                "type": "technical",
                "summary": "Nothing could be booked",
            }
        )
        code = self.env.ref("logistics_base.resolution_code_carrier_error")
        self.env["logistics.incident.resolve"].create(
            {
                "incident_id": incident.id,
                "resolution": "They are back",
                "resolve_exceptions": True,
                "code_id": code.id,
            }
        ).action_resolve()
        self.assertEqual((case.state, case.resolution_code_id), ("resolved", code))
        self.assertEqual(case.resolution, "They are back")


@tagged("post_install", "-at_install")
class TestCauses(IncidentCase):
    """Each look of the watchdog finds one cause, however many messages fail of it."""

    def test_dead_letters_that_pile_up_are_one_incident_by_category(self):
        self.dead_messages(12, "mapping")
        self.dead_messages(11, "value")
        self.dead_messages(3, "time")

        self.check()

        incidents = self.incidents("dead_letter")
        self.assertEqual(
            {incident.cause_key: incident.occurrences for incident in incidents},
            {"mapping": 12, "value": 11},
        )

    def test_a_storm_is_one_incident_and_costs_no_more_than_a_shower(self):
        self.dead_messages(12)
        self.check()
        counts = []
        for more in (20, 1000):
            self.dead_messages(more)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["logistics.watchdog"]._check()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)

        incident = self.incidents("dead_letter")
        self.assertEqual(len(incident), 1)
        self.assertEqual(incident.occurrences, 1032)
        self.assertEqual(incident.entry_ids.mapped("what"), ["opened", "told", "grew"])
        self.assertLessEqual(counts[1], counts[0] + 5)

    def test_its_messages_are_replayed_and_then_it_is_over(self):
        shipments = [self.make_shipment(f"DEAD-{n}") for n in range(12)]
        messages = self.dead_messages(12)
        self.check()
        incident = self.incidents("dead_letter")
        self.assertEqual(incident.message_count, 12)

        self.env["logistics.incident.resolve"].create(
            {
                "incident_id": incident.id,
                "resolution": "The preset was mended",
                "replay_messages": True,
            }
        ).action_resolve()
        self.drain()

        self.assertEqual(set(messages.mapped("state")), {"done"})
        self.assertEqual({s.state for s in shipments}, {"in_transit"})
        self.assertIn("replayed", incident.entry_ids.mapped("what"))
        with self.assertRaises(UserError):
            incident.action_replay_messages()

    def test_a_hole_in_the_map_is_an_incident_with_its_shipments(self):
        shipments = self.env["logistics.shipment"]
        for n in range(25):
            shipments |= self.make_shipment(f"HOLE-{n}")
        self.tell(
            *(
                self.event(f"HOLE-{n}", code=None, raw_code=f"ODD{n % 5}")
                for n in range(25)
            )
        )

        self.check()

        incident = self.incidents("mapping")
        self.assertEqual(len(incident), 1)
        self.assertEqual((incident.cause_key, incident.occurrences), ("milestone", 25))
        self.assertIn("ODD0", incident.summary)
        self.assertEqual(incident.shipment_ids, shipments)
        # When all are mapped
        unmapped = self.env["logistics.code.map"].search(
            [("integration_id", "=", self.integration.id), ("is_mapped", "=", False)]
        )
        unmapped.canonical_code = "in_transit"
        self.check(5)
        self.assertEqual(incident.state, "resolved")

    def test_ids_that_nobody_bound_are_an_incident(self):
        self.env["logistics.binding"].create(
            {
                "integration_id": self.integration.id,
                "external_id": "WH-9",
                "res_model": "res.partner",
                "occurrences": 30,
            }
        )
        self.check()
        self.assertIn("WH-9", self.incidents("binding").summary)

    def test_what_was_sent_or_not_is_an_incident(self):
        message = self.receive(self.event("DOUBT")).sudo()
        message.write(
            {
                "state": "in_doubt",
                "direction": "outbound",
                "received_at": fields.Datetime.now() - timedelta(hours=1),
            }
        )
        self.check()
        self.assertEqual(self.incidents("in_doubt").occurrences, 1)
        message.state = "done"
        self.check(5)
        self.assertEqual(self.incidents("in_doubt").state, "resolved")

    def test_events_that_nobody_hands_on_are_an_incident_of_the_company(self):
        shipment = self.make_shipment("EVENT-1")
        self.env["logistics.event"]._publish("shipment.stage", shipment)
        self.looked(25)
        self.check(30)
        incident = self.incidents("events")
        self.assertFalse(incident.integration_id)
        self.assertEqual(incident.activity_ids.user_id, incident.user_id)
        self.hand_on()
        self.check(35)
        self.assertEqual(incident.state, "resolved")
        self.assertFalse(incident.activity_ids)

    def test_old_events_of_a_server_that_did_not_run_are_none(self):
        # given events of the past, and a watchdog that has not looked since
        shipment = self.make_shipment("EVENT-3")
        self.env["logistics.event"]._publish("shipment.stage", shipment)
        for last in (None, -60):
            with self.subTest(last=last):
                # when it looks for the first time
                self.looked(last)
                self.check(30)
                # then it leaves them to the job that hands them on
                self.assertFalse(self.incidents("events"))
        # when they wait still the next time
        self.looked(30)
        self.check(35)
        # then it is one
        self.assertTrue(self.incidents("events"))

    def test_events_that_failed_say_why(self):
        shipment = self.make_shipment("EVENT-2")
        self.env["logistics.event"]._publish("shipment.stage", shipment)
        self.hand_on()
        event = self.env["logistics.event"].search(
            [("shipment_id", "=", shipment.id), ("type", "=", "shipment.stage")]
        )
        event.error_message = "Policy: ZeroDivisionError"
        self.check()
        self.assertIn("ZeroDivisionError", self.incidents("events").summary)

    def test_a_missing_key_is_one_cause_however_many_partners_it_hits(self):
        for _ in range(3):
            self.make_integration()
        with patch.dict("os.environ", {KEY_VARIABLE: ""}):
            self.check()
        incident = self.incidents("credential")
        self.assertEqual(len(incident), 1)
        self.assertFalse(incident.integration_id)
        self.assertEqual(incident.occurrences, 4)
        self.check(5)
        self.assertEqual(incident.state, "resolved")

    def test_what_died_of_a_breakdown_can_be_replayed(self):
        self.make_shipment("DEAD-0")
        self.integration._set_circuit("open", fields.Datetime.now())
        self.check()
        died = self.dead_messages(1, "transient")
        other = self.dead_messages(1, "value")
        died.processed_at = other.processed_at = fields.Datetime.now() + timedelta(
            minutes=1
        )
        self.integration._set_circuit("closed")
        self.check(5)
        incident = self.incidents("circuit")
        self.assertEqual(incident.state, "resolved")
        self.assertEqual(incident.message_count, 1)

        incident.action_replay_messages()

        self.assertEqual((died.state, other.state), ("received", "dead"))

    def test_a_job_that_fails_is_an_incident_even_when_odoo_stops_it(self):
        job = self.env.ref("logistics_base.ir_cron_retention")
        job.write(
            {
                "failure_count": 3,
                "first_failure_date": fields.Datetime.now() - timedelta(hours=2),
            }
        )
        self.check()
        incident = self.incidents("cron")
        self.assertIn(job.name, incident.summary)
        job.write({"active": False, "failure_count": 0, "first_failure_date": False})
        self.check(5)
        self.assertEqual(incident.state, "open")
        self.assertIn("stopped", incident.summary)
        job.active = True
        self.check(10)
        self.assertEqual(incident.state, "resolved")

    def test_a_job_that_somebody_switched_off_is_nobodys_trouble(self):
        self.env.ref("logistics_base.ir_cron_retention").active = False
        self.check()
        self.assertFalse(self.incidents("cron"))

    def test_every_kind_has_a_runbook(self):
        kinds = dict(self.env["logistics.incident"]._fields["kind"].selection)
        runbooks = self.env["logistics.runbook"].search([])
        self.assertEqual(set(runbooks.mapped("kind")), set(kinds))
        for runbook in runbooks:
            with self.subTest(runbook.kind):
                self.assertTrue(runbook.meaning and runbook.steps and runbook.contacts)
