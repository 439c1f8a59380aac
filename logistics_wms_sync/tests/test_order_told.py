# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime
from itertools import permutations

from odoo.tests import tagged

from .common import WarehouseCase

NINE, TEN = datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 10)


@tagged("post_install", "-at_install")
class TestOrderTold(WarehouseCase):
    def setUp(self):
        super().setUp()
        self.widget = self.make_product("WIDGET", stock=100)

    def cases(self, order):
        return order.shipment_id.exception_ids

    def test_whatever_the_order_of_arrival_the_same_state_results(self):
        told = ("accepted", "allocated", "picking", "packed", "shipped")
        for statuses in list(permutations(told))[::17]:
            order = self.make_order((self.widget, 1))
            for status in statuses:
                order._told(status)
            self.assertEqual(order.state, "shipped", statuses)

    def test_what_comes_late_moves_nothing_back(self):
        order = self.make_order((self.widget, 1))
        order._told("shipped", occurred_at=TEN)
        self.assertFalse(order._told("picking", occurred_at=NINE))
        self.assertEqual((order.state, order.told_at), ("shipped", TEN))

    def test_each_step_is_published_once(self):
        order = self.make_order((self.widget, 1))
        order._told("accepted", partner_reference="A-1")
        order._told("accepted", partner_reference="A-1")
        events = self.env["logistics.event"].search(
            [("type", "=", "warehouse.order"), ("res_id", "=", order.id)], order="id"
        )
        self.assertEqual(events.mapped("summary"), ["Sent", "Accepted"])
        self.assertEqual(order.partner_reference, "A-1")

    def test_a_rejected_order_is_a_case_and_can_be_released_again(self):
        # given
        order = self.make_order((self.widget, 1))
        # when
        order._told("rejected", reason="No such customer", revision=1)
        order._told("rejected", reason="No such customer", revision=1)
        self.release_due()
        # then
        self.assertEqual((order.state, order.reason), ("rejected", "No such customer"))
        self.assertEqual(len(self.cases(order)), 1)
        self.assertIn("No such customer", self.cases(order).summary)
        # when
        order.action_release()
        # then
        self.assertEqual((order.state, order.revision), ("sent", 2))
        self.assertEqual(self.sent(order)[1].get("purpose", "original"), "original")

    def test_who_rejected_may_think_better_of_it(self):
        order = self.make_order((self.widget, 1))
        order._told("rejected", occurred_at=NINE)
        order._told("accepted", occurred_at=TEN)
        self.assertEqual(order.state, "accepted")

    def test_an_acceptance_older_than_the_rejection_changes_nothing(self):
        order = self.make_order((self.widget, 1))
        order._told("rejected", occurred_at=TEN)
        order._told("accepted", occurred_at=NINE)
        self.assertEqual(order.state, "rejected")

    def test_a_change_that_is_rejected_leaves_the_order_at_work(self):
        order = self.make_order((self.widget, 1))
        order._told("picking")
        order._told("rejected", reason="Picked already", revision=2)
        self.assertEqual(order.state, "picking")
        self.assertIn("Picked already", self.cases(order).summary)

    def test_what_a_warehouse_cancels_unasked_is_a_case_and_stays_open(self):
        order = self.make_order((self.widget, 1))
        order._told("cancelled", reason="Damaged on the shelf")
        self.assertEqual(
            (order.state, order.picking_id.state), ("cancelled", "assigned")
        )
        self.assertIn("Damaged", self.cases(order).summary)
        order.action_release()
        self.assertEqual((order.state, order.revision), ("sent", 2))

    def test_nothing_told_moves_what_was_never_sent(self):
        order = self.make_order((self.make_product(), 1))
        order._told("accepted")
        self.assertEqual(order.state, "waiting")

    def test_subscribers_read_how_far_the_order_is(self):
        order = self.make_order((self.widget, 1))
        order._told("packed")
        event = self.env["logistics.event"].search(
            [("type", "=", "warehouse.order"), ("res_id", "=", order.id)], limit=1
        )
        row = type("Row", (), {"res_model": event.res_model, "res_id": event.res_id})
        row.type, row.id, row.time = event.type, event.id, 0.0
        told = self.env["logistics.notice"]._notices([row])[event.id].data
        self.assertEqual((told.number, told.state), (order.name, "packed"))
