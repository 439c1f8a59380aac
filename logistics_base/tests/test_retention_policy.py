# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from ..models import logistics_retention_policy
from .common import LogisticsCase

START = "2026-03-03 00:00:00"
PIXEL = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
        "awAAAABJRU5ErkJggg=="
    )
)


class PersonalCase(LogisticsCase):
    """Somebody whose goods were delivered, with all that was said about it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.integration.flow_ids.write(
            {"retention_days": 0, "message_retention_days": 0}
        )
        cls.env["logistics.retention.policy"].search([]).active = False
        cls.germany, cls.france = cls.env.ref("base.de"), cls.env.ref("base.fr")

    def delivered_to(self, name, country, tracking):
        """Return a shipment delivered to a person, in the frozen past."""
        person = self.env["res.partner"].create(
            {"name": name, "country_id": country.id}
        )
        shipment = self.make_shipment(
            tracking, partner_id=person.id, ship_to_id=person.id
        )
        with freeze_time(START):
            self.tell(
                self.event(
                    tracking,
                    "delivered",
                    id=f"delivered-{tracking}",
                    description=f"Handed to {name}",
                    location={"name": f"{name}'s house", "city": "Berlin"},
                    proof={"signatory": name},
                )
            )
        shipment.proof_ids.signature = PIXEL
        self.env.flush_all()
        return shipment

    def everything(self):
        """Return all that the database holds about shipments, as one text."""
        self.env.flush_all()
        found = []
        for table in ("message", "milestone", "proof", "event", "exception", "binding"):
            self.env.cr.execute(f"SELECT * FROM logistics_{table}")
            found += [
                bytes(value).decode("utf-8", "replace")
                if isinstance(value, memoryview)
                else str(value)
                for row in self.env.cr.fetchall()
                for value in row
            ]
        return "\n".join(found)


@tagged("-at_install", "post_install")
class TestRetentionPolicy(PersonalCase):
    """What is personal goes when its time has come: by kind and by country."""

    def policy(self, kind, **vals):
        return self.env["logistics.retention.policy"].create(
            {"kind": kind, "days": 30, **vals}
        )

    def apply(self, days):
        """Run the retention so many days after the beginning."""
        at = fields.Datetime.to_datetime(START) + timedelta(days=days)
        self.env.flush_all()
        with (
            freeze_time(at),
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
        ):
            self.env(cr=cr)["logistics.message"]._expire()
        self.env.invalidate_all()

    def test_a_proof_loses_who_signed_and_stays_a_proof(self):
        shipment = self.delivered_to("Ada", self.germany, "1Z1")
        self.policy("proof")
        proof = shipment.proof_ids
        self.apply(29)
        self.assertEqual(proof.signatory, "Ada")
        self.apply(31)
        self.assertFalse(proof.signatory or proof.signature or proof.location)
        self.assertTrue(proof.signed_at)

    def test_a_milestone_loses_its_words_and_stays_a_milestone(self):
        shipment = self.delivered_to("Ada", self.germany, "1Z1")
        self.policy("milestone")
        self.apply(31)
        milestone = shipment.milestone_ids
        self.assertFalse(milestone.description or milestone.location_name)
        self.assertEqual(
            (milestone.code, milestone.location_city), ("delivered", "Berlin")
        )
        self.assertEqual(shipment.state, "delivered")

    def test_one_countrys_policy_goes_before_the_others(self):
        german = self.delivered_to("Ada", self.germany, "1Z-DE")
        french = self.delivered_to("Blaise", self.france, "1Z-FR")
        nowhere = self.delivered_to("Nemo", self.env["res.country"], "1Z-XX")
        self.policy("proof", days=30)
        self.policy("proof", days=10, country_id=self.germany.id)
        self.policy("proof", days=90, country_id=self.france.id)
        signed = {}
        for days in (11, 31, 91):
            self.apply(days)
            signed[days] = [
                bool(shipment.proof_ids.signatory)
                for shipment in (german, french, nowhere)
            ]
        self.assertEqual(
            signed,
            {
                11: [False, True, True],
                31: [False, True, False],
                91: [False, False, False],
            },
        )

    def test_payloads_of_one_country_go_before_their_flow_says(self):
        german = self.delivered_to("Ada", self.germany, "1Z-DE")
        french = self.delivered_to("Blaise", self.france, "1Z-FR")
        self.policy(
            "message",
            country_id=self.germany.id,
            document_type="shipment.milestone",
        )
        self.apply(31)
        gone, kept = (
            shipment.milestone_ids.message_id.sudo() for shipment in (german, french)
        )
        self.assertFalse(gone.payload)
        self.assertTrue(kept.payload)
        self.assertTrue(gone.exists())

    def test_another_companys_records_are_left_to_its_own_policies(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        shipment = self.delivered_to("Ada", self.germany, "1Z1")
        self.policy("proof", company_id=company.id)
        self.apply(31)
        self.assertTrue(shipment.proof_ids.signatory)

    def test_a_customers_numbers_go_once_the_shipment_has_ended(self):
        shipment = self.delivered_to("Ada", self.germany, "1Z1")
        open_one = self.make_shipment("1Z2")
        for one in (shipment, open_one):
            self.env["logistics.reference"].create(
                {"shipment_id": one.id, "type": "customer", "value": "Ada's gift"}
            )
        shipment.delivered_date = START
        self.policy("reference", action="delete")
        self.apply(31)
        self.assertEqual(shipment.reference_ids.mapped("type"), ["tracking"])
        self.assertIn("customer", open_one.reference_ids.mapped("type"))

    def test_what_was_done_is_on_record(self):
        self.delivered_to("Ada", self.germany, "1Z1")
        policy = self.policy("proof")
        self.assertEqual(self.due(policy, 31), 1)
        self.apply(31)
        self.assertEqual(policy.run_ids.mapped("record_count"), [1])
        self.apply(32)
        self.assertEqual(len(policy.run_ids), 1)
        self.env["logistics.audit.pending"]._append_all()
        entry = self.env["logistics.audit.entry"].search(
            [("action", "=", "retention.applied"), ("res_id", "=", policy.id)]
        )
        self.assertIn('"count":1', entry.details)

    def due(self, policy, days):
        at = fields.Datetime.to_datetime(START) + timedelta(days=days)
        with freeze_time(at):
            policy.invalidate_recordset()
            return policy.due_count

    def test_many_go_batch_by_batch(self):
        shipments = [
            self.delivered_to(f"P{number}", self.germany, f"1Z{number}")
            for number in range(5)
        ]
        self.patch(logistics_retention_policy, "BATCH_SIZE", 2)
        policy = self.policy("proof")
        self.apply(31)
        self.assertFalse(any(s.proof_ids.signatory for s in shipments))
        self.assertEqual(policy.run_ids.record_count, 5)

    def test_what_comes_late_is_found_by_the_next_run(self):
        policy = self.policy("proof")
        self.delivered_to("Ada", self.germany, "1Z1")
        self.apply(31)
        late = self.delivered_to("Late", self.germany, "1Z2")
        self.assertTrue(policy.applied_until)
        self.apply(32)
        self.assertFalse(late.proof_ids.signatory)

    def test_a_policy_that_is_changed_begins_anew(self):
        policy = self.policy("proof")
        self.apply(400)
        self.assertTrue(policy.applied_until)
        policy.days = 10
        self.assertFalse(policy.applied_until)

    def test_what_cannot_be_is_refused(self):
        with self.assertRaises(ValidationError):
            self.policy("milestone", action="delete")
        with self.assertRaises(ValidationError):
            self.policy("proof", document_type="shipment")


@tagged("-at_install", "post_install")
class TestForgetPerson(PersonalCase):
    """A person is forgotten: nothing tells of them, and the trail holds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env, "forgetful", "logistics_base.group_manager"
        )

    def setUp(self):
        super().setUp()
        self.shipment = self.delivered_to("Ada Lovelace", self.germany, "1Z1")
        self.other = self.delivered_to("Grace Hopper", self.germany, "1Z2")
        self.person = self.shipment.ship_to_id
        self.shipment.message_post(body="Ada Lovelace called")
        self.env["logistics.audit.entry"]._record(
            "promise.revised", self.shipment, {"told": "Ada Lovelace"}, self.person
        )

    def wizard(self, user=None, **vals):
        return (
            self.env["logistics.forget.person"]
            .with_user(user or self.manager)
            .create({"partner_id": self.person.id, "reason": "asked for it", **vals})
        )

    def test_nothing_tells_of_them_any_more(self):
        self.assertIn("Ada Lovelace", self.everything())
        wizard = self.wizard()
        self.assertEqual((wizard.shipment_count, wizard.proof_count), (1, 1))
        wizard.action_forget()
        text = self.everything()
        self.assertNotIn("Handed to Ada", text)
        self.assertNotIn('"signatory"', "".join(self.payloads(self.shipment)))
        self.assertFalse(self.shipment.proof_ids.signatory)
        self.assertFalse(self.shipment.proof_ids.signature)
        self.assertFalse(
            self.env["mail.message"].search([("body", "ilike", "Ada Lovelace called")])
        )

    def payloads(self, shipment):
        messages = shipment.milestone_ids.message_id.sudo()
        return [m._body().decode() for m in messages if m.payload]

    def test_others_are_left_alone(self):
        self.wizard().action_forget()
        self.assertEqual(self.other.proof_ids.signatory, "Grace Hopper")
        self.assertTrue(self.payloads(self.other))

    def test_what_happened_and_when_stays(self):
        self.wizard().action_forget()
        self.assertEqual(self.shipment.state, "delivered")
        self.assertEqual(self.shipment.milestone_ids.code, "delivered")
        self.assertTrue(self.shipment.reference_ids)

    def test_the_audit_trail_holds_and_says_who_had_it_done(self):
        self.wizard().action_forget()
        verification = self.env["logistics.audit.verification"]._verify(
            self.env.company
        )
        self.assertEqual(verification.state, "sound", verification.findings)
        entries = self.env["logistics.audit.entry"]
        forgotten = entries.search(
            [("action", "=", "person.forgotten"), ("res_id", "=", self.shipment.id)]
        )
        self.assertEqual(forgotten.user_id, self.manager)
        told = entries.search(
            [("action", "=", "promise.revised"), ("res_id", "=", self.shipment.id)]
        )
        self.assertTrue(told.is_forgotten)

    def test_the_contact_goes_along_where_that_is_wanted(self):
        self.wizard(anonymise_contact=True).action_forget()
        self.assertNotIn("Ada", self.person.name)
        self.assertFalse(self.person.active)

    def test_what_is_still_to_be_processed_comes_first(self):
        self.receive(self.event("1Z1", id="later"))
        message = self.env["logistics.message"].search([], limit=1)
        message.sudo().shipment_ids = self.shipment
        wizard = self.wizard()
        self.assertEqual(wizard.open_message_count, 1)
        with self.assertRaises(UserError):
            wizard.action_forget()

    def test_only_managers_do_it_and_only_to_persons(self):
        dispatcher = new_test_user(
            self.env, "dispatching", "logistics_base.group_dispatcher"
        )
        with self.assertRaises(AccessError):
            self.wizard(dispatcher)
        self.person.is_company = True
        with self.assertRaises(UserError):
            self.wizard().action_forget()
