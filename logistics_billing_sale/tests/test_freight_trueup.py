# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import tagged

from .freight_common import FreightCase


@tagged("post_install", "-at_install")
class TestFreightTrueup(FreightCase):
    """The delivery line follows what the carrier billed, where that is agreed."""

    def setUp(self):
        super().setUp()
        self.carrier.write({"delivery_type": "base_on_rule", "margin": 0.5})
        self.consignee.logistics_trueup = "cost"

    def delivery_lines(self, order):
        return order.order_line.filtered("is_delivery").mapped("price_unit")

    def trueup(self, order):
        return self.env["logistics.freight.trueup"].search([("sale_id", "=", order.id)])

    def invoice(self, order):
        for line in order.order_line:
            line.qty_delivered = line.product_uom_qty
        return order._create_invoices()

    def test_the_price_follows_the_bill_with_the_methods_margin(self):
        order, shipment = self.make_sold(price=10.0)
        self.make_bill((shipment, "base", 12.0), (shipment, "fuel", 2.0))
        self.assertEqual(self.delivery_lines(order), [21.0])
        trueup = self.trueup(order)
        self.assertEqual(trueup.state, "adjusted")
        self.assertEqual((trueup.billed, trueup.margin), (14.0, 7.0))
        self.assertFalse(trueup.difference)

    def test_settling_again_changes_nothing(self):
        order, shipment = self.make_sold()
        bill = self.make_bill((shipment, "base", 12.0))
        bill._charge_on()
        self.trueup(order).action_settle()
        self.assertEqual(self.delivery_lines(order), [18.0])

    def test_later_bills_and_credits_are_followed_too(self):
        order, shipment = self.make_sold()
        self.make_bill((shipment, "base", 12.0))
        self.make_bill((shipment, "dim_weight_correction", 4.0))
        self.assertEqual(self.delivery_lines(order), [24.0])
        self.make_bill((shipment, "base", -2.0))
        self.assertEqual(self.delivery_lines(order), [21.0])

    def test_what_is_charged_on_alone_is_not_charged_twice(self):
        self.make_rule()
        order, shipment = self.make_sold()
        self.make_bill((shipment, "base", 12.0), (shipment, "residential", 4.0))
        self.assertEqual(self.delivery_lines(order), [18.0])
        self.assertEqual(self.added(order).price_unit, 4.0)
        # and its credit is the customer's, not the delivery line's
        self.make_bill((shipment, "residential", -4.0))
        self.assertEqual(self.delivery_lines(order), [18.0])

    def test_a_charge_in_the_delivery_price_is_not_charged_on_later(self):
        self.make_rule(charge_type="residential", minimum_cost=100)
        order, shipment = self.make_sold()
        self.make_bill((shipment, "base", 12.0), (shipment, "residential", 4.0))
        self.assertEqual(self.delivery_lines(order), [24.0])
        # when the rule is replaced, and somebody looks again
        self.env["logistics.rebill.rule"].search([]).active = False
        self.make_rule()
        self.rebills(shipment).action_reconsider()
        # then
        self.assertEqual(self.rebills(shipment).reason, "real_cost")
        self.assertFalse(self.added(order))

    def test_what_we_pay_ourselves_is_in_no_price(self):
        self.make_rule(charge_type="residential", action="never")
        self.make_rule("All", sequence=20, is_automatic=False)
        order, shipment = self.make_sold()
        self.make_bill(
            (shipment, "base", 12.0),
            (shipment, "residential", 4.0),
            (shipment, "reattempt", 5.0),
        )
        self.rebills(shipment).action_our_fault()
        self.rebills(shipment).action_decline()
        self.trueup(order).action_settle()
        self.assertEqual(self.delivery_lines(order), [18.0])
        self.assertFalse(self.added(order))

    def test_tax_is_no_cost(self):
        order, shipment = self.make_sold()
        self.make_bill((shipment, "base", 12.0), (shipment, "vat", 2.28))
        self.assertEqual(self.delivery_lines(order), [18.0])

    def test_as_agreed_it_is_only_told(self):
        self.consignee.logistics_trueup = False
        order, shipment = self.make_sold(price=10.0)
        self.make_bill((shipment, "base", 12.0))
        self.assertEqual(self.delivery_lines(order), [10.0])
        self.assertEqual(self.trueup(order).state, "told")
        self.assertEqual(self.trueup(order).difference, 8.0)
        # a person may charge it all the same, once
        self.trueup(order).action_charge_difference()
        self.trueup(order).action_charge_difference()
        self.assertEqual(self.delivery_lines(order), [10.0, 8.0])

    def test_the_methods_policy_counts_where_the_customer_has_none(self):
        self.consignee.logistics_trueup = False
        self.carrier.invoice_policy = "real"
        order, shipment = self.make_sold(price=10.0)
        self.make_bill((shipment, "base", 12.0))
        self.assertEqual(self.delivery_lines(order), [18.0])
        delivery = order.order_line.filtered("is_delivery")
        self.assertEqual(delivery.name, self.carrier.name)

    def test_once_invoiced_a_line_has_the_difference_or_it_is_told(self):
        self.carrier.logistics_trueup_line = True
        for adds, lines, state in (
            (True, [10.0, 8.0], "line"),
            (False, [10.0], "told"),
        ):
            with self.subTest(adds=adds):
                self.carrier.logistics_trueup_line = adds
                order, shipment = self.make_sold(price=10.0)
                self.invoice(order).action_post()
                bill = self.make_bill((shipment, "base", 12.0))
                bill._charge_on()
                self.assertEqual(self.delivery_lines(order), lines)
                self.assertEqual(self.trueup(order).state, state)

    def test_a_locked_order_is_not_changed(self):
        order, shipment = self.make_sold(price=10.0)
        order.action_lock()
        self.make_bill((shipment, "base", 12.0))
        self.assertEqual(self.delivery_lines(order), [10.0])
        self.assertEqual(self.trueup(order).state, "told")

    def test_small_differences_are_let_go(self):
        self.carrier.logistics_trueup_from = 5.0
        order, shipment = self.make_sold(price=10.0)
        self.make_bill((shipment, "base", 8.0))
        self.assertEqual(self.delivery_lines(order), [10.0])
        self.assertEqual(self.trueup(order).state, "agreed")

    def test_it_waits_until_everything_is_billed_and_undisputed(self):
        order, shipment = self.make_sold(price=10.0)
        second = self.make_shipment(
            partner_id=self.consignee.id, sale_id=order.id, direction="outbound"
        )
        self.make_bill((shipment, "base", 12.0))
        self.assertEqual(self.trueup(order).state, "waiting")
        bill = self.make_bill((second, "base", 4.0), charged_on=False)
        finding = self.make_finding(bill.line_ids, "disputed")
        bill._charge_on()
        self.assertEqual(self.trueup(order).state, "waiting")
        self.assertEqual(self.delivery_lines(order), [10.0])
        # when the dispute is over, the invoice is due again
        finding.sudo().write({"state": "accepted"})
        self.assertFalse(bill.is_charged_on)
        bill._charge_on()
        self.assertEqual(self.delivery_lines(order), [24.0])

    def test_a_cancelled_order_and_free_freight_are_only_told(self):
        order, shipment = self.make_sold(price=10.0)
        order._action_cancel()
        self.make_bill((shipment, "base", 12.0))
        self.assertEqual(self.delivery_lines(order), [10.0])
        self.carrier.write({"free_over": True, "amount": 1.0})
        free, shipment = self.make_sold(price=0.0)
        self.make_bill((shipment, "base", 12.0))
        self.assertEqual(self.delivery_lines(free), [0.0])
        self.assertEqual(self.trueup(free).state, "told")

    def test_a_return_is_no_part_of_the_delivery(self):
        order, shipment = self.make_sold(price=10.0)
        back = self.make_shipment(
            partner_id=self.consignee.id, sale_id=order.id, direction="return"
        )
        self.make_bill((shipment, "base", 12.0), (back, "base", 30.0))
        self.assertEqual(self.delivery_lines(order), [18.0])

    def test_the_order_shows_what_its_freight_cost(self):
        order, shipment = self.make_sold(price=10.0)
        self.env["logistics.charge"].create(
            [
                {"shipment_id": shipment.id, "basis": basis, "cost": cost}
                for basis, cost in (("expected", 9.0), ("booked", 9.5))
            ]
        )
        self.assertEqual(order.logistics_freight_booked, 9.5)
        self.assertFalse(order.logistics_freight_margin)
        self.make_bill((shipment, "base", 12.0))
        order.invalidate_recordset()
        self.assertEqual(order.logistics_freight_estimated, 9.0)
        self.assertEqual(order.logistics_freight_billed, 12.0)
        self.assertEqual(order.logistics_freight_difference, 2.5)
        self.assertEqual(order.logistics_freight_margin, 6.0)

    def test_a_second_delivery_line_keeps_its_price(self):
        order, shipment = self.make_sold(price=10.0)
        order.write(
            {
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.carrier.product_id.id,
                            "price_unit": 1.0,
                            "is_delivery": True,
                        }
                    )
                ]
            }
        )
        self.make_bill((shipment, "base", 12.0))
        self.assertEqual(sum(self.delivery_lines(order)), 18.0)
