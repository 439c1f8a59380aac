# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.logistics_carrier_connector.tests.booking_common import BookingCase


@tagged("-at_install", "post_install")
class TestBooked(BookingCase):
    """From a label to what the carrier may bill for it, and back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff = cls.env["logistics.tariff"].create(
            {
                "name": "Express",
                "service_id": cls.service.id,
                "date_from": "2020-01-01",
                "per_piece": True,
                "zone_ids": [
                    Command.create(
                        {"name": "1", "break_ids": [Command.create({"price": 4.0})]}
                    )
                ],
            }
        )
        cls.tariff.action_put_in_force()

    def book(self, **vals):
        """Return the shipment of a delivery whose label is there."""
        picking = self.make_delivery(**vals)
        picking.action_get_label()
        self.work()
        self.hand_on()
        return picking, picking.booking_ids.shipment_id

    def test_what_was_booked_is_what_may_be_billed(self):
        _picking, shipment = self.book(packages=2)
        expectation = shipment.expectation_ids
        # two pieces, each at its price
        self.assertEqual(expectation.amount, 8.0)
        self.assertEqual(expectation.tariff_id, self.tariff)
        self.assertEqual(expectation.actual_weight, 3.0)
        # and the event that followed made no second version
        self.assertEqual(expectation.version, 1)

    def test_a_label_that_is_called_off_may_not_be_billed(self):
        picking, shipment = self.book()
        self.assertEqual(shipment.expected_cost, 4.0)
        picking.action_cancel()
        self.work()
        self.hand_on()
        self.assertTrue(shipment.expectation_ids.is_void)
        self.assertEqual(shipment.expected_cost, 0.0)
        self.assertEqual(shipment.expectation_ids.version_ids.amount, 4.0)
