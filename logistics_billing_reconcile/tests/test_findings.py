# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..models.logistics_invoice_finding import FINDINGS
from .test_audit_engine import AuditCase


@tagged("post_install", "-at_install")
class TestFindings(AuditCase):
    def test_every_type_has_its_sentence(self):
        invoice = self.make_invoice((self.make_parcel(), 10))
        found = self.env["logistics.invoice.finding"].create(
            [
                {
                    "invoice_id": invoice.id,
                    "company_id": invoice.company_id.id,
                    "currency_id": invoice.currency_id.id,
                    "type": kind,
                    "billed": 1234.5,
                }
                for kind in FINDINGS
            ]
        )

        for finding in found:
            self.assertTrue(finding.sentence, finding.type)
            self.assertNotIn("%(", finding.sentence)

    def test_sentence_tells_amounts_as_the_reader_writes_them(self):
        self.env["res.lang"]._activate_lang("de_DE")
        parcel = self.make_parcel(expected={"base": 1000}, terms={"zone": "2"})
        invoice = self.audit(self.make_invoice(self.bill(parcel, 1234.5, zone="5")))

        finding = self.finding(invoice, "zone")

        self.assertIn("1,234.50", finding.sentence)
        self.assertIn("Zone 5", finding.sentence)
        self.assertIn("1.234,50", finding.with_context(lang="de_DE").sentence)

    def test_number_spelled_otherwise_is_the_same_invoice(self):
        # given an invoice, and the same from another integration of the carrier
        parcel, other = self.make_parcel(), self.make_parcel()
        again = self.make_carrier("Swift EDI")
        again.partner_id = self.carrier.partner_id
        first = self.make_invoice((parcel, 10), number="INV 0042/a")
        second = self.make_invoice((other, 10), number="inv0042-A", carrier=again)

        self.audit(first, second)

        self.assertFalse(self.findings(first))
        self.assertEqual(self.findings(second), ["duplicate_invoice"])
        self.assertEqual(
            self.finding(second, "duplicate_invoice").earlier_invoice_id, first
        )

    def test_charge_of_an_earlier_invoice(self):
        parcel = self.make_parcel()
        first = self.audit(self.make_invoice((parcel, 10)))
        later = self.audit(self.make_invoice((parcel, 10), (self.make_parcel(), 10)))

        finding = self.finding(later, "duplicate_charge")

        self.assertEqual(finding.earlier_invoice_id, first)
        self.assertIn(first.name, finding.sentence)
        self.assertFalse(self.findings(first))

    def test_voided_label(self):
        parcel = self.make_parcel(expected={"base": 10, "fuel": 1})
        parcel.action_cancel()
        invoice = self.audit(
            self.make_invoice(self.bill(parcel, 10), self.bill(parcel, 1, "fuel"))
        )

        self.assertEqual(self.findings(invoice), ["void_billed"])
        self.assertEqual(self.finding(invoice, "void_billed").difference, 11)

    def test_attempt_in_time_keeps_the_guarantee(self):
        parcel = self.make_parcel(terms={"guaranteed_until": self.at(24)})
        number = parcel.tracking_reference
        self.tell(
            self.event(number, "delivery_attempted", 20),
            self.event(number, "delivered", 40),
            integration=self.carrier,
        )

        invoice = self.audit(self.make_invoice(self.bill(parcel, 10)))

        self.assertFalse(self.findings(invoice))

    def test_accessorials(self):
        # given terms that know of two extra charges
        self.make_terms(
            agreed_ids=[
                Command.create({"type": "reattempt", "amount": 5}),
                Command.create({"type": "residential"}),
            ]
        )
        parcel = self.make_parcel()
        self.tell(
            self.event(parcel.tracking_reference, "delivery_attempted", 20),
            integration=self.carrier,
        )
        # when three come that nobody foresaw
        invoice = self.audit(
            self.make_invoice(
                self.bill(parcel, 10),
                self.bill(parcel, 5, "reattempt"),
                self.bill(parcel, 4, "residential"),
                self.bill(parcel, 3, "peak"),
            )
        )
        # then one was earned, one was not, one was never agreed on
        self.assertEqual(
            self.findings(invoice),
            ["accessorial_unearned", "accessorial_unauthorised"],
        )

    def test_fuel_that_follows_from_a_wrong_freight_is_told_there(self):
        parcel = self.make_parcel(
            expected={"base": 10, "fuel": 1.5}, terms={"fuel_percent": 15}
        )
        invoice = self.audit(
            self.make_invoice(self.bill(parcel, 20), self.bill(parcel, 3, "fuel"))
        )

        self.assertEqual(self.findings(invoice), ["rate"])

    def test_other_currency_is_told_once(self):
        parcels = [self.make_parcel() for _each in range(3)]
        for parcel in parcels:
            expected = self.env["logistics.expectation"].search(
                [("shipment_id", "=", parcel.id)]
            )
            expected.currency_id = self.other_currency
        invoice = self.audit(self.make_invoice(*((p, 10) for p in parcels)))

        self.assertEqual(self.findings(invoice), ["currency"])

    def test_total_that_does_not_add_up(self):
        invoice = self.audit(self.make_invoice((self.make_parcel(), 10), total=12))

        self.assertEqual(self.findings(invoice), ["invoice_total"])
        self.assertEqual(self.finding(invoice, "invoice_total").difference, 2)


