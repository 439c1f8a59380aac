# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A warehouse that drops files, from the release to the shelf and back."""

import csv
import io
import os
import shutil
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.logistics_base.models import logistics_message_spool
from odoo.addons.logistics_base.models.logistics_adapter_preset import (
    LogisticsAdapterPreset,
)
from odoo.addons.logistics_base.models.logistics_folder import ROOTS_VARIABLE

from .common import WarehouseCase
from .inbound_common import InboundCase
from .inventory_common import InventoryCase


class CsvCase(WarehouseCase):
    """The warehouse speaks CSV."""

    preset = "wms_csv"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(
            patch.object(
                cls.registry["logistics.adapter.preset"],
                "_encode",
                LogisticsAdapterPreset._encode,
            )
        )
        cls.wms = cls.make_integration(
            name="Depot with a Folder", preset=cls.preset, kind="wms"
        )
        cls.warehouse.logistics_integration_id = cls.wms

    @classmethod
    def drop(cls, header, *rows, filename="in.csv", end="\n"):
        """Have a file arrive; return its message, applied."""
        text = "\n".join((header, *rows)) + end
        message = cls.wms.receive(
            io.BytesIO(text.encode()), content_type="text/csv", filename=filename
        )
        cls.drain()
        return message

    def rows_told(self, document_type):
        """Return the rows of the files that the warehouse was sent."""
        messages = self.env["logistics.message"].search(
            [
                ("integration_id", "=", self.wms.id),
                ("direction", "=", "outbound"),
                ("document_type", "=", document_type),
            ],
            order="id",
        )
        return [
            row
            for message in messages
            for row in csv.DictReader(io.StringIO(message._body().decode()))
        ]


