# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .booking_common import BookingCase

DELIVERED = datetime(2026, 3, 2, 23, 30)


@tagged("-at_install", "post_install")
class TestClaim(BookingCase):
    """Money asked back for what a carrier lost or broke."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "Europe/Berlin"
        cls.integration.write({"claim_days_damage": 7, "claim_days_loss": 60})

    def make_delivered(self, packages=0, **vals):
        """Return the shipment of two sextants at 60 each that has arrived."""
        picking = self.make_delivery(packages=packages)
        self.validate(picking)
        self.work()
        shipment = picking.logistics_shipment_id
        shipment.write(vals)
        self.env["logistics.milestone"].create(
            {
                "shipment_id": shipment.id,
                "code": "delivered",
                "occurred_at": DELIVERED,
            }
        )
        return shipment

    def claim(self, shipment, **vals):
        return self.env["logistics.claim"].create(
            {"shipment_id": shipment.id, "type": "damage", **vals}
        )

    def test_it_begins_with_the_worth_of_the_goods_and_the_carriers_deadline(self):
        claim = self.claim(self.make_delivered())

        self.assertEqual(claim.amount_claimed, 120)
        self.assertEqual(claim.currency_id, self.env.company.currency_id)
        # It was the third already where the warehouse is.
        self.assertEqual(claim.deadline, date(2026, 3, 10))

    def test_of_one_package_its_own_worth_is_claimed(self):
        shipment = self.make_delivered(packages=2)

        claim = self.claim(shipment, package_id=shipment.package_ids[0].id)

        self.assertEqual(claim.amount_claimed, 60)

    def test_a_loss_counts_from_when_it_should_have_come(self):
        shipment = self.make_shipment(
            integration=self.integration, promised_date=datetime(2026, 3, 1, 12, 0)
        )

        claim = self.claim(shipment, type="loss")

        self.assertEqual(claim.deadline, date(2026, 4, 30))

    def test_what_is_entered_by_hand_stays(self):
        shipment = self.make_delivered()

        claim = self.claim(shipment, amount_claimed=15, deadline="2026-03-05")
        claim.description = "One corner is broken"

        self.assertEqual((claim.amount_claimed, claim.deadline.day), (15, 5))

    def test_a_delay_is_worth_what_people_say(self):
        self.assertEqual(
            self.claim(self.make_delivered(), type="delay").amount_claimed, 0
        )

    def test_where_the_carriers_terms_are_not_known_nobody_guesses(self):
        self.integration.claim_days_damage = 0
        claim = self.claim(self.make_delivered())

        self.assertFalse(claim.deadline)
        self.assertFalse(claim.activity_ids)

    def test_people_are_reminded_to_file_and_then_to_ask(self):
        claim = self.claim(self.make_delivered())
        (todo,) = claim.activity_ids
        self.assertEqual(todo.date_deadline, date(2026, 3, 7))
        with freeze_time("2026-03-06"):
            claim.action_file()
        (todo,) = claim.activity_ids
        self.assertEqual(todo.date_deadline, date(2026, 4, 5))

        claim.action_reject()

        self.assertFalse(claim.activity_ids)

    @freeze_time("2026-03-12")
    def test_too_late_is_told_and_not_forbidden(self):
        claim = self.claim(self.make_delivered())
        self.assertTrue(claim.is_too_late)
        claim.action_file()
        self.assertFalse(claim.is_too_late)

    def test_it_is_proven_by_what_is_there_already(self):
        shipment = self.make_delivered()
        photo = self.env["ir.attachment"].create(
            {"name": "photo.jpg", "raw": b"a broken sextant"}
        )
        self.env["logistics.proof"].create(
            {
                "shipment_id": shipment.id,
                "signatory": "Ada",
                "attachment_ids": photo.ids,
            }
        )
        claim = self.claim(shipment)
        self.assertTrue(claim.is_unproven)

        claim.action_gather_evidence()
        claim.action_gather_evidence()

        self.assertEqual(claim.evidence_ids.mapped("name"), ["photo.jpg"])
        self.assertFalse(claim.is_unproven)
        # What the claim drops is still on the proof.
        claim.evidence_ids.unlink()
        self.assertTrue(photo.exists())

    def test_the_carrier_is_written_to_with_the_evidence(self):
        self.integration.partner_id = self.customer
        claim = self.claim(self.make_delivered())
        photo = self.env["ir.attachment"].create({"name": "p.jpg", "raw": b"photo"})
        claim.evidence_ids = photo
        action = claim.action_email()
        composer = self.env["mail.compose.message"].with_context(**action["context"])

        mail = Form(composer).save()

        self.assertIn(claim.name, mail.subject)
        self.assertIn("120", mail.body)
        self.assertIn(photo, mail.attachment_ids)

    def test_a_no_can_be_appealed(self):
        claim = self.claim(self.make_delivered())
        claim.action_file()
        claim.action_reject()

        claim.action_appeal()

        self.assertEqual((claim.state, claim.closed_date), ("filed", False))

    def test_it_is_settled_with_what_was_paid(self):
        claim = self.claim(self.make_delivered())
        claim.action_file()
        claim.action_accept()
        with self.assertRaisesRegex(UserError, "Enter what the carrier has paid"):
            claim.action_settle()
        claim.amount_recovered = 80

        claim.action_settle()

        self.assertEqual(claim.state, "settled")

    def test_stages_are_not_set_by_hand(self):
        dispatcher = new_test_user(
            self.env, "claims", groups="logistics_base.group_dispatcher"
        )
        viewer = new_test_user(self.env, "reads", groups="logistics_base.group_user")
        shipment = self.make_delivered()
        self.env.invalidate_all()
        claim = self.claim(shipment.with_user(dispatcher)).with_user(dispatcher)
        with self.assertRaises(AccessError):
            claim.state = "settled"
        with self.assertRaises(AccessError):
            claim.with_user(viewer).action_file()
        claim.action_file()
        self.assertEqual(claim.state, "filed")
        claim.action_gather_evidence()

    def test_evidence_is_seen_by_who_sees_the_claim(self):
        author = new_test_user(
            self.env, "author", groups="logistics_base.group_dispatcher"
        )
        reader = new_test_user(self.env, "reader", groups="logistics_base.group_user")
        claim = self.claim(self.make_delivered()).with_user(author)
        photo = (
            self.env["ir.attachment"]
            .with_user(author)
            .create({"name": "p.jpg", "datas": base64.b64encode(b"photo")})
        )
        claim.evidence_ids = photo
        self.env.invalidate_all()

        self.assertEqual(photo.with_user(reader).raw, b"photo")
        stranger = new_test_user(self.env, "nobody", groups="base.group_user")
        with self.assertRaises(AccessError):
            photo.with_user(stranger).read(["datas"])

    def test_the_case_of_a_damage_becomes_a_claim(self):
        shipment = self.make_delivered()
        case = self.env["logistics.exception"].create(
            {"shipment_id": shipment.id, "type": "damage", "summary": "Wet"}
        )
        context = case.action_claim()["context"]

        claim = Form(self.env["logistics.claim"].with_context(**context)).save()

        self.assertEqual((claim.type, claim.amount_claimed), ("damage", 120))
        self.assertEqual(claim.deadline, date(2026, 3, 10))
        self.assertEqual(
            claim.activity_ids.date_deadline, claim.deadline - timedelta(days=3)
        )
        self.assertTrue(fields.Date.to_string(claim.deadline))
