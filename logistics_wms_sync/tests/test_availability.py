# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo.tests import tagged
from odoo.tools import mute_logger

from .inventory_common import InventoryCase


@tagged("-at_install", "post_install")
class TestAvailability(InventoryCase):
    """What may be sold is published as soon as it changes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.available = cls.env["logistics.availability"]
        cls.warehouse.logistics_publishes_stock = True
        cls.publish()

    @classmethod
    def publish(cls):
        """Publish what is due, as the job does; return what was told since."""
        before = cls.env["logistics.event"].search(
            [("type", "=", "inventory.available")]
        )
        cls.env.cr.flush()
        while cls.available._publish_some():
            pass
        cls.env.invalidate_all()
        after = cls.env["logistics.event"].search(
            [("type", "=", "inventory.available")]
        )
        return cls.available.browse((after - before).mapped("res_id"))

    def free(self, product):
        """Return what was last told of a product."""
        return self.available.search(
            [
                ("product_id", "=", product.id),
                ("warehouse_id", "=", self.warehouse.id),
            ]
        ).available

    def test_new_stock_is_published(self):
        product = self.make_product("NEW", stock=5)
        told = self.publish()
        self.assertEqual((told.product_id, told.available), (product, 5))
        self.assertFalse(self.publish(), "nothing changed since")

    def test_reserved_stock_is_not_available(self):
        product = self.make_product("SOLD", stock=5)
        self.publish()
        self.make_sale((product, 2))
        self.publish()
        self.assertEqual(self.free(product), 3)

    def test_what_moves_back_and_forth_is_not_told(self):
        product = self.make_product("SAME", stock=5)
        self.publish()
        self.put(product, 2)
        self.put(product, -2)
        self.assertFalse(self.publish())

    def test_safety_stock_is_kept_back(self):
        self.warehouse.write(
            {"logistics_safety_percent": 10, "logistics_safety_quantity": 1}
        )
        product = self.make_product("SAFE", stock=15)
        self.publish()
        self.assertEqual(self.free(product), 12, "no half of a piece")

    def test_a_product_may_have_a_safety_stock_of_its_own(self):
        self.warehouse.logistics_safety_quantity = 1
        product = self.make_product("OWN", stock=5)
        self.publish()
        self.assertEqual(self.free(product), 4)
        own = self.env["logistics.safety.stock"].create(
            {"product_id": product.id, "quantity": 3}
        )
        self.publish()
        self.assertEqual(self.free(product), 2)
        own.unlink()
        self.publish()
        self.assertEqual(self.free(product), 4)

    def test_nothing_less_than_nothing_is_offered(self):
        self.warehouse.logistics_safety_quantity = 9
        product = self.make_product("FEW", stock=5)
        self.publish()
        self.assertEqual(self.free(product), 0)

    def test_damaged_goods_are_not_offered(self):
        product = self.make_product("BROKEN", stock=5)
        self.put(product, 3, location=self.damaged())
        self.publish()
        self.assertEqual(self.free(product), 5)

    def test_a_new_setting_concerns_all_products(self):
        product = self.make_product("ALL", stock=5)
        self.publish()
        self.warehouse.logistics_safety_quantity = 2
        self.publish()
        self.assertEqual(self.free(product), 3)

    def test_a_warehouse_that_publishes_nothing_costs_nothing(self):
        self.warehouse.logistics_publishes_stock = False
        self.make_product("QUIET", stock=5)
        self.env.cr.flush()
        self.assertFalse(self.env["logistics.availability.queue"].search_count([]))

    def test_subscribers_get_the_document(self):
        self.make_product("TOLD", stock=5, barcode="4006381333931")
        told = self.publish()
        data = self.env["logistics.notice"]._available(None, told).to_json()
        self.assertEqual(data["warehouse"], self.warehouse.logistics_code)
        self.assertEqual(
            data["lines"],
            [
                {
                    "sku": "TOLD",
                    "available": 5,
                    "on_hand": 5,
                    "unit": "Units",
                    "barcode": "4006381333931",
                }
            ],
        )

    def make_follower(self, **values):
        """Return an integration that has a flow for what may be sold."""
        follower = self.make_integration(**values)
        self.env["logistics.flow"].create(
            {
                "integration_id": follower.id,
                "document_type": "inventory.availability",
                "direction": "outbound",
            }
        )
        return follower

    def told(self, follower):
        return self.env["logistics.message"].search(
            [("integration_id", "=", follower.id), ("direction", "=", "outbound")]
        )

    def test_who_sells_nothing_is_not_told(self):
        carrier = self.make_follower(kind="carrier")
        self.make_product("KEPT", stock=5)
        self.publish()
        self.assertFalse(self.told(carrier))

    @mute_logger("odoo.addons.logistics_wms_sync.models.logistics_availability_send")
    def test_who_cannot_be_told_keeps_no_other_from_it(self):
        # EDIFACT has no word for it, though the preset has a flow.
        ids = {"edi_our_id": "US", "edi_partner_id": "THEM"}
        mute = self.make_integration(kind="marketplace", preset="edifact", **ids)
        shop = self.make_follower(kind="marketplace")
        self.make_product("SAID", stock=5)
        self.publish()
        self.assertFalse(self.told(mute))
        self.assertTrue(self.told(shop))

    def test_integrations_with_a_flow_are_told_in_their_own_words(self):
        shop = self.make_follower(kind="marketplace")
        product = self.make_product("OURS", stock=5)
        self.env["logistics.binding"].create(
            {
                "integration_id": shop.id,
                "external_id": "THEIRS",
                "res_model": "product.product",
                "res_id": product.id,
                "state": "bound",
            }
        )
        self.publish()
        said = json.loads(self.told(shop)._body())["data"]
        self.assertEqual(said["lines"][0]["sku"], "THEIRS")
        self.assertEqual(said["lines"][0]["available"], 5)
