# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .booking_common import BookingCase


@tagged("-at_install", "post_install")
class TestBooking(BookingCase):
    """From a validated transfer to a label, once."""

    def test_validating_a_delivery_gets_its_label(self):
        # given a delivery with a carrier of ours
        picking = self.make_delivery()
        # when it is validated
        self.validate(picking)
        # then the stock has moved, and the label is on its way
        self.assertEqual(picking.state, "done")
        self.assertEqual(picking.label_state, "pending")
        self.assertFalse(picking.carrier_tracking_ref)
        # when the engine works
        self.work()
        # then the label is there, and all Odoo's fields tell of it
        self.assertEqual(picking.label_state, "ready")
        self.assertEqual(picking.carrier_tracking_ref, "T000010")
        self.assertEqual(picking.carrier_price, 12.5)
        self.assertEqual(len(picking.booking_id.label_ids), 1)
        self.assertEqual(
            picking.booking_id.label_ids.name, "LabelShipping-logistics-T000010.pdf"
        )
        self.assertIn("T000010", picking.message_ids[0].body)
        self.assertEqual(picking.message_ids[0].attachment_ids.res_id, picking.id)
        self.assertEqual(len(self.ledger.booked), 1)
