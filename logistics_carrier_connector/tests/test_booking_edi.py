# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Carriers that are booked by message: IFTMIN out, IFTMBC in."""

from odoo.tests import tagged

from odoo.addons.logistics_base.protocols.edi import edifact
from odoo.addons.logistics_base.protocols.edi.registry import reader_of

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
