# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.logistics_wms_sync.tests.common import WarehouseCase


@tagged("post_install", "-at_install")
class TestCreditGate(WarehouseCase):
    """Who does not pay gets nothing from the warehouse, unless finance says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.widget = cls.make_product(stock=100)
        cls.today = fields.Date.context_today(cls.customer)
        cls.finance = new_test_user(
            cls.env,
            "credit-finance",
            "account.group_account_invoice,base.group_partner_manager",
        )
        cls.seller = new_test_user(
            cls.env,
            "credit-seller",
            "sales_team.group_sale_salesman_all_leads,base.group_partner_manager",
        )

    def hold(self, **vals):
        self.customer.with_user(self.finance).write(
            {
                "logistics_credit_hold": True,
                "logistics_credit_hold_reason": "Three cheques bounced",
                **vals,
            }
        )

    def sell(self):
        sale = self.make_sale((self.widget, 2))
        self.release_due()
        return sale

    def order_of(self, sale):
        return sale.picking_ids.logistics_order_id

    def owe(self, amount, days):
        """Have the customer owe so much for so many days."""
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": self.today - timedelta(days=days),
                "invoice_date_due": self.today - timedelta(days=days),
                "invoice_line_ids": [
                    fields.Command.create(
                        {"name": "Goods", "price_unit": amount, "tax_ids": False}
                    )
                ],
            }
        )
        move.action_post()
        return move

    def test_a_hold_by_hand_keeps_the_delivery_here(self):
        # given
        self.hold()
        sale = self.sell()
        order = self.order_of(sale)
        # then nothing is sent, and it is said why, on the sale, too
        self.assertEqual(order.state, "waiting")
        self.assertEqual(order.block_ids.mapped("code"), ["credit"])
        self.assertIn("Three cheques bounced", order.block_note)
        self.assertIn("Three cheques bounced", sale.logistics_credit_warning)
        self.assertTrue(
            any(
                "not released" in (body or "")
                for body in sale.message_ids.mapped("body")
            )
        )
        # when it is lifted, it goes out by itself
        self.customer.with_user(self.finance).logistics_credit_hold = False
        self.release_due()
        self.assertEqual(order.state, "sent")

    def test_a_hold_ends_on_its_day(self):
        self.hold(logistics_credit_hold_until=self.today)
        self.assertEqual(self.order_of(self.sell()).state, "waiting")
        self.hold(logistics_credit_hold_until=self.today - timedelta(days=1))
        self.release_due()
        self.assertEqual(self.order_of(self.sell()).state, "sent")

    def test_overdue_invoices_hold_by_setting(self):
        self.env.company.write(
            {"logistics_overdue_days": 30, "logistics_overdue_amount": 100.0}
        )
        self.owe(90.0, days=60)
        self.owe(900.0, days=20)
        self.assertEqual(self.order_of(self.sell()).state, "sent")
        invoice = self.owe(20.0, days=31)
        order = self.order_of(self.sell())
        self.assertEqual(order.state, "waiting")
        self.assertIn("30 days", order.block_note)
        # when it is paid
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        self.release_due()
        self.assertEqual(order.state, "sent")

    def test_finance_lets_one_order_go(self):
        self.hold()
        sale, other = self.sell(), self.sell()
        with self.assertRaises(AccessError):
            sale.with_user(self.seller)._logistics_override_credit("A good friend")
        with self.assertRaises(UserError):
            sale.with_user(self.finance)._logistics_override_credit(" ")
        self.env["logistics.credit.override"].with_user(self.finance).create(
            {"order_ids": sale.ids, "reason": "Paid in cash"}
        ).action_release()
        self.release_due()
        self.assertEqual(self.order_of(sale).state, "sent")
        self.assertEqual(self.order_of(other).state, "waiting")
        self.assertEqual(sale.logistics_credit_override_by_id, self.finance)
        self.assertFalse(sale.logistics_credit_warning)

    def test_who_lets_it_go_lets_it_go_beyond_the_credit_limit_too(self):
        self.env.company.account_use_credit_limit = True
        self.customer.credit_limit = 1.0
        sale = self.sell()
        self.assertEqual(self.order_of(sale).state, "waiting")
        sale.with_user(self.finance)._logistics_override_credit("Insured")
        self.release_due()
        self.assertEqual(self.order_of(sale).state, "sent")

    def test_sellers_neither_hold_nor_lift(self):
        with self.assertRaises(AccessError):
            self.customer.with_user(self.seller).logistics_credit_hold = True
        self.hold()
        with self.assertRaises(AccessError):
            self.customer.with_user(self.seller).logistics_credit_hold = False
        with self.assertRaises(UserError):
            self.sell().with_user(self.seller).write({"logistics_credit_override": "x"})

    def test_no_other_payer_goes_round_a_hold(self):
        self.hold()
        payer = self.env["res.partner"].create({"name": "Somebody else"})
        sale = self.make_sale((self.widget, 2), partner_invoice_id=payer.id)
        self.release_due()
        self.assertIn("cheques", sale.logistics_credit_warning or "")
        self.assertIn("cheques", str(sale.picking_ids._logistics_release_blocks()))

    def test_no_order_is_born_let_go(self):
        orders = self.env["sale.order"].with_user(self.seller)
        vals = {"partner_id": self.customer.id}
        with self.assertRaises(UserError):
            orders.create({**vals, "logistics_credit_override": "x"})
        order = orders.with_context(default_logistics_credit_override="x").create(vals)
        self.assertFalse(order.logistics_credit_override)
        with self.assertRaises(AccessError):
            orders.with_context(default_logistics_invoice_policy="order").create(vals)
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.seller).create(
                {"name": "New", "logistics_credit_hold": True}
            )

    def test_a_hold_needs_a_reason(self):
        with self.assertRaises(ValidationError):
            self.hold(logistics_credit_hold_reason=" ")

    def test_a_contact_of_the_company_is_held_with_it(self):
        self.hold()
        contact = self.env["res.partner"].create(
            {"name": "Bob", "parent_id": self.customer.id, "type": "contact"}
        )
        holds = contact._logistics_credit_holds(self.env.company)
        self.assertEqual(list(holds), [self.customer])

    def test_the_hold_of_another_company_does_not_count(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.hold()
        self.assertFalse(self.customer._logistics_credit_holds(other))
