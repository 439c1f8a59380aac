# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What warehouses tell of orders that cannot be so."""

from odoo.tests import tagged

from .fulfillment_common import FulfillmentCase


@tagged("post_install", "-at_install")
class TestFulfillmentHostile(FulfillmentCase):
    def assertRefused(self, message, words, category="value"):
        """Assert that a message was refused with such words, and changed no stock."""
        self.assertEqual(message.state, "dead", message.error_message)
        self.assertEqual(message.error_category, category)
        self.assertIn(words, message.error_message)

    def serials(self, *names, warehouse=None):
        """Return a product of which there are pieces with these serial numbers."""
        product = self.make_product(tracking="serial")
        for name in names:
            lot = self.make_lot(product, name)
            self.put(product, 1, lot=lot, warehouse=warehouse)
        return product

    # Products and units

    def test_an_unknown_sku_waits_until_somebody_says_what_it_is(self):
        # given
        order = self.make_order((self.product, 5))
        lines = [{"sku": "THEIR-1", "quantity": 5}]
        message = self.tell_of(order, "shipped", id="S-1", lines=lines)
        self.assertEqual((message.state, message.error_category), ("parked", "binding"))
        self.assertIn("THEIR-1", message.error_message)
        # when
        binding = self.env["logistics.binding"].search(
            [("external_id", "=", "THEIR-1"), ("integration_id", "=", self.wms.id)]
        )
        binding.write({"res_id": self.product.id, "state": "bound"})
        self.drain()
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(order.state, "shipped")

    def test_a_product_that_was_not_ordered_is_refused(self):
        # given
        other = self.make_product(stock=5)
        order = self.make_order((self.product, 5))
        # when
        message = self.ship(order, (other, 1))
        # then
        self.assertRefused(message, "is not on")
        self.assertEqual(self.on_shelf(other), 5)

    def test_an_unknown_unit_is_refused(self):
        # given
        order = self.make_order((self.product, 5))
        # when
        message = self.ship(order, (self.product, 5, {"unit": "BUSHEL"}))
        # then
        self.assertRefused(message, "BUSHEL", "mapping")

    def test_a_unit_that_measures_something_else_is_refused(self):
        # given
        order = self.make_order((self.product, 5))
        # when
        message = self.ship(order, (self.product, 5, {"unit": "kg"}))
        # then
        self.assertRefused(message, "kg", "mapping")

    # Quantities

    def test_more_than_ordered_is_refused(self):
        # given
        order = self.make_order((self.product, 5))
        # when
        message = self.ship(order, (self.product, 6))
        # then
        self.assertRefused(message, "1 more of")
        self.assertEqual(self.on_shelf(self.product), 100)
        self.assertEqual(order.shipment_id.exception_ids.severity, "2")

    def test_more_than_ordered_in_all_is_refused(self):
        # given
        order = self.make_order((self.product, 5))
        self.ship(order, (self.product, 3))
        # when
        message = self.ship(order, (self.product, 3))
        # then
        self.assertRefused(message, "1 more of")
        self.assertEqual(order.line_ids.shipped, 3)

    def test_a_replayed_refusal_opens_no_second_case(self):
        # given
        order = self.make_order((self.product, 5))
        message = self.ship(order, (self.product, 6))
        # when
        message.action_replay()
        self.drain()
        # then
        self.assertEqual(len(order.shipment_id.exception_ids), 1)

    def test_a_little_more_is_accepted_with_a_case_where_the_warehouse_may(self):
        # given
        self.warehouse.write(
            {
                "logistics_overshipment": "accept",
                "logistics_overshipment_tolerance": 20,
            }
        )
        order, second = (self.make_order((self.product, 5)) for _ in range(2))
        # when
        accepted = self.ship(order, (self.product, 6))
        refused = self.ship(second, (self.product, 7))
        # then
        self.assertEqual(accepted.state, "done", accepted.error_message)
        self.assertEqual(order.sale_id.order_line.qty_delivered, 6)
        self.assertEqual(order.state, "shipped")
        self.assertEqual(len(order.shipment_id.exception_ids), 1)
        self.assertRefused(refused, "2 more of")

    def test_packages_that_hold_more_than_was_shipped_are_refused(self):
        # given
        order = self.make_order((self.product, 5))
        contents = [{"sku": self.product.default_code, "quantity": 4}]
        # when
        message = self.ship(order, (self.product, 3), packages=[{"contents": contents}])
        # then
        self.assertRefused(message, "4 are in packages")

    def test_packages_that_hold_what_was_not_shipped_are_refused(self):
        # given
        order = self.make_order((self.product, 5))
        contents = [{"sku": "SOMETHING", "quantity": 1}]
        # when
        message = self.ship(order, (self.product, 3), packages=[{"contents": contents}])
        # then
        self.assertIn(message.state, ("dead", "parked"))
        self.assertEqual(order.line_ids.shipped, 0)

    def test_packages_that_hold_each_other_are_refused(self):
        # given
        order = self.make_order((self.product, 5))
        packages = [
            {"reference": "A", "parent": "B"},
            {"reference": "B", "parent": "A"},
        ]
        # when
        message = self.ship(order, (self.product, 5), packages=packages)
        # then
        self.assertRefused(message, "hold each other")

    def test_a_negative_quantity_is_refused(self):
        # given
        order = self.make_order((self.product, 5))
        # when
        message = self.ship(order, (self.product, -1))
        # then
        self.assertNotEqual(message.state, "done")
        self.assertEqual(self.on_shelf(self.product), 100)

    # Lots and serial numbers

    def test_a_lot_that_does_not_exist_is_refused(self):
        # given
        product = self.make_product(tracking="lot")
        self.put(product, 5, lot=self.make_lot(product, "L1"))
        order = self.make_order((product, 2))
        # when
        lots = [{"lot": "L9", "quantity": 2}]
        message = self.ship(order, (product, 2, {"lots": lots}))
        # then
        self.assertRefused(message, "L9")

    def test_a_lot_that_is_left_out_is_refused(self):
        # given
        product = self.make_product(tracking="lot")
        self.put(product, 5, lot=self.make_lot(product, "L1"))
        order = self.make_order((product, 2))
        # when
        message = self.ship(order, (product, 2))
        # then
        self.assertRefused(message, "Nothing tells which lot")

    def test_lots_of_another_quantity_are_refused(self):
        # given
        product = self.make_product(tracking="lot")
        self.put(product, 5, lot=self.make_lot(product, "L1"))
        order = self.make_order((product, 2))
        # when
        lots = [{"lot": "L1", "quantity": 3}]
        message = self.ship(order, (product, 2, {"lots": lots}))
        # then
        self.assertRefused(message, "lots of 3")

    def test_a_serial_number_of_two_pieces_is_refused(self):
        # given
        product = self.serials("SN1", "SN2")
        order = self.make_order((product, 2))
        # when
        lots = [{"lot": "SN1", "quantity": 2}]
        message = self.ship(order, (product, 2, {"lots": lots}))
        # then
        self.assertRefused(message, "same serial number")

    def test_a_serial_number_twice_in_one_message_is_refused(self):
        # given
        product = self.serials("SN1", "SN2")
        order = self.make_order((product, 1), (product, 1))
        lines = [
            {"line": line.line, "quantity": 1, "serials": ["SN1"]}
            for line in order.line_ids
        ]
        # when
        message = self.tell_of(order, "shipped", id="S-1", lines=lines)
        # then
        self.assertRefused(message, "SN1 is there twice")

    def test_a_serial_number_that_was_shipped_already_is_refused(self):
        # given
        product = self.serials("SN1", "SN2", "SN3")
        first, second = (self.make_order((product, 1)) for _ in range(2))
        self.ship(first, (product, 1, {"serials": ["SN1"]}))
        # when
        message = self.ship(second, (product, 1, {"serials": ["SN1"]}))
        # then
        self.assertRefused(message, "SN1")
        self.assertEqual(second.picking_id.state, "assigned")

    def test_a_serial_number_of_two_orders_in_one_batch_goes_to_the_first(self):
        # given
        product = self.serials("SN1", "SN2", "SN3")
        orders = [self.make_order((product, 1)) for _ in range(2)]
        line = {"sku": product.default_code, "quantity": 1, "serials": ["SN1"]}
        # when
        messages = self.tell(
            *(
                self.fulfillment(order, "shipped", id="S-1", lines=[line])
                for order in orders
            ),
            integration=self.wms,
        )
        # then
        self.assertEqual(messages.mapped("state"), ["done", "dead"])
        self.assertRefused(messages[1], "was shipped already")

    def test_a_serial_number_that_lies_elsewhere_is_refused(self):
        # given
        elsewhere = self.make_warehouse()
        product = self.serials("SN1")
        self.put(product, 1, lot=self.make_lot(product, "SN9"), warehouse=elsewhere)
        order = self.make_order((product, 1))
        # when
        message = self.ship(order, (product, 1, {"serials": ["SN9"]}))
        # then
        self.assertRefused(message, elsewhere.lot_stock_id.display_name)

    # Orders

    def test_a_shipment_of_a_cancelled_order_is_refused_and_a_case(self):
        # given
        order = self.make_order((self.product, 5))
        order.action_cancel()
        self.tell_of(order, "cancelled")
        self.assertEqual(order.picking_id.state, "cancel")
        # when
        message = self.ship(order, (self.product, 5))
        # then
        self.assertRefused(message, "which was cancelled")
        self.assertEqual(order.state, "cancelled")
        self.assertEqual(self.on_shelf(self.product), 100)
        case = order.shipment_id.exception_ids.filtered(lambda c: c.severity == "3")
        self.assertIn(order.name, case.summary)

    def test_what_the_warehouse_has_no_say_in_is_refused(self):
        # given
        order = self.make_order((self.product, 5))
        flow = self.wms.flow_ids.filtered(
            lambda f: (
                f.document_type == "warehouse.fulfillment" and f.direction == "inbound"
            )
        ) or self.env["logistics.flow"].create(
            {
                "integration_id": self.wms.id,
                "document_type": "warehouse.fulfillment",
                "direction": "inbound",
            }
        )
        flow.system_of_record = "odoo"
        # when
        message = self.ship(order, (self.product, 5))
        # then
        self.assertRefused(message, "system of record", "not_authoritative")
        self.assertEqual(order.state, "sent")

    def test_one_bad_message_stops_nobody(self):
        # given
        orders = [self.make_order((self.product, 5)) for _ in range(3)]
        quantities = (5, 50, 5)
        # when
        messages = self.tell(
            *(
                self.fulfillment(
                    order,
                    "shipped",
                    id="S-1",
                    lines=[{"sku": self.product.default_code, "quantity": quantity}],
                )
                for order, quantity in zip(orders, quantities, strict=True)
            ),
            integration=self.wms,
        )
        # then
        self.assertEqual(messages.mapped("state"), ["done", "dead", "done"])
        self.assertEqual(self.on_shelf(self.product), 90)

    def test_a_message_of_another_warehouses_system_finds_nothing(self):
        # given
        order = self.make_order((self.product, 5))
        stranger = self.make_integration(kind="wms")
        body = self.fulfillment(
            order,
            "shipped",
            lines=[{"sku": self.product.default_code, "quantity": 5}],
        )
        # when
        message = self.tell(body, integration=stranger)
        # then
        self.assertEqual(
            (message.state, message.error_category), ("parked", "reference")
        )
        self.assertEqual(order.state, "sent")

    def test_other_goods_under_the_id_of_a_shipment_are_refused_not_lost(self):
        # given
        order = self.make_order((self.product, 5))
        self.ship(order, (self.product, 2), id="S-1")
        # when: the same goods are told again, with the number they travel under
        packages = [{"reference": "P-1", "tracking_number": "T-1"}]
        again = self.ship(order, (self.product, 2), id="S-1", packages=packages)
        # then
        self.assertEqual((again.state, order.line_ids.shipped), ("done", 2))
        # when: a second shipment bears the id of the first
        other = self.ship(order, (self.product, 3), id="S-1")
        # then
        self.assertEqual((other.state, other.error_category), ("dead", "value"))
        self.assertIn("S-1", other.error_message)
        self.assertEqual(order.line_ids.shipped, 2)
