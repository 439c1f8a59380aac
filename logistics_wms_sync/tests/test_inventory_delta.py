# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .inventory_common import InventoryCase


@tagged("-at_install", "post_install")
class TestInventoryDelta(InventoryCase):
    """Changes that no order explains."""

    def changes(self):
        """Return what was told, the first first."""
        return self.env["logistics.inventory.change"].search(
            [("warehouse_id", "=", self.warehouse.id)], order="id"
        )

    def position(self, product):
        """Return what the warehouse is believed to have of a product."""
        return self.env["logistics.inventory.position"].search(
            [("product_id", "=", product.id)]
        )

    # Against snapshots

    def test_a_change_makes_a_difference_and_stock_stays(self):
        product = self.make_product("LOST", stock=5)
        self.told(self.delta(("LOST", -2)))
        self.assertDiffers((product, 5, 3))
        self.assertEqual(self.stock(product), 5)
        self.assertEqual(self.position(product).partner_quantity, 3)
        self.assertEqual(self.changes().outcome, "compared")

    def test_a_change_after_a_snapshot_adds_to_what_that_told(self):
        product = self.make_product("MORE", stock=5)
        self.told(self.snapshot(("MORE", 4), scope="complete"))
        self.told(self.delta(("MORE", -1), hours=1))
        self.assertDiffers((product, 5, 3))

    def test_a_change_that_the_snapshot_contains_is_ignored(self):
        product = self.make_product("OLD", stock=5)
        self.told(self.snapshot(("OLD", 4), scope="complete", hours=2))
        self.told(self.delta(("OLD", -1), hours=1), self.delta(("OLD", -1), hours=2))
        self.assertDiffers((product, 5, 4))
        self.assertEqual(self.changes().mapped("outcome"), ["contained"] * 2)

    def test_the_sequence_tells_what_a_snapshot_contains(self):
        product = self.make_product("SEQ", stock=5)
        self.told(self.snapshot(("SEQ", 4), scope="complete", sequence=10, hours=2))
        self.told(self.delta(("SEQ", -1), sequence=11, hours=1))
        self.told(self.delta(("SEQ", -1), sequence=10, hours=3))
        self.assertDiffers((product, 5, 3))

    def test_a_partial_snapshot_contains_changes_of_its_goods_alone(self):
        told = self.make_product("TOLD", stock=5)
        untold = self.make_product("UNTOLD", stock=5)
        self.told(self.snapshot(("TOLD", 4), hours=2))
        self.told(self.delta(("TOLD", -1), ("UNTOLD", -1), hours=1))
        self.assertDiffers((told, 5, 4), (untold, 5, 4))

    def test_changes_in_the_wrong_order_come_to_the_same(self):
        product = self.make_product("ORDER", stock=9)
        self.told(self.delta(("ORDER", -2), hours=3))
        self.told(self.delta(("ORDER", -1), hours=2))
        self.assertDiffers((product, 9, 6))

    def test_a_change_and_its_opposite_leave_nothing(self):
        self.make_product("BACK", stock=5)
        self.told(self.delta(("BACK", -2), hours=1))
        self.told(self.delta(("BACK", 2), hours=2))
        self.assertFalse(self.differences())
        self.assertEqual(self.differences("gone").mapped("difference"), [0])

    def test_what_is_on_hand_afterwards_goes_before_the_change(self):
        product = self.make_product("HAND", stock=5)
        self.told(self.delta({"sku": "HAND", "change": -1, "on_hand": 2}))
        self.assertDiffers((product, 5, 2))

    def test_the_same_change_told_twice_is_one(self):
        product = self.make_product("TWICE", stock=5)
        for _each in range(2):
            self.told(self.delta(("TWICE", -1), id="adj-7"))
        self.assertDiffers((product, 5, 4))
        self.assertEqual(len(self.changes()), 1)

    # What is not known

    def test_an_unknown_product_is_parked_until_it_is_bound(self):
        product = self.make_product("OURS", stock=5)
        message = self.told(self.delta(("THEIRS", -1)))
        self.assertEqual(message.state, "parked")
        binding = self.env["logistics.binding"].search([("external_id", "=", "THEIRS")])
        binding.write({"res_id": product.id, "state": "bound"})
        self.drain()
        self.assertEqual(message.state, "done")
        self.assertDiffers((product, 5, 4))

    def test_an_unknown_unit_is_refused(self):
        self.make_product("UNIT", stock=5)
        message = self.told(
            self.delta({"sku": "UNIT", "change": -1, "unit": "furlong"})
        )
        self.assertEqual((message.state, message.error_category), ("dead", "mapping"))

    def test_less_than_nothing_is_refused(self):
        self.make_product("NONE", stock=5)
        message = self.told(self.delta({"sku": "NONE", "on_hand": -1}))
        self.assertEqual(message.state, "dead")

    def test_a_change_without_a_quantity_is_refused(self):
        self.make_product("NONE", stock=5)
        self.assertEqual(self.told(self.delta({"sku": "NONE"})).state, "dead")

    def test_a_status_that_has_no_location_is_refused(self):
        self.make_product("WAY", stock=5)
        message = self.told(
            self.delta({"sku": "WAY", "change": 1, "status": "in_transit"})
        )
        self.assertEqual((message.state, message.error_category), ("dead", "mapping"))

    # Applied at once

    def test_reasons_that_are_trusted_are_applied_at_once(self):
        self.warehouse.logistics_auto_reasons = "damage, FOUND"
        product = self.make_product("FOUND", stock=5, standard_price=2)
        self.told(self.delta({"sku": "FOUND", "change": 3, "reason": "found"}))
        self.assertEqual(self.stock(product), 8)
        self.assertFalse(self.differences())
        move = self.env["stock.move"].search([("product_id", "=", product.id)])
        self.assertTrue(move.is_inventory)
        self.assertEqual(move.inventory_name, "found")
        self.assertEqual(self.changes().outcome, "applied")

    def test_other_reasons_wait_for_a_person(self):
        self.warehouse.logistics_auto_reasons = "damage"
        product = self.make_product("THEFT", stock=5)
        self.told(self.delta({"sku": "THEFT", "change": -3, "reason": "theft"}))
        self.assertDiffers((product, 5, 2))

    def test_what_is_worth_too_much_waits_for_a_person(self):
        self.warehouse.write(
            {"logistics_auto_reasons": "*", "logistics_auto_value": 50}
        )
        product = self.make_product("GOLD", stock=5, standard_price=100)
        self.told(self.delta(("GOLD", -1)))
        self.assertDiffers((product, 5, 4))
        self.assertIn("value", self.changes().note)

    def test_more_than_there_is_cannot_be_taken(self):
        self.warehouse.logistics_auto_reasons = "*"
        product = self.make_product("FEW", stock=1)
        self.told(self.delta(("FEW", -3)))
        self.assertEqual(self.stock(product), 1)
        self.assertDiffers((product, 1, -2))
        self.assertTrue(self.changes().note)

    def test_goods_that_are_damaged_move_to_their_location(self):
        self.warehouse.logistics_auto_reasons = "*"
        product = self.make_product("BROKEN", stock=5)
        self.told(self.delta({"sku": "BROKEN", "change": -2, "to_status": "damaged"}))
        self.assertEqual(self.stock(product), 3)
        self.assertEqual(self.stock(product, self.damaged()), 2)
        self.assertFalse(self.differences())

    def test_a_change_of_condition_that_waits_is_two_differences(self):
        product = self.make_product("BROKEN", stock=5)
        self.told(self.delta({"sku": "BROKEN", "change": -2, "to_status": "damaged"}))
        found = self.assertDiffers((product, 5, 3), (product, 0, 2))
        self.assertEqual(found.mapped("suggested_cause"), ["status", "status"])

    def test_a_snapshot_after_what_was_applied_agrees(self):
        self.warehouse.logistics_auto_reasons = "*"
        self.make_product("AGREES", stock=5)
        self.told(self.delta(("AGREES", -2), hours=1))
        self.told(self.snapshot(("AGREES", 3), scope="complete", hours=2))
        self.assertFalse(self.differences())

    def test_a_new_lot_is_made_where_it_is_applied(self):
        self.warehouse.logistics_auto_reasons = "*"
        product = self.make_product("LOT", tracking="lot")
        self.told(self.delta({"sku": "LOT", "change": 2, "lot": "NEW"}))
        lot = self.env["stock.lot"].search([("product_id", "=", product.id)])
        self.assertEqual((lot.name, self.stock(product, lot=lot)), ("NEW", 2))

    # Shadow

    def test_a_shadow_flow_changes_nothing(self):
        self.warehouse.logistics_auto_reasons = "*"
        product = self.make_product("SHADOW", stock=5)
        flows = self.env["logistics.flow"]
        flows.search(
            [
                ("integration_id", "=", self.wms.id),
                ("document_type", "=", "inventory.delta"),
            ]
        ).unlink()
        flows.create(
            {
                "integration_id": self.wms.id,
                "document_type": "inventory.delta",
                "mode": "shadow",
            }
        )
        message = self.told(self.delta(("SHADOW", -2)))
        self.assertEqual(message.shadow_result, "differs")
        self.assertEqual(self.stock(product), 5)
        self.assertFalse(self.changes())

    def test_where_odoo_is_the_system_of_record_the_warehouse_is_refused(self):
        flows = self.env["logistics.flow"]
        flows.search(
            [
                ("integration_id", "=", self.wms.id),
                ("document_type", "=", "inventory.delta"),
            ]
        ).unlink()
        flows.create(
            {
                "integration_id": self.wms.id,
                "document_type": "inventory.delta",
                "system_of_record": "odoo",
            }
        )
        self.make_product("OURS", stock=5)
        message = self.told(self.delta(("OURS", -2)))
        self.assertEqual(message.error_category, "not_authoritative")
        self.assertFalse(self.differences())
