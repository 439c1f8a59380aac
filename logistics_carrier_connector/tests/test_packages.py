# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .order_common import OrderCase


@tagged("post_install", "-at_install")
class TestPackages(OrderCase):
    """The packages of a shipment are those that were packed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.box = cls.env["stock.package.type"].create(
            {
                "name": "Box",
                "base_weight": 0.5,
                "packaging_length": 400,
                "width": 300,
                "height": 250,
                "shipper_package_code": "BOX-M",
            }
        )

    def delivery(self):
        picking = self.make_order().picking_ids
        return picking, picking.logistics_shipment_id

    def test_loose_goods_are_one_piece(self):
        picking, shipment = self.delivery()
        picking._logistics_sync_packages()
        self.assertRecordValues(
            shipment.package_ids,
            [{"piece_key": "bulk", "weight": 6.0, "name": picking.name}],
        )

    def test_each_package_weighs_its_goods_and_itself_in_kg_and_cm(self):
        picking, shipment = self.delivery()
        packed = self.pack(picking, 2, self.box)
        picking._logistics_sync_packages()
        by_key = shipment.package_ids.grouped("piece_key")
        self.assertEqual(set(by_key), {f"pack-{packed.id}", "bulk"})
        self.assertRecordValues(
            by_key[f"pack-{packed.id}"],
            [
                {
                    "stock_package_id": packed.id,
                    "weight": 4.5,
                    "length": 40.0,
                    "width": 30.0,
                    "height": 25.0,
                }
            ],
        )
        self.assertEqual(by_key["bulk"].weight, 2.0)

    def test_inches_of_feet_and_pounds_are_converted(self):
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("product.weight_in_lbs", "1")
        parameters.set_param("product.volume_in_cubic_feet", "1")
        self.box.write({"packaging_length": 2, "width": 1, "height": 1})
        picking, shipment = self.delivery()
        packed = self.pack(picking, 3, self.box)
        packed.shipping_weight = 10
        picking._logistics_sync_packages()
        self.assertRecordValues(
            shipment.package_ids,
            [{"weight": 4.536, "length": 61.0, "width": 30.5, "height": 30.5}],
        )

    def test_packing_with_odoos_button_is_followed(self):
        picking, shipment = self.delivery()
        picking.action_put_in_pack(package_type_id=self.box.id)
        self.assertEqual(
            shipment.package_ids.stock_package_id,
            picking.move_line_ids.result_package_id,
        )

    def test_repacking_is_followed_until_the_carrier_knows(self):
        picking, shipment = self.delivery()
        self.pack(picking, 1)
        picking._logistics_sync_packages()
        picking.move_line_ids.result_package_id = False
        picking._logistics_sync_packages()
        self.assertEqual(shipment.package_ids.mapped("piece_key"), ["bulk"])

        shipment.action_book()
        self.pack(picking, 1)
        picking._logistics_sync_packages()
        self.assertEqual(shipment.package_ids.mapped("piece_key"), ["bulk"])

    def test_packages_on_a_pallet_are_one_piece(self):
        picking, shipment = self.delivery()
        parcels = self.pack(picking, 1) | self.pack(picking, 2)
        pallet = self.env["stock.package"].create(
            {"name": "PALLET-1", "package_type_id": self.box.id}
        )
        parcels.package_dest_id = pallet
        self.ship(picking)
        self.assertRecordValues(
            shipment.package_ids,
            [{"stock_package_id": pallet.id, "name": "PALLET-1", "weight": 6.5}],
        )

    def test_a_package_named_by_its_sscc_is_known_by_it(self):
        picking, shipment = self.delivery()
        packed = self.pack(picking, 3)
        packed.name = "106141412345678908"
        self.assertTrue(packed.valid_sscc)
        picking._logistics_sync_packages()
        self.assertEqual(shipment.package_ids.reference_ids.mapped("type"), ["sscc"])

    def test_pieces_hold_the_goods_that_lie_in_them(self):
        picking, _shipment = self.delivery()
        packed = self.pack(picking, 2, self.box)
        pieces = {p.key: p for p in picking._logistics_consignment().pieces}
        box = pieces[f"pack-{packed.id}"]
        self.assertEqual((box.weight, box.packaging), (4.5, "BOX-M"))
        self.assertEqual((box.length, box.width, box.height), (40.0, 30.0, 25.0))
        self.assertEqual([a.quantity for a in box.articles], [2.0])
        self.assertEqual([a.quantity for a in pieces["bulk"].articles], [1.0])
