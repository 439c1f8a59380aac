# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import tracemalloc
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.logistics_base.canonical.documents import DocumentError

from ..canonical.inventories import InventorySnapshot, StockLine
from ..models import logistics_inventory_staging as staging_module
from .inventory_common import COUNTED, InventoryCase


@tagged("-at_install", "post_install")
class TestInventoryStream(InventoryCase):
    """Snapshots of any size, only compared, and known by the rules of all others."""

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

    def test_negative_stock_in_a_long_file_is_refused_as_well(self):
        lines = [StockLine(sku="A", quantity=1), StockLine(sku="B", quantity=-1)]
        with self.assertRaisesRegex(DocumentError, r"lines\[1\]"):
            self.apply(InventorySnapshot(lines=lines))

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
