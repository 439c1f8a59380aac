# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .inventory_common import InventoryCase


@tagged("-at_install", "post_install")
class TestInventoryCount(InventoryCase):
    """Warehouses are asked to count, and answer by partial snapshots."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.counts = cls.env["logistics.inventory.count"]

    def ask(self, *products, **vals):
        """Return a count that was requested."""
        count = self.counts._begin_for(
            self.warehouse, self.env["product.product"].concat(*products), **vals
        )
        count.action_request()
        return count

    def test_the_warehouse_is_told_what_to_count(self):
        product = self.make_product("COUNT-ME", stock=5, barcode="4006381333931")
        count = self.ask(product, reason="Often wrong")
        message = count.message_sent_id
        self.assertEqual(message.document_type, "warehouse.count")
        said = self.said(message)
        self.assertEqual((said["number"], said["reason"]), (count.name, "Often wrong"))
        self.assertEqual(
            said["lines"], [{"sku": "COUNT-ME", "barcode": "4006381333931"}]
        )
        self.assertEqual(count.state, "requested")

    def said(self, message):
        """Return what a message of the outbox says."""
        import json

        return json.loads(message._body())["data"]

    def test_a_snapshot_that_names_it_answers_it(self):
        product = self.make_product("RIGHT", stock=5)
        count = self.ask(product)
        self.told(self.snapshot(("RIGHT", 5), count=count.name))
        self.assertEqual(count.state, "answered")
        self.assertEqual(count.line_ids.counted_quantity, 5)
        self.assertFalse(self.differences())

    def test_half_an_answer_leaves_it_open(self):
        first, second = (self.make_product(stock=5) for _each in range(2))
        count = self.ask(first, second)
        self.told(self.snapshot((first.default_code, 4), count=count.name))
        self.assertEqual(count.state, "partly")
        self.assertDiffers((first, 5, 4))
        self.told(self.snapshot((second.default_code, 5), count=count.name, hours=1))
        self.assertEqual((count.state, count.differing_count), ("answered", 1))

    def test_a_lot_that_a_count_of_the_product_does_not_tell_is_gone(self):
        product = self.make_product("LOTS", tracking="lot")
        for name in ("L1", "L2"):
            self.put(product, 5, lot=self.make_lot(product, name))
        line = {"sku": "LOTS", "quantity": 5, "lot": "L1"}
        self.told(self.snapshot(line))
        self.assertFalse(self.differences())
        count = self.ask(product)
        self.told(self.snapshot(line, count=count.name, hours=1))
        self.assertDiffers((product, 5, 0))

    def test_a_snapshot_that_names_no_count_of_ours_is_a_snapshot(self):
        product = self.make_product("STRAY", stock=5)
        message = self.told(self.snapshot(("STRAY", 4), count="COUNT/0"))
        self.assertEqual(message.state, "done")
        self.assertDiffers((product, 5, 4))

    def test_a_difference_is_counted_again(self):
        self.make_product("DOUBT", stock=5)
        self.told(self.snapshot(("DOUBT", 4)))
        action = self.differences().action_count()
        count = self.counts.browse(action["res_id"])
        self.assertEqual(count.origin, "discrepancy")
        self.assertEqual(count.line_ids.product_id.default_code, "DOUBT")

    def test_nothing_cannot_be_counted(self):
        count = self.counts.create({"warehouse_id": self.warehouse.id})
        with self.assertRaises(UserError):
            count.action_request()

    def test_a_request_that_is_late_is_found(self):
        product = self.make_product(stock=1)
        count = self.ask(product, count_by=fields.Datetime.now() - timedelta(hours=1))
        self.assertTrue(count.is_late)
        self.assertIn(count, self.counts.search([("is_late", "=", True)]))

    # The plan

    def plan(self):
        """Run the plan; return the products it has counted."""
        before = self.own()
        self.counts._plan()
        return (self.own() - before).line_ids.product_id

    def own(self):
        """Return the counts of the warehouse."""
        return self.counts.search([("warehouse_id", "=", self.warehouse.id)])

    def test_what_was_never_counted_is_counted_the_most_important_first(self):
        self.warehouse.write({"logistics_count_most": 1, "logistics_count_c_days": 365})
        slow = self.make_product("SLOW", stock=5, standard_price=1)
        fast = self.make_product("FAST", stock=500, standard_price=100)
        self.sell(fast, 100)
        self.assertEqual(self.plan(), fast)
        self.assertEqual(self.plan(), slow)
        self.assertFalse(self.plan(), "both are asked for already")

    def test_what_was_counted_is_counted_again_when_its_time_comes(self):
        self.warehouse.write({"logistics_count_most": 9, "logistics_count_c_days": 10})
        product = self.make_product("AGAIN", stock=5)
        self.assertEqual(self.plan(), product)
        count = self.own()
        self.told(self.snapshot(("AGAIN", 5), count=count.name, as_of=None))
        self.assertFalse(self.plan())
        with freeze_time(fields.Datetime.now() + timedelta(days=11)):
            self.assertEqual(self.plan(), product)

    def test_a_warehouse_that_cannot_be_told_keeps_no_other_from_counting(self):
        # given: two warehouses, and one cannot be told of counts
        self.warehouse.logistics_count_most = 9
        product = self.make_product("MUTE", stock=5)
        mute = self.make_warehouse(
            logistics_count_most=9, integration=self.make_integration(kind="wms")
        )
        self.put(product, 5, warehouse=mute)
        request = type(self.counts)._request

        def request_of_others(count):
            if count.warehouse_id == mute:
                raise UserError(self.env._("It has no ear for that."))
            request(count)

        self.patch(
            self.registry["logistics.inventory.count"], "_request", request_of_others
        )
        # when
        self.counts._plan()
        # then: that one waits for a person, and is not planned anew each day
        self.assertEqual(self.own().state, "requested")
        waiting = self.counts.search([("warehouse_id", "=", mute.id)])
        self.assertEqual(waiting.state, "draft")
        self.assertIn("no ear", waiting.message_ids[0].body)
        self.counts._plan()
        self.assertEqual(self.counts.search([("warehouse_id", "=", mute.id)]), waiting)

    def test_without_a_plan_nothing_is_asked(self):
        self.make_product(stock=5)
        self.assertFalse(self.plan())

    def sell(self, product, quantity):
        """Have goods leave to a customer."""
        move = self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()
