# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import BillingCase


@tagged("post_install", "-at_install")
class TestAudit(BillingCase):
    def verdicts(self, invoice):
        audits = self.env["logistics.charge.audit"].browse(invoice.line_ids.ids)
        return audits.mapped("verdict")

    def test_what_was_expected_is_right(self):
        parcel = self.make_parcel(expected={"base": 10, "fuel": 1.5})
        invoice = self.make_invoice(
            self.bill(parcel, 10), self.bill(parcel, 1.5, "fuel")
        )

        self.audit(invoice)

        self.assertEqual(self.verdicts(invoice), ["right", "right"])
        self.assertEqual(invoice.state, "audited")
        self.assertFalse(self.findings(invoice))

    def test_more_than_expected_is_found_once(self):
        parcel = self.make_parcel(expected={"base": 10})
        invoice = self.make_invoice(self.bill(parcel, 12.5))

        self.audit(invoice)
        self.audit(invoice)

        self.assertEqual(self.findings(invoice), ["rate"])
        finding = self.finding(invoice, "rate")
        self.assertEqual(finding.difference, 2.5)
        self.assertEqual(finding.expected, 10)
        self.assertEqual(invoice.state, "review")
        self.assertEqual(self.verdicts(invoice), ["finding"])

    def test_nothing_expected_is_no_finding(self):
        parcel = self.make_parcel(expected=False)
        invoice = self.make_invoice(
            self.bill(parcel, 10), self.bill(parcel, 1.5, "fuel")
        )

        self.audit(invoice)

        self.assertEqual(self.verdicts(invoice), ["unpriced", "unpriced"])
        self.assertFalse(self.findings(invoice))

    def test_unknown_number_is_found_once_for_each_parcel(self):
        invoice = self.make_invoice(
            ("NOBODY1", 10), self.bill("NOBODY1", 2, "fuel"), ("NOBODY2", 7)
        )

        self.audit(invoice)

        self.assertEqual(
            self.findings(invoice), ["unknown_shipment", "unknown_shipment"]
        )
