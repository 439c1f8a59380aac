# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .freight_common import FreightCase

CHARGE_ON = (
    "odoo.addons.logistics_billing_sale.models.logistics_carrier_invoice_charge_on"
)


@tagged("post_install", "-at_install")
class TestRebill(FreightCase):
    """What carriers add is charged on: once, with margin, by rule."""

    def test_an_accessorial_goes_on_the_order_with_margin(self):
        # given
        self.make_rule(margin_percent=10, margin_fixed=1, rounding=0.5)
        order, shipment = self.make_sold()
        # when
        self.make_bill((shipment, "base", 8.0), (shipment, "reattempt", 12.0))
        # then 12 + 1.2 + 1 = 14.2, to the next half
        line = self.added(order)
        self.assertEqual(line.price_unit, 14.0)
        self.assertIn("Redelivery", line.name)
        self.assertEqual(self.rebills(shipment).state, "charged")
        self.assertAlmostEqual(self.rebills(shipment).margin, 2.0)
        self.assertEqual(line.qty_to_invoice, 1)

    def test_settling_again_changes_nothing(self):
        self.make_rule()
        order, shipment = self.make_sold()
        bill = self.make_bill((shipment, "reattempt", 12.0))
        # when
        bill._charge_on()
        self.rebills(shipment).action_charge()
        self.rebills(shipment).action_reconsider()
        # then
        self.assertEqual(len(self.added(order)), 1)

    def test_an_invoice_that_goes_wrong_keeps_no_other_waiting(self):
        # given two invoices, of which one goes wrong
        self.make_rule()
        bills = self.env["logistics.carrier.invoice"]
        for _number in range(2):
            _order, shipment = self.make_sold()
            bills |= self.make_bill((shipment, "reattempt", 12.0), charged_on=False)
        rebills = self.registry["logistics.rebill"]
        take = rebills._take

        def fail(records, invoices):
            if bills[0] in invoices:
                raise ValueError("There is no such product.")
            return take(records, invoices)

        # when
        with patch.object(rebills, "_take", fail), mute_logger(CHARGE_ON):
            failed = bills._charge_on_apart()
            bills[0]._charge_on_apart()
        # then the other one is charged on, and who approved is told once
        self.assertEqual(failed, bills[0])
        self.assertEqual(bills.mapped("is_charged_on"), [False, True])
        self.assertIn("no such product", bills[0].activity_ids.note)

    def test_what_needs_review_waits_for_a_person(self):
        self.make_rule(is_automatic=False)
        order, shipment = self.make_sold()
        self.make_bill((shipment, "address_correction", 15.0))
        self.assertEqual(self.rebills(shipment).state, "review")
        self.assertFalse(self.added(order))
        # when
        self.rebills(shipment).action_charge()
        # then
        self.assertEqual(self.added(order).price_unit, 15.0)

    def test_what_is_our_fault_fits_no_rule_for_customers(self):
        self.make_rule(is_automatic=False, cause="customer")
        order, shipment = self.make_sold()
        self.make_bill((shipment, "address_correction", 15.0))
        # when
        self.rebills(shipment).action_our_fault()
        # then
        self.assertEqual(self.rebills(shipment).state, "declined")
        self.assertEqual(self.rebills(shipment).reason, "person")
        self.assertFalse(self.added(order))

    def test_the_first_rule_that_fits_decides(self):
        tag = self.env["res.partner.category"].create({"name": "Key accounts"})
        self.consignee.category_id = tag
        self.make_rule("Not for key accounts", category_id=tag.id, action="never")
        self.make_rule("All", sequence=20)
        order, shipment = self.make_sold()
        # when
        self.make_bill((shipment, "residential", 5.0))
        # then
        self.assertEqual(self.rebills(shipment).reason, "rule_never")
        self.assertFalse(self.added(order))

    def test_small_charges_and_other_types_are_left_alone(self):
        self.make_rule(charge_type="detention", minimum_cost=20)
        order, shipment = self.make_sold()
        self.make_bill(
            (shipment, "detention", 19.99),
            (shipment, "residential", 50.0),
            (shipment, "detention", 20.0),
        )
        self.assertEqual(self.added(order).mapped("price_unit"), [20.0])
        self.assertEqual(
            sorted(self.rebills(shipment).mapped("state")), ["charged", "declined"]
        )

    def test_some_customers_are_never_charged_on(self):
        self.make_rule()
        self.consignee.logistics_rebill_never = True
        order, shipment = self.make_sold()
        self.make_bill((shipment, "residential", 5.0))
        self.assertEqual(self.rebills(shipment).reason, "never")
        self.assertFalse(self.added(order))

    def test_the_tax_follows_the_fiscal_position(self):
        # given a customer whose fiscal position makes 19 % free of tax
        taxes = self.env["account.tax"].create(
            [
                {"name": "19 %", "amount": 19, "type_tax_use": "sale"},
                {"name": "Export", "amount": 0, "type_tax_use": "sale"},
            ]
        )
        self.service.taxes_id = taxes[0]
        position = self.env["account.fiscal.position"].create({"name": "Abroad"})
        taxes[1].write(
            {
                "fiscal_position_ids": [Command.link(position.id)],
                "original_tax_ids": [Command.link(taxes[0].id)],
            }
        )
        self.make_rule()
        order, shipment = self.make_sold(fiscal_position_id=position.id)
        # when
        self.make_bill((shipment, "residential", 5.0))
        # then
        self.assertEqual(self.added(order).tax_ids, taxes[1])

    # What waits

    def test_a_disputed_charge_waits_until_that_is_decided(self):
        self.make_rule()
        order, shipment = self.make_sold()
        bill = self.make_bill((shipment, "residential", 5.0), charged_on=False)
        finding = self.make_finding(bill.line_ids, "disputed")
        bill._charge_on()
        self.assertEqual(self.rebills(shipment).reason, "disputed")
        # when it turns out to be right
        finding.sudo().write({"state": "accepted"})
        self.env["logistics.rebill"]._look_at_waiting()
        # then
        self.assertEqual(self.rebills(shipment).state, "charged")
        self.assertEqual(self.added(order).price_unit, 5.0)

    def test_a_finding_between_review_and_charging_stops_it(self):
        self.make_rule(is_automatic=False)
        order, shipment = self.make_sold()
        bill = self.make_bill((shipment, "residential", 5.0))
        self.make_finding(bill.line_ids)
        self.rebills(shipment).action_charge()
        self.assertEqual(self.rebills(shipment).reason, "disputed")
        self.assertFalse(self.added(order))

    def test_an_unapproved_invoice_is_not_due(self):
        self.make_rule()
        _order, shipment = self.make_sold()
        bill = self.make_bill(
            (shipment, "residential", 5.0), state="review", charged_on=False
        )
        invoices = self.env["logistics.carrier.invoice"]
        self.assertNotIn(bill, invoices._due_to_charge_on(invoices))
        bill.sudo().state = "approved"
        self.assertIn(bill, invoices._due_to_charge_on(invoices))

    def test_a_cancelled_order_waits_for_a_person_who_charges_by_invoice(self):
        self.make_rule()
        order, shipment = self.make_sold()
        order._action_cancel()
        self.make_bill((shipment, "residential", 5.0))
        rebill = self.rebills(shipment)
        self.assertEqual((rebill.state, rebill.reason), ("waiting", "order_cancelled"))
        # when
        rebill.action_charge_by_invoice()
        # then
        self.assertEqual(rebill.state, "charged")
        self.assertEqual(rebill.move_id.state, "draft")
        self.assertEqual(rebill.move_id.amount_untaxed, 5.0)
        self.assertFalse(self.added(order))

    def test_a_shipment_without_an_order_is_charged_by_one_draft(self):
        self.make_rule(target="invoice")
        shipments = [self.make_shipment(direction="outbound") for _ in range(2)]
        self.make_bill(*((each, "residential", 5.0) for each in shipments))
        self.make_bill((shipments[0], "reattempt", 7.0))
        moves = self.rebills(shipments[0]).move_id | self.rebills(shipments[1]).move_id
        self.assertEqual(len(moves), 1)
        self.assertEqual(moves.partner_id, self.customer)
        self.assertEqual(moves.amount_untaxed, 17.0)

    def test_a_posted_customer_invoice_is_followed_by_another_draft(self):
        self.make_rule(target="invoice")
        shipment = self.make_shipment(direction="outbound")
        self.make_bill((shipment, "residential", 5.0))
        first = self.rebills(shipment).move_id
        first.action_post()
        self.make_bill((shipment, "reattempt", 7.0))
        second = self.rebills(shipment).move_id - first
        self.assertEqual(second.amount_untaxed, 7.0)
        self.assertEqual(first.amount_untaxed, 5.0)

    def test_a_bill_of_a_closed_period_is_charged_on_in_the_open_one(self):
        # given the carrier's invoice of March, and sales closed until yesterday
        self.make_rule(target="invoice")
        shipment = self.make_shipment(direction="outbound")
        today = fields.Date.context_today(shipment)
        self.env.company.sudo().sale_lock_date = today - timedelta(days=1)
        self.make_bill((shipment, "residential", 5.0))
        move = self.rebills(shipment).move_id
        move.action_post()
        self.assertEqual(move.state, "posted")
        self.assertEqual(move.date, today)

    # Other currencies

    def test_a_carrier_in_another_currency_is_converted_at_the_day_of_its_bill(self):
        foreign = self._other_currency(rate=2.0)
        self.make_rule(margin_percent=10)
        order, shipment = self.make_sold()
        self.make_bill((shipment, "residential", 20.0), currency=foreign)
        self.assertAlmostEqual(self.added(order).price_unit, 11.0)
        self.assertAlmostEqual(self.rebills(shipment).own_cost, 10.0)

    def test_without_a_rate_it_waits(self):
        foreign = self._other_currency()
        self.make_rule()
        order, shipment = self.make_sold()
        self.make_bill((shipment, "residential", 20.0), currency=foreign)
        self.assertEqual(self.rebills(shipment).reason, "no_rate")
        # when somebody enters the rate
        self._rate(foreign, 4.0)
        self.env["logistics.rebill"]._look_at_waiting()
        # then
        self.assertAlmostEqual(self.added(order).price_unit, 5.0)

    def _other_currency(self, rate=None):
        currency = self.env["res.currency"].create(
            {"name": "XTS", "symbol": "¤", "rounding": 0.01}
        )
        if rate:
            self._rate(currency, rate)
        return currency

    def _rate(self, currency, rate):
        self.env["res.currency.rate"].create(
            {
                "currency_id": currency.id,
                "name": "2026-01-01",
                "rate": rate,
                "company_id": self.env.company.id,
            }
        )

    # Bad input

    def test_negative_charges_are_never_charged_on(self):
        self.make_rule()
        order, shipment = self.make_sold()
        self.make_bill((shipment, "residential", -5.0), (shipment, "discount", -2.0))
        self.assertFalse(self.rebills(shipment))
        self.assertFalse(self.added(order))

    def test_a_return_is_charged_where_a_rule_wants_it(self):
        self.make_rule(direction="return", target="invoice")
        shipment = self.make_shipment(direction="return")
        outbound = self.make_shipment(direction="outbound")
        self.make_bill((shipment, "return", 9.0), (outbound, "return", 9.0))
        self.assertEqual(self.rebills(shipment).state, "charged")
        self.assertEqual(self.rebills(outbound).reason, "no_rule")

    def test_a_rule_cannot_have_a_negative_margin_or_charge_goods(self):
        with self.assertRaises(ValidationError):
            self.make_rule(product_id=self.lamp.id)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.make_rule(margin_percent=-1)

    # Credits

    def test_a_credit_of_the_carrier_is_suggested_and_given_once(self):
        self.make_rule(margin_percent=10)
        order, shipment = self.make_sold()
        self.make_bill((shipment, "reattempt", 20.0))
        # when the carrier credits half of it
        credit = self.make_bill((shipment, "reattempt", -10.0))
        credit._charge_on()
        rebill = self.rebills(shipment)
        self.assertTrue(rebill.has_credit)
        self.assertEqual(self.added(order).mapped("price_unit"), [22.0])
        rebill.action_give_credit()
        rebill.action_give_credit()
        # then the customer has half of what was charged back
        self.assertEqual(self.added(order).mapped("price_unit"), [22.0, -11.0])
        self.assertFalse(rebill.has_credit)
        self.assertAlmostEqual(rebill.margin, 1.0)

    def test_a_credit_may_be_kept(self):
        self.make_rule()
        order, shipment = self.make_sold()
        self.make_bill((shipment, "reattempt", 20.0))
        self.make_bill((shipment, "reattempt", -20.0))
        self.rebills(shipment).action_keep_credit()
        self.assertFalse(self.rebills(shipment).has_credit)
        self.assertEqual(len(self.added(order)), 1)

    def test_a_credit_by_rule_needs_nobody(self):
        self.make_rule(credits_automatically=True, target="invoice")
        shipment = self.make_shipment(direction="outbound")
        self.make_bill((shipment, "reattempt", 20.0))
        self.make_bill((shipment, "void", -50.0))
        note = self.rebills(shipment).credit_ids.move_id
        self.assertEqual(note.move_type, "out_refund")
        self.assertEqual(note.amount_untaxed, 20.0)

    def test_what_is_credited_before_it_is_charged_on_is_not_charged(self):
        self.make_rule(is_automatic=False)
        order, shipment = self.make_sold()
        self.make_bill((shipment, "reattempt", 20.0), (shipment, "reattempt", -20.0))
        self.assertEqual(self.rebills(shipment).reason, "credited")
        # and what is credited in part while it waits costs less
        self.make_bill((shipment, "liftgate", 20.0))
        self.make_bill((shipment, "liftgate", -5.0))
        self.env["logistics.rebill"]._look_at_waiting()
        rebill = self.rebills(shipment).filtered(lambda r: r.type == "liftgate")
        rebill.action_charge()
        self.assertEqual(self.added(order).price_unit, 15.0)

    # Rights

    def test_logistics_looks_and_finance_decides(self):
        self.make_rule(is_automatic=False)
        order, shipment = self.make_sold()
        self.make_bill((shipment, "reattempt", 20.0))
        rebill = self.rebills(shipment)
        dispatcher = new_test_user(
            self.env, "rebill-d", groups="logistics_base.group_dispatcher"
        )
        finance = new_test_user(
            self.env, "rebill-f", groups="account.group_account_invoice"
        )
        with self.assertRaises(AccessError):
            rebill.with_user(dispatcher).action_charge()
        with self.assertRaises(AccessError):
            rebill.with_user(finance).write({"price": 1.0})
        rebill.with_user(dispatcher).write({"note": "The address was wrong."})
        rebill.with_user(finance).action_charge()
        self.assertEqual(self.added(order).price_unit, 20.0)
        self.assertEqual(rebill.decided_by_id, finance)
