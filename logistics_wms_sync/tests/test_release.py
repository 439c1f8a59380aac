# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import WarehouseCase


@tagged("post_install", "-at_install")
class TestRelease(WarehouseCase):
    def test_a_reserved_delivery_is_sent_by_itself(self):
        # given
        widget = self.make_product("WIDGET", stock=10)
        # when
        sale = self.make_sale((widget, 3), client_order_ref="PO-77")
        self.release_due()
        # then
        order = sale.picking_ids.logistics_order_id
        self.assertEqual((order.state, order.revision), ("sent", 1))
        [release] = self.sent(order)
        self.assertEqual(release["number"], sale.picking_ids.name)
        self.assertEqual(release["warehouse"], self.warehouse.logistics_code)
        self.assertEqual(release["ship_to"]["country"], "DE")
        [line] = release["lines"]
        self.assertEqual((line["sku"], line["quantity"]), ("WIDGET", 3.0))
        self.assertIn({"type": "customer", "value": "PO-77"}, release["references"])
