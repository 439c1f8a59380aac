# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .invoicing_common import InvoicingCase


@tagged("-at_install", "post_install")
class TestInvoicePolicy(InvoicingCase):
    """What may be invoiced of an order, by the policy of its customer."""

    def test_by_default_orders_are_invoiced_as_odoo_does(self):
        order = self.sell()
        self.assertEqual(order.logistics_invoice_policy, "order")
        self.assertFalse(order.logistics_is_held)
        self.ship(order.picking_ids)
        self.assertEqual(order.order_line.qty_to_invoice, 3)
        self.assertEqual(order.invoice_status, "to invoice")

    def test_the_company_says_where_the_customer_does_not(self):
        self.company.logistics_invoice_policy = "pod"
        self.assertEqual(self.sell().logistics_invoice_policy, "pod")
        self.assertEqual(self.sell("dispatch").logistics_invoice_policy, "dispatch")

    def test_at_dispatch_the_transfer_releases(self):
        # given prepaid goods of a customer who is invoiced at dispatch
        self.lamp.invoice_policy = "order"
        order = self.sell("dispatch")
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self.assertEqual(order.invoice_status, "no")
        # when they leave
        self.ship(order.picking_ids)
        self.hand_on()
        # then they may be invoiced
        self.assertEqual(order.order_line.qty_to_invoice, 3)
        self.assertEqual(order.invoice_status, "to invoice")

    def test_at_delivery_the_carrier_releases(self):
        order = self.sell("delivery")
        picking = order.picking_ids
        shipment = self.shipment_of(picking, "DEL1")
        self.ship(picking)
        self.hand_on()
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self.assertEqual(order.order_line.logistics_qty_held, 3)
        self.assertEqual(order.invoice_status, "no", "held is not invoiced")
        self.assertEqual(shipment.invoicing_wait, "delivery")
        self.news("DEL1", "picked_up", "delivered")
        self.assertFalse(shipment.invoicing_hold)
        self.assertEqual(order.order_line.qty_to_invoice, 3)
        self.assertEqual(order.order_line.logistics_qty_held, 0)

    def test_proof_releases_and_delivery_alone_does_not(self):
        order = self.sell("pod")
        shipment = self.shipment_of(order.picking_ids, "POD1")
        self.ship(order.picking_ids)
        self.news("POD1", "picked_up", "delivered")
        self.assertTrue(shipment.invoicing_hold)
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self.news("POD1", "pod_received", proof={"condition": "good"})
        self.assertFalse(shipment.invoicing_hold)
        self.assertEqual(order.order_line.qty_to_invoice, 3)

    def test_of_two_shipments_only_the_proven_one_is_invoiced(self):
        # given an order that leaves in two
        order = self.sell("pod")
        first = order.picking_ids
        self.shipment_of(first, "TWO1")
        self.ship(first, quantity=1)
        second = order.picking_ids - first
        self.shipment_of(second, "TWO2")
        self.ship(second)
        # when one is proven
        self.news("TWO1", "delivered", proof={"condition": "good"})
        # then that part may be invoiced, and the rest is held
        self.assertEqual(order.order_line.qty_to_invoice, 1)
        self.assertEqual(order.order_line.logistics_qty_held, 2)
        self.assertEqual(order._create_invoices().invoice_line_ids.quantity, 1)
        self.assertTrue(order.logistics_is_held)
        self.news("TWO2", "delivered", proof={"condition": "good"})
        self.assertEqual(order.order_line.qty_to_invoice, 2)
        self.assertFalse(order.logistics_is_held)

    def test_a_proof_of_damage_holds_and_says_why(self):
        order = self.sell("pod")
        shipment = self.shipment_of(order.picking_ids, "DMG1")
        self.ship(order.picking_ids)
        self.news("DMG1", "delivered", proof={"condition": "damaged"})
        self.assertTrue(shipment.invoicing_hold)
        self.assertEqual(shipment.invoicing_wait, "problem")
        self.assertIn("damage", order.logistics_hold_summary)
        with self.assertRaisesRegex(UserError, "damage"):
            order._create_invoices()

    def test_refused_goods_stay_held(self):
        order = self.sell("delivery")
        shipment = self.shipment_of(order.picking_ids, "REF1")
        self.ship(order.picking_ids)
        self.news("REF1", "picked_up", "refused", "return_initiated", "returned")
        self.assertTrue(shipment.invoicing_hold)
        self.assertEqual(shipment.invoicing_wait, "problem")
        self.assertEqual(order.order_line.qty_to_invoice, 0)

    def test_what_came_back_is_not_invoiced(self):
        order = self.sell("pod")
        picking = order.picking_ids
        self.shipment_of(picking, "RET1")
        self.ship(picking)
        back = self.take_back(picking)
        back.move_ids.product_uom_qty = 1
        self.ship(back)
        self.news("RET1", "delivered", proof={"condition": "good"})
        self.assertEqual(order.order_line.qty_to_invoice, 2)

    def test_services_alone_wait_for_nothing(self):
        service = self.env["product.product"].create(
            {"name": "Advice", "type": "service", "invoice_policy": "order"}
        )
        order = self.sell("pod", (service, 2))
        self.assertFalse(order.logistics_shipment_ids)
        self.assertEqual(order.order_line.qty_to_invoice, 2)
        self.assertEqual(order.invoice_status, "to invoice")

    def test_goods_nobody_ships_are_free_when_they_are_handed_over(self):
        order = self.sell("pod")
        order.picking_ids.sudo().logistics_shipment_id = False
        self.ship(order.picking_ids)
        order.picking_ids.sudo().logistics_shipment_id = False
        self.assertEqual(order.order_line.qty_to_invoice, 3)

    def test_the_delivery_line_is_not_invoiced_before_the_goods(self):
        order = self.sell("pod", confirm=False)
        order.set_delivery_line(self.carrier, 9.0)
        order.action_confirm()
        picking = order.picking_ids
        self.shipment_of(picking, "LINE1")
        self.ship(picking)
        delivery = order.order_line.filtered("is_delivery")
        self.assertEqual(delivery.qty_to_invoice, 0)
        self.news("LINE1", "delivered", proof={"condition": "good"})
        self.assertEqual(delivery.qty_to_invoice, 1)

    def test_a_down_payment_is_not_held(self):
        order = self.sell("pod")
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": order.ids,
                "advance_payment_method": "fixed",
                "fixed_amount": 40.0,
            }
        )
        move = wizard._create_invoices(order)
        move.action_post()
        self.assertEqual(move.state, "posted")

    def test_a_payment_does_not_make_held_goods_invoiceable(self):
        order = self.sell("pod")
        order._force_lines_to_invoice_policy_order()
        self.assertEqual(order.order_line.qty_to_invoice, 0)

    def test_a_policy_that_finance_changes_reaches_what_is_under_way(self):
        order = self.sell("pod")
        self.ship(order.picking_ids)
        finance = new_test_user(
            self.env,
            "finance",
            "account.group_account_invoice,sales_team.group_sale_salesman_all_leads",
        )
        seller = new_test_user(
            self.env, "seller", "sales_team.group_sale_salesman_all_leads"
        )
        with self.assertRaises(AccessError):
            order.with_user(seller).logistics_invoice_policy = "order"
        order.with_user(finance).logistics_invoice_policy = "order"
        self.assertFalse(order.logistics_is_held)
        self.assertEqual(order.order_line.qty_to_invoice, 3)
        order.with_user(finance).logistics_invoice_policy = "delivery"
        self.assertTrue(order.logistics_is_held)
        self.assertEqual(order.order_line.qty_to_invoice, 0)

    def test_finance_releases_with_a_reason_on_record(self):
        order = self.sell("pod")
        shipment = order.picking_ids.logistics_shipment_id
        self.ship(order.picking_ids)
        finance = new_test_user(self.env, "finance2", "account.group_account_invoice")
        seller = new_test_user(
            self.env,
            "seller2",
            "sales_team.group_sale_salesman_all_leads,logistics_base.group_user",
        )
        with self.assertRaises(UserError):
            shipment.with_user(finance)._release_by_finance(" ")
        with self.assertRaises(AccessError):
            shipment.with_user(seller)._release_by_finance("Trust me")
        wizard = (
            self.env["logistics.invoicing.release"]
            .with_user(finance)
            .create({"shipment_ids": shipment.ids, "reason": "Told by phone"})
        )
        wizard.action_release()
        self.assertEqual(order.order_line.qty_to_invoice, 3)
        self.assertEqual(shipment.invoicing_released_by_id, finance)
        self.assertIn("Told by phone", shipment.message_ids[0].body)

    def test_what_a_person_holds_no_milestone_releases(self):
        order = self.sell("delivery")
        shipment = self.shipment_of(order.picking_ids, "PER1")
        self.ship(order.picking_ids)
        shipment._hold_invoicing("The customer complains")
        self.news("PER1", "delivered")
        self.assertTrue(shipment.invoicing_hold)
        self.assertEqual(shipment.invoicing_hold_reason, "The customer complains")

    def test_the_hold_of_the_control_tower_counts_without_a_policy(self):
        order = self.sell()
        self.ship(order.picking_ids)
        self.assertEqual(order.order_line.qty_to_invoice, 3)
        order.picking_ids.logistics_shipment_id._hold_invoicing("Claim is open")
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        order.picking_ids.logistics_shipment_id._release_invoicing("Settled")
        self.assertEqual(order.order_line.qty_to_invoice, 3)
        self.assertFalse(order.logistics_is_held)

    def test_proof_for_a_cancelled_order_invoices_nothing(self):
        order = self.sell("pod")
        shipment = self.shipment_of(order.picking_ids, "CAN1")
        order._action_cancel()
        self.news("CAN1", "delivered", proof={"condition": "good"})
        self.invoice_released()
        self.assertFalse(order.invoice_ids)
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self.assertTrue(shipment)

    def test_a_delivery_that_is_called_off_holds_nothing_else(self):
        order = self.sell("pod")
        first = order.picking_ids
        self.shipment_of(first, "OFF1")
        self.ship(first, quantity=1)
        (order.picking_ids - first).action_cancel()
        self.news("OFF1", "delivered", proof={"condition": "good"})
        self.assertFalse(order.logistics_is_held)
        self.assertFalse(order.logistics_hold_summary)
        self.assertEqual(order.order_line.qty_to_invoice, 1)

    def test_sellers_do_not_change_when_a_customer_is_invoiced(self):
        seller = new_test_user(
            self.env,
            "seller4",
            "sales_team.group_sale_salesman,base.group_partner_manager",
        )
        customer = self.consignee.with_user(seller)
        customer.write({"name": "Ada & Sons", "logistics_invoice_policy": False})
        with self.assertRaises(AccessError):
            customer.logistics_invoice_policy = "order"
        with self.assertRaises(AccessError):
            self.env["sale.order"].with_user(seller).create(
                {"partner_id": customer.id, "logistics_invoice_policy": "order"}
            )

    def test_without_a_policy_nothing_is_asked_of_the_database(self):
        order = self.sell()
        order.order_line.mapped("qty_to_invoice")
        self.env.flush_all()
        with self.assertQueryCount(0):
            order.order_line._logistics_hold_back_gated()

    def test_nobody_writes_a_hold_away(self):
        order = self.sell("pod")
        seller = new_test_user(
            self.env,
            "seller3",
            "sales_team.group_sale_manager,logistics_base.group_dispatcher",
        )
        for record, vals in (
            (order, {"logistics_is_held": False}),
            (order.logistics_shipment_ids, {"invoicing_policy": False}),
            (order.logistics_shipment_ids, {"invoicing_wait": "done"}),
        ):
            with self.assertRaises(UserError):
                record.with_user(seller).write(vals)
