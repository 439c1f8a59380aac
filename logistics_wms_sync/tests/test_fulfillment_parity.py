# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a warehouse tells has the same effect in stock as Odoo's own buttons."""

from odoo.fields import Command
from odoo.tests import tagged

from .fulfillment_common import FulfillmentCase


@tagged("post_install", "-at_install")
class TestFulfillmentParity(FulfillmentCase):
    def facts(self, picking):
        """Return what stock and its value say of a transfer and its backorder."""

        def of_move(move):
            return (
                move.state,
                move.quantity,
                move.product_uom_qty,
                move.value if "value" in move._fields else 0,
                sorted(move.move_line_ids.mapped("quantity")),
                move.sale_line_id.qty_delivered,
            )

        return [
            [of_move(move) for move in each.move_ids.sorted("id")]
            for each in picking | picking.backorder_ids
        ]

    def stock_of(self, product):
        return sorted(
            (quant.location_id.usage, quant.quantity, quant.reserved_quantity)
            for quant in product.stock_quant_ids
        )

    def test_a_part_is_shipped_as_by_hand(self):
        # given
        told, own = (
            self.make_product(stock=20, standard_price=7, weight=2) for _at in range(2)
        )
        order = self.make_order((told, 5))
        delivery = self.make_delivery((own, 5))
        # when
        self.ship(order, (told, 3))
        delivery.move_ids.write({"quantity": 3, "picked": True})
        delivery.with_context(logistics_told=True)._action_done()
        # then
        self.assertEqual(self.facts(order.picking_id), self.facts(delivery))
        self.assertEqual(self.stock_of(told), self.stock_of(own))
        self.assertEqual(told.qty_available, 17)

    def test_what_is_sold_by_the_dozen_is_shipped_by_the_piece(self):
        # given
        dozen = self.env.ref("uom.product_uom_dozen")
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "warehouse_id": self.warehouse.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": 2,
                            "product_uom_id": dozen.id,
                        }
                    )
                ],
            }
        )
        sale.action_confirm()
        sale.picking_ids._release()
        order = sale.picking_ids.logistics_order_id
        self.assertEqual(order.line_ids.ordered, 24)
        # when
        message = self.ship(order, (self.product, 12))
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(sale.order_line.qty_delivered, 1)
        self.assertEqual(self.on_shelf(self.product), 88)
        # when
        self.ship(order, (self.product, 12))
        # then
        self.assertEqual((sale.order_line.qty_delivered, order.state), (2, "shipped"))

    def test_goods_of_another_owner_are_taken_from_that_owners_stock(self):
        # given
        owner = self.env["res.partner"].create({"name": "Consignor"})
        product = self.make_product(stock=10)
        self.env["stock.quant"]._update_available_quantity(
            product, self.warehouse.lot_stock_id, 10, owner_id=owner
        )
        delivery = self.make_delivery((product, 4))
        delivery.do_unreserve()
        delivery.owner_id = owner
        delivery.move_ids.restrict_partner_id = owner
        delivery.action_assign()
        delivery._release()
        # when
        message = self.ship(delivery.logistics_order_id, (product, 4))
        # then
        self.assertEqual(message.state, "done", message.error_message)
        shelf = self.warehouse.lot_stock_id
        left = {
            quant.owner_id: quant.quantity
            for quant in product.stock_quant_ids
            if quant.location_id == shelf
        }
        self.assertEqual(left, {owner: 6, self.env["res.partner"]: 10})

    def test_goods_that_lie_in_another_shelf_of_the_warehouse_are_taken_there(self):
        # given
        shelf = self.env["stock.location"].create(
            {"name": "Shelf 2", "location_id": self.warehouse.lot_stock_id.id}
        )
        product = self.make_product(tracking="lot")
        first, second = (self.make_lot(product, name) for name in ("L1", "L2"))
        self.put(product, 5, lot=first)
        self.put(product, 5, lot=second, location=shelf)
        order = self.make_order((product, 2))
        # when
        lots = [{"lot": "L2", "quantity": 2}]
        self.ship(order, (product, 2, {"lots": lots}))
        # then
        self.assertEqual(order.picking_id.move_line_ids.location_id, shelf)
        self.assertEqual(second.product_qty, 3)
        self.assertFalse(product.stock_quant_ids.filtered(lambda q: q.quantity < 0))

    def test_a_whole_package_on_the_shelf_is_shipped_as_it_is(self):
        # given
        product = self.make_product()
        pallet = self.env["stock.package"].create({"name": "PALLET-7"})
        self.env["stock.quant"]._update_available_quantity(
            product, self.warehouse.lot_stock_id, 10, package_id=pallet
        )
        order = self.make_order((product, 10))
        # when
        packages = [{"reference": "PALLET-7", "tracking_number": "T-7"}]
        message = self.ship(order, (product, 10), packages=packages)
        # then
        self.assertEqual(message.state, "done", message.error_message)
        line = order.picking_id.move_line_ids
        self.assertEqual(line.package_id, pallet)
        self.assertEqual(line.result_package_id, pallet)
        self.assertEqual(pallet.location_id.usage, "customer")
