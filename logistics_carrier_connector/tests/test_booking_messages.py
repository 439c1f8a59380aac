# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .booking_common import BookingCase, Lost, label


@tagged("-at_install", "post_install")
class TestBookingMessages(BookingCase):
    """What carriers say about bookings by webhook, file or EDI."""

    def said(self, **data):
        """Receive and process a booking document; return its message."""
        flow = {
            "integration_id": self.integration.id,
            "document_type": "shipment.booking",
        }
        flows = self.env["logistics.flow"]
        if not flows.search_count([(name, "=", value) for name, value in flow.items()]):
            flows.create({**flow, "direction": "inbound"})
        return self.tell(
            {
                "type": "shipment.booking",
                "timestamp": "2026-03-02T08:00:00Z",
                "data": data,
            }
        )

    def requested(self):
        """Return a delivery that the carrier took, and will confirm later."""
        self.ledger.answer = {"status": "requested", "pieces": ()}
        self.connector.capabilities = frozenset({"book", "cancel_booking"})
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        return picking

    def test_a_request_is_confirmed_by_a_message(self):
        # given a booking that the carrier has only taken note of
        picking = self.requested()
        self.assertEqual(picking.booking_id.state, "requested")
        self.assertEqual(picking.label_state, "pending")
        # when it confirms by a message that repeats our key
        message = self.said(
            status="confirmed",
            key=picking.booking_id.key,
            id="B1",
            pieces=[{"tracking_number": "LATE1"}],
            label={"name": "label.pdf", "content": label().content},
            price={"amount": "8.00", "currency": "USD"},
        )
        self.work()
        # then it is as if it had been said at once
        self.assertEqual(message.state, "done")
        self.assertEqual(picking.label_state, "ready")
        self.assertEqual(picking.carrier_tracking_ref, "LATE1")
        self.assertEqual(picking.carrier_price, 8.0)
        self.assertEqual(message.shipment_ids, picking.logistics_shipment_id)

    def test_a_request_is_declined_by_a_message(self):
        picking = self.requested()
        self.said(status="declined", id="B1", reason="No truck today.")
        self.assertEqual(picking.label_state, "failed")
        self.assertIn("No truck today.", picking.label_message)

    def test_a_message_may_name_the_order_alone(self):
        picking = self.requested()
        message = self.said(
            references=[{"type": "delivery", "value": picking.name}],
            pieces=[{"tracking_number": "LATE2"}],
            label={"name": "label.pdf", "content": label().content},
        )
        self.work()
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(picking.carrier_tracking_ref, "LATE2")

    def test_the_message_may_come_before_the_answer(self):
        # given a booking whose answer was lost
        self.ledger.faults = [Lost()]
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        # when the carrier's webhook tells of it first
        self.said(
            key=picking.booking_id.key,
            id="B1",
            pieces=[{"tracking_number": "T000010"}],
            label={"name": "label.pdf", "content": label().content},
        )
        self.work()
        # then nobody needs to ask
        self.assertEqual(picking.label_state, "ready")
        self.assertEqual([c[0] for c in self.ledger.calls], ["book"])

    def test_saying_it_again_changes_nothing(self):
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        before = len(picking.message_ids)
        self.said(key=picking.booking_id.key, id="B1")
        self.work()
        self.assertEqual(picking.label_state, "ready")
        self.assertEqual(len(picking.message_ids), before)

    def test_what_nobody_knows_waits(self):
        message = self.said(id="B77", pieces=[{"tracking_number": "X"}])
        self.assertEqual(message.state, "parked")

    def test_a_carrier_may_cancel_by_itself(self):
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        self.said(status="cancelled", id="B1")
        self.work()
        self.assertFalse(picking.label_state)
        self.assertFalse(picking.carrier_tracking_ref)


@tagged("-at_install", "post_install")
class TestReturnLabels(BookingCase):
    """Labels for goods that come back."""

    def test_a_return_label_lies_in_the_box(self):
        # given a method that puts a return label into each box
        self.carrier.return_label_on_delivery = True
        self.carrier.get_return_label_from_portal = True
        picking = self.make_delivery()
        # when it is sent
        self.validate(picking)
        self.work()
        self.work()
        # then there are two labels, and Odoo finds the one for the way back
        self.assertEqual(len(self.ledger.booked), 2)
        self.assertEqual(len(picking.return_label_ids), 1)
        self.assertTrue(picking.return_label_ids.access_token)
        self.assertTrue(
            picking.return_label_ids.name.startswith("LabelReturn-logistics")
        )
        # and the outbound number is still the transfer's own
        self.assertEqual(picking.carrier_tracking_ref, "T000010")

    def test_goods_come_back_the_way_they_went(self):
        # given goods that were delivered, and a return of them
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 1
        back = wizard._create_return()
        # when its label is asked for
        self.assertEqual(back.carrier_id, picking.carrier_id)
        self.assertTrue(back.is_return_picking)
        back.print_return_label()
        self.work()
        # then it has a label and a number of its own, which can be printed
        self.assertEqual(back.label_state, "ready")
        self.assertEqual(back.carrier_tracking_ref, "T000020")
        self.assertEqual(back.booking_id.purpose, "return")
        self.assertTrue(back.action_print_label())

    def test_a_return_without_a_label_bears_no_number_of_the_way_out(self):
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 1
        back = wizard._create_return()
        self.validate(back)
        self.assertEqual(back.state, "done")
        self.assertFalse(back.carrier_tracking_ref)

    def test_the_way_back_is_the_other_way_round(self):
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        self.carrier.get_return_label(picking)
        booking = picking.booking_ids.filtered(lambda b: b.purpose == "return")
        consignment = booking.request["consignment"]
        self.assertTrue(consignment["is_return"])
        self.assertEqual(consignment["ship_to"]["city"], "Hamburg")

    def test_a_carrier_without_return_labels_offers_none(self):
        self.connector.capabilities = self.connector.capabilities - {"return_label"}
        self.carrier.invalidate_recordset()
        self.assertFalse(self.carrier.can_generate_return)
