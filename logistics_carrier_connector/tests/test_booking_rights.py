# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .booking_common import BookingCase


@tagged("-at_install", "post_install")
class TestBookingRights(BookingCase):
    """Who may book, see and decide."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.packer = new_test_user(
            cls.env,
            "packer",
            groups="stock.group_stock_user,base.group_partner_manager",
        )

    def test_who_packs_gets_prints_and_voids_labels(self):
        picking = self.make_delivery().with_user(self.packer)
        picking.action_get_label()
        self.work()
        self.assertEqual(picking.label_state, "ready")
        self.assertIn("/web/content/", picking.action_print_label()["url"])
        picking.action_void_label()
        self.work()
        self.assertFalse(picking.label_state)

    def test_the_form_shows_the_label_to_who_packs(self):
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        with Form(picking.with_user(self.packer)) as form:
            self.assertEqual(form.label_state, "ready")

    def test_a_dispatcher_without_other_rights_opens_a_delivery(self):
        dispatcher = new_test_user(
            self.env, "dispatcher", groups="logistics_base.group_dispatcher"
        )
        self.env["delivery.carrier"].create(
            {
                "name": "Islands only",
                "product_id": self.carrier.product_id.id,
                "zip_prefix_ids": [Command.create({"name": "274"})],
            }
        )
        picking = self.make_delivery().with_user(dispatcher)
        self.env.invalidate_all()
        with Form(picking) as form:
            self.assertFalse(form.label_state)

    def test_a_salesman_opens_a_delivery_that_was_booked(self):
        salesman = new_test_user(
            self.env, "seller", groups="sales_team.group_sale_salesman"
        )
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        self.env.invalidate_all()
        seen = picking.with_user(salesman).read(
            ["booking_count", "logistics_currency_id"]
        )
        self.assertEqual(seen[0]["booking_count"], 1)

    def test_nobody_writes_a_booking_by_hand(self):
        picking = self.make_delivery()
        self.validate(picking)
        booking = picking.booking_id
        for user in (self.packer, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                booking.with_user(user).write({"state": "ready"})

    def test_what_was_asked_is_for_who_may_see_payloads(self):
        picking = self.make_delivery()
        self.validate(picking)
        with self.assertRaises(AccessError):
            picking.booking_id.with_user(self.packer).read(["request"])

    def test_other_companies_bookings_are_not_seen(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="stock.group_stock_user",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        picking = self.make_delivery()
        self.validate(picking)
        self.assertFalse(self.env["logistics.booking"].with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            picking.booking_id.with_user(stranger).action_print()

    def test_decisions_belong_to_their_stage(self):
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        with self.assertRaises(UserError):
            picking.booking_id.action_not_booked()
        with self.assertRaises(UserError):
            picking.booking_id.action_try_again()

    def test_what_was_sent_is_not_deleted(self):
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        with self.assertRaises(UserError):
            picking.booking_id.unlink()

    def test_a_method_cannot_name_a_service_without_its_carrier(self):
        with self.assertRaises(UserError):
            self.make_carrier(logistics_integration_id=False)