@tagged("post_install", "-at_install")
class TestCsvOrders(CsvCase):
    HEADER = (
        "shipment_id,order,line,sku,shipped,short,lot,package,tracking_number,status"
    )

    def test_an_order_goes_out_and_is_shipped_in_parts(self):
        lamp, glue = (self.make_product(sku, stock=50) for sku in ("LAMP", "GLUE"))
        order = self.make_order((lamp, 12), (glue, 3))
        told = [
            (row["order"], row["sku"], row["quantity"])
            for row in self.rows_told("warehouse.release")
        ]
        self.assertEqual(told, [(order.name, "LAMP", "12"), (order.name, "GLUE", "3")])

        first, second = order.line_ids.mapped("line")
        message = self.drop(
            self.HEADER,
            f"S1,{order.name},{first},LAMP,6,2,,C1,TRACK1,",
            f"S1,{order.name},{first},LAMP,4,,,C2,TRACK2,",
            f"S1,{order.name},{second},GLUE,3,,,C2,TRACK2,",
        )

        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(order.line_ids.mapped("shipped"), [10, 3])
        self.assertEqual(order.line_ids.mapped("short"), [2, 0])

    def test_files_are_dropped_into_folders_both_ways(self):
        root = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, root)
        self.startPatcher(patch.dict(os.environ, {ROOTS_VARIABLE: str(root)}))
        (root / "in").mkdir()
        self.env["logistics.folder"].create(
            {
                "name": "Folder of the depot",
                "integration_id": self.wms.id,
                "path_in": str(root / "in"),
                "path_out": str(root / "out"),
                "min_age": 0,
                "enabled": True,
            }
        )
        order = self.make_order((self.make_product("LAMP", stock=50), 12))
        self.as_cron("logistics.message", "_drain_outbox")

        (file,) = (root / "out").iterdir()
        self.assertRegex(file.name, r"^release_.*_1\.csv$")
        self.assertIn("LAMP", file.read_text())

        row = f"S1,{order.name},{order.line_ids.line},LAMP,12,,,,,"
        (root / "in" / "shipped.csv").write_text(f"{self.HEADER}\n{row}\n")
        self.as_cron("logistics.folder", "_collect_all")
        self.drain()

        self.assertEqual(order.line_ids.shipped, 12)

    def as_cron(self, model, method):
        """Run what a cron runs as its worker would, in a transaction of its own."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            getattr(self.env(cr=cr)[model], method)()
        self.env.invalidate_all()

    def test_a_row_rejects_an_order(self):
        order = self.make_order((self.make_product("LAMP", stock=5), 1))

        self.drop(self.HEADER, f",{order.name},,,,,,,,rejected")

        self.assertEqual(order.state, "rejected")

    def test_a_file_of_two_orders_with_a_bad_one_changes_neither(self):
        lamp = self.make_product("LAMP", stock=50)
        orders = [self.make_order((lamp, 1)), self.make_order((lamp, 2))]

        message = self.drop(
            self.HEADER,
            f"S1,{orders[0].name},,LAMP,1,,,,,",
            f"S2,{orders[1].name},,LAMP,-2,,,,,",
        )

        self.assertEqual(message.state, "dead")
        self.assertFalse(any(order.line_ids.shipped for order in orders))


@tagged("post_install", "-at_install")
class TestCsvStock(CsvCase, InventoryCase):
    def stock_file(self, *rows, **more):
        code = self.warehouse.logistics_code
        header = "warehouse,as_of,sku,on_hand,status"
        return self.drop(
            header,
            *(f"{code},2026-03-02T06:00:00Z,{row}" for row in rows),
            **more,
        )

    def test_a_file_shows_what_differs(self):
        lamp = self.make_product("LAMP", stock=96)
        self.make_product("GLUE", stock=5)

        message = self.stock_file("LAMP,90,good")

        self.assertEqual(message.state, "done", message.error_message)
        # Nothing was said of the glue.
        self.assertDiffers((lamp, 96, 90))

    def test_a_large_file_is_compared_as_it_is_read(self):
        lamp = self.make_product("LAMP", stock=96)
        others = [self.make_product(f"P-{number}") for number in range(60)]
        rows = [f"{product.default_code},0,good" for product in others]

        with (
            patch.object(logistics_message_spool, "INLINE_SIZE", 100),
            patch.object(logistics_message_spool, "READABLE_SIZE", 200),
            patch.object(
                self.registry["logistics.message"],
                "_body",
                side_effect=AssertionError("held in memory"),
            ),
        ):
            message = self.stock_file(*rows, "LAMP,90,good")

        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(message.document_type, "inventory.snapshot")
        self.assertDiffers((lamp, 96, 90))

    def test_a_file_cut_in_half_says_nothing_of_the_stock(self):
        self.make_product("LAMP", stock=96)

        message = self.stock_file("LAMP,9", end="")

        self.assertEqual(message.state, "quarantined")
        self.assertFalse(self.differences())

    def test_a_bad_row_undoes_the_good_ones(self):
        self.make_product("LAMP", stock=96)

        message = self.stock_file("LAMP,90,good", "GLUE,-1,good")

        self.assertEqual(message.state, "dead")
        self.assertTrue(message.error_message.startswith("line 3: "))
        self.assertFalse(self.differences())
        self.assertFalse(
            self.snapshots.search([("warehouse_id", "=", self.warehouse.id)])
        )

    def test_the_same_file_under_two_names_is_one(self):
        self.make_product("LAMP", stock=96)

        first = self.stock_file("LAMP,90,good", filename="monday.csv")
        again = self.stock_file("LAMP,90,good", filename="tuesday.csv")

        self.assertEqual(first, again)
        self.assertEqual(len(self.differences()), 1)

    def test_changes_are_taken_one_by_one(self):
        lamp = self.make_product("LAMP", stock=96)
        code = self.warehouse.logistics_code

        message = self.drop(
            "change_id,warehouse,changed_at,sku,change,status,reason",
            f"C1,{code},2026-03-04T06:00:00Z,LAMP,-3,good,broken",
            f"C1,{code},2026-03-04T06:00:00Z,LAMP,3,damaged,broken",
        )

        self.assertEqual(message.state, "done", message.error_message)
        found = {one.status: one.difference for one in self.differences()}
        self.assertEqual(found, {"good": -3, "damaged": 3})
        self.assertEqual(self.stock(lamp), 96)


@tagged("post_install", "-at_install")
class TestCsvReceipts(CsvCase, InboundCase):
    def test_an_advice_goes_out_and_comes_back_damaged(self):
        advice = self.make_advice((self.widget, 100))
        (row,) = self.rows_told("warehouse.advice")
        self.assertEqual((row["advice"], row["quantity"]), (advice.name, "100"))

        message = self.drop(
            "receipt_id,advice,received_at,line,sku,received,condition,final",
            f"R1,{advice.name},2026-03-10T11:00:00Z,{row['line']},WIDGET,93,good,yes",
            f"R1,{advice.name},2026-03-10T11:00:00Z,{row['line']},WIDGET,3,damaged,yes",
        )

        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(self.on_hand(self.widget, self.damaged), 3)
        self.assertEqual(self.on_hand(self.widget), 93)
