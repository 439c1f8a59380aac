# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .inbound_common import InboundCase


@tagged("post_install", "-at_install")
class TestReceipt(InboundCase):
    def test_what_came_is_in_stock_and_the_rest_is_expected(self):
        # given
        advice = self.make_advice((self.widget, 10), (self.gadget, 4))
        # when
        message = self.tell_received(advice, ("WIDGET", 6))
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(self.on_hand(self.widget), 6)
        self.assertEqual(advice.picking_id.state, "done")
        self.assertEqual(advice.state, "receiving")
        widgets, gadgets = advice.line_ids
        self.assertEqual((widgets.received_good, widgets.short), (6, 4))
        self.assertEqual((gadgets.received_good, gadgets.short), (0, 4))
        backorder = advice.picking_ids - advice.picking_id
        self.assertEqual(sum(backorder.move_ids.mapped("product_uom_qty")), 8)

    def test_the_rest_comes_under_the_same_number(self):
        # given
        advice = self.make_advice((self.widget, 10))
        self.tell_received(advice, ("WIDGET", 6))
        # when
        self.tell_received(advice, ("WIDGET", 4))
        # then
        self.assertEqual(self.on_hand(self.widget), 10)
        self.assertEqual(advice.state, "received")
        self.assertFalse(advice.has_difference)

    def test_two_receipts_of_one_batch_are_both_taken_in(self):
        # given
        advice = self.make_advice((self.widget, 10))
        other = self.make_advice((self.widget, 5))
        # when
        self.tell(
            self.received(advice, ("WIDGET", 6)),
            self.received(other, ("WIDGET", 5)),
            self.received(advice, ("WIDGET", 4)),
            integration=self.wms,
        )
        # then
        self.assertEqual(self.on_hand(self.widget), 15)
        self.assertEqual((advice + other).mapped("state"), ["received", "received"])

    def test_the_same_receipt_again_changes_nothing(self):
        # given
        advice = self.make_advice((self.widget, 10))
        told = self.received(advice, ("WIDGET", 6), id="R-1")
        # when
        messages = self.tell(told, integration=self.wms)
        messages += self.tell(told, told, integration=self.wms)
        # then
        self.assertEqual(set(messages.mapped("state")), {"done"})
        self.assertEqual(self.on_hand(self.widget), 6)
        self.assertEqual(advice.receipt_count, 1)

    def test_a_receipt_that_contradicts_itself_is_refused(self):
        # given
        advice = self.make_advice((self.widget, 10))
        self.tell_received(advice, ("WIDGET", 6), id="R-1")
        # when
        message = self.tell_received(advice, ("WIDGET", 7), id="R-1")
        # then
        self.assertEqual(message.state, "dead")
        self.assertIn("told before with other goods", message.error_message)
        self.assertEqual(self.on_hand(self.widget), 6)

    def test_short_at_the_end_leaves_no_backorder(self):
        # given
        advice = self.make_advice((self.widget, 10), (self.gadget, 4))
        # when
        self.tell_received(advice, ("WIDGET", 6), is_final=True)
        # then
        self.assertEqual(advice.state, "short")
        self.assertTrue(advice.has_difference)
        states = set(advice.picking_ids.move_ids.mapped("state"))
        self.assertEqual(states, {"done", "cancel"})
        self.assertIn("4 missing of 10", advice.activity_ids.note)

    def test_nothing_came_at_all(self):
        # given
        advice = self.make_advice((self.widget, 10))
        # when
        message = self.tell_received(advice, ("WIDGET", 0), is_final=True)
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual((advice.state, self.on_hand(self.widget)), ("short", 0))
        self.assertEqual(advice.picking_id.state, "cancel")

    def test_damaged_and_held_goods_are_put_aside(self):
        # given
        advice = self.make_advice((self.widget, 10))
        # when
        self.tell_received(
            advice,
            ("WIDGET", 6),
            {"sku": "WIDGET", "quantity": 3, "condition": "damaged", "reason": "wet"},
            {"sku": "WIDGET", "quantity": 1, "condition": "hold"},
        )
        # then
        self.assertEqual(self.on_hand(self.widget), 6)
        self.assertEqual(self.on_hand(self.widget, self.damaged), 3)
        self.assertEqual(self.on_hand(self.widget, self.hold), 1)
        [line] = advice.line_ids
        self.assertEqual(
            (line.received_good, line.received_damaged, line.received_hold), (6, 3, 1)
        )
        self.assertEqual(advice.state, "received")
        self.assertIn("3 damaged (wet)", advice.activity_ids.note)

    def test_everything_damaged(self):
        # given
        advice = self.make_advice((self.widget, 10))
        # when
        damaged = {"line": "1", "quantity": 10, "condition": "damaged"}
        self.tell_received(advice, damaged)
        # then
        self.assertEqual(self.on_hand(self.widget), 0)
        self.assertEqual(self.on_hand(self.widget, self.damaged), 10)

    def test_nobody_said_where_damaged_goods_lie(self):
        # given
        self.env["logistics.stock.status"].search(
            [("warehouse_id", "=", self.warehouse.id), ("status", "=", "damaged")]
        ).unlink()
        advice = self.make_advice((self.widget, 10))
        # when
        damaged = {"sku": "WIDGET", "quantity": 3, "condition": "damaged"}
        message = self.tell_received(advice, damaged)
        # then
        self.assertEqual((message.state, message.error_category), ("dead", "mapping"))
        self.assertEqual(advice.state, "sent")
        # when
        self.env["logistics.stock.status"]._suggest_locations(self.warehouse)
        message.action_replay()
        self.drain()
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(advice.line_ids.received_damaged, 3)

    def test_more_than_announced_is_taken_in_and_shown(self):
        # given
        advice = self.make_advice((self.widget, 10))
        # when
        self.tell_received(advice, ("WIDGET", 12))
        # then
        self.assertEqual(self.on_hand(self.widget), 12)
        self.assertEqual((advice.state, advice.line_ids.over), ("over", 2))
        self.assertIn("2 more than was announced", advice.activity_ids.note)

    def test_more_after_all_had_come(self):
        # given
        advice = self.make_advice((self.widget, 10))
        self.tell_received(advice, ("WIDGET", 10))
        # when
        message = self.tell_received(advice, ("WIDGET", 2))
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(self.on_hand(self.widget), 12)
        self.assertEqual(advice.state, "over")

    def test_more_than_announced_goes_on_hold(self):
        # given
        self.warehouse.logistics_surplus_policy = "hold"
        advice = self.make_advice((self.widget, 10))
        # when
        self.tell_received(advice, ("WIDGET", 12))
        # then
        self.assertEqual(self.on_hand(self.widget), 10)
        self.assertEqual(self.on_hand(self.widget, self.hold), 2)

    def test_more_than_announced_is_refused(self):
        # given
        self.warehouse.logistics_surplus_policy = "refuse"
        advice = self.make_advice((self.widget, 10))
        # when
        message = self.tell_received(advice, ("WIDGET", 12))
        # then
        self.assertEqual(message.state, "dead")
        self.assertIn("10 were expected", message.error_message)
        self.assertEqual(self.on_hand(self.widget), 0)

    def test_a_wrong_product_is_a_line_of_its_own_on_hold(self):
        # given
        advice = self.make_advice((self.widget, 10))
        # when
        self.tell_received(advice, {"line": "1", "sku": "GADGET", "quantity": 5})
        # then
        self.assertEqual(self.on_hand(self.gadget, self.hold), 5)
        self.assertEqual((self.on_hand(self.gadget), self.on_hand(self.widget)), (0, 0))
        announced, wrong = advice.line_ids
        self.assertEqual(announced.short, 10)
        self.assertTrue(wrong.is_wrong)
        self.assertEqual(wrong.received_hold, 5)
        self.assertTrue(advice.has_difference)

    def test_an_unknown_product_waits_until_it_is_known(self):
        # given
        advice = self.make_advice((self.widget, 10))
        message = self.tell_received(advice, ("WIDGET", 6), ("THEIRS-1", 2))
        self.assertEqual((message.state, message.error_category), ("parked", "binding"))
        self.assertEqual(self.on_hand(self.widget), 0)
        # when
        binding = self.env["logistics.binding"].search(
            [("external_id", "=", "THEIRS-1")]
        )
        binding.record = self.gadget
        self.drain()
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(self.on_hand(self.widget), 6)
        self.assertEqual(self.on_hand(self.gadget, self.hold), 2)

    def test_an_unknown_unit_is_refused(self):
        # given
        advice = self.make_advice((self.widget, 10))
        # when
        boxes = {"sku": "WIDGET", "quantity": 1, "unit": "FIRKIN"}
        message = self.tell_received(advice, boxes)
        # then
        self.assertEqual((message.state, message.error_category), ("dead", "mapping"))

    def test_other_units_are_counted_in_the_products_own(self):
        # given
        advice = self.make_advice((self.widget, 24))
        # when
        dozen = {"sku": "WIDGET", "quantity": 2, "unit": "Dozens"}
        self.tell_received(advice, dozen)
        # then
        self.assertEqual(self.on_hand(self.widget), 24)

    def test_a_line_that_was_never_announced(self):
        # given
        advice = self.make_advice((self.widget, 10))
        # when
        message = self.tell_received(advice, {"line": "7", "quantity": 1})
        # then
        self.assertEqual(message.state, "dead")
        self.assertIn("Line 7 was not announced", message.error_message)

    def test_goods_for_a_cancelled_advice_wait_for_a_person(self):
        # given
        advice = self.make_advice((self.widget, 10))
        advice.picking_id.action_cancel()
        self.tell_due()
        # when
        message = self.tell_received(advice, ("WIDGET", 10))
        # then
        self.assertEqual(message.state, "dead")
        self.assertIn("was cancelled, yet goods came", message.error_message)
        # when
        advice.action_reopen()
        message.action_replay()
        self.drain()
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(self.on_hand(self.widget), 10)

    def test_more_after_the_last_one_waits_for_a_person(self):
        # given
        advice = self.make_advice((self.widget, 10))
        self.tell_received(advice, ("WIDGET", 6), is_final=True)
        # when
        message = self.tell_received(advice, ("WIDGET", 4))
        # then
        self.assertEqual(message.state, "dead")
        self.assertIn("was closed", message.error_message)
        # when
        advice.action_reopen()
        message.action_replay()
        self.drain()
        # then
        self.assertEqual(self.on_hand(self.widget), 10)
        self.assertEqual(advice.state, "received")

    def test_what_nobody_expects_waits(self):
        # when
        message = self.tell_received(None, ("WIDGET", 1), advice="PO-LATER")
        # then
        self.assertEqual(
            (message.state, message.error_category), ("parked", "reference")
        )
        # when
        receipt = self.make_receipt((self.widget, 1), origin="PO-LATER")
        self.drain()
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(receipt.logistics_advice_id.state, "received")

    def test_goods_that_are_announced_while_their_receipt_is_parked(self):
        # given: two transactions, neither of which sees the other
        waits = self.env["logistics.message.wait"]
        with patch.object(
            self.registry["logistics.message.wait"], "_release", lambda *_args: 0
        ):
            message = self.tell_received(None, ("WIDGET", 1), advice="PO-LATER")
            receipt = self.make_receipt((self.widget, 1), origin="PO-LATER")
            self.drain()
        self.assertEqual(message.state, "parked")
        # when
        with freeze_time(fields.Datetime.now() + timedelta(minutes=5)):
            waits._look_again()
        self.env.invalidate_all()
        self.drain()
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(receipt.logistics_advice_id.state, "received")

    def test_the_same_number_in_two_warehouses(self):
        # given
        second = self.make_warehouse()
        here = self.make_advice((self.widget, 10))
        there = self.make_advice((self.widget, 10), warehouse=second)
        there.name = here.name
        # when
        unclear = self.tell_received(here, ("WIDGET", 10), warehouse=None)
        clear = self.tell_received(
            here, ("WIDGET", 10), warehouse=second.logistics_code
        )
        # then
        self.assertEqual((unclear.state, unclear.error_category), ("dead", "ambiguous"))
        self.assertEqual(clear.state, "done", clear.error_message)
        self.assertEqual((here.state, there.state), ("sent", "received"))

    def test_a_warehouse_that_the_partner_does_not_run(self):
        # given
        advice = self.make_advice((self.widget, 10))
        # when
        message = self.tell_received(advice, ("WIDGET", 10), warehouse="MOON")
        # then
        self.assertEqual((message.state, message.error_category), ("dead", "mapping"))

    def test_an_advice_that_is_cancelled_meanwhile_takes_nothing_in(self):
        # given: a person cancels it while the drain waits for it
        advice = self.make_advice((self.widget, 5))
        target = self.registry["logistics.handler.warehouse.receipt"]
        lock = target._lock

        def late(handler, receivings):
            handler.env.flush_all()
            handler.env.cr.execute(
                "UPDATE logistics_warehouse_advice SET state = 'cancelled' "
                "WHERE id = %s",
                (advice.id,),
            )
            lock(handler, receivings)

        self.patch(target, "_lock", late)
        # when
        message = self.tell_received(advice, ("WIDGET", 5))
        # then
        self.assertEqual((message.state, message.error_category), ("dead", "value"))
        self.assertFalse(self.on_hand(self.widget))
