# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .invoicing_common import InvoicingCase


@tagged("post_install", "-at_install")
class TestBillStep(InvoicingCase):
    """What goes out for an order is billed once its customer is."""

    def bill_fact(self, shipment):
        """Return what is known of the bill."""
        facts = self.env["logistics.process.facts"]._of(shipment.ids)
        return facts[shipment.id].steps["bill"]

    def test_the_customers_posted_invoice_bills_the_shipment(self):
        # given an order whose goods have left
        order = self.sell()
        picking = order.picking_ids
        shipment = self.shipment_of(picking)
        self.assertEqual(self.bill_fact(shipment).state, "open")
        self.ship(picking)
        # when it is invoiced, a draft is no proof
        invoice = order._create_invoices()
        self.assertEqual(self.bill_fact(shipment).state, "open")
        events = self.env["logistics.event"]
        known = events.search([("type", "=", "shipment.billed")])
        invoice.action_post()
        # then the posted one is, and the process hears of it
        fact = self.bill_fact(shipment)
        self.assertEqual(
            (fact.state, fact.model, fact.res_id), ("done", "account.move", invoice.id)
        )
        told = events.search([("type", "=", "shipment.billed")]) - known
        self.assertEqual(told.shipment_id, shipment)
        # and it is open again with the draft
        invoice.button_draft()
        self.assertEqual(self.bill_fact(shipment).state, "open")

    def test_a_draft_that_charges_no_order_is_not_said_to_be_held(self):
        bill = self.env["account.move"].create({"move_type": "in_invoice"})
        self.assertFalse(bill.logistics_hold_note)
