# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import BillingCase


class AuditCase(BillingCase):
    def audits(self, invoice):
        return self.env["logistics.charge.audit"].browse(invoice.line_ids.ids)

    def verdicts(self, invoice):
        return self.audits(invoice).mapped("verdict")

    def make_terms(self, **vals):
        vals.setdefault("integration_id", self.carrier.id)
        return self.env["logistics.billing.terms"].create(vals)


@tagged("post_install", "-at_install")
class TestAudit(AuditCase):
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

    def test_thousands_of_charges_of_one_number(self):
        # given one parcel that is billed for thousands of times
        parcel = self.make_parcel(expected={"base": 10})
        lines = [self.bill(parcel, 10)]
        lines += [self.bill(parcel, 0.01 + n / 1000, "other") for n in range(10_000)]
        invoice = self.make_invoice(*lines)

        self.audit(invoice)

        # then its freight is right, and what nobody agreed to is told once
        self.assertEqual(self.findings(invoice)[0], "accessorial_unauthorised")
        self.assertEqual(self.audits(invoice)[0].verdict, "right")

    def test_discount_is_part_of_the_freight(self):
        parcel = self.make_parcel(expected={"base": 15, "discount": -5})
        invoice = self.make_invoice(
            self.bill(parcel, 12), self.bill(parcel, -2, "discount")
        )

        self.audit(invoice)

        self.assertFalse(self.findings(invoice))

    def test_credit_is_not_billed_too_little(self):
        parcel = self.make_parcel(expected={"base": 10})
        invoice = self.make_invoice(self.bill(parcel, 10))
        credit = self.make_invoice(
            self.bill(parcel, -4, subject="refund"), kind="credit"
        )

        self.audit(invoice, credit)

        self.assertFalse(self.findings(invoice, credit))

    def test_refund_settles_what_was_too_much(self):
        # given an invoice with a finding
        parcel = self.make_parcel(expected={"base": 10})
        invoice = self.audit(self.make_invoice(self.bill(parcel, 13)))
        # when a later invoice bills more still
        later = self.audit(
            self.make_invoice(self.bill(parcel, 2, subject="adjustment"))
        )
        # then each tells what it adds itself
        self.assertEqual(self.finding(invoice, "rate").difference, 3)
        self.assertEqual(self.finding(later, "rate").difference, 2)


@tagged("post_install", "-at_install")
class TestMatching(AuditCase):
    def test_reference_where_there_is_no_tracking_number(self):
        parcel = self.make_parcel()
        self.env["logistics.reference"].create(
            {"shipment_id": parcel.id, "type": "order", "value": "SO-77"}
        )
        invoice = self.make_invoice(
            self.bill(None, 10, references=[("customer", "so 77")])
        )

        self.audit(invoice)

        audit = self.audits(invoice)
        self.assertEqual(audit.shipment_id, parcel)
        self.assertEqual(audit.method, "reference")

    def test_pro_number(self):
        parcel = self.make_parcel()
        self.env["logistics.reference"].create(
            {"shipment_id": parcel.id, "type": "pro", "value": "123-456"}
        )
        invoice = self.make_invoice(self.bill("123456", 10))

        self.audit(invoice)

        self.assertEqual(self.audits(invoice).shipment_id, parcel)
        self.assertEqual(self.audits(invoice).method, "bol")

    def test_number_of_several_shipments_is_ambiguous(self):
        for _each in range(2):
            self.make_parcel("SHARED1")
        invoice = self.make_invoice(("SHARED1", 10))

        self.audit(invoice)

        self.assertEqual(self.audits(invoice).match_state, "ambiguous")
        self.assertIn(
            "several of our shipments",
            self.finding(invoice, "unknown_shipment").sentence,
        )

    def test_number_of_a_cancelled_shipment_and_its_successor(self):
        # given a number that was on a shipment that was called off
        old, new = self.make_parcel("AGAIN1"), self.make_parcel("AGAIN1")
        old.action_cancel()
        invoice = self.make_invoice(("AGAIN1", 10))

        self.audit(invoice)

        self.assertEqual(self.audits(invoice).shipment_id, new)
        self.assertFalse(self.findings(invoice))

    def test_nothing_is_told_of_another_companys_shipment(self):
        other = self.env["res.company"].create({"name": "Sister"})
        shipment = self.env["logistics.shipment"].create(
            {"name": "SECRET", "company_id": other.id, "partner_id": False}
        )
        self.env["logistics.reference"].create(
            {"shipment_id": shipment.id, "type": "tracking", "value": "THEIRS1"}
        )
        invoice = self.make_invoice(("THEIRS1", 10))

        self.audit(invoice)

        finding = self.finding(invoice, "other_company")
        self.assertFalse(finding.shipment_id)
        self.assertFalse(self.audits(invoice).shipment_id)
        self.assertNotIn("SECRET", finding.sentence)
        self.assertNotIn("Sister", finding.sentence)

    def test_shipment_that_becomes_known_later(self):
        # given a charge of nobody's
        invoice = self.audit(self.make_invoice(("LATER1", 10)))
        self.assertEqual(self.findings(invoice), ["unknown_shipment"])
        # when the shipment is entered
        parcel = self.make_parcel("LATER1")
        self.audit(invoice)
        # then it is matched, and nothing is wrong any more
        self.assertEqual(self.audits(invoice).shipment_id, parcel)
        self.assertFalse(self.findings(invoice))
        self.assertEqual(self.findings(invoice, state="gone"), ["unknown_shipment"])
        self.assertEqual(invoice.state, "audited")


