# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, new_test_user, tagged

from .invoicing_common import InvoicingCase


@tagged("-at_install", "post_install")
class TestHeldStatement(HttpCase, InvoicingCase):
    """Customers are told what is held, and nothing that is only for us."""

    def test_the_statement_tells_the_customer_what_it_waits_for(self):
        order = self.sell("pod", client_order_ref="PO-9")
        self.ship(order.picking_ids)
        [held] = self.consignee._logistics_held_deliveries()
        self.assertEqual((held.order, held.reference), (order.name, "PO-9"))
        self.assertEqual(held.waits_for, "Proof of delivery")
        self.assertEqual(held.amount, 150.0)

    def test_reasons_of_people_stay_inside(self):
        order = self.sell()
        self.ship(order.picking_ids)
        order.logistics_shipment_ids._hold_invoicing("Customer is a crook")
        [held] = self.consignee._logistics_held_deliveries()
        self.assertEqual(held.waits_for, "Is being looked into")
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "logistics_billing_sale.report_held_statement", self.consignee.ids
        )
        self.assertIn(order.name.encode(), html)
        self.assertNotIn(b"crook", html)

    def test_portal_customers_see_their_own_alone(self):
        mine = self.sell("pod")
        self.ship(mine.picking_ids)
        other = self.make_partner("Somebody Else", logistics_invoice_policy="pod")
        theirs = self.make_order(partner_id=other.id)
        self.ship(theirs.picking_ids)
        user = new_test_user(self.env, "held-portal", "base.group_portal")
        user.partner_id.parent_id = self.consignee
        self.authenticate("held-portal", "held-portal")
        page = self.url_open("/my/not-invoiced").text
        self.assertIn(mine.name, page)
        self.assertNotIn(theirs.name, page)
        self.assertIn("Not Invoiced Yet", self.url_open("/my").text)
