# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Labels bought at another transfer: where goods are packed, or put into the box."""

from odoo.tests import tagged

from odoo.addons.logistics_base.transport.call_errors import CallError

from .booking_common import BookingCase

REFUSED = CallError("refused", "422", problems=["Postcode unknown."])


@tagged("-at_install", "post_install")
class TestPackedLabel(BookingCase):
    """The label is bought when the goods are packed, before the delivery exists."""

    def setUp(self):
        super().setUp()
        self.warehouse.delivery_steps = "pick_ship"
        self.order = self.make_sale()
        self.pack = self.order.picking_ids
        self.pack.carrier_id = self.carrier

    def packed(self):
        """Validate the packing step; return the delivery that follows."""
        self.validate(self.pack)
        return self.order.picking_ids - self.pack

    def test_the_delivery_shows_the_label_and_prints_it(self):
        # given a label got at the packing station
        self.pack.action_get_label()
        self.work()
        delivery = self.packed()
        # then the delivery tells of it before it is validated
        self.assertEqual(delivery.picking_type_code, "outgoing")
        self.assertEqual(delivery.label_state, "ready")
        self.assertEqual(delivery.booking_count, 1)
        self.assertIn("/web/content/", delivery.action_print_label()["url"])
        self.assertEqual(
            delivery.action_view_bookings()["res_id"], self.pack.booking_id.id
        )
        # when it is validated
        self.validate(delivery)
        self.work()
        # then nothing more is bought, and it may be handed over
        self.assertEqual(delivery.carrier_tracking_ref, "T000010")
        self.assertEqual(len(self.ledger.booked), 1)
        delivery._logistics_check_hand_over()

    def test_a_label_still_on_its_way_is_not_bought_again(self):
        # given a label that was asked for, and is not here when the goods leave
        self.pack.action_get_label()
        delivery = self.packed()
        self.assertEqual(delivery.label_state, "pending")
        self.validate(delivery)
        # when it comes
        self.work()
        self.env.invalidate_all()
        # then it is the delivery's
        self.assertEqual(delivery.label_state, "ready")
        self.assertEqual(delivery.carrier_tracking_ref, "T000010")
        self.assertEqual(len(self.ledger.booked), 1)

    def test_a_label_that_failed_is_tried_again_from_the_delivery(self):
        self.ledger.faults = [REFUSED]
        self.pack.action_get_label()
        self.work()
        delivery = self.packed()
        self.assertEqual(delivery.label_state, "failed")
        self.assertIn("Postcode unknown.", delivery.label_message)
        # when the delivery is validated
        self.validate(delivery)
        self.work()
        # then it is tried again, in the same place
        self.assertEqual(delivery.label_state, "ready")
        self.assertFalse(delivery.booking_ids)
        self.assertEqual(len(self.ledger.booked), 1)

    def test_a_voided_label_is_bought_anew_for_the_delivery(self):
        self.pack.action_get_label()
        self.work()
        delivery = self.packed()
        delivery.action_void_label()
        self.work()
        self.env.invalidate_all()
        self.assertFalse(delivery.label_state)
        self.assertFalse(delivery.carrier_tracking_ref)
        # when the delivery is validated
        self.validate(delivery)
        self.work()
        # then it has a label of its own
        self.assertEqual(delivery.booking_ids.state, "ready")
        self.assertEqual(len(self.ledger.live()), 1)

    def test_goods_that_left_with_a_label_get_none_where_they_were_packed(self):
        delivery = self.packed()
        self.validate(delivery)
        self.pack.action_get_label()
        self.work()
        self.assertEqual(len(self.ledger.booked), 1)
        self.assertFalse(self.pack.booking_ids)

    def test_who_packs_and_who_ships_at_once_collide(self):
        # given a delivery that may be validated while its label is got where it was
        # packed
        delivery = self.packed()
        shipment = delivery.logistics_shipment_id
        self.pack._logistics_prepare_booking()
        # when either asks for it
        for picking in (self.pack, delivery):
            before = self.version(shipment)
            picking._logistics_hold_goods()
            # then the database notices whoever does at the same time
            self.assertNotEqual(self.version(shipment), before)

    def version(self, record):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT ctid FROM logistics_shipment WHERE id = %s", [record.id]
        )
        return self.env.cr.fetchone()

    def test_what_was_packed_later_has_a_label_of_its_own(self):
        # given half of the goods, packed with a label and sent
        self.pack.move_ids.quantity = 1
        self.pack.move_ids.picked = True
        self.pack.action_get_label()
        self.work()
        self.validate(self.pack)
        first = self.order.picking_ids.filtered(
            lambda p: p.picking_type_code == "outgoing"
        )
        self.validate(first)
        self.work()
        self.assertEqual(len(self.ledger.booked), 1)
        # when the other half is packed and sent
        self.validate(self.order.picking_ids.filtered(lambda p: p.state == "assigned"))
        second = self.order.picking_ids.filtered(
            lambda p: p.picking_type_code == "outgoing"
        )
        second -= first
        self.assertFalse(second.label_state)
        self.validate(second)
        self.work()
        # then that has another label
        self.assertEqual(second.label_state, "ready")
        self.assertEqual(second.carrier_tracking_ref, "T000020")
        self.assertEqual(first.carrier_tracking_ref, "T000010")


