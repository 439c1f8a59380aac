# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import tracemalloc
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.logistics_base.canonical.batch import Batch, Item
from odoo.addons.logistics_base.canonical.documents import DocumentError

from ..canonical.inventories import InventorySnapshot, StockLine
from ..models import logistics_inventory_staging as staging_module
from .inventory_common import COUNTED, InventoryCase


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

    def test_negative_stock_in_a_long_file_is_refused_as_well(self):
        lines = [StockLine(sku="A", quantity=1), StockLine(sku="B", quantity=-1)]
        with self.assertRaisesRegex(DocumentError, r"lines\[1\]"):
            self.apply(InventorySnapshot(lines=lines))

    def test_the_future_is_refused(self):
        future = fields.Datetime.now() + timedelta(days=2)
        self.make_product("LATER", stock=1)
        message = self.told(self.snapshot(("LATER", 0), as_of=future.isoformat() + "Z"))
        self.assertEqual((message.state, message.error_category), ("dead", "time"))

    # Order and repetition

    def test_an_older_snapshot_changes_nothing(self):
        product = self.make_product("TWO", stock=5)
        self.told(self.snapshot(("TWO", 4), scope="complete", hours=2))
        self.told(self.snapshot(("TWO", 1), scope="complete", hours=1))
        self.assertDiffers((product, 5, 4))
        self.assertEqual(
            self.kept(order="id").mapped("state"),
            ["compared", "superseded"],
        )

    def test_the_partners_sequence_goes_before_its_clock(self):
        product = self.make_product("SEQ", stock=5)
        self.told(self.snapshot(("SEQ", 4), scope="complete", sequence=8, hours=1))
        self.told(self.snapshot(("SEQ", 1), scope="complete", sequence=7, hours=2))
        self.assertDiffers((product, 5, 4))

    def test_an_old_complete_snapshot_does_not_undo_a_later_partial_one(self):
        product = self.make_product("PART", stock=5)
        other = self.make_product("REST", stock=5)
        self.told(self.snapshot(("PART", 4), hours=2))
        self.told(self.snapshot(("PART", 1), ("REST", 3), scope="complete", hours=1))
        self.assertDiffers((product, 5, 4), (other, 5, 3))

    def test_the_same_file_under_two_names_is_one_snapshot(self):
        product = self.make_product("SAME", stock=5)
        for name in ("monday.json", "copy of monday.json"):
            self.told(self.snapshot(("SAME", 4), id=name))
        self.assertEqual(len(self.kept()), 1)
        self.assertDiffers((product, 5, 4))

    def test_the_same_stock_on_the_next_day_is_another_snapshot(self):
        self.make_product("SAME", stock=5)
        self.told(self.snapshot(("SAME", 4)))
        first = self.differences()
        self.told(self.snapshot(("SAME", 4), hours=24))
        self.assertEqual(len(self.kept()), 2)
        self.assertEqual(self.differences(), first)

    def test_what_agrees_again_is_gone(self):
        self.make_product("BACK", stock=5)
        self.told(self.snapshot(("BACK", 4)))
        found = self.differences()
        self.told(self.snapshot(("BACK", 5), hours=1))
        self.assertEqual(found.state, "gone")

    def test_partial_snapshots_by_the_hundred_are_compared_together(self):
        products = [self.make_product(stock=5) for _each in range(5)]
        said = [
            self.snapshot((product.default_code, 4), hours=at)
            for at, product in enumerate(products)
        ]
        again = self.snapshot((products[0].default_code, 3), hours=9)
        self.told(*said, again)
        self.assertDiffers(
            (products[0], 5, 3), *((product, 5, 4) for product in products[1:])
        )

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

    # The moment

    def test_goods_that_left_since_are_still_expected(self):
        product = self.make_product("SHIPPED", stock=5)
        self.ship(product, 2, at=COUNTED + timedelta(hours=3))
        self.told(self.snapshot(("SHIPPED", 5)))
        self.assertFalse(self.differences())

    def test_goods_that_came_since_are_not_expected_yet(self):
        product = self.make_product("CAME", stock=5)
        self.move(
            product,
            4,
            self.env.ref("stock.stock_location_suppliers"),
            self.warehouse.lot_stock_id,
            at=COUNTED + timedelta(hours=3),
        )
        self.told(self.snapshot(("CAME", 5), scope="complete"))
        self.assertFalse(self.differences())

    def test_a_confirmation_that_comes_late_makes_no_difference(self):
        product = self.make_product("LATE", stock=5)
        move = self.ship(product, 2, at=COUNTED + timedelta(hours=3))
        move.logistics_occurred_at = COUNTED - timedelta(hours=1)
        self.told(self.snapshot(("LATE", 3)))
        self.assertFalse(self.differences())

    def test_a_difference_that_a_late_confirmation_explains_goes_away(self):
        product = self.make_product("WAIT", stock=5)
        self.told(self.snapshot(("WAIT", 3)))
        found = self.assertDiffers((product, 5, 3))
        move = self.ship(product, 2, at=COUNTED + timedelta(hours=3))
        move.logistics_occurred_at = COUNTED - timedelta(hours=1)
        self.discrepancies._keep_up()
        self.assertEqual(found.state, "gone")

    def test_moves_within_a_status_change_nothing(self):
        product = self.make_product("BINS", stock=5)
        bin_ = self.env["stock.location"].create(
            {"name": "Bin", "location_id": self.warehouse.lot_stock_id.id}
        )
        self.move(
            product,
            3,
            self.warehouse.lot_stock_id,
            bin_,
            at=COUNTED + timedelta(hours=1),
        )
        self.told(self.snapshot(("BINS", 5)))
        self.assertFalse(self.differences())

    # Size

    def test_lines_are_read_once_and_never_held(self):
        product = self.make_product("STREAM", stock=1)
        passes = []

        def lines():
            passes.append(1)
            for _each in range(20_000):
                yield StockLine(sku="STREAM", quantity=0.0001)

        class Stream:
            def __iter__(self):
                return lines()

        with patch.object(staging_module, "PORTION", 500):
            tracemalloc.start()
            self.apply(InventorySnapshot(lines=Stream()))
            _now, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        self.assertEqual(len(passes), 1)
        self.assertDiffers((product, 1, 2))
        self.assertLess(peak, 8_000_000)

    def test_old_lines_are_deleted_the_last_are_kept(self):
        self.make_product("OLD", stock=5)
        self.told(self.snapshot(("OLD", 4)), self.snapshot(("OLD", 4), hours=1))
        with freeze_time(COUNTED + timedelta(days=60)):
            self.env["logistics.inventory.snapshot.line"]._gc_lines()
        newest, oldest = self.kept()
        self.assertFalse(oldest.line_ids)
        self.assertTrue(newest.line_ids)

    # Shadow

    def test_a_shadow_flow_tells_and_changes_nothing(self):
        self.make_product("SHADOW", stock=5)
        self.env["logistics.flow"].search(
            [
                ("integration_id", "=", self.wms.id),
                ("document_type", "=", "inventory.snapshot"),
            ]
        ).unlink()
        self.env["logistics.flow"].create(
            {
                "integration_id": self.wms.id,
                "document_type": "inventory.snapshot",
                "mode": "shadow",
            }
        )
        same = self.told(self.snapshot(("SHADOW", 5)))
        other = self.told(self.snapshot(("SHADOW", 3), hours=1))
        self.assertEqual(same.shadow_result, "same", same.shadow_note)
        self.assertEqual(other.shadow_result, "differs")
        self.assertIn("1 differences", other.shadow_note)
        self.assertFalse(self.kept())
        self.assertFalse(self.differences())

    # One truth

    def test_goods_are_known_by_one_rule_alone_and_within_a_snapshot(self):
        bound = self.make_product("BOUND", default_code="BOUND-OURS")
        self.env["logistics.binding"].create(
            {
                "integration_id": self.wms.id,
                "external_id": "CODE",
                "res_model": "product.product",
                "res_id": bound.id,
                "state": "bound",
            }
        )
        self.make_product("CODE")
        by_code = self.make_product("BY-CODE")
        by_barcode = self.make_product(barcode="4006381333931")
        self.make_product("DOUBLE")
        self.make_product("DOUBLE")
        archived = self.make_product("ARCHIVED", active=False)
        self.make_product("REVIVED", active=False)
        revived = self.make_product("REVIVED")
        other = self.env["res.company"].create({"name": "Other"})
        self.make_product("THEIRS", company_id=other.id)
        expected = {
            "CODE": bound,
            "BY-CODE": by_code,
            "4006381333931": by_barcode,
            "ARCHIVED": archived,
            "REVIVED": revived,
        }
        skus = [*expected, "DOUBLE", "THEIRS", "NOBODY"]
        found = self.env["logistics.goods"]._products(self.wms, skus)
        self.assertEqual(found, expected)
        self.told(self.snapshot(*((sku, 1) for sku in skus)))
        lines = self.kept().line_ids
        self.assertEqual(
            {line.sku: line.product_id for line in lines if line.product_id}, expected
        )

    def test_units_are_turned_by_one_rule_alone_and_within_a_snapshot(self):
        product = self.make_product("UNITS")
        goods = self.env["logistics.goods"]
        told = [(2.5, "Dozens"), (7, None), (1.333, "dozens"), (3, "Units")]
        self.told(
            self.snapshot(
                *(
                    {"sku": "UNITS", "quantity": quantity, "unit": unit}
                    for quantity, unit in told
                )
            )
        )
        lines = self.kept().line_ids.sorted("position")
        self.assertEqual(
            [round(line.product_quantity, 6) for line in lines],
            [
                round(goods._quantity(self.wms, product, quantity, unit), 6)
                for quantity, unit in told
            ],
        )

    # Helpers

    def apply(self, document):
        """Apply a document as the inbox would."""
        item = Item(document, 0, fields.Datetime.now())
        batch = Batch(self.wms, document.document_type, [item])
        document.warehouse = self.warehouse.logistics_code
        self.env["logistics.handler.inventory.snapshot"]._apply(batch)
        self.assertTrue(item.is_open, item.problem)
        return item

    def ship(self, product, quantity, at):
        """Return the done move of goods to a customer."""
        return self.move(
            product,
            quantity,
            self.warehouse.lot_stock_id,
            self.env.ref("stock.stock_location_customers"),
            at=at,
        )

    def move(self, product, quantity, source, destination, at):
        """Return the move of goods that was entered at that time."""
        with freeze_time(at):
            move = self.env["stock.move"].create(
                {
                    "product_id": product.id,
                    "product_uom_qty": quantity,
                    "location_id": source.id,
                    "location_dest_id": destination.id,
                }
            )
            move._action_confirm()
            move.quantity = quantity
            move.picked = True
            move._action_done()
        return move
