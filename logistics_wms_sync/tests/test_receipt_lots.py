# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .inbound_common import InboundCase


@tagged("post_install", "-at_install")
class TestReceiptLots(InboundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.milk = cls.make_product("MILK", tracking="lot")
        cls.phone = cls.make_product("PHONE", tracking="serial")

    def lots_on(self, product, location=None):
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", product.id),
                ("location_id", "child_of", (location or self.shelf).id),
            ]
        )
        return {quant.lot_id.name: quant.quantity for quant in quants}

    def test_suppliers_lots_become_known(self):
        # given
        advice = self.make_advice((self.milk, 10))
        lots = [{"lot": "L1", "quantity": 6}, {"lot": "L2", "quantity": 4}]
        # when
        self.tell_received(advice, {"sku": "MILK", "quantity": 10, "lots": lots})
        # then
        self.assertEqual(self.lots_on(self.milk), {"L1": 6, "L2": 4})

    def test_lots_alone_tell_how_many(self):
        # given
        advice = self.make_advice((self.phone, 2))
        # when
        self.tell_received(advice, {"sku": "PHONE", "serials": ["S1", "S2"]})
        # then
        self.assertEqual(self.lots_on(self.phone), {"S1": 1, "S2": 1})
        self.assertEqual(advice.state, "received")

    def test_a_damaged_serial_is_put_aside(self):
        # given
        advice = self.make_advice((self.phone, 2))
        # when
        self.tell_received(
            advice,
            {"sku": "PHONE", "quantity": 1, "serials": ["S1"]},
            {"sku": "PHONE", "quantity": 1, "serials": ["S2"], "condition": "damaged"},
        )
        # then
        self.assertEqual(self.lots_on(self.phone), {"S1": 1})
        self.assertEqual(self.lots_on(self.phone, self.damaged), {"S2": 1})

    def assert_refused(self, words, *lines, advice=None):
        advice = advice or self.make_advice((self.milk, 10), (self.phone, 5))
        message = self.tell_received(advice, *lines)
        self.assertEqual(message.state, "dead")
        self.assertIn(words, message.error_message)
        self.assertFalse(advice.receipt_ids)

    def test_a_lot_is_missing(self):
        self.assert_refused("told for 0", {"sku": "MILK", "quantity": 10})

    def test_lots_are_not_as_many_as_came(self):
        lots = [{"lot": "L1", "quantity": 6}]
        self.assert_refused("told for 6", {"sku": "MILK", "quantity": 10, "lots": lots})

    def test_a_serial_number_twice(self):
        lines = [{"sku": "PHONE", "serials": ["S1", name]} for name in ("S2", "S3")]
        self.assert_refused("S1 is there twice", *lines)

    def test_two_of_one_serial_number(self):
        lots = [{"lot": "S1", "quantity": 2}]
        self.assert_refused("S1 is there twice", {"sku": "PHONE", "lots": lots})

    def test_a_serial_number_that_is_in_stock(self):
        # given
        self.put(self.phone, 1, lot=self.make_lot(self.phone, "S1"))
        # then
        self.assert_refused("in stock already", {"sku": "PHONE", "serials": ["S1"]})

    def test_packages_hold_what_they_are_said_to_hold(self):
        # given
        advice = self.make_advice((self.milk, 10))
        lots = [{"lot": "L1", "quantity": 6}, {"lot": "L2", "quantity": 4}]
        packages = [
            {
                "reference": "003456789012345678",
                "contents": [{"sku": "MILK", "quantity": 4, "lot": "L2"}],
            },
            {"reference": "PAL-2", "contents": [{"sku": "MILK", "quantity": 5}]},
        ]
        # when
        line = {"sku": "MILK", "quantity": 10, "lots": lots}
        self.tell_received(advice, line, packages=packages)
        # then
        quants = self.env["stock.quant"].search(
            [("product_id", "=", self.milk.id), ("location_id.usage", "=", "internal")]
        )
        held = {
            (quant.lot_id.name, quant.package_id.name): quant.quantity
            for quant in quants
        }
        self.assertEqual(
            held,
            {("L2", "003456789012345678"): 4, ("L1", "PAL-2"): 5, ("L1", False): 1},
        )

    def test_a_transfer_keeps_lots_and_packages(self):
        # given
        source = self.make_warehouse()
        source.logistics_integration_id = False
        package = self.env["stock.package"].create({"name": "BOX-9"})
        self.env["stock.quant"]._update_available_quantity(
            self.milk,
            source.lot_stock_id,
            8,
            lot_id=self.make_lot(self.milk, "L7"),
            package_id=package,
        )
        places = {
            "location_id": source.lot_stock_id.id,
            "location_dest_id": self.shelf.id,
        }
        move = {"product_id": self.milk.id, "product_uom_qty": 8, **places}
        transfer = self.env["stock.picking"].create(
            {
                "picking_type_id": source.int_type_id.id,
                **places,
                "move_ids": [(0, 0, move)],
            }
        )
        transfer.action_confirm()
        transfer.action_assign()
        self.tell_due()
        advice = transfer.logistics_advice_id
        [told] = self.sent(advice, "warehouse.advice")
        self.assertEqual(told["kind"], "transfer")
        self.assertEqual(told["lines"][0]["lots"], [{"lot": "L7", "quantity": 8.0}])
        # when
        lots = [{"lot": "L7", "quantity": 8}]
        message = self.tell_received(
            advice, {"sku": "MILK", "quantity": 8, "lots": lots}
        )
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(self.lots_on(self.milk), {"L7": 8})
        self.assertEqual(self.on_hand(self.milk, source.lot_stock_id), 0)
