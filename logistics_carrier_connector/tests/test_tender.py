# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Loads offered to carriers by EDI and by hand, and what they answer."""

from datetime import datetime, timedelta
from decimal import Decimal

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.logistics_base.canonical.money import Money
from odoo.addons.logistics_base.protocols.edi import Segment, Transaction, x12
from odoo.addons.logistics_base.protocols.edi import edifact as edifact_files
from odoo.addons.logistics_base.protocols.edi.registry import reader_of
from odoo.addons.logistics_base.tests.edi_common import EdiCase

from ..canonical.tenders import TenderResponse

NOON = datetime(2026, 3, 2, 12, 0)


@tagged("post_install", "-at_install")
class TestTender(EdiCase):
    """Three carriers: ACME and BOLT by X12, and one that has a telephone."""

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(NOON))
        self.acme = self.make_edi(folder=False, edi_parameters="scac = ACME")
        self.bolt = self.make_edi(folder=False, edi_parameters="scac = BOLT")
        self.phone = self.make_integration(name="Old Carriers")
        self.shipment = self.make_shipment(
            None,
            integration=self.env["logistics.integration"],
            integration_id=False,
            mode="ftl",
            weight=480,
            ship_from_id=self.make_partner("Mill", "Hamburg", "20457").id,
            ship_to_id=self.make_partner("Bakery", "Munich", "80331").id,
        )

    def make_partner(self, name, city, postcode):
        return self.env["res.partner"].create(
            {
                "name": name,
                "street": "1 Road",
                "city": city,
                "zip": postcode,
                "country_id": self.env.ref("base.de").id,
            }
        )

    def offer(self, *carriers, **vals):
        """Return the tenders of one offering, the first of them asked."""
        offer = self.env["logistics.tender.offer"].create(
            {
                "shipment_ids": [Command.set(self.shipment.ids)],
                "pickup_from": NOON + timedelta(days=1),
                **vals,
            }
        )
        offer.line_ids = [Command.clear()] + [
            Command.create(
                {"integration_id": carrier.id, "sequence": place, "price": 640}
            )
            for place, carrier in enumerate(carriers or (self.acme, self.bolt))
        ]
        action = offer.action_offer()
        return self.env["logistics.tender"].search(action["domain"], order="sequence")

    def answer(self, tender, action, control, integration=None, extra=()):
        """Have the carrier answer by a 990."""
        transaction = Transaction(
            "990",
            segments=(
                Segment("B1", ("ACME", tender.name, "20260302", action)),
                Segment("N9", ("CN", "PRO-5501")),
                *extra,
            ),
        )
        data = self.edi(transaction, control=control)
        return self.arrive(data, integration or tender.integration_id)

    def told(self, integration):
        """Return the purposes of the tenders sent to a carrier."""
        return [document.purpose for document in self.documents(integration)]

    def documents(self, integration, files=x12, standard="x12", set_id="204"):
        messages = self.env["logistics.message"].search(
            [
                ("integration_id", "=", integration.id),
                ("document_type", "=", "shipment.tender"),
            ],
            order="id",
        )
        read = reader_of(standard, set_id)
        return [
            document
            for message in messages
            for interchange in files.read(message._body())
            for _group, transaction in interchange.transactions()
            for document in read(transaction, interchange, {})
        ]

    def milestones(self):
        return self.shipment.milestone_ids.sorted("id").mapped("code")

    # Asking

    def test_the_first_carrier_is_asked_and_nobody_else(self):
        first, second = self.offer()

        self.assertEqual((first.state, second.state), ("sent", "draft"))
        self.assertEqual(first.respond_by, NOON + timedelta(hours=2))
        (document,) = self.documents(self.acme)
        self.assertEqual(document.number, first.name)
        self.assertEqual(document.consignment.ship_to.city, "Munich")
        self.assertEqual(document.consignment.weight, 480)
        self.assertEqual(document.price.amount, 640)
        self.assertFalse(self.documents(self.bolt))
        self.assertEqual(self.milestones(), ["tendered"])

    def test_the_message_is_part_of_the_shipments_trace(self):
        self.offer()

        message = self.env["logistics.message"].search(
            [
                ("document_type", "=", "shipment.tender"),
                ("integration_id", "=", self.acme.id),
            ]
        )
        self.assertEqual(message.correlation_id, self.shipment.correlation_id)
        self.assertEqual(message.shipment_ids, self.shipment)

    def test_a_load_goes_between_two_places(self):
        other = self.shipment.copy({"ship_to_id": self.customer.id})

        with self.assertRaises(UserError):
            self.env["logistics.tender"].create(
                {
                    "shipment_ids": [Command.set((self.shipment | other).ids)],
                    "integration_id": self.acme.id,
                }
            )

    def test_several_shipments_make_one_load(self):
        self.shipment |= self.shipment.copy()
        self.offer()

        (document,) = self.documents(self.acme)
        self.assertEqual(document.consignment.weight, 960)
        self.assertEqual(len(document.consignment.pieces), 2)

    # Accepted

    def test_who_accepts_gets_the_load(self):
        first, second = self.offer()
        self.answer(first, "A", 1)

        self.assertEqual((first.state, second.state), ("accepted", "cancelled"))
        self.assertEqual(self.shipment.integration_id, self.acme)
        self.assertEqual(self.shipment.office_state, "booked")
        self.assertEqual(self.shipment.state, "booked")
        self.assertIn("tender_accepted", self.milestones())
        self.assertIn("PRO-5501", self.shipment.reference_ids.mapped("value"))
        self.assertFalse(self.documents(self.bolt), "who was not asked hears nothing")

    def test_the_same_answer_again_changes_nothing(self):
        first, _second = self.offer()
        self.answer(first, "A", 1)
        before = self.milestones()
        again = self.answer(first, "A", 2)

        self.assertEqual(again.state, "done")
        self.assertEqual(first.state, "accepted")
        self.assertEqual(self.milestones(), before)
        self.assertFalse(first.late_answer_at)

    def test_a_carrier_cannot_answer_for_another(self):
        first, _second = self.offer()
        message = self.answer(first, "A", 1, integration=self.bolt)

        self.assertEqual(first.state, "sent")
        self.assertEqual((message.state, message.error_category), ("dead", "reference"))

    def test_an_answer_may_name_the_shipment_instead(self):
        self.env["logistics.reference"].create(
            {"shipment_id": self.shipment.id, "type": "bol", "value": "BL-4711"}
        )
        first, _second = self.offer()
        transaction = Transaction(
            "990", segments=(Segment("B1", ("ACME", "BL-4711", "20260302", "A")),)
        )
        self.arrive(self.edi(transaction), self.acme)

        self.assertEqual(first.state, "accepted")

    def test_only_one_carrier_has_the_load(self):
        first, second = self.offer()
        self.answer(first, "A", 1)

        with self.assertRaises(UserError):
            second.action_accept()
        second.state = "draft"
        with self.assertRaises(UserError):
            second.action_send()

    # Declined, and silent

    def test_a_decline_asks_the_next_carrier(self):
        first, second = self.offer()
        self.answer(first, "D", 1, extra=(Segment("K1", ("NO TRUCK",)),))

        self.assertEqual((first.state, second.state), ("declined", "sent"))
        self.assertEqual(first.reason, "NO TRUCK")
        self.assertEqual(self.told(self.bolt), ["original"])
        self.assertIn("tender_declined", self.milestones())

    def test_silence_asks_the_next_carrier(self):
        first, second = self.offer()
        tenders = self.env["logistics.tender"]

        with freeze_time(NOON + timedelta(hours=1, minutes=59)):
            tenders._expire_batch()
            self.assertEqual(first.state, "sent")
        with freeze_time(NOON + timedelta(hours=2)):
            tenders._expire_batch()

        self.assertEqual((first.state, second.state), ("expired", "sent"))
        self.assertEqual(second.respond_by, NOON + timedelta(hours=4))
        self.assertEqual(self.told(self.acme), ["original", "cancel"])

    def test_the_cron_wakes_when_an_answer_is_due(self):
        cron = self.env.ref("logistics_carrier_connector.ir_cron_tenders")
        first, _second = self.offer()

        due = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertIn(first.respond_by, due.mapped("call_at"))

    def test_the_cron_asks_the_next_carrier(self):
        first, second = self.offer()
        self.env.flush_all()

        with freeze_time(NOON + timedelta(hours=3)), self.enter_registry_test_mode():
            self.env.ref(
                "logistics_carrier_connector.ir_cron_tenders"
            ).method_direct_trigger()
        self.env.invalidate_all()

        self.assertEqual((first.state, second.state), ("expired", "sent"))

    def test_nobody_takes_it(self):
        first, second = self.offer()
        self.answer(first, "D", 1)
        self.answer(second, "D", 2)

        (case,) = self.shipment.exception_ids
        self.assertEqual(
            (case.type, case.severity, case.state), ("tender", "3", "open")
        )
        self.assertIn("2", case.summary)
        self.assertFalse(self.shipment.open_tender_id)

    def test_an_acceptance_settles_the_case_of_the_decline(self):
        first, second = self.offer()
        self.answer(first, "D", 1)
        case = self.shipment.exception_ids
        self.assertEqual(case.state, "open")
        self.assertIn("declined", case.summary)
        with freeze_time(NOON + timedelta(minutes=1)):
            self.answer(second, "A", 2)

        self.assertEqual(case.state, "resolved")

    def test_too_late(self):
        first, second = self.offer()
        with freeze_time(NOON + timedelta(hours=3)):
            self.env["logistics.tender"]._expire_batch()
            self.answer(first, "A", 1)

        self.assertEqual((first.state, second.state), ("expired", "sent"))
        self.assertEqual(first.late_answer_at, NOON + timedelta(hours=3))
        self.assertEqual(self.told(self.acme), ["original", "cancel", "cancel"])
        self.assertFalse(self.shipment.integration_id)

    def test_too_late_but_nobody_else_wants_it(self):
        (only,) = self.offer(self.acme)
        with freeze_time(NOON + timedelta(hours=3)):
            self.env["logistics.tender"]._expire_batch()
            self.answer(only, "A", 1)
            self.assertEqual(only.state, "expired", "a person decides")
            only.action_accept()

        self.assertEqual(only.state, "accepted")
        self.assertEqual(self.shipment.integration_id, self.acme)

    def test_a_load_that_is_given_back_goes_on(self):
        first, second = self.offer()
        self.answer(first, "A", 1)
        with freeze_time(NOON + timedelta(hours=1)):
            self.answer(first, "D", 2)

        self.assertEqual((first.state, second.state), ("declined", "sent"))
        self.assertFalse(self.shipment.integration_id)
        self.assertEqual(self.shipment.state, "released")

    def test_a_carrier_that_cannot_be_written_to_is_left_out(self):
        self.bolt.edi_partner_id = False
        first, second, third = self.offer(self.acme, self.bolt, self.phone)
        self.answer(first, "D", 1)

        self.assertEqual((second.state, third.state), ("cancelled", "sent"))
        self.assertTrue(second.reason)

    # Bargaining

    def test_a_counter_offer_waits_for_a_person(self):
        first, second = self.offer()
        self.answer(first, "C", 1, extra=(Segment("K1", ("700 USD",)),))

        self.assertEqual((first.state, second.state), ("counter", "draft"))
        self.assertEqual(first.reason, "700 USD")
        self.assertTrue(first.activity_ids)
        with freeze_time(NOON + timedelta(days=1)):
            self.env["logistics.tender"]._expire_batch()
        self.assertEqual(first.state, "counter")

    def test_agreeing_to_a_counter_offer(self):
        first, second = self.offer()
        pickup = Segment("G62", ("69", "20260305", "U", "0900", "UT"))
        self.answer(first, "C", 1, extra=(pickup,))
        first.action_accept()

        self.assertEqual((first.state, second.state), ("accepted", "cancelled"))
        self.assertEqual(first.pickup_from, datetime(2026, 3, 5, 9, 0))
        self.assertEqual(self.told(self.acme), ["original", "change"])
        self.assertFalse(first.activity_ids)

    def test_turning_a_counter_offer_down(self):
        first, second = self.offer()
        self.answer(first, "C", 1)
        first.action_decline()

        self.assertEqual((first.state, second.state), ("declined", "sent"))
        self.assertEqual(self.told(self.acme), ["original", "cancel"])

    def test_a_counter_offer_in_a_currency_nobody_uses_here_is_kept_as_it_is(self):
        (tender,) = self.offer(self.phone)
        franc = self.env.ref("base.CHF")
        franc.active = False
        tender._answer(
            TenderResponse(
                number=tender.name,
                response="counter",
                price=Money(Decimal(700), "CHF"),
            )
        )
        self.assertEqual(tender.counter_currency_id, franc)
        tender.action_accept()
        self.assertEqual((tender.price, tender.currency_id), (700, franc))

    def test_a_counter_offer_that_cannot_be_is_not_agreed_to(self):
        for price in (Money(Decimal(-5), "USD"), Money(Decimal(5), "XQX")):
            with self.subTest(price):
                (tender,) = self.offer(self.phone)
                tender._answer(
                    TenderResponse(number=tender.name, response="counter", price=price)
                )
                self.assertEqual(tender.state, "counter")
                self.assertIn(str(price.amount), tender.reason)
                with self.assertRaisesRegex(UserError, "cannot be agreed to"):
                    tender.action_accept()
                tender.action_cancel()

    # Changing and withdrawing

    def test_who_does_not_want_it_changed_has_it_no_more(self):
        for end in ("decline", "silence", "withdrawal", "next"):
            with self.subTest(end):
                first, second = self.offer()
                first.action_accept()
                first.action_change()
                with freeze_time(fields.Datetime.now() + timedelta(hours=3)):
                    if end == "decline":
                        first.action_decline()
                    elif end == "silence":
                        self.env["logistics.tender"]._expire_batch()
                    elif end == "next":
                        first.action_next()
                    else:
                        first.action_cancel()
                    self.assertFalse(self.shipment.integration_id)
                    self.assertEqual(self.shipment.office_state, "released")
                    (first | second).filtered(
                        lambda t: t.state in ("draft", "sent")
                    ).action_cancel()

    def test_a_carrier_that_cannot_be_written_to_any_more_does_not_keep_the_load(self):
        first, second = self.offer()
        self.acme.edi_partner_id = False
        with freeze_time(NOON + timedelta(hours=2)):
            self.env["logistics.tender"]._expire_batch()

        self.assertEqual((first.state, second.state), ("expired", "sent"))
        self.assertIn("is withdrawn", "".join(str(m.body) for m in first.message_ids))

    def test_a_change_is_told_and_may_be_answered(self):
        first, _second = self.offer()
        self.answer(first, "A", 1)
        first.pickup_from = NOON + timedelta(days=2)
        first.action_change()

        self.assertEqual(self.told(self.acme), ["original", "change"])
        self.assertEqual(first.state, "sent")
        self.assertEqual(self.milestones().count("tendered"), 1)
        with freeze_time(NOON + timedelta(minutes=5)):
            self.answer(first, "A", 2)
        self.assertEqual(first.state, "accepted")

    def test_withdrawing_an_accepted_load(self):
        first, _second = self.offer()
        self.answer(first, "A", 1)
        with freeze_time(NOON + timedelta(minutes=5)):
            first.action_cancel()

        self.assertEqual(first.state, "cancelled")
        self.assertEqual(self.told(self.acme), ["original", "cancel"])
        self.assertFalse(self.shipment.integration_id)
        self.assertIn("booking_cancelled", self.milestones())

    def test_withdrawing_leaves_nobody_to_ask(self):
        first, second = self.offer()
        first.action_cancel()

        self.assertEqual((first | second).mapped("state"), ["cancelled"] * 2)

    def test_the_next_carrier_at_once(self):
        first, second = self.offer()
        first.action_next()

        self.assertEqual((first.state, second.state), ("cancelled", "sent"))

    def test_what_was_asked_is_not_deleted(self):
        first, second = self.offer()

        second.unlink()
        with self.assertRaises(UserError):
            first.unlink()

    # By hand, and by EDIFACT

    def test_a_carrier_that_is_telephoned(self):
        (tender,) = self.offer(self.phone)

        self.assertTrue(tender.is_by_hand)
        self.assertFalse(self.documents(self.phone))
        tender.action_accept()
        self.assertEqual(self.shipment.integration_id, self.phone)

    def test_a_forwarder_answers_a_firm_booking(self):
        forwarder = self.make_edi("edifact", folder=False)
        (tender,) = self.offer(forwarder)
        (document,) = self.documents(forwarder, edifact_files, "edifact", "IFTMBF")
        self.assertEqual(document.number, tender.name)

        confirmation = Transaction(
            "IFTMBC",
            segments=(
                Segment("BGM", ("770", "BOOK-1", "9", "AP")),
                Segment("RFF", (("ACW", tender.name),)),
                Segment("RFF", (("BN", "BOOK-1"),)),
            ),
        )
        data = self.edi(confirmation, standard="edifact")
        message = self.arrive(data, forwarder)

        self.assertEqual(message.state, "done")
        self.assertEqual(tender.state, "accepted")
        self.assertIn("BOOK-1", self.shipment.reference_ids.mapped("value"))

    # The wizard, the guide, the board

    def test_the_routing_guide_says_whom_to_ask(self):
        guide = self.env["logistics.routing.guide"].create(
            {
                "name": "South",
                "line_ids": [
                    Command.create({"integration_id": carrier.id})
                    for carrier in (self.bolt, self.acme, self.bolt)
                ],
            }
        )
        offer = self.env["logistics.tender.offer"].create(
            {"shipment_ids": [Command.set(self.shipment.ids)], "guide_id": guide.id}
        )

        self.assertEqual(
            offer.line_ids.sorted("sequence").integration_id.ids,
            [self.bolt.id, self.acme.id],
        )

    def test_a_shipment_is_offered_once_at_a_time(self):
        self.offer()

        with self.assertRaises(UserError):
            self.shipment.action_tender()

    def test_the_board_shows_who_is_being_asked(self):
        first, _second = self.offer()
        board = self.env["logistics.today"].board()
        (card,) = [one for one in board["cards"] if one["code"] == "tenders"]

        self.assertIn(first.id, [row["id"] for row in card["rows"]])
        self.assertIn(
            fields.Datetime.to_string(first.respond_by),
            [row["due"] for row in card["rows"]],
        )

    # Who may

    def test_dispatchers_tender_and_users_look(self):
        user = new_test_user(self.env, "looks", "logistics_base.group_user")
        dispatcher = new_test_user(
            self.env, "tenders", "logistics_base.group_dispatcher"
        )
        first, second = self.offer()

        self.assertEqual(first.with_user(user).state, "sent")
        with self.assertRaises(AccessError):
            first.with_user(user).action_next()
        first.with_user(dispatcher).action_next()
        self.assertEqual(second.state, "sent")

    def test_nobody_says_by_hand_what_a_carrier_said(self):
        dispatcher = new_test_user(self.env, "says", "logistics_base.group_dispatcher")
        first, second = self.offer()
        for claim in (
            {"state": "accepted"},
            {"offering": second.name},
            {"counter_price": 1.0},
            {"sent_at": False},
        ):
            with self.subTest(claim), self.assertRaises(AccessError):
                first.with_user(dispatcher).write(claim)
        first.with_user(dispatcher).action_accept()
        self.assertEqual(first.state, "accepted")
        first.with_user(dispatcher).action_change()
        first.with_user(dispatcher).action_decline()
        self.assertEqual(second.state, "sent")
        second.with_user(dispatcher).action_cancel()
        self.assertEqual(second.state, "cancelled")

    def test_a_dispatcher_fills_in_the_wizard(self):
        dispatcher = new_test_user(self.env, "asks", "logistics_base.group_dispatcher")
        action = self.shipment.with_user(dispatcher).action_tender()
        wizard = self.env["logistics.tender.offer"].with_user(dispatcher)
        form = Form(wizard.with_context(**action["context"]))
        with form.line_ids.new() as line:
            line.integration_id = self.acme
            line.price = 500
        offer = form.save()
        tenders = self.env["logistics.tender"].search(offer.action_offer()["domain"])

        self.assertEqual(tenders.mapped("state"), ["sent"])
        self.assertEqual((tenders.price, tenders.mode), (500, "ftl"))
        with Form(tenders.with_user(dispatcher)) as tender:
            tender.pickup_from = NOON + timedelta(days=3)
        self.assertEqual(tenders.pickup_from, NOON + timedelta(days=3))

    def test_a_carrier_is_written_to(self):
        self.phone.partner_id = self.customer
        self.customer.email = "orders@example.com"
        (tender,) = self.offer(self.phone)
        action = tender.action_email()
        composer = self.env["mail.compose.message"].with_context(**action["context"])
        mail = Form(composer).save()

        self.assertIn(tender.name, mail.subject)
        self.assertIn("Munich", mail.body)
        self.assertEqual(mail.partner_ids, self.customer)

    def test_another_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "stranger",
            "logistics_base.group_dispatcher",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        first, _second = self.offer()

        self.assertFalse(self.env["logistics.tender"].with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            first.with_user(stranger).read(["state"])
