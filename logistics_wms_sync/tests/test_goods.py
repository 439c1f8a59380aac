# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.logistics_base.mapping.errors import DecodeError

from .common import WarehouseCase


class TestGoods(WarehouseCase):
    """Which of our products and units a partner means."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goods = cls.env["logistics.goods"]
        cls.product = cls.make_product("GOODS-1", barcode="4006381333931")
        cls.dozen = cls.env.ref("uom.product_uom_dozen")

    def unit(self, code):
        return self.goods._unit(self.wms, self.product, code)

    def map_unit(self, code, name):
        return self.env["logistics.code.map"].create(
            {
                "integration_id": self.wms.id,
                "domain": "unit",
                "external_code": code,
                "canonical_code": name,
            }
        )

    def test_no_unit_is_the_products_own(self):
        self.assertEqual(self.unit(None), self.product.uom_id)

    def test_our_name_is_known_however_it_is_written(self):
        self.assertEqual(self.unit(" dozens "), self.dozen)

    def test_a_code_is_known_as_soon_as_it_is_mapped(self):
        # given a code that nobody knows
        with self.assertRaises(DecodeError) as refused:
            self.unit("CAR12")
        self.assertEqual(refused.exception.category, "mapping")

        # when somebody maps it, and changes his mind
        entry = self.map_unit("CAR12", "Dozens")
        self.assertEqual(self.unit("CAR12"), self.dozen)
        entry.canonical_code = self.product.uom_id.name

        # then the last word counts
        self.assertEqual(self.unit("CAR12"), self.product.uom_id)

    def test_a_new_unit_is_known_at_once(self):
        # given that units were asked for before
        self.unit("Dozens")
        # when there is a new one, and it gets another name
        tray = self.env["uom.uom"].create(
            {
                "name": "Tray",
                "relative_factor": 40,
                "relative_uom_id": self.product.uom_id.id,
            }
        )
        self.assertEqual(self.unit("TRAY"), tray)
        tray.name = "Crate"
        # then it is known by that
        self.assertEqual(self.unit("crate"), tray)
        with self.assertRaises(DecodeError):
            self.unit("tray")

    def test_a_unit_of_another_kind_is_refused(self):
        with self.assertRaises(DecodeError):
            self.unit("kg")

    def test_each_line_asks_and_the_database_is_asked_once(self):
        # given lines in a unit of the partner's
        self.map_unit("DZ", "Dozens")
        self.assertEqual(self.goods._quantity(self.wms, self.product, 2, "DZ"), 24)
        # when more of them are read, then nothing is looked up
        with self.assertQueryCount(0):
            for _line in range(50):
                self.goods._quantity(self.wms, self.product, 3, "DZ")

    def test_a_product_is_known_by_reference_and_barcode(self):
        known = self.goods._products(self.wms, ["GOODS-1", "4006381333931", "NOBODY"])
        self.assertEqual(
            known, {"GOODS-1": self.product, "4006381333931": self.product}
        )

    def test_an_unknown_product_waits_in_the_queue(self):
        self.goods._products(self.wms, ["NOBODY"])
        binding = self.env["logistics.binding"].search(
            [("integration_id", "=", self.wms.id), ("external_id", "=", "NOBODY")]
        )
        self.assertNotEqual(binding.state, "bound")
        # and is known once somebody says which it is
        binding.write({"res_id": self.product.id, "state": "bound"})
        self.assertEqual(
            self.goods._products(self.wms, ["NOBODY"]), {"NOBODY": self.product}
        )
