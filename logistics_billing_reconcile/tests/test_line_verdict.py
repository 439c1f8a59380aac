# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .test_audit_engine import AuditCase


@tagged("post_install", "-at_install")
class TestLineVerdict(AuditCase):
    def test_charges_tell_what_became_of_them(self):
        parcel, dear = self.make_parcel(), self.make_parcel()
        invoice = self.make_invoice((parcel, 10), (dear, 30), ("NOBODY-KNOWS", 5))
        self.assertEqual(invoice.line_ids.mapped("verdict"), [False] * 3)

        self.audit(invoice)

        right, found, unknown = invoice.line_ids
        self.assertEqual((right.verdict, right.shipment_id), ("right", parcel))
        self.assertEqual((found.verdict, found.shipment_id), ("finding", dear))
        self.assertEqual((found.expected, found.difference), (10, 20))
        self.assertEqual((unknown.match_state, unknown.method), ("unknown", False))
        self.assertFalse(unknown.shipment_id)

    def test_charges_are_found_by_what_became_of_them(self):
        parcel, dear = self.make_parcel(), self.make_parcel()
        invoice = self.audit(self.make_invoice((parcel, 10), (dear, 30)))
        lines = invoice.line_ids

        of_invoice = [("invoice_id", "=", invoice.id)]
        found = lines.search([*of_invoice, ("verdict", "=", "finding")])
        fine = lines.search([*of_invoice, ("verdict", "!=", "finding")])
        named = lines.search([*of_invoice, ("shipment_id", "=", dear.id)])

        self.assertEqual((found, fine, named), (lines[1], lines[0], lines[1]))

    def test_shipment_that_is_gone_is_not_told(self):
        parcel = self.make_parcel()
        invoice = self.audit(self.make_invoice((parcel, 10)))
        audit = self.env["logistics.charge.audit"].browse(invoice.line_ids.id)
        self.env.cr.execute(
            "UPDATE logistics_charge_audit SET shipment_id = 0 WHERE id = %s", audit.ids
        )
        self.env.invalidate_all()

        self.assertEqual(invoice.line_ids.verdict, "right")
        self.assertFalse(invoice.line_ids.shipment_id)
