# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import WarehouseCase


@tagged("post_install", "-at_install")
class TestReleaseRights(WarehouseCase):
    """Whoever works on sales and deliveries, each with no more than the own rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = ["sales_team.group_sale_salesman_all_leads"]
        # Where purchases are, Odoo reads what was bought for a sale that is cancelled.
        if "purchase.order" in cls.env:
            groups.append("purchase.group_purchase_user")
        cls.salesman = new_test_user(cls.env, "wms-sales", ",".join(groups))
        cls.picker = new_test_user(cls.env, "wms-picker", "stock.group_stock_user")
        cls.dispatcher = new_test_user(
            cls.env, "wms-dispatcher", "logistics_base.group_dispatcher"
        )
        cls.widget = cls.make_product("WIDGET", stock=50)

    def test_a_salesman_sells_changes_and_cancels_what_a_warehouse_ships(self):
        # given
        sale = self.make_sale((self.widget, 2), confirm=False)
        sale.with_user(self.salesman).action_confirm()
        self.release_due()
        order = sale.picking_ids.logistics_order_id
        self.assertEqual(order.state, "sent")
        # when
        sale.order_line.with_user(self.salesman).product_uom_qty = 4
        self.release_due()
        # then
        self.assertEqual(self.sent(order)[-1]["lines"][0]["quantity"], 4.0)
        # when
        sale.with_user(self.salesman)._action_cancel()
        # then
        self.assertEqual(
            (order.cancel_state, sale.picking_ids.state), ("asked", "assigned")
        )

    def test_a_dispatcher_releases_keeps_back_and_cancels(self):
        delivery = self.make_delivery((self.widget, 1))
        mine = delivery.with_user(self.dispatcher)
        mine.action_logistics_release()
        order = mine.logistics_order_id
        self.assertEqual((order.state, order.line_ids.ordered), ("sent", 1.0))
        order.action_cancel()
        self.assertEqual(order.cancel_state, "asked")
        blocked = self.make_order((self.make_product(), 1))
        (blocked | order).with_user(self.dispatcher).action_hold()
        self.assertTrue(blocked.is_on_hold)
        with self.assertRaisesRegex(UserError, "With the warehouse already"):
            order.action_hold()

    def test_a_picker_reads_what_the_warehouse_does(self):
        order = self.make_order((self.widget, 1)).with_user(self.picker)
        self.assertEqual(order.read(["state"])[0]["state"], "sent")
        with self.assertRaises(AccessError):
            order.write({"substitution": "yes"})

    def test_only_managers_overrule(self):
        order = self.make_order((self.make_product(), 1))
        force = self.env["logistics.warehouse.order.force"].with_user(self.dispatcher)
        with self.assertRaises(AccessError):
            force.create({"order_id": order.id, "what": "release", "reason": "So"})

    def test_orders_of_other_companies_are_not_seen(self):
        order = self.make_order((self.widget, 1))
        company = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "wms-stranger",
            "logistics_base.group_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        self.assertNotIn(order, self.orders.with_user(stranger).search([]))
