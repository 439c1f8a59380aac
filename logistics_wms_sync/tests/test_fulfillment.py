# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What warehouses tell of orders, as far as nothing is wrong with it."""

from odoo.tests import tagged

from .fulfillment_common import FulfillmentCase


@tagged("post_install", "-at_install")
class TestFulfillment(FulfillmentCase):
    def test_a_whole_order_is_shipped(self):
        # given
        order = self.make_order((self.product, 5))
        # when
        message = self.ship(order, (self.product, 5), is_final=True)
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(order.state, "shipped")
        self.assertEqual(order.picking_id.state, "done")
        self.assertEqual(order.line_ids.shipped, 5)
        self.assertEqual(order.sale_id.order_line.qty_delivered, 5)
        self.assertEqual(self.on_shelf(self.product), 95)
        self.assertEqual(order.shipment_id.state, "picked_up")
        self.assertEqual(order.fulfillment_ids.picking_ids, order.picking_id)
        self.assertEqual(message.correlation_id, order.correlation_id)
