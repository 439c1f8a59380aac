# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .billing_run_common import WarehousingCase

DAY = date(2026, 3, 2)
AT = "2026-03-02T09:30:00Z"


@tagged("post_install", "-at_install")
class TestBillableActivity(WarehousingCase):
    """What warehouses tell is listed once, whatever its way here."""

    def take(self, first=DAY, last=DAY):
        self.activities._take(self.env.company, first, last)
        return self.activities.search(
            [("warehouse_id", "=", self.warehouse.id)], order="id"
        )

    def make_snapshot(self, *lines, at=datetime(2026, 3, 2, 20), **vals):
        """Return a snapshot of (product, quantity, owner), as comparing leaves it."""
        snapshot = self.env["logistics.inventory.snapshot"].create(
            {
                "name": "S",
                "integration_id": self.wms.id,
                "warehouse_id": self.warehouse.id,
                "company_id": self.env.company.id,
                "as_of": at,
                "scope": "complete",
                "line_count": len(lines),
                **vals,
            }
        )
        self.env["logistics.inventory.snapshot.line"].create(
            [
                {
                    "snapshot_id": snapshot.id,
                    "product_id": product.id,
                    "product_quantity": quantity,
                    "owner_id": owner[0].id if owner else False,
                }
                for product, quantity, *owner in lines
            ]
        )
        return snapshot

    def test_a_shipped_order_is_picked_packed_and_shipped_once(self):
        self.product.write({"volume": 0.5, "weight": 2.0})
        self.product.logistics_units_per_pallet = 4
        order = self.make_order((self.product, 6))
        packages = [{"package": "P1"}, {"package": "P2"}]
        self.ship(order, (self.product, 6), occurred_at=AT, packages=packages)
        # when
        self.take()
        found = self.take()
        # then
        self.assertEqual(found.mapped("activity"), ["pick", "pack", "ship"])
        pick = found[0]
        self.assertEqual(pick.partner_id, self.depositor)
        self.assertEqual(pick.day, DAY)
        self.assertEqual(
            (pick.orders, pick.lines, pick.units, pick.packages), (1, 1, 6, 2)
        )
        self.assertEqual((pick.volume, pick.weight, pick.pallets), (3, 12, 2))

    def test_a_receipt_is_received_and_put_away(self):
        advice = self.make_advice((self.widget, 5), (self.gadget, 2))
        self.tell_received(advice, ("WIDGET", 5), ("GADGET", 2))
        found = self.take()
        self.assertEqual(found.mapped("activity"), ["receipt", "putaway"])
        self.assertEqual((found[0].lines, found[0].units), (2, 7))
        self.assertTrue(found[0].is_unmeasured)

    def test_goods_of_an_owner_are_charged_to_the_owner(self):
        owner = self.env["res.partner"].create({"name": "Other Ltd"})
        advice = self.make_advice((self.widget, 5), owner_id=owner.id)
        self.tell_received(advice, ("WIDGET", 5))
        self.assertEqual(self.take().partner_id, owner)

    def test_our_own_goods_are_charged_to_nobody(self):
        self.warehouse.logistics_depositor_id = False
        advice = self.make_advice((self.widget, 5))
        self.tell_received(advice, ("WIDGET", 5))
        self.assertFalse(self.take())

    def test_a_customer_with_a_card_pays_for_the_handling_of_what_is_bought(self):
        self.warehouse.logistics_depositor_id = False
        self.make_card(("ship", "orders", 1.0), partner_id=self.customer.id)
        order = self.make_order((self.product, 1))
        self.ship(order, (self.product, 1), occurred_at=AT)
        self.assertEqual(self.take().partner_id, self.customer)

    def test_the_warehouses_own_clock_says_which_day_it_is(self):
        self.warehouse.partner_id = self.env["res.partner"].create(
            {"name": "Depot", "tz": "Pacific/Auckland"}
        )
        advice = self.make_advice((self.widget, 5))
        self.tell_received(advice, ("WIDGET", 5), received_at="2026-03-02T20:00:00Z")
        self.assertFalse(self.take())
        self.assertEqual(self.take(DAY, date(2026, 3, 3))[0].day, date(2026, 3, 3))

    # Storage

    def test_each_product_that_lies_there_counts_on_each_day(self):
        self.make_snapshot((self.widget, 10), (self.gadget, 3), (self.product, 0))
        found = self.take()
        self.assertEqual(found.mapped("activity"), ["storage"] * 2)
        self.assertEqual(
            {each.product_id: each.units for each in found},
            {self.widget: 10, self.gadget: 3},
        )

    def test_a_day_without_a_snapshot_is_carried_forward_for_a_week(self):
        self.make_snapshot((self.widget, 10))
        found = self.take(DAY, date(2026, 3, 31))
        self.assertEqual(len(found), 8)
        self.assertEqual(len(found.filtered("is_assumed")), 7)
        # and a run says of how many days nothing is known
        self.make_card(("storage", "units", 0.1))
        run = self.make_run()
        run.action_compute()
        todo = run.line_ids.filtered("problem")
        self.assertEqual((todo.problem, todo.count), ("no_stock", 1 + 22))

    def test_a_snapshot_that_comes_late_replaces_what_was_carried_forward(self):
        self.make_card(("storage", "units", 1.0))
        self.make_snapshot((self.widget, 10), (self.gadget, 1))
        run = self.make_run(DAY, date(2026, 3, 3))
        run.action_invoice()
        self.assertEqual(run.move_ids.amount_untaxed, 22.0)
        # when the second day's stock is told after all, superseded as it is
        self.make_snapshot(
            (self.widget, 4), at=datetime(2026, 3, 3, 20), state="superseded"
        )
        run.action_invoice()
        # then the difference is credited: 11 + 4 instead of 22
        note = run.move_ids.filtered(lambda m: m.move_type == "out_refund")
        self.assertEqual(note.amount_untaxed, 7.0)

    def test_partial_and_held_snapshots_tell_nothing_of_storage(self):
        self.make_snapshot((self.widget, 10), scope="partial")
        self.make_snapshot((self.widget, 10), state="held")
        self.assertFalse(self.take())

    def test_lines_that_were_deleted_since_take_nothing_back(self):
        snapshot = self.make_snapshot((self.widget, 10))
        self.take()
        self.env["logistics.inventory.snapshot.line"]._delete_of(snapshot.ids)
        self.assertEqual(self.take().units, 10)

    def test_free_days_are_those_after_the_receipt(self):
        advice = self.make_advice((self.widget, 10))
        self.tell_received(advice, ("WIDGET", 10))
        self.make_snapshot((self.widget, 12))
        self.make_card(
            ("storage", "units", 1.0, {"free_days": 2}),
            ("receipt", "orders", 0.0),
            ("putaway", "orders", 0.0),
        )
        run = self.make_run(DAY, date(2026, 3, 4))
        run.action_compute()
        # then two old ones on three days, and ten new ones on the third
        storage = run.line_ids.filtered(lambda line: line.activity == "storage")
        self.assertEqual(storage.quantity, 2 + 2 + 12)

    # Bad input

    def test_what_was_taken_stays_as_it_was_told(self):
        self.make_snapshot((self.widget, 10))
        found = self.take()
        dispatcher = self.env["res.users"].search(
            [("id", "=", self.env.ref("base.user_admin").id)]
        )
        with self.assertRaises(AccessError):
            found.with_user(dispatcher).units = 1
        with self.assertRaises(AccessError):
            found.with_user(dispatcher).unlink()

    def test_by_hand_only_extra_work_is_entered(self):
        dispatcher = new_test_user(
            self.env, "activity-dispatcher", "logistics_base.group_dispatcher"
        )
        mine = self.activities.with_user(dispatcher)
        vals = {"warehouse_id": self.warehouse.id, "partner_id": self.customer.id}
        for told in ({"source": "x"}, {"activity": "storage"}, {"is_assumed": True}):
            with self.subTest(told), self.assertRaises(UserError):
                mine.create({**vals, **told})
        work = mine.with_context(default_source="x", default_activity="storage")
        work = work.create({**vals, "hours": 1})
        self.assertEqual((work.source, work.activity), (False, "value_added"))
        for told in ({"source": "x"}, {"activity": "storage"}):
            with self.subTest(told), self.assertRaises(UserError):
                work.write(told)
        work.hours = 2