@tagged("post_install", "-at_install")
class TestAgain(AuditCase):
    def test_what_a_person_decided_stays(self):
        parcel = self.make_parcel()
        invoice = self.audit(self.make_invoice(self.bill(parcel, 12)))
        finding = self.finding(invoice, "rate")
        finding.action_accept()

        self.env["logistics.charge.audit"]._mark_stale([parcel.id])
        self.audit(invoice)

        self.assertEqual(finding.state, "accepted")
        self.assertEqual(invoice.state, "audited")

    def test_second_run_touches_nothing(self):
        parcel = self.make_parcel()
        invoice = self.audit(self.make_invoice(self.bill(parcel, 12)))
        finding = self.finding(invoice, "rate")
        finding.sudo().write({"note": "Asked"})
        self.env.cr.execute(
            "SELECT xmin::text FROM logistics_charge_audit WHERE invoice_id = %s",
            (invoice.id,),
        )
        before = self.env.cr.fetchall()
        self.assertFalse(invoice._having_work())

        self.audit(invoice)

        self.env.cr.execute(
            "SELECT xmin::text FROM logistics_charge_audit WHERE invoice_id = %s",
            (invoice.id,),
        )
        self.assertEqual(self.env.cr.fetchall(), before)

    def test_event_of_the_shipment_makes_it_stale(self):
        # given a parcel that came late, billed before that was known
        parcel = self.make_parcel(terms={"guaranteed_until": self.at(24)})
        invoice = self.audit(self.make_invoice(self.bill(parcel, 10)))
        self.assertFalse(self.findings(invoice))
        # when it is delivered
        self.hand_on()
        number = parcel.tracking_reference
        self.tell(self.event(number, "delivered", 30), integration=self.carrier)
        self.hand_on()
        # then its charges are due for another audit, which finds it
        self.assertTrue(self.audits(invoice).is_stale)
        self.audit(invoice)
        self.assertEqual(self.findings(invoice), ["late_delivery"])
        self.assertFalse(self.audits(invoice).is_stale)

    def test_changed_terms_make_it_stale(self):
        parcel = self.make_parcel()
        invoice = self.audit(self.make_invoice(self.bill(parcel, 10.4)))
        self.assertEqual(self.findings(invoice), ["rate"])

        self.make_terms(over_amount=0.5)
        self.audit(invoice)

        self.assertFalse(self.findings(invoice))
        self.assertEqual(self.verdicts(invoice), ["tolerated"])

    def test_code_that_is_mapped_later(self):
        parcel = self.make_parcel(expected={"base": 10, "signature": 4})
        invoice = self.audit(
            self.make_invoice(
                self.bill(parcel, 10), self.bill(parcel, 4, None, raw_code="ZZ9")
            )
        )
        self.assertEqual(self.findings(invoice), ["unmapped_charge"])

        entry = self.env["logistics.code.map"].search(
            [("integration_id", "=", self.carrier.id), ("external_code", "=", "ZZ9")]
        )
        entry.canonical_code = "signature"
        self.audit(invoice)

        self.assertFalse(self.findings(invoice))
        self.assertEqual(invoice.line_ids[1].type, "signature")