@tagged("-at_install", "post_install")
class TestLabelInTheBox(BookingCase):
    """A label for the way back lies in the box, and may be used one day."""

    def setUp(self):
        super().setUp()
        self.carrier.return_label_on_delivery = True

    def sent(self):
        """Return (delivery, the shipment of its way back)."""
        picking = self.make_sale().picking_ids
        self.validate(picking)
        self.work()
        self.work()
        bookings = picking.booking_ids.filtered(lambda b: b.purpose == "return")
        return picking, bookings.shipment_id

    def test_it_has_a_shipment_of_its_own(self):
        picking, back = self.sent()
        out = picking.logistics_shipment_id
        # then the way back is a shipment with the number of its label
        self.assertNotEqual(back, out)
        self.assertEqual((back.direction, back.state), ("return", "booked"))
        self.assertEqual(back.ship_from_id, out.ship_to_id)
        self.assertEqual(back.ship_to_id, out.ship_from_id)
        self.assertEqual(back.correlation_id, out.correlation_id)
        self.assertEqual(back.integration_id, self.integration)
        self.assertEqual(self.numbers(back), ["T000020"])
        self.assertEqual(back.package_ids.tracking_reference, "T000020")
        # and the way out keeps its own
        self.assertEqual(self.numbers(out), ["T000010"])
        self.assertEqual(picking.carrier_tracking_ref, "T000010")

    def numbers(self, shipment):
        references = shipment.reference_ids.filtered(lambda r: r.type == "tracking")
        return references.mapped("value")

    def test_entering_it_again_changes_nothing(self):
        picking, back = self.sent()
        booking = back.booking_ids
        booking.settled = False
        self.work()
        self.assertEqual(booking.shipment_id, back)
        self.assertEqual(self.numbers(back), ["T000020"])

    def test_a_voided_one_is_cancelled(self):
        _picking, back = self.sent()
        back.booking_ids.action_call_off()
        self.work()
        self.assertEqual(back.state, "cancelled")
        self.assertFalse(self.numbers(back))

    def test_goods_that_come_back_come_by_it(self):
        # given a customer who sends it back
        picking, back = self.sent()
        wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 1
        returned = wizard._create_return()
        # then the return is that shipment, with that label
        self.assertEqual(returned.logistics_shipment_id, back)
        self.assertEqual(returned.label_state, "ready")
        self.assertEqual(returned.carrier_tracking_ref, "T000020")
        # and no other one is bought
        self.env["logistics.booking"]._intend(returned, "return")
        self.work()
        self.assertEqual(len(self.ledger.booked), 2)

    def test_one_that_nobody_uses_is_no_trouble(self):
        _picking, back = self.sent()
        self.integration.poll_tracking = True
        self.env["logistics.poll"]._plan()
        poll = self.env["logistics.poll"].search([("shipment_id", "=", back.id)])
        poll._raise_silence()
        self.assertFalse(back.has_exception)
