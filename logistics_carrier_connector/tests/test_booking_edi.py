# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Carriers that are booked by message: IFTMIN out, IFTMBC in."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.logistics_base.protocols.edi import edifact
from odoo.addons.logistics_base.protocols.edi.registry import reader_of
from odoo.addons.logistics_base.transport.call_errors import CallError

from .booking_common import BookingCase

CONFIRMATION = (
    "UNB+UNOC:3+NORDWIND+KONTOR+260302:0930+{control}'UNH+1+IFTMBC:D:01B:UN'"
    "BGM+770+BOOK-1+{function}'RFF+ACW:{key}'RFF+BN:BOOK-1'UNT+5+1'UNZ+1+{control}'"
)


@tagged("post_install", "-at_install")
class TestBookingByMessage(BookingCase):
    def setUp(self):
        super().setUp()
        self.forwarder = self.make_integration(
            preset="edifact", edi_our_id="KONTOR", edi_partner_id="NORDWIND"
        )
        service = self.service.copy(
            {"integration_id": self.forwarder.id, "code": "GROUPAGE"}
        )
        carrier = self.make_carrier(
            logistics_integration_id=self.forwarder.id, logistics_service_id=service.id
        )
        self.picking = self.make_delivery(carrier=carrier)

    def book(self):
        self.validate(self.picking)
        self.work()
        self.env.invalidate_all()
        return self.picking.booking_id

    def sent(self):
        """Return what the forwarder reads of the requests to it."""
        messages = self.env["logistics.message"].search(
            [
                ("integration_id", "=", self.forwarder.id),
                ("document_type", "=", "booking.request"),
            ],
            order="id",
        )
        return [
            reader_of("edifact", "IFTMIN")(transaction, interchange, {})[0]
            for message in messages
            for interchange in edifact.read(message._body())
            for _group, transaction in interchange.transactions()
        ]

    def answer(self, booking, function="9+AP", control=1):
        data = CONFIRMATION.format(
            key=booking.key, function=function, control=control
        ).encode()
        message = self.forwarder.receive(data, filename="iftmbc.edi")
        self.drain()
        return message

    def test_a_booking_is_requested_by_one_message(self):
        booking = self.book()
        self.work()

        self.assertEqual(booking.state, "requested")
        (request,) = self.sent()
        self.assertEqual((request.key, request.service_code), (booking.key, "GROUPAGE"))
        self.assertEqual(request.consignment.ship_to.city, "Berlin")
        self.assertFalse(self.ledger.calls, "nobody is called")

    def test_the_confirmation_makes_it_ready(self):
        booking = self.book()
        message = self.answer(booking)

        self.assertEqual(message.state, "done")
        self.assertEqual((booking.state, booking.external_id), ("ready", "BOOK-1"))
        self.work()
        self.assertEqual(self.picking.carrier_tracking_ref, "BOOK-1")

    def test_pending_and_the_same_answer_again_change_nothing(self):
        booking = self.book()
        self.answer(booking, "9+PE", 1)
        self.assertEqual(booking.state, "requested")
        self.answer(booking, "9+AP", 2)
        again = self.answer(booking, "9+AP", 3)

        self.assertEqual((booking.state, again.state), ("ready", "done"))

    def test_a_rejection_fails_it(self):
        booking = self.book()
        self.answer(booking, "9+RE")

        self.assertEqual(booking.state, "failed")

    def test_what_cannot_be_written_fails_with_the_reason(self):
        self.forwarder.edi_partner_id = False
        booking = self.book()

        self.assertEqual((booking.state, booking.error_category), ("failed", "invalid"))
        self.assertFalse(self.sent())

    # The request does not get there

    def send_all(self):
        """Run the outbox as its worker would."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env(cr=cr)["logistics.message"]._drain_outbox()
        self.env.invalidate_all()

    def break_the_way(self, error):
        """Let messages meet an error on their way."""
        message = type(self.env["logistics.message"])

        def fail(_message):
            raise error

        self.startPatcher(patch.object(message, "_transport", fail))

    def test_a_request_that_cannot_be_sent_fails_and_the_transfer_says_so(self):
        # given a forwarder whom no way leads to
        booking = self.book()
        # when the outbox gives the request up
        self.send_all()
        # then nothing was booked, and people see why
        self.assertEqual(booking.message_id.state, "dead")
        self.assertEqual((booking.state, booking.unsure), ("failed", False))
        self.assertEqual(self.picking.label_state, "failed")
        self.assertIn("Nothing tells how", self.picking.label_message)
        self.assertTrue(booking.activity_ids)

    def test_a_request_that_may_have_been_sent_is_in_doubt(self):
        booking = self.book()
        self.break_the_way(CallError("uncertain", "The connection was cut."))
        self.send_all()

        self.assertEqual(booking.message_id.state, "in_doubt")
        self.assertEqual((booking.state, booking.unsure), ("in_doubt", True))
        self.assertEqual(self.picking.label_state, "in_doubt")

    def test_after_a_doubt_nothing_that_fails_makes_it_certain(self):
        # given a request in doubt that a person has sent again
        booking = self.book()
        self.break_the_way(CallError("uncertain", "The connection was cut."))
        self.send_all()
        booking.message_id._send_again()
        self.assertEqual(booking.state, "requested")
        # when it is given up this time, for certain
        self.break_the_way(UserError("There is no folder any more."))
        self.send_all()
        # then the first time is as doubtful as before
        self.assertEqual(booking.state, "in_doubt")

    def test_one_that_was_posted_more_than_once_may_have_arrived(self):
        # given an address to which messages may be posted repeatedly
        self.forwarder.outbox_repeatable = True
        booking = self.book()
        self.break_the_way(CallError("uncertain", "The connection was cut."))
        self.send_all()
        self.assertEqual(booking.state, "requested", "it is tried again")
        # when the last of many tries fails
        booking.message_id.sudo().write({"attempts": 99, "next_attempt_at": False})
        self.send_all()
        self.assertEqual(booking.message_id.state, "in_doubt")
        # then nobody knows
        self.assertEqual(booking.state, "in_doubt")

    def test_a_message_the_forwarder_rejects_books_nothing(self):
        booking = self.book()
        booking.message_id._set_arrived("for the test")
        booking.message_id.ack_note = "segment TSR is missing"
        booking.message_id._set_rejected()

        self.assertEqual(booking.state, "failed")
        self.assertIn("TSR", self.picking.label_message)

    def test_sending_it_again_makes_it_requested_again(self):
        booking = self.book()
        self.send_all()
        booking.message_id._send_again()

        self.assertEqual((booking.state, booking.error_message), ("requested", False))
        self.assertFalse(booking.activity_ids)

    def test_that_it_arrived_after_all_ends_the_doubt(self):
        booking = self.book()
        self.break_the_way(CallError("uncertain", "The connection was cut."))
        self.send_all()
        booking.message_id._set_arrived("They have it.")

        self.assertEqual((booking.state, booking.unsure), ("requested", False))

    def test_a_request_that_was_made_anew_is_not_sent_beside_it(self):
        # given a request that was given up, and one that took its place
        booking = self.book()
        self.send_all()
        old = booking.message_id
        booking.action_try_again()
        self.work()
        self.assertNotEqual(booking.message_id, old)
        # when somebody wants to send the old one again
        with self.assertRaises(UserError):
            old.action_replay()
        # then only one is on its way
        self.assertEqual(old.state, "dead")
        self.assertEqual(booking.state, "requested")

    def test_what_nobody_wants_any_more_and_was_not_sent_is_cancelled(self):
        booking = self.book()
        booking._call_off()
        self.send_all()

        self.assertEqual(booking.state, "cancelled")

    def test_a_cancellation_that_cannot_be_sent_is_told(self):
        # given a request that arrived, and was confirmed
        booking = self.book()
        booking.message_id._set_arrived("for the test")
        self.answer(booking)
        # when it is called off, and no way leads there any more
        booking._call_off()
        self.work()
        self.send_all()
        self.send_all()
        # then the carrier may come: people have to tell it
        self.assertEqual(booking.state, "cancelling")
        self.assertTrue(booking.activity_ids)

    def test_calling_it_off_tells_the_carrier_and_waits_for_its_word(self):
        booking = self.book()
        self.answer(booking)
        self.work()
        booking._call_off()
        self.work()
        self.work()

        self.assertEqual(booking.state, "cancelling")
        self.assertEqual([r.purpose for r in self.sent()], ["original", "cancel"])
        self.answer(booking, "1", 2)
        self.assertEqual(booking.state, "cancelled")
