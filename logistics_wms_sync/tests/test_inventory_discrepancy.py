# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .inventory_common import COUNTED, InventoryCase


@tagged("-at_install", "post_install")
class TestInventoryDiscrepancy(InventoryCase):
    """A difference of stock, from when it is seen to when it is decided."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        limits = cls.env["logistics.inventory.limit"]
        limits.search([]).unlink()
        limits.create(
            {
                "group_id": cls.env.ref("logistics_base.group_dispatcher").id,
                "amount": 100,
            }
        )
        cls.ann, cls.ben = (
            new_test_user(
                cls.env, login=login, groups="logistics_base.group_dispatcher"
            )
            for login in ("ann-counts", "ben-counts")
        )

    def differ(self, sku="LESS", stock=10, told=8, price=3, **vals):
        """Return the discrepancy of a new product that is told of otherwise."""
        product = self.make_product(sku, stock=stock, standard_price=price, **vals)
        self.told(self.snapshot((sku, told)))
        return self.differences().filtered(lambda one: one.product_id == product)

    # Approval

    def test_an_approval_makes_odoos_own_adjustment(self):
        found = self.differ()
        result = found.with_user(self.ann)._approve("Counted in March", "loss")
        self.assertEqual(result["adjusted"], found)
        self.assertEqual(self.stock(found.product_id), 8)
        move = found.move_ids
        self.assertTrue(move.is_inventory)
        self.assertEqual(
            (move.inventory_name, move.state, move.quantity),
            ("Counted in March", "done", 2),
        )
        self.assertEqual(move.create_uid, self.ann)
        self.assertEqual(
            (found.state, found.cause, found.second_approver_id),
            ("adjusted", "loss", self.ann),
        )

    def test_after_the_approval_the_same_snapshot_agrees(self):
        found = self.differ()
        found._approve("Counted")
        self.told(self.snapshot(("LESS", 8), hours=1))
        self.assertFalse(self.differences())

    def test_what_is_too_much_is_added(self):
        found = self.differ("MORE", stock=3, told=5)
        found._approve("Found")
        self.assertEqual(self.stock(found.product_id), 5)

    def test_the_difference_is_applied_not_the_figure(self):
        found = self.differ("SOLD", stock=10, told=8)
        self.put(found.product_id, -1)
        with freeze_time(COUNTED + timedelta(hours=1)):
            self.env["stock.quant"].flush_model()
        found._recheck()
        found._approve("Counted")
        self.assertEqual(self.stock(found.product_id), 8)

    def test_goods_that_moved_since_are_left_alone(self):
        found = self.differ("SOLD", stock=10, told=8)
        with freeze_time(COUNTED + timedelta(hours=5)):
            self.make_scrap(found.product_id, 3)
        found._approve("Counted")
        self.assertEqual(self.stock(found.product_id), 5)

    def make_scrap(self, product, quantity):
        """Take goods from the shelf, as of now."""
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": product.id,
                "scrap_qty": quantity,
                "location_id": self.warehouse.lot_stock_id.id,
            }
        )
        scrap.do_scrap()

    def test_a_difference_that_changed_meanwhile_is_not_adjusted(self):
        found = self.differ()
        self.put(found.product_id, 5)
        result = found._approve("Counted")
        self.assertEqual(result["changed"], found)
        self.assertEqual((found.state, found.difference), ("open", -7))
        self.assertEqual(self.stock(found.product_id), 15)

    def test_a_difference_that_is_gone_meanwhile_is_not_adjusted(self):
        found = self.differ()
        self.put(found.product_id, -2)
        result = found._approve("Counted")
        self.assertEqual(result["gone"], found)
        self.assertEqual(found.state, "gone")

    def test_many_are_approved_at_once_and_one_stops_no_other(self):
        good = self.differ("GOOD")
        unclear = self.differ("LUMP", stock=0, told=3, tracking="lot")
        result = (good | unclear)._approve("Counted")
        self.assertEqual(result["adjusted"], good)
        self.assertIn("lot", result["problems"][0])
        self.assertEqual(unclear.state, "open")

    def test_a_person_says_which_lot_is_meant(self):
        product = self.make_product("LUMP", tracking="lot")
        lot = self.make_lot(product, "L1")
        self.put(product, 5, lot=lot)
        self.told(self.snapshot(("LUMP", 4)))
        found = self.differences()
        self.assertTrue(found.all_lots)
        found.adjust_lot_id = lot
        found._approve("Counted")
        self.assertEqual(self.stock(product, lot=lot), 4)

    def test_a_lot_that_was_unknown_is_made(self):
        product = self.make_product("LOTS", tracking="lot")
        self.told(self.snapshot({"sku": "LOTS", "quantity": 3, "lot": "NEW"}))
        self.differences()._approve("Found")
        lot = self.env["stock.lot"].search([("product_id", "=", product.id)])
        self.assertEqual((lot.name, self.stock(product, lot=lot)), ("NEW", 3))

    def test_goods_in_another_condition_are_moved_not_lost(self):
        product = self.make_product("BROKEN", stock=5)
        self.told(
            self.snapshot(
                ("BROKEN", 3), {"sku": "BROKEN", "quantity": 2, "status": "damaged"}
            )
        )
        found = self.differences()
        self.assertEqual(set(found.mapped("suggested_cause")), {"status"})
        found._approve("Broken")
        self.assertEqual(self.stock(product, self.damaged()), 2)
        move = found.move_ids
        self.assertEqual(len(move), 1)
        self.assertEqual(move.location_dest_id, self.damaged())

    def test_stock_below_the_shelf_is_taken_where_it_lies(self):
        product = self.make_product("DEEP")
        bin_ = self.env["stock.location"].create(
            {"name": "Bin", "location_id": self.warehouse.lot_stock_id.id}
        )
        self.put(product, 5, location=bin_)
        self.told(self.snapshot(("DEEP", 3)))
        self.differences()._approve("Counted")
        self.assertEqual(self.stock(product, bin_), 3)

    # Who may

    def test_without_a_limit_nobody_approves(self):
        self.env["logistics.inventory.limit"].search([]).unlink()
        with self.assertRaisesRegex(UserError, "limit"):
            self.differ().with_user(self.ann)._approve("Counted")

    def test_a_viewer_approves_nothing(self):
        viewer = new_test_user(
            self.env, login="viewer-counts", groups="logistics_base.group_user"
        )
        with self.assertRaises(AccessError):
            self.differ().with_user(viewer)._approve("Counted")

    def test_figures_and_states_are_not_written_by_hand(self):
        found = self.differ("GOLD", price=500).with_user(self.ann)
        for vals in (
            {"absolute_value": 0},
            {"told_quantity": 10},
            {"state": "adjusted"},
            {"approver_id": self.ben.id},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                found.write(vals)
        found.write({"cause": "loss", "user_id": self.ben.id})
        with self.assertRaises(UserError):
            found.snapshot_id.write({"state": "discarded"})

    def test_other_companies_see_nothing(self):
        found = self.differ()
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            login="stranger-counts",
            groups="logistics_base.group_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        for records in (
            found,
            found.snapshot_id,
            found.snapshot_id.line_ids,
            self.env["logistics.inventory.position"].search(
                [("warehouse_id", "=", self.warehouse.id)]
            ),
            self.warehouse.logistics_status_ids,
        ):
            with self.subTest(records._name):
                self.assertTrue(records)
                seen = records.with_user(stranger)
                self.assertFalse(seen.search([("id", "in", records.ids)]))

    def test_what_is_worth_more_takes_two_people(self):
        found = self.differ("GOLD", price=500)
        first = found.with_user(self.ann)._approve("Counted")
        self.assertEqual(first["approved"], found)
        self.assertEqual((found.state, found.approver_id), ("approved", self.ann))
        self.assertEqual(self.stock(found.product_id), 10)
        again = found.with_user(self.ann)._approve("Counted")
        self.assertFalse(again["adjusted"])
        second = found.with_user(self.ben)._approve("Counted")
        self.assertEqual(second["adjusted"], found)
        self.assertEqual(self.stock(found.product_id), 8)

    def test_where_two_are_no_way_out_it_is_refused(self):
        self.warehouse.logistics_two_approvals = False
        found = self.differ("GOLD", price=500)
        self.assertEqual(found.with_user(self.ann)._approve("X")["refused"], found)
        self.assertEqual(found.state, "open")

    def test_a_first_approval_does_not_outlive_its_figures(self):
        found = self.differ("GOLD", price=500)
        found.with_user(self.ann)._approve("Counted")
        self.told(self.snapshot(("GOLD", 5), hours=1))
        self.assertEqual((found.state, found.approver_id.id), ("open", False))

    # Dismissed and explained

    def test_what_is_dismissed_stays_so_until_the_figures_change(self):
        found = self.differ()
        found._dismiss("Known", "count")
        self.told(self.snapshot(("LESS", 8), hours=1))
        self.assertEqual(found.state, "dismissed")
        self.told(self.snapshot(("LESS", 7), hours=2))
        self.assertEqual((found.state, found.difference), ("open", -3))

    def test_what_is_worth_more_is_not_put_out_of_sight_alone(self):
        found = self.differ("GOLD", price=500)
        with self.assertRaisesRegex(UserError, "limit"):
            found.with_user(self.ann)._dismiss("Never mind")
        self.assertEqual(found.state, "open")
        self.env["logistics.inventory.limit"].search([]).amount = 5000
        found.with_user(self.ann)._dismiss("Known")
        self.assertEqual(found.state, "dismissed")

    def test_what_is_explained_stays_in_sight(self):
        found = self.differ()
        found._explain("On its way", "open_shipments")
        self.assertEqual(found.state, "explained")
        self.told(self.snapshot(("LESS", 10), hours=1))
        self.assertEqual(found.state, "gone")

    def test_the_wizard_tells_what_became_of_each(self):
        found = self.differ() | self.differ("GOLD", price=500)
        wizard = (
            self.env["logistics.inventory.decision"]
            .with_user(self.ann)
            .create({"discrepancy_ids": found.ids, "reason": "Counted"})
        )
        self.assertIn("Above your limit: 1", wizard.limit_note)
        told = wizard.action_decide()["params"]
        self.assertEqual(told["type"], "warning")
        self.assertIn("1 adjusted", told["message"])

    # Tolerance, cause, age

    def test_the_nearest_tolerance_counts(self):
        parent = self.env["product.category"].create({"name": "Small Parts"})
        category = self.env["product.category"].create(
            {"name": "Screws", "parent_id": parent.id}
        )
        self.warehouse.logistics_tolerance_quantity = 1
        self.env["logistics.inventory.tolerance"].create(
            {"category_id": parent.id, "percent": 10}
        )
        screws = self.differ("SCREW", stock=100, told=92, categ_id=category.id)
        self.assertEqual((screws.tolerance, screws.within_tolerance), (10, True))
        other = self.differ("OTHER", stock=100, told=98)
        self.assertEqual((other.tolerance, other.within_tolerance), (1, False))

    def test_a_wrong_unit_is_suspected(self):
        self.assertEqual(self.differ("SIX", stock=60, told=10).suggested_cause, "unit")

    def test_mixed_up_lots_are_suspected(self):
        product = self.make_product("MIX", tracking="lot")
        for name in ("L1", "L2"):
            self.put(product, 5, lot=self.make_lot(product, name))
        self.told(
            self.snapshot(
                {"sku": "MIX", "quantity": 3, "lot": "L1"},
                {"sku": "MIX", "quantity": 7, "lot": "L2"},
            )
        )
        self.assertEqual(self.differences().mapped("suggested_cause"), ["lot", "lot"])

    def test_goods_under_an_unknown_name_are_suspected(self):
        product = self.make_product("RENAMED", stock=5)
        self.told(self.snapshot(("NEW-NAME", 5), scope="complete"))
        found = self.assertDiffers((product, 5, 0))
        self.assertEqual(found.suggested_cause, "unknown_goods")

    def test_what_open_shipments_explain_may_settle(self):
        product = self.make_product("OPEN", stock=10)
        order = self.make_order((product, 3))
        self.assertEqual(order.state, "sent")
        self.told(self.snapshot(("OPEN", 7), as_of=None))
        found = self.differences()
        self.assertEqual((found.state, found.cause), ("explained", "open_shipments"))
        with freeze_time(found.first_seen + timedelta(hours=25)):
            self.discrepancies._keep_up()
        self.assertEqual(found.state, "open")

    def test_what_is_looked_at_again_and_is_no_news_is_not_written(self):
        found = self.differ()
        seen = found.last_seen
        with freeze_time(found.first_seen + timedelta(hours=2)):
            self.discrepancies._keep_up()
        self.assertEqual((found.state, found.last_seen), ("open", seen))

    def test_old_differences_are_told_to_whoever_answers(self):
        self.warehouse.logistics_responsible_id = self.ann
        found = self.differ()
        self.discrepancies._keep_up()
        self.assertFalse(found.activity_ids)
        with freeze_time(found.first_seen + timedelta(days=8)):
            self.discrepancies._keep_up()
            self.discrepancies._keep_up()
        self.assertEqual(found.activity_ids.user_id, self.ann)
        self.assertEqual((len(found.activity_ids), found.age), (1, "3"))

    def test_large_differences_are_told_at_once(self):
        self.warehouse.logistics_responsible_id = self.ann
        found = self.differ("GOLD", price=900)
        self.discrepancies._keep_up()
        self.assertEqual(found.activity_ids.user_id, self.ann)

    # Others are told

    def test_an_event_is_published(self):
        found = self.differ()
        events = self.env["logistics.event"].search(
            [("type", "=", "inventory.discrepancy"), ("res_id", "=", found.id)]
        )
        self.assertEqual(len(events), 1)
        self.hand_on()
        rows = self.env["logistics.event"]._handed_on(self.sql_of(events))
        notice = self.env["logistics.notice"]._notices(rows)[events.id].body()
        self.assertEqual(notice["data"]["sku"], "LESS")
        self.assertEqual(notice["data"]["difference"], -2)

    def sql_of(self, events):
        """Return the condition that picks these events."""
        from odoo.tools import SQL

        return SQL("id = ANY(%s)", events.ids)

    def test_a_difference_that_stays_is_published_once(self):
        found = self.differ()
        self.told(self.snapshot(("LESS", 8), hours=1))
        count = self.env["logistics.event"].search_count(
            [("type", "=", "inventory.discrepancy"), ("res_id", "=", found.id)]
        )
        self.assertEqual(count, 1)
        self.assertGreaterEqual(found.last_seen, found.first_seen)

    def test_closing_times_are_kept(self):
        found = self.differ()
        found._approve("Counted")
        self.assertLessEqual(found.closed_at, fields.Datetime.now())
