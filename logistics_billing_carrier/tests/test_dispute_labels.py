# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import zipfile
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
class TestDisputeLabels(BookingCase):
    def test_the_label_is_in_the_evidence(self):
        picking = self.make_delivery()
        picking.action_get_label()
        self.work()
        booking = picking.booking_ids
        document = CarrierInvoice(
            invoices=(InvoiceHead(number="LBL-1", invoice_date=date(2026, 3, 9)),),
            lines=(InvoiceLine(tracking_number="L1", amount=Decimal(9), type="base"),),
        )
        invoices = self.env["logistics.carrier.invoice"]
        invoice = invoices._take_in(booking.integration_id, document, None)[0]
        line = invoice.line_ids
        finding = self.env["logistics.invoice.finding"].create(
            {
                "invoice_id": invoice.id,
                "line_id": line.id,
                "company_id": line.company_id.id,
                "currency_id": line.currency_id.id,
                "shipment_id": booking.shipment_id.id,
                "type": "rate",
                "billed": 9,
                "expected": 8,
                "difference": 1,
            }
        )
        dispute = self.env["logistics.dispute"]._make_from(finding)

        archive = zipfile.ZipFile(io.BytesIO(b"".join(dispute._evidence())))

        labels = [name for name in archive.namelist() if name.startswith("label ")]
        self.assertEqual(len(labels), len(booking.label_ids))
        self.assertEqual(archive.read(labels[0]), booking.label_ids[0].raw)
