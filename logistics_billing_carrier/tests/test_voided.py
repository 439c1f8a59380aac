# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from decimal import Decimal

from odoo.tests import tagged

from odoo.addons.logistics_billing_reconcile.canonical.carrier_invoice import (
    CarrierInvoice,
    InvoiceHead,
    InvoiceLine,
)
from odoo.addons.logistics_carrier_connector.tests.booking_common import BookingCase


@tagged("-at_install", "post_install")
class TestVoided(BookingCase):
    """Labels that were called off, and are billed all the same."""

    def rebook(self):
        """Return the shipment whose first label T000010 was voided for T000020."""
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        picking.action_void_label()
        self.work()
        picking.action_get_label()
        self.work()
        shipment = picking.logistics_shipment_id
        self.assertEqual(shipment.tracking_reference, "T000020")
        return shipment

    def expect(self, shipment, amount):
        self.env["logistics.expectation"].search(
            [("shipment_id", "=", shipment.id)]
        ).unlink()
        self.env["logistics.expectation"].create(
            {
                "shipment_id": shipment.id,
                "company_id": shipment.company_id.id,
                "integration_id": shipment.integration_id.id,
                "currency_id": shipment.company_id.currency_id.id,
            }
        )
        self.env["logistics.charge"].create(
            {
                "shipment_id": shipment.id,
                "currency_id": shipment.company_id.currency_id.id,
                "basis": "expected",
                "type": "base",
                "cost": amount,
            }
        )

    def billed(self, *charges, number="V-1"):
        """Return an audited invoice of these (tracking number, amount)."""
        lines = tuple(
            InvoiceLine(tracking_number=n, amount=Decimal(a), type="base")
            for n, a in charges
        )
        head = InvoiceHead(number=number, invoice_date=date(2026, 3, 9))
        invoices = self.env["logistics.carrier.invoice"]
        document = CarrierInvoice(invoices=(head,), lines=lines)
        invoice = invoices._take_in(self.integration, document, None)[0]
        invoice._audit()
        return invoice

    def findings(self, invoice):
        found = self.env["logistics.invoice.finding"].search(
            [("invoice_id", "=", invoice.id), ("state", "=", "open")]
        )
        return [(f.type, f.line_id.tracking_number, f.difference) for f in found]

    def test_the_voided_label_of_a_shipment_that_left_with_another_one(self):
        shipment = self.rebook()
        self.expect(shipment, 12.5)

        invoice = self.billed(("T000010", 12), ("T000020", "12.5"))

        self.assertEqual(self.findings(invoice), [("void_billed", "T000010", 12.0)])
        audits = self.env["logistics.charge.audit"].browse(invoice.line_ids.ids)
        self.assertEqual(audits.shipment_id, shipment)
        self.assertEqual(audits.mapped("verdict"), ["finding", "right"])

    def test_what_is_too_dear_is_found_beside_the_voided_label(self):
        self.expect(self.rebook(), 12.5)

        invoice = self.billed(("T000010", 12), ("T000020", 20))

        self.assertCountEqual(
            self.findings(invoice),
            [("void_billed", "T000010", 12.0), ("rate", "T000020", 7.5)],
        )

    def test_the_voided_label_comes_by_itself_and_again(self):
        shipment = self.rebook()
        self.expect(shipment, 12.5)
        first = self.billed(("T000020", "12.5"))

        later = self.billed(("T000010", 12), number="V-2")
        later._audit()

        self.assertFalse(self.findings(first))
        self.assertEqual(self.findings(later), [("void_billed", "T000010", 12.0)])

    def test_a_delivery_called_off_whole(self):
        picking = self.make_delivery()
        picking.action_get_label()
        self.work()
        picking.action_cancel()
        self.work()

        invoice = self.billed(("T000010", 12))

        self.assertEqual(self.findings(invoice), [("void_billed", "T000010", 12.0)])

    def test_voided_after_it_was_audited(self):
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        self.expect(picking.logistics_shipment_id, 12)
        invoice = self.billed(("T000010", 12))
        self.assertFalse(self.findings(invoice))

        picking.action_void_label()
        self.work()
        picking.action_get_label()
        self.work()
        invoice._audit()

        self.assertEqual(self.findings(invoice), [("void_billed", "T000010", 12.0)])

    def test_a_number_that_is_given_again_is_no_voided_one(self):
        self.rebook()
        other = self.make_shipment("T000010")

        invoice = self.billed(("T000010", 12))

        self.assertFalse(self.findings(invoice))
        audits = self.env["logistics.charge.audit"].browse(invoice.line_ids.ids)
        self.assertEqual(audits.shipment_id, other)
