# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..canonical.bookings import BookingDocument
from .booking_common import BookingCase


@tagged("-at_install", "post_install")
class TestPickingGuard(BookingCase):
    """What people, and other addons, may do to a transfer that has a label."""

    def as_user(self, picking, *groups):
        """Return the transfer as an outsider's call finds it, nothing in the cache."""
        user = new_test_user(self.env, "caller", groups=",".join(groups))
        if "base.group_portal" in groups:
            picking.partner_id = user.partner_id
        self.env.flush_all()
        self.env.invalidate_all()
        return picking.with_user(user)

    def make_company_delivery(self, company):
        """Return a delivery of a company by a method that any company may choose."""
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        customers = self.env.ref("stock.stock_location_customers")
        stock = warehouse.lot_stock_id
        self.env["stock.quant"]._update_available_quantity(self.product, stock, 10)
        places = {"location_id": stock.id, "location_dest_id": customers.id}
        pickings = self.env["stock.picking"].with_context(
            allowed_company_ids=company.ids
        )
        picking = pickings.create(
            {
                "picking_type_id": warehouse.out_type_id.id,
                "partner_id": self.customer.id,
                "carrier_id": self.carrier.id,
                **places,
                "move_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": 1,
                            **places,
                        },
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        return picking

    # Who

    def test_a_customer_cannot_buy_a_label_by_a_call(self):
        picking = self.make_delivery()
        theirs = self.as_user(picking, "base.group_portal")
        self.assertTrue(theirs.name)
        with self.assertRaises(AccessError):
            theirs.send_to_shipper()
        self.assertFalse(picking.booking_ids)

    def test_who_may_not_change_the_transfer_cannot_buy_its_label(self):
        picking = self.make_delivery()
        theirs = self.as_user(picking, "logistics_base.group_user")
        with self.assertRaises(AccessError):
            theirs.send_to_shipper()
        self.assertFalse(picking.booking_ids)

    def test_a_customer_cannot_cancel_a_label_by_a_call(self):
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        theirs = self.as_user(picking, "base.group_portal")
        with self.assertRaises(AccessError):
            theirs.cancel_shipment()
        self.assertEqual(picking.label_state, "ready")

    def test_sales_may_cancel_what_they_sold(self):
        order = self.make_sale()
        picking = order.picking_ids
        self.validate(picking)
        self.work()
        self.as_user(
            picking, "sales_team.group_sale_salesman_all_leads"
        ).cancel_shipment()
        self.work()
        self.assertEqual(self.ledger.live(), [])

    def test_nobody_says_by_hand_that_there_is_a_label(self):
        picking = self.make_delivery()
        theirs = self.as_user(picking, "stock.group_stock_manager")
        with self.assertRaises(AccessError):
            theirs.write({"label_state": "ready"})
        with self.assertRaises(UserError):
            picking._logistics_check_hand_over()

    def test_printing_without_a_label_is_answered_in_words(self):
        picking = self.make_delivery()
        for press in (picking.action_print_label, picking.action_label_was_booked):
            with self.assertRaises(UserError):
                press()

    # The carrier

    def test_a_labelled_transfer_keeps_its_carrier_until_the_label_is_void(self):
        other = self.make_carrier(name="Other Express")
        picking = self.make_delivery()
        picking.action_get_label()
        self.work()
        with self.assertRaises(UserError):
            picking.carrier_id = other
        picking.action_void_label()
        self.work()
        picking.carrier_id = other
        self.validate(picking)
        self.work()
        self.assertEqual(picking.booking_id.carrier_id, other)
        self.assertEqual(len(self.ledger.live()), 1)

    def test_what_failed_with_one_carrier_goes_by_the_next(self):
        fixed = self.env["delivery.carrier"].create(
            {
                "name": "Our Van",
                "delivery_type": "fixed",
                "product_id": self.delivery_product.id,
            }
        )
        street, self.customer.street = self.customer.street, False
        picking = self.make_delivery()
        self.validate(picking)
        self.assertEqual(picking.label_state, "failed")
        self.customer.street = street
        picking.carrier_id = fixed
        self.assertFalse(picking.label_state)
        self.assertEqual(picking.booking_ids.state, "cancelled")

    def test_a_method_of_another_companys_carrier_moves_the_goods_all_the_same(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.env.user.company_ids |= other
        picking = self.make_company_delivery(other)
        self.validate(picking)
        self.assertEqual(picking.state, "done")
        self.assertFalse(picking.booking_ids)
        self.assertIn(self.carrier.name, picking.message_ids[0].body)
        self.assertTrue(picking.activity_ids)
        with self.assertRaises(UserError):
            picking._logistics_check_hand_over()

    # Goods that are not sent after all

    def test_an_order_of_nothing_calls_the_label_off(self):
        order = self.make_sale()
        picking = order.picking_ids
        picking.action_get_label()
        self.work()
        order.order_line.filtered("product_id.is_storable").product_uom_qty = 0
        self.work()
        self.assertEqual(picking.state, "cancel")
        self.assertEqual(self.ledger.live(), [])

    # Once more

    def test_what_was_declined_after_all_can_be_booked_anew(self):
        self.ledger.answer = {"status": "requested"}
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        booking = picking.booking_id
        booking._lock()
        booking._confirm(BookingDocument(key=booking.key, id="B1", status="declined"))
        self.assertEqual(picking.label_state, "failed")
        self.ledger.answer = {}
        booking.action_try_again()
        self.work()
        self.assertEqual(picking.label_state, "ready")
        self.assertEqual(booking.external_id, "B2")
        self.assertNotIn("B2", self.ledger.cancelled)
