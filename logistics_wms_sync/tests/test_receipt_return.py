# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .inbound_common import InboundCase


@tagged("post_install", "-at_install")
class TestReceiptReturn(InboundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.put(cls.widget, 20)

    def ship(self, *lines):
        """Return a delivery that has gone out, with its shipment."""
        delivery = self.make_delivery(*lines)
        delivery.action_assign()
        for move in delivery.move_ids:
            move.quantity = move.product_uom_qty
        delivery.move_ids.picked = True
        delivery.with_context(logistics_told=True).button_validate()
        self.assertEqual(delivery.state, "done")
        return delivery

    def send_back(self, delivery, quantity):
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=delivery.id, active_model="stock.picking")
            .create({"picking_id": delivery.id})
        )
        wizard.product_return_moves.quantity = quantity
        return wizard._create_return()

    def test_a_return_is_announced_with_what_went_out(self):
        # given
        delivery = self.ship((self.widget, 5))
        # when
        back = self.send_back(delivery, 2)
        self.tell_due()
        # then
        advice = back.logistics_advice_id
        [told] = self.sent(advice, "warehouse.advice")
        self.assertEqual(
            (told["kind"], told["shipped_order"]), ("return", delivery.name)
        )
        # when
        self.tell_received(advice, ("WIDGET", 2), is_return=True)
        # then
        self.assertEqual((advice.state, back.state), ("received", "done"))
        self.assertEqual(self.on_hand(self.widget), 17)

    def test_restock_quarantine_and_scrap(self):
        # given
        delivery = self.ship((self.widget, 6))
        advice = self.send_back(delivery, 6).logistics_advice_id
        self.tell_due()
        # when
        lines = [
            {"sku": "WIDGET", "quantity": quantity, "disposition": disposition}
            for disposition, quantity in (
                ("restock", 3),
                ("quarantine", 2),
                ("scrap", 1),
            )
        ]
        message = self.tell_received(advice, *lines, is_return=True)
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(self.on_hand(self.widget), 14 + 3)
        self.assertEqual(self.on_hand(self.widget, self.hold), 2)
        scrap = advice.receipt_ids.line_ids.scrap_id
        self.assertEqual((scrap.state, scrap.scrap_qty), ("done", 1))

    def test_what_nobody_announced_comes_back_by_the_order_number(self):
        # given
        delivery = self.ship((self.widget, 5))
        # when
        message = self.tell_received(
            None,
            ("WIDGET", 2),
            is_return=True,
            references=[{"type": "order", "value": delivery.name}],
        )
        # then
        self.assertEqual(message.state, "done", message.error_message)
        back = delivery.return_ids
        self.assertEqual((back.state, back.move_ids.quantity), ("done", 2))
        self.assertTrue(back.logistics_advice_id.is_blind)
        self.assertEqual(back.move_ids.origin_returned_move_id, delivery.move_ids)
        self.assertEqual(self.on_hand(self.widget), 17)

    def test_the_same_blind_return_twice(self):
        # given
        delivery = self.ship((self.widget, 5))
        told = self.received(
            None,
            ("WIDGET", 2),
            is_return=True,
            references=[{"type": "order", "value": delivery.name}],
        )
        # when
        self.tell(told, integration=self.wms)
        again = self.tell(told, integration=self.wms)
        # then
        self.assertEqual(again.state, "done")
        self.assertEqual(len(delivery.return_ids), 1)
        self.assertEqual(self.on_hand(self.widget), 17)

    def test_a_blind_return_is_found_by_its_tracking_number(self):
        # given
        delivery = self.ship((self.widget, 5))
        shipment = self.make_shipment("1Z999", direction="outbound")
        self.env["logistics.reference"].create(
            {"shipment_id": shipment.id, "type": "delivery", "value": delivery.name}
        )
        # when
        message = self.tell_received(
            None,
            ("WIDGET", 5),
            is_return=True,
            references=[{"type": "tracking", "value": "1Z999"}],
        )
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(delivery.return_ids.state, "done")
        self.assertEqual(shipment.state, "returned")

    def test_nobody_takes_back_what_another_system_shipped(self):
        # given
        delivery = self.ship((self.widget, 5))
        shipment = self.make_shipment("1Z997", direction="outbound")
        self.env["logistics.reference"].create(
            {"shipment_id": shipment.id, "type": "delivery", "value": delivery.name}
        )
        rival = self.make_integration(name="Rival", kind="wms")
        depot = self.make_warehouse(rival)
        told = self.received(
            None,
            ("WIDGET", 5),
            is_return=True,
            warehouse=None,
            references=[{"type": "tracking", "value": "1Z997"}],
        )
        # when
        for code in (None, depot.logistics_code):
            told["data"] |= {"id": f"R-{code}", "warehouse": code}
            message = self.tell(told, integration=rival)
            # then
            self.assertEqual(message.state, "parked", message.error_message)
        self.assertFalse(delivery.return_ids)
        self.assertEqual(self.on_hand(self.widget), 15)
        # when
        told["data"] |= {"id": "R-own", "warehouse": None}
        message = self.tell(told, integration=self.wms)
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(self.on_hand(self.widget), 20)

    def test_a_return_shipment_ends_as_returned(self):
        # given
        delivery = self.ship((self.widget, 5))
        advice = self.send_back(delivery, 2).logistics_advice_id
        self.tell_due()
        shipment = self.make_shipment("RET-1", direction="return")
        # when
        self.tell_received(
            advice,
            ("WIDGET", 2),
            is_return=True,
            references=[{"type": "tracking", "value": "RET-1"}],
        )
        # then
        self.assertEqual(shipment.state, "returned")
        self.assertEqual(advice.receipt_ids.shipment_id, shipment)

    def test_a_part_that_came_back_returns_no_whole_delivery(self):
        # given
        delivery = self.ship((self.widget, 5))
        shipment = self.make_shipment("1Z998", direction="outbound")
        self.env["logistics.reference"].create(
            {"shipment_id": shipment.id, "type": "delivery", "value": delivery.name}
        )
        # when
        self.tell_received(
            None,
            ("WIDGET", 1),
            is_return=True,
            references=[{"type": "tracking", "value": "1Z998"}],
        )
        # then
        self.assertEqual(delivery.return_ids.state, "done")
        self.assertNotEqual(shipment.state, "returned")

    def test_something_else_came_back_too(self):
        # given
        delivery = self.ship((self.widget, 5))
        # when
        message = self.tell_received(
            None,
            ("WIDGET", 2),
            ("GADGET", 1),
            is_return=True,
            references=[{"type": "order", "value": delivery.name}],
        )
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(self.on_hand(self.gadget, self.hold), 1)
        self.assertTrue(delivery.return_ids.logistics_advice_id.has_difference)

    def test_more_came_back_than_went_out(self):
        # given
        delivery = self.ship((self.widget, 5))
        # when
        self.tell_received(
            None,
            ("WIDGET", 6),
            is_return=True,
            references=[{"type": "order", "value": delivery.name}],
        )
        # then
        [line] = delivery.return_ids.logistics_advice_id.line_ids
        self.assertEqual((line.announced, line.over), (5, 1))
        self.assertEqual(self.on_hand(self.widget), 21)

    def test_a_return_of_what_never_went_out(self):
        # given
        delivery = self.ship((self.widget, 5))
        # when
        message = self.tell_received(
            None,
            ("GADGET", 1),
            is_return=True,
            references=[{"type": "order", "value": delivery.name}],
        )
        # then
        self.assertEqual(message.state, "dead")
        self.assertIn("Nothing of what came back went out", message.error_message)
        self.assertFalse(delivery.return_ids)

    def test_a_lot_that_never_went_out(self):
        # given
        milk = self.make_product("MILK", tracking="lot")
        self.put(milk, 5, lot=self.make_lot(milk, "L1"))
        delivery = self.ship((milk, 5))
        # when
        message = self.tell_received(
            None,
            {"sku": "MILK", "lots": [{"lot": "L9", "quantity": 1}]},
            is_return=True,
            references=[{"type": "order", "value": delivery.name}],
        )
        # then
        self.assertEqual(message.state, "dead")
        self.assertIn("L9 ever went out", message.error_message)


