# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .booking_common import BookingCase


@tagged("-at_install", "post_install")
class TestRetentionBooking(BookingCase):
    """Labels and addresses go with the person, or when their time has come."""

    def setUp(self):
        super().setUp()
        self.person = self.customer.copy({"name": "Ada Lovelace", "is_company": False})
        self.picking = self.make_delivery()
        self.picking.partner_id = self.person

    def booked(self):
        """Return the booking of the delivery, with its label."""
        self.picking.action_get_labels()
        self.work()
        booking = self.picking.booking_id.sudo()
        self.assertEqual(booking.state, "ready")
        self.assertTrue(booking.label_ids)
        self.assertIn("Ada Lovelace", json.dumps(booking.request))
        return booking

    def forget(self):
        wizard = self.env["logistics.forget.person"].create(
            {"partner_id": self.person.id, "reason": "asked for it"}
        )
        messages = wizard._messages(wizard._shipments())
        messages.filtered(lambda m: m.state not in ("done", "discarded")).sudo().write(
            {"state": "done"}
        )
        wizard.action_forget()

    def test_a_person_is_forgotten_in_labels_and_requests(self):
        booking = self.booked()
        labels = booking.label_ids
        self.forget()
        self.assertFalse(labels.exists())
        self.assertFalse(booking.request or booking.answer)
        self.assertTrue(booking.tracking_number)

    def test_what_is_being_booked_is_finished_first(self):
        self.picking.action_get_labels()
        self.assertEqual(self.picking.booking_id.state, "pending")
        with self.assertRaises(UserError):
            self.forget()

    def test_labels_go_when_their_time_has_come(self):
        booking = self.booked()
        policy = self.env["logistics.retention.policy"].create(
            {"kind": "booking", "days": 30}
        )
        self.env.flush_all()
        for days, is_kept in ((29, True), (31, False)):
            at = fields.Datetime.now() + timedelta(days=days)
            with freeze_time(at):
                self.assertEqual(booking.id not in policy._due(0), is_kept)
