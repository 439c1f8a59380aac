# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .inventory_common import InventoryCase


@tagged("-at_install", "post_install")
class TestInventorySnapshot(InventoryCase):
    """What a warehouse counted, compared with what is here."""

    # Complete and partial

    def test_what_agrees_makes_no_difference(self):
        self.make_product("SAME", stock=7)
        self.told(self.snapshot(("SAME", 7), scope="complete"))
        self.assertFalse(self.differences())
        self.assertEqual(self.kept().state, "compared")

    def test_a_difference_is_a_record_and_stock_stays(self):
        product = self.make_product("LESS", stock=7, standard_price=3)
        self.told(self.snapshot(("LESS", 5)))
        found = self.assertDiffers((product, 7, 5))
        self.assertEqual((found.difference, found.value), (-2, -6))
        self.assertEqual(found.status, "good")
        self.assertEqual(self.stock(product), 7)

    def test_a_product_missing_in_a_complete_snapshot_is_gone(self):
        self.make_product("THERE", stock=1)
        product = self.make_product("GONE", stock=4)
        self.told(self.snapshot(("THERE", 1), scope="complete"))
        self.assertDiffers((product, 4, 0))

    def test_a_product_missing_in_a_partial_snapshot_is_not_zero(self):
        self.make_product("THERE", stock=1)
        self.make_product("UNTOLD", stock=4)
        self.told(self.snapshot(("THERE", 1)))
        self.assertFalse(self.differences())

    def test_lines_of_one_product_add_up(self):
        self.make_product("TWICE", stock=5)
        self.told(self.snapshot(("TWICE", 2), ("TWICE", 3)))
        self.assertFalse(self.differences())

    def test_goods_below_the_shelf_count_as_on_it(self):
        product = self.make_product("DEEP", stock=2)
        bin_ = self.env["stock.location"].create(
            {"name": "Bin", "location_id": self.warehouse.lot_stock_id.id}
        )
        self.put(product, 3, location=bin_)
        self.told(self.snapshot(("DEEP", 5), scope="complete"))
        self.assertFalse(self.differences())

    def test_statuses_are_locations(self):
        product = self.make_product("BOTH", stock=5)
        self.put(product, 2, location=self.damaged())
        self.told(
            self.snapshot(
                ("BOTH", 5), {"sku": "BOTH", "quantity": 3, "status": "damaged"}
            )
        )
        found = self.assertDiffers((product, 2, 3))
        self.assertEqual(found.location_id, self.damaged())
        self.assertEqual(found.status, "damaged")

    def test_lots_are_compared_one_by_one(self):
        product = self.make_product("LOTS", tracking="lot")
        first, second = (self.make_lot(product, name) for name in ("L1", "L2"))
        self.put(product, 4, lot=first)
        self.put(product, 6, lot=second)
        self.told(
            self.snapshot(
                {"sku": "LOTS", "quantity": 4, "lot": "L1"},
                {"sku": "LOTS", "quantity": 5, "lot": "L2"},
                {"sku": "LOTS", "quantity": 1, "lot": "L3"},
            )
        )
        found = self.assertDiffers((product, 6, 5), (product, 0, 1))
        self.assertEqual(found.lot_id, second)
        self.assertEqual(set(found.mapped("lot_name")), {False, "L3"})

    def test_a_partner_without_lots_tells_of_all_of_them(self):
        product = self.make_product("LUMP", tracking="lot")
        for name in ("L1", "L2"):
            self.put(product, 5, lot=self.make_lot(product, name))
        self.told(self.snapshot(("LUMP", 10), scope="complete"))
        self.assertFalse(self.differences())

    def test_owners_are_told_apart(self):
        owner = self.env["res.partner"].create({"name": "Consignor", "ref": "CONS"})
        product = self.make_product("OWNED", stock=3)
        self.env["stock.quant"]._update_available_quantity(
            product, self.warehouse.lot_stock_id, 2, owner_id=owner
        )
        self.told(
            self.snapshot(
                ("OWNED", 3), {"sku": "OWNED", "quantity": 1, "owner": "CONS"}
            )
        )
        found = self.assertDiffers((product, 2, 1))
        self.assertEqual(found.owner_id, owner)

    def test_units_are_turned_into_the_products_own(self):
        product = self.make_product("DOZEN", stock=24)
        self.told(self.snapshot({"sku": "DOZEN", "quantity": 2, "unit": "Dozens"}))
        self.assertFalse(self.differences())
        self.told(
            self.snapshot({"sku": "DOZEN", "quantity": 3, "unit": "dozens"}, hours=1)
        )
        self.assertDiffers((product, 24, 36))

    # What is not known

    def test_unknown_goods_and_units_keep_nobody_else_from_being_compared(self):
        product = self.make_product("KNOWN", stock=5)
        self.make_product("ODD", stock=1)
        message = self.told(
            self.snapshot(
                ("KNOWN", 4),
                ("NOBODY-KNOWS", 9),
                {"sku": "ODD", "quantity": 1, "unit": "furlong"},
            )
        )
        self.assertEqual(message.state, "done")
        self.assertDiffers((product, 5, 4))
        snapshot = self.kept()
        self.assertEqual((snapshot.line_count, snapshot.product_count), (3, 2))
        self.assertEqual((snapshot.unknown_count, snapshot.problem_count), (1, 2))
        self.assertEqual(
            dict(snapshot.problem_ids.mapped(lambda one: (one.sku, one.problem))),
            {"NOBODY-KNOWS": "product", "ODD": "unit"},
        )
        self.assertTrue(
            self.env["logistics.binding"].search([("external_id", "=", "NOBODY-KNOWS")])
        )

    def test_what_was_not_understood_is_not_taken_for_gone(self):
        self.make_product("ODD", stock=8)
        self.told(
            self.snapshot(
                {"sku": "ODD", "quantity": 8, "unit": "furlong"}, scope="complete"
            )
        )
        self.assertFalse(self.differences())

    def test_once_a_product_is_bound_the_snapshot_compares_again(self):
        product = self.make_product("OURS", stock=5)
        self.told(self.snapshot(("THEIRS", 4)))
        binding = self.env["logistics.binding"].search([("external_id", "=", "THEIRS")])
        binding.write({"res_id": product.id, "state": "bound"})
        snapshot = self.kept()
        snapshot.action_compare()
        self.assertDiffers((product, 5, 4))
        self.assertEqual(snapshot.unknown_count, 0)

    def test_a_status_without_a_location_is_shown(self):
        self.make_product("AWAY", stock=0)
        self.told(self.snapshot({"sku": "AWAY", "quantity": 2, "status": "in_transit"}))
        self.assertEqual(self.kept().problem_ids.problem, "location")

    def test_a_warehouse_that_is_not_the_partners_is_refused(self):
        message = self.told(self.snapshot(("ANY", 1), warehouse="ELSEWHERE"))
        self.assertEqual((message.state, message.error_category), ("dead", "mapping"))

    def test_negative_stock_is_refused(self):
        product = self.make_product("MINUS", stock=5)
        message = self.told(self.snapshot(("MINUS", -1)))
        self.assertEqual(message.state, "dead")
        self.assertFalse(self.differences())
        self.assertEqual(self.stock(product), 5)

    def test_the_future_is_refused(self):
        future = fields.Datetime.now() + timedelta(days=2)
        self.make_product("LATER", stock=1)
        message = self.told(self.snapshot(("LATER", 0), as_of=future.isoformat() + "Z"))
        self.assertEqual((message.state, message.error_category), ("dead", "time"))

    # Half a file

    def test_half_a_file_is_held_for_a_person(self):
        products = [self.make_product(stock=5) for _each in range(10)]
        told = [(product.default_code, 5) for product in products]
        self.told(self.snapshot(*told[:5], scope="complete"))
        snapshot = self.kept()
        self.assertEqual(snapshot.state, "held")
        self.assertIn("5 of 10", snapshot.held_reason)
        self.assertTrue(snapshot.activity_ids)
        self.assertFalse(self.differences())

    def test_a_person_may_release_what_was_held(self):
        products = [self.make_product(stock=5) for _each in range(10)]
        self.told(
            self.snapshot(
                *((product.default_code, 5) for product in products[:5]),
                scope="complete",
            )
        )
        snapshot = self.kept()
        snapshot.action_release()
        self.assertEqual(snapshot.state, "compared")
        self.assertDiffers(*((product, 5, 0) for product in products[5:]))
        self.assertFalse(snapshot.activity_ids)

    def test_a_held_snapshot_does_not_stand_in_the_way_of_the_whole_one(self):
        products = [self.make_product(stock=5) for _each in range(10)]
        told = [(product.default_code, 5) for product in products]
        self.told(self.snapshot(*told[:5], scope="complete", hours=1))
        self.told(self.snapshot(*told, scope="complete", hours=2))
        held, whole = self.kept(order="as_of")
        self.assertEqual((held.state, whole.state), ("held", "compared"))
        held.action_release()
        self.assertEqual(held.state, "superseded")
        self.assertFalse(self.differences())