@tagged("post_install", "-at_install")
class TestTolerances(AuditCase):
    def billed(self, *amounts):
        parcels = [(self.make_parcel(), amount) for amount in amounts]
        invoice = self.audit(self.make_invoice(*parcels))
        return invoice, self.verdicts(invoice)

    def test_above_and_below(self):
        self.make_terms(over_amount=0.5, under_amount=2)

        _invoice, verdicts = self.billed(10.5, 10.51, 8, 7.99)

        self.assertEqual(verdicts, ["tolerated", "finding", "tolerated", "finding"])

    def test_the_lower_of_amount_and_percentage_counts(self):
        self.make_terms(over_amount=0.5, over_percent=2)

        _invoice, verdicts = self.billed(10.2, 10.3)

        self.assertEqual(verdicts, ["tolerated", "finding"])

    def test_carrier_may_have_those_of_the_company(self):
        self.make_terms(integration_id=False, over_amount=1)
        self.make_terms(own_tolerances=False, over_amount=0)

        _invoice, verdicts = self.billed(11)

        self.assertEqual(verdicts, ["tolerated"])

    def test_charge_may_have_its_own(self):
        self.make_terms(
            over_amount=5,
            tolerance_ids=[Command.create({"type": "base", "over_amount": 0.1})],
        )

        _invoice, verdicts = self.billed(10.5)

        self.assertEqual(verdicts, ["finding"])

    def test_small_differences_add_up(self):
        # given charges that may be 1.00 off, and invoices that may be 2.00 off
        self.make_terms(over_amount=1, invoice_over_amount=2)

        few, _verdicts = self.billed(11, 11)
        many, verdicts = self.billed(11, 11, 11)

        self.assertFalse(self.findings(few))
        self.assertEqual(set(verdicts), {"tolerated"})
        self.assertEqual(self.finding(many, "rate").difference, 3)


@tagged("post_install", "-at_install")
class TestDeciding(AuditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance = new_test_user(
            cls.env, "finance-f", groups="account.group_account_invoice"
        )
        cls.logistics = new_test_user(
            cls.env, "logistics-f", groups="logistics_base.group_dispatcher"
        )
        invoice = cls.make_invoice(cls.bill(cls.make_parcel(), 12))
        cls.audit(invoice)
        cls.found = cls.finding(invoice, "rate")

    def test_finance_accepts(self):
        self.found.with_user(self.finance).action_accept()

        self.assertEqual(self.found.state, "accepted")
        self.assertEqual(self.found.decided_by_id, self.finance)
        self.assertEqual(self.found.invoice_id.state, "audited")

    def test_finance_waives_with_a_reason(self):
        mine = self.found.with_user(self.finance)
        with self.assertRaises(UserError):
            mine.action_waive(" ")

        mine.action_waive("Not worth a letter")

        self.assertEqual(self.found.state, "waived")
        self.assertEqual(self.found.reason, "Not worth a letter")

    def test_logistics_explains_and_does_not_decide(self):
        mine = self.found.with_user(self.logistics)
        mine.note = "The customer asked for the larger box."

        self.assertEqual(self.found.explained_by_id, self.logistics)
        with self.assertRaises(AccessError):
            mine.action_accept()

    def test_nobody_edits_what_was_found(self):
        for vals in ({"state": "accepted"}, {"difference": 0}, {"decided_by_id": 1}):
            with self.assertRaises(UserError):
                self.found.with_user(self.finance).write(vals)

    def test_decided_twice(self):
        self.found.with_user(self.finance).action_accept()

        with self.assertRaises(UserError):
            self.found.with_user(self.finance).action_waive("again")

    def test_reopened(self):
        mine = self.found.with_user(self.finance)
        mine.action_accept()
        mine.action_reopen()

        self.assertEqual(self.found.state, "open")
        self.assertFalse(self.found.decided_by_id)
        self.assertEqual(self.found.invoice_id.state, "review")
