# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .order_common import OrderCase

TAKEOVER = "odoo.addons.logistics_carrier_connector.models.stock_picking_takeover"


@tagged("post_install", "-at_install")
class TestTakeOver(OrderCase):
    """Deliveries that were open before the addon was installed or upgraded."""

    def delivery_of_old(self, **vals):
        """Return an open delivery as it was left without this addon."""
        pickings = type(self.env["stock.picking"])
        with patch.object(pickings, "_logistics_sync", lambda self: None):
            delivery = self.make_order().picking_ids
            delivery.write(vals)
        return delivery

    def test_open_deliveries_get_their_shipments(self):
        deliveries = self.delivery_of_old() | self.delivery_of_old()

        self.env["stock.picking"]._logistics_take_over()

        self.assertEqual(len(deliveries.logistics_shipment_id), 2)

    def test_taking_over_twice_makes_nothing_twice(self):
        delivery = self.delivery_of_old()
        self.env["stock.picking"]._logistics_take_over()
        shipment = delivery.logistics_shipment_id

        self.env["stock.picking"]._logistics_take_over()

        self.assertEqual(delivery.logistics_shipment_id, shipment)

    def test_a_shipment_made_by_hand_for_the_parcel_is_taken(self):
        delivery = self.delivery_of_old(carrier_tracking_ref="TKO123456785")
        known = self.make_shipment(
            reference_ids=[(0, 0, {"type": "tracking", "value": "TKO 123456785"})]
        )

        self.env["stock.picking"]._logistics_take_over()

        self.assertEqual(delivery.logistics_shipment_id, known)
        self.assertFalse(known.exception_ids)

    def test_one_that_cannot_be_taken_over_stops_nobody(self):
        bad, good = self.delivery_of_old(), self.delivery_of_old()
        create = type(bad)._logistics_create_shipments

        def fail_for_bad(pickings):
            if bad in pickings:
                raise ValueError("no way")
            return create(pickings)

        with (
            patch.object(type(bad), "_logistics_create_shipments", fail_for_bad),
            mute_logger(TAKEOVER),
        ):
            self.env["stock.picking"]._logistics_take_over()

        self.assertFalse(bad.logistics_shipment_id)
        self.assertTrue(good.logistics_shipment_id)
