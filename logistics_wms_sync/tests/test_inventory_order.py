# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .inventory_common import COUNTED, InventoryCase


@tagged("-at_install", "post_install")
class TestInventoryOrder(InventoryCase):
    """Snapshots late, twice and in the wrong order; stock that moves meanwhile."""

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

    # The moment

    def test_a_clock_that_is_ahead_makes_no_goods_disappear(self):
        # given: the warehouse's clock is half an hour ahead of ours
        product = self.make_product("AHEAD", stock=5)
        now = fields.Datetime.now()
        ahead = (now + timedelta(minutes=30)).isoformat() + "Z"
        self.told(self.snapshot(("AHEAD", 4), as_of=ahead))
        found = self.assertDiffers((product, 5, 4))
        # when: something leaves before our clock says what its clock said
        self.ship(product, 2, at=now + timedelta(minutes=10))
        with freeze_time(now + timedelta(minutes=20)):
            self.discrepancies._keep_up()
        # then
        self.assertDiffers((product, 5, 4))
        self.assertLessEqual(found.as_of, fields.Datetime.now())

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