@tagged("post_install", "-at_install")
class TestReceiptEvidence(InboundCase):
    def test_damage_and_shortage_begin_claims_where_the_shipment_is_known(self):
        # given
        advice = self.make_advice((self.widget, 10))
        shipment = self.make_shipment("IN-1", direction="inbound")
        # when
        self.tell_received(
            advice,
            ("WIDGET", 6),
            {"sku": "WIDGET", "quantity": 3, "condition": "damaged"},
            is_final=True,
            references=[{"type": "tracking", "value": "IN-1"}],
        )
        # then
        cases = self.env["logistics.exception"].search(
            [("shipment_id", "=", shipment.id)]
        )
        self.assertEqual(sorted(cases.mapped("type")), ["damage", "shortage"])
        claims = self.env["logistics.claim"].search([("shipment_id", "=", shipment.id)])
        self.assertEqual(sorted(claims.mapped("type")), ["damage", "shortage"])
        self.assertIn(
            "3 damaged", claims.filtered(lambda c: c.type == "damage").description
        )
        self.assertFalse(advice.activity_ids)

    def test_subscribers_are_told_of_a_receipt(self):
        # given
        advice = self.make_advice((self.widget, 10))
        # when
        self.tell_received(advice, ("WIDGET", 10))
        # then
        event = self.env["logistics.event"].search(
            [("type", "=", "warehouse.receipt"), ("res_id", "=", advice.receipt_ids.id)]
        )
        self.assertEqual(event.company_id, advice.company_id)
        self.assertEqual(event.summary, advice.name)
