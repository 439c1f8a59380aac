# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .invoicing_common import InvoicingCase


@tagged("-at_install", "post_install")
class TestBillingOverview(InvoicingCase):
    """For finance one line shows invoice, charges, proof, billing status and hold."""

    def line(self, shipment):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["logistics.billing.overview"].browse(shipment.id)

    def test_the_line_follows_from_hold_to_payment(self):
        # given
        self.company.logistics_release_makes = "posted"
        order = self.sell("pod")
        shipment = self.shipment_of(order.picking_ids, "OVW1")
        self.env["logistics.charge"].create(
            {
                "shipment_id": shipment.id,
                "basis": "expected",
                "cost": 7.5,
                "currency_id": self.company.currency_id.id,
            }
        )
        self.ship(order.picking_ids)
        # then
        line = self.line(shipment)
        self.assertEqual(line.billing_status, "held")
        self.assertEqual((line.amount_goods, line.amount_held), (150.0, 150.0))
        self.assertEqual(line.freight_expected, 7.5)
        self.assertEqual(line.invoicing_wait, "pod")
        self.assertIn("Billing", line.released_by)
        # when it is proven, and invoiced
        self.news("OVW1", "delivered", proof={"condition": "good"})
        self.assertEqual(self.line(shipment).billing_status, "ready")
        self.invoice_released()
        line = self.line(shipment)
        self.assertEqual(line.billing_status, "posted")
        self.assertEqual(line.invoices, order.invoice_ids.name)
        self.assertEqual(line.proof_condition, "good")
        self.assertEqual(line.amount_held, 0.0)
        # when it is paid
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=order.invoice_ids.ids
        ).create({})._create_payments()
        self.assertEqual(self.line(shipment).billing_status, "paid")

    def test_parts_of_an_order_have_their_own_value(self):
        order = self.sell("pod", (self.lamp, 4), confirm=False)
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        order.action_confirm()
        first = order.picking_ids
        self.ship(first, quantity=12)
        shipments = order.picking_ids.logistics_shipment_id
        values = [self.line(shipment).amount_goods for shipment in shipments]
        whole = order.order_line.price_subtotal
        self.assertEqual(sorted(values), [whole / 4, whole * 3 / 4])

    def test_what_the_carrier_billed_is_on_the_line(self):
        order = self.sell()
        shipment = self.shipment_of(order.picking_ids, "1ZBILL")
        bill = self.env["logistics.carrier.invoice"].create(
            {
                "name": "C-1",
                "integration_id": self.integration.id,
                "currency_id": self.company.currency_id.id,
            }
        )
        line = self.env["logistics.carrier.invoice.line"].create(
            {
                "invoice_id": bill.id,
                "company_id": self.company.id,
                "subject": "shipment",
                "amount": 8.25,
                "currency_id": self.company.currency_id.id,
                "normalized": "1ZBILL",
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO logistics_charge_audit (id, invoice_id, company_id, "
            "shipment_id, method, match_state, verdict) "
            "VALUES (%s, %s, %s, %s, 'tracking', 'matched', 'right')",
            (line.id, bill.id, self.company.id, shipment.id),
        )
        self.assertEqual(self.line(shipment).freight_billed, 8.25)

    def test_it_can_be_searched_and_grouped(self):
        order = self.sell("pod")
        overview = self.env["logistics.billing.overview"]
        self.env.flush_all()
        held = overview.search(
            [("invoicing_hold", "=", True), ("order_id", "=", order.id)]
        )
        self.assertEqual(held.shipment_id, order.logistics_shipment_ids)
        groups = dict(
            overview._read_group(
                [("order_id", "=", order.id)], ["billing_status"], ["amount_held:sum"]
            )
        )
        self.assertEqual(groups, {"held": 150.0})

    def test_finance_releases_from_the_list(self):
        order = self.sell("pod")
        self.ship(order.picking_ids)
        finance = new_test_user(
            self.env, "ovw-finance", "account.group_account_invoice"
        )
        line = self.line(order.logistics_shipment_ids).with_user(finance)
        action = line.action_release()
        self.env[action["res_model"]].with_user(finance).with_context(
            **action["context"]
        ).create({"reason": "Agreed with the customer"}).action_release()
        self.assertEqual(order.order_line.qty_to_invoice, 3)

    def test_sellers_and_other_companies_do_not_see_it(self):
        order = self.sell("pod")
        shipment = order.logistics_shipment_ids
        self.env.flush_all()
        seller = new_test_user(
            self.env, "ovw-seller", "sales_team.group_sale_salesman_all_leads"
        )
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "ovw-stranger",
            "account.group_account_invoice",
            company_id=other.id,
            company_ids=[fields.Command.set(other.ids)],
        )
        overview = self.env["logistics.billing.overview"]
        with self.assertRaises(AccessError):
            overview.with_user(seller).search([])
        self.assertFalse(
            overview.with_user(stranger).search([("shipment_id", "=", shipment.id)])
        )
