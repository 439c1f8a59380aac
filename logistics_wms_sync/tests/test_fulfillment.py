# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What warehouses tell of orders, as far as nothing is wrong with it."""

from odoo import fields
from odoo.tests import tagged

from .fulfillment_common import FulfillmentCase

SSCC, PALLET = "340123450000000017", "340123450000000024"


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

    def test_the_work_on_an_order_is_followed(self):
        # given
        order = self.make_order((self.product, 5))
        states = []
        # when
        for status in ("accepted", "allocated", "picking", "picked", "packed"):
            self.tell_of(order, status, partner_reference="ACME-7")
            states.append(order.state)
        # then
        expected = ["accepted", "allocated", "picking", "picking", "packed"]
        self.assertEqual(states, expected)
        self.assertEqual(order.partner_reference, "ACME-7")
        self.assertEqual(order.picking_id.state, "assigned")
        codes = order.shipment_id.milestone_ids.mapped("code")
        for code in ("allocated", "picking_started", "picked", "packed"):
            self.assertIn(code, codes)

    def test_picking_after_shipped_changes_nothing(self):
        # given
        order = self.make_order((self.product, 5))
        self.ship(order, (self.product, 5), is_final=True)
        # when
        message = self.tell_of(order, "picking")
        # then
        self.assertEqual((message.state, order.state), ("done", "shipped"))

    # Partly

    def test_what_is_missing_is_expected_to_follow(self):
        # given
        other = self.make_product(stock=10)
        order = self.make_order((self.product, 5), (other, 2))
        # when
        self.ship(order, (self.product, 3))
        # then
        backorder = order.picking_id.backorder_ids
        demand = {m.product_id: m.product_uom_qty for m in backorder.move_ids}
        self.assertEqual(demand, {self.product: 2, other: 2})
        self.assertEqual(order.state, "picking")
        self.assertEqual(sum(order.line_ids.mapped("backordered")), 4)
        self.assertIn("backordered", order.shipment_id.milestone_ids.mapped("code"))
        # when
        self.ship(order, (self.product, 2), (other, 2))
        # then
        self.assertEqual(backorder.state, "done")
        self.assertEqual(order.state, "shipped")
        self.assertEqual(order.sale_id.order_line.mapped("qty_delivered"), [5, 2])
        shipments = order.fulfillment_ids.shipment_id
        self.assertEqual(len(shipments), 2)
        self.assertEqual(set(shipments.mapped("state")), {"picked_up"})

    def test_a_final_shipment_leaves_nothing_to_follow(self):
        # given
        order = self.make_order((self.product, 5))
        # when
        self.ship(order, (self.product, 3), is_final=True)
        # then
        self.assertFalse(order.picking_id.backorder_ids)
        self.assertEqual(order.state, "short")
        self.assertEqual(order.line_ids.short, 2)
        self.assertEqual(order.sale_id.order_line.qty_delivered, 3)
        self.assertTrue(order.shipment_id.has_exception)
        self.assertIn("shorted", order.shipment_id.milestone_ids.mapped("code"))

    def test_what_is_shorted_is_called_off_and_the_rest_follows(self):
        # given
        order = self.make_order((self.product, 5))
        # when
        self.ship(order, (self.product, 2, {"shorted": 1}))
        # then
        backorder = order.picking_id.backorder_ids
        left = backorder.move_ids.filtered(lambda m: m.state != "cancel")
        self.assertEqual(left.product_uom_qty, 2)
        self.assertEqual(order.line_ids.short, 1)
        self.assertEqual(order.line_ids.open_quantity, 2)

    def test_all_short_ends_the_order(self):
        # given
        order = self.make_order((self.product, 5))
        # when
        self.tell_of(
            order, "short", lines=[{"sku": self.product.default_code, "shorted": 5}]
        )
        # then
        self.assertEqual(order.state, "short")
        self.assertEqual(order.picking_id.state, "cancel")
        self.assertEqual(self.on_shelf(self.product), 100)
        case = order.shipment_id.exception_ids
        self.assertEqual(case.type, "shortage")

    def test_a_shipment_told_after_the_final_one_is_taken_all_the_same(self):
        # given
        order = self.make_order((self.product, 5))
        self.ship(order, (self.product, 3), is_final=True)
        # when
        message = self.ship(order, (self.product, 2))
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(order.sale_id.order_line.qty_delivered, 5)
        self.assertEqual(order.line_ids.short, 0)
        self.assertEqual(self.on_shelf(self.product), 95)

    def test_a_cancellation_after_a_part_was_shipped_ends_the_rest(self):
        # given
        order = self.make_order((self.product, 5))
        self.ship(order, (self.product, 3))
        # when
        self.tell_of(order, "cancelled")
        # then
        self.assertEqual(order.state, "short")
        self.assertEqual(order.picking_id.backorder_ids.state, "cancel")

    # Once

    def test_a_shipment_told_twice_counts_once(self):
        # given
        order = self.make_order((self.product, 5))
        told = {"id": "S-1", "occurred_at": "2026-03-02T10:00:00+01:00"}
        self.ship(order, (self.product, 3), **told)
        # when
        again = self.ship(order, (self.product, 3), **told)
        told_by_poll = {"id": None, "occurred_at": "2026-03-02T09:00:00Z"}
        by_poll = self.ship(order, (self.product, 3), **told_by_poll)
        # then
        self.assertEqual((again | by_poll).mapped("state"), ["done", "done"])
        self.assertEqual(order.line_ids.shipped, 3)
        self.assertEqual(len(order.fulfillment_ids), 1)
        self.assertEqual(self.on_shelf(self.product), 97)

    def test_equal_shipments_with_ids_of_their_own_are_two(self):
        # given
        order = self.make_order((self.product, 5))
        when = "2026-03-02T10:00:00Z"
        # when
        self.ship(order, (self.product, 2), id="S-1", occurred_at=when)
        self.ship(order, (self.product, 2), id="S-2", occurred_at=when)
        # then
        self.assertEqual(order.line_ids.shipped, 4)

    def test_a_replay_changes_nothing(self):
        # given
        order = self.make_order((self.product, 5))
        message = self.ship(order, (self.product, 3))
        # when
        message.action_replay()
        self.drain()
        # then
        self.assertEqual(message.state, "done")
        self.assertEqual(order.line_ids.shipped, 3)

    # Which order

    def test_equal_numbers_of_two_warehouses_are_told_apart(self):
        # given
        other_wms = self.make_integration(kind="wms")
        elsewhere = self.make_warehouse(integration=other_wms)
        self.put(self.product, 50, warehouse=elsewhere)
        mine = self.make_order((self.product, 5))
        theirs = self.make_order((self.product, 4), warehouse=elsewhere)
        theirs.name = mine.name
        # when
        self.ship(theirs, (self.product, 4))
        # then
        self.assertEqual((mine.state, theirs.state), ("sent", "shipped"))
        self.assertEqual(self.on_shelf(self.product, elsewhere), 46)

    def test_equal_numbers_of_one_partner_need_the_warehouse(self):
        # given
        elsewhere = self.make_warehouse()
        self.put(self.product, 50, warehouse=elsewhere)
        mine = self.make_order((self.product, 5))
        theirs = self.make_order((self.product, 4), warehouse=elsewhere)
        theirs.name = mine.name
        # when
        unclear = self.ship(mine, (self.product, 4), warehouse=None)
        clear = self.ship(theirs, (self.product, 4))
        # then
        self.assertEqual(unclear.error_category, "ambiguous")
        self.assertEqual(clear.state, "done", clear.error_message)
        self.assertEqual((mine.state, theirs.state), ("sent", "shipped"))

    def test_news_of_an_order_not_released_yet_wait_for_it(self):
        # given
        delivery = self.make_delivery((self.product, 5))
        body = {
            "type": "warehouse.fulfillment",
            "data": {
                "id": "S-1",
                "order": delivery.name,
                "status": "shipped",
                "occurred_at": "2026-03-02T10:00:00Z",
                "lines": [{"sku": self.product.default_code, "quantity": 5}],
            },
        }
        early = self.tell(body, integration=self.wms)
        self.assertEqual(early.state, "parked")
        # when
        delivery._release()
        self.drain()
        # then
        self.assertEqual(early.state, "done", early.error_message)
        self.assertEqual(delivery.logistics_order_id.state, "shipped")

    # Lots

    def test_the_lot_that_was_shipped_is_taken(self):
        # given
        product = self.make_product(tracking="lot")
        first, second = (self.make_lot(product, name) for name in ("L1", "L2"))
        self.put(product, 5, lot=first)
        self.put(product, 5, lot=second)
        order = self.make_order((product, 4))
        self.assertEqual(order.picking_id.move_line_ids.lot_id, first)
        # when
        lots = [{"lot": "L2", "quantity": 3}, {"lot": "L1", "quantity": 1}]
        message = self.ship(order, (product, 4, {"lots": lots}))
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual((first.product_qty, second.product_qty), (4, 2))
        reserved = product.stock_quant_ids.mapped("reserved_quantity")
        self.assertEqual(set(reserved), {0})

    def test_serial_numbers_are_shipped_piece_by_piece(self):
        # given
        product = self.make_product(tracking="serial")
        lots = [self.make_lot(product, f"SN{at}") for at in range(3)]
        for lot in lots:
            self.put(product, 1, lot=lot)
        order = self.make_order((product, 2))
        # when
        message = self.ship(order, (product, 2, {"serials": ["SN2", "SN0"]}))
        # then
        self.assertEqual(message.state, "done", message.error_message)
        shipped = order.picking_id.move_line_ids.lot_id.mapped("name")
        self.assertEqual(sorted(shipped), ["SN0", "SN2"])
        self.assertEqual(lots[1].product_qty, 1)

    def test_a_new_lot_is_made_where_the_warehouse_may(self):
        # given
        product = self.make_product(tracking="lot")
        self.warehouse.logistics_lot_policy = "create"
        order = self.make_order((product, 2))
        # when
        lots = [{"lot": "NEW", "quantity": 2}]
        message = self.ship(order, (product, 2, {"lots": lots}))
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(order.picking_id.move_line_ids.lot_id.name, "NEW")

    def test_a_lot_left_out_is_the_reserved_one_where_the_warehouse_may(self):
        # given
        product = self.make_product(tracking="lot")
        self.put(product, 5, lot=self.make_lot(product, "L1"))
        self.warehouse.logistics_untold_policy = "reserved"
        order = self.make_order((product, 2))
        # when
        message = self.ship(order, (product, 2))
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(order.picking_id.move_line_ids.lot_id.name, "L1")

    # Units and lines

    def test_quantities_are_read_in_their_unit(self):
        # given
        order = self.make_order((self.product, 24))
        # when
        self.ship(order, (self.product, 2, {"unit": "Dozens"}))
        # then
        self.assertEqual(order.line_ids.shipped, 24)

    def test_lines_are_told_apart_by_their_number(self):
        # given
        order = self.make_order((self.product, 5), (self.product, 3))
        first, second = order.line_ids
        # when
        lines = [{"line": second.line, "quantity": 3}]
        self.tell_of(order, "shipped", id="S-1", lines=lines)
        # then
        self.assertEqual((first.shipped, second.shipped), (0, 3))

    def test_a_sku_of_two_lines_fills_the_first_one_first(self):
        # given
        order = self.make_order((self.product, 5), (self.product, 3))
        # when
        self.ship(order, (self.product, 6))
        # then
        self.assertEqual(order.line_ids.mapped("shipped"), [5, 1])

    def test_goods_that_are_not_in_stock_by_odoo_leave_all_the_same(self):
        # given
        product = self.make_product(stock=1)
        order = self.make_order((product, 3))
        order._send_releases()
        # when
        message = self.ship(order, (product, 3))
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(self.on_shelf(product), -2)

    # Several steps

    def test_all_steps_of_a_route_are_completed(self):
        for steps in ("pick_ship", "pick_pack_ship"):
            with self.subTest(steps=steps):
                # given
                warehouse = self.make_warehouse(delivery_steps=steps)
                self.put(self.product, 20, warehouse=warehouse)
                order = self.make_order((self.product, 5), warehouse=warehouse)
                packages = [{"reference": "BOX-1", "tracking_number": "1Z9"}]
                # when
                message = self.ship(order, (self.product, 3), packages=packages)
                # then
                self.assertEqual(message.state, "done", message.error_message)
                sale = order.sale_id
                self.assertEqual(sale.order_line.qty_delivered, 3)
                self.assertEqual(self.on_shelf(self.product, warehouse), 17)
                # when
                message = self.ship(order, (self.product, 1), is_final=True)
                # then
                self.assertEqual(message.state, "done", message.error_message)
                self.assertEqual(sale.order_line.qty_delivered, 4)
                self.assertEqual(order.state, "short")
                states = set(sale.picking_ids.mapped("state"))
                self.assertLessEqual(states, {"done", "cancel"})

    # Packages

    def test_packages_are_packed_as_the_warehouse_says(self):
        # given
        other = self.make_product(stock=10)
        order = self.make_order((self.product, 5), (other, 2))
        carton = self.env["stock.package.type"].create({"name": "Carton M"})
        self.env["logistics.code.map"].create(
            {
                "integration_id": self.wms.id,
                "domain": "package_type",
                "external_code": "CTN25",
                "canonical_code": "Carton M",
            }
        )
        packages = [
            {"reference": PALLET, "type": "pallet", "weight": 30.0},
            {
                "reference": SSCC,
                "parent": PALLET,
                "type": "CTN25",
                "tracking_number": "1Z-1",
                "weight": 2.5,
                "length": 30,
                "width": 20,
                "height": 10,
                "contents": [
                    {"sku": self.product.default_code, "quantity": 3},
                    {"sku": other.default_code, "quantity": 2},
                ],
            },
            {
                "reference": "BOX-2",
                "parent": PALLET,
                "tracking_number": "1Z-2",
                "contents": [{"sku": self.product.default_code, "quantity": 2}],
            },
        ]
        # when
        message = self.ship(order, (self.product, 5), (other, 2), packages=packages)
        # then
        self.assertEqual(message.state, "done", message.error_message)
        packed = {
            (line.result_package_id.name, line.product_id): line.quantity
            for line in order.picking_id.move_line_ids
        }
        expected = {
            (SSCC, self.product): 3,
            (SSCC, other): 2,
            ("BOX-2", self.product): 2,
        }
        self.assertEqual(packed, expected)
        box = order.picking_id.move_line_ids.result_package_id.filtered("valid_sscc")
        self.assertEqual(box.parent_package_id.name, PALLET)
        self.assertEqual(box.package_type_id, carton)
        self.assertEqual(box.shipping_weight, 2.5)
        self.assertEqual(box.logistics_tracking_number, "1Z-1")
        of_shipment = order.shipment_id.package_ids
        self.assertEqual(len(of_shipment), 3)
        piece = of_shipment.filtered(lambda p: p.name == SSCC)
        self.assertEqual(piece.parent_id.package_type, "pallet")
        self.assertEqual((piece.weight, piece.length), (2.5, 30))
        self.assertEqual(
            set(piece.reference_ids.mapped(lambda r: (r.type, r.value))),
            {("tracking", "1Z-1"), ("sscc", SSCC)},
        )
        self.assertEqual(set(of_shipment.mapped("state")), {"picked_up"})

    def test_packages_alone_tell_what_was_shipped(self):
        # given
        order = self.make_order((self.product, 5))
        packages = [
            {"contents": [{"sku": self.product.default_code, "quantity": quantity}]}
            for quantity in (2, 3)
        ]
        # when
        message = self.tell_of(order, "shipped", id="S-1", packages=packages)
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(order.line_ids.shipped, 5)
        self.assertEqual(len(order.picking_id.move_line_ids.result_package_id), 2)

    def test_the_only_package_holds_all(self):
        # given
        order = self.make_order((self.product, 5))
        # when
        self.ship(order, (self.product, 5), packages=[{"tracking_number": "1Z9"}])
        # then
        package = order.picking_id.move_line_ids.result_package_id
        self.assertEqual(package.name, "1Z9")
        self.assertEqual(order.shipment_id.tracking_reference, "1Z9")

    # The shipment

    def test_the_carrier_that_the_warehouse_names_executes_the_shipment(self):
        # given
        carrier = self.make_integration(name="Parcel Post", kind="carrier")
        self.env["logistics.code.map"].create(
            {
                "integration_id": self.wms.id,
                "domain": "carrier",
                "external_code": "PP-GROUND",
                "canonical_code": carrier.code,
            }
        )
        order = self.make_order((self.product, 5))
        # when
        self.ship(
            order,
            (self.product, 5),
            carrier="PP-GROUND",
            service_code="ground",
            references=[{"type": "bol", "value": "BOL-9"}],
        )
        # then
        shipment = order.shipment_id
        self.assertEqual(shipment.integration_id, carrier)
        self.assertIn("BOL-9", shipment.reference_ids.mapped("value"))
        self.assertIn(order.picking_id.name, shipment.reference_ids.mapped("value"))

    def test_carriers_news_find_the_shipment_by_the_tracking_number(self):
        # given
        order = self.make_order((self.product, 5))
        self.ship(order, (self.product, 5), packages=[{"tracking_number": "1Z9"}])
        # when
        now = fields.Datetime.now()
        body = self.event("1Z9", "delivered")
        body["data"]["occurred_at"] = now.isoformat() + "Z"
        self.tell(body)
        # then
        self.assertEqual(order.shipment_id.state, "delivered")

    def test_what_happened_before_it_was_told_keeps_its_time(self):
        # given
        order = self.make_order((self.product, 5))
        # when
        self.ship(order, (self.product, 5), occurred_at="2026-03-02T10:00:00Z")
        # then
        when = fields.Datetime.to_datetime("2026-03-02 10:00:00")
        self.assertEqual(order.fulfillment_ids.occurred_at, when)
        milestone = order.shipment_id.milestone_ids.filtered(
            lambda one: one.code == "dispatched"
        )
        self.assertEqual(milestone.occurred_at, when)
