# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .outcome import OutcomeCase


@tagged("post_install", "-at_install")
class TestApproval(OutcomeCase):
    """Who lets an invoice be paid, and what of it."""

    def test_finance_approves_what_nothing_is_wrong_with(self):
        invoice = self.audited(("SWP1", 100))
        invoice.with_user(self.clerk).action_approve()
        self.assertEqual(invoice.state, "approved")
        self.assertEqual(invoice.approved_amount, 100)
        self.assertEqual(invoice.approved_by_id, self.clerk)

    def test_logistics_does_not_approve(self):
        invoice = self.audited(("SWP1", 100))
        with self.assertRaises(AccessError):
            invoice.with_user(self.dispatcher).action_approve()

    def test_nobody_writes_what_decides_about_money(self):
        invoice = self.audited(("SWP1", 100))
        for vals in ({"state": "approved"}, {"approved_amount": 1}, {"move_id": False}):
            with self.subTest(vals), self.assertRaises(UserError):
                invoice.with_user(self.clerk).write(vals)

    def test_what_was_not_audited_is_not_approved(self):
        invoice = self.make_invoice(("SWP1", 100))
        invoice.sudo().state = "imported"
        with self.assertRaisesRegex(UserError, "Imported"):
            invoice.with_user(self.accountant).action_approve()

    def test_open_findings_are_accepted_within_the_limit(self):
        invoice = self.audited(("SWP1", 100))
        finding = self.find(invoice, difference=50)
        invoice.with_user(self.clerk).action_approve()
        self.assertEqual(finding.state, "accepted")
        self.assertEqual(finding.decided_by_id, self.clerk)
        self.assertEqual(invoice.approved_amount, 100)

    def test_open_findings_above_the_limit_are_decided_first(self):
        invoice = self.audited(("SWP1", 100))
        finding = self.find(invoice, difference=50.01)
        with self.assertRaisesRegex(UserError, "1 open findings"):
            invoice.with_user(self.clerk).action_approve()
        finding.state = "waived"
        invoice.with_user(self.clerk).action_approve()
        self.assertEqual(invoice.state, "approved")

    def test_findings_too_little_and_too_much_do_not_balance(self):
        invoice = self.audited(("SWP1", 500), ("SWP2", 100))
        self.find(invoice, difference=60)
        self.find(invoice, line=1, difference=-60)
        with self.assertRaisesRegex(UserError, "2 open findings"):
            invoice.with_user(self.clerk).action_approve()

    def test_an_invoice_above_the_limit_of_the_group_needs_a_manager(self):
        invoice = self.audited(("SWP1", 10000.01))
        with self.assertRaisesRegex(UserError, "above what you may approve"):
            invoice.with_user(self.clerk).action_approve()
        invoice.with_user(self.accountant).action_approve()
        self.assertEqual(invoice.approved_by_id, self.accountant)

    def test_a_credit_note_is_not_below_the_limit_because_it_is_negative(self):
        invoice = self.audited(("SWP1", -10000.01), kind="credit")
        with self.assertRaisesRegex(UserError, "above what you may approve"):
            invoice.with_user(self.clerk).action_approve()

    def test_limits_of_a_company_take_the_place_of_the_common_ones(self):
        self.env["logistics.billing.limit"].create(
            {
                "company_id": self.company.id,
                "group_id": self.env.ref("account.group_account_invoice").id,
                "approve_limit": 99,
            }
        )
        invoice = self.audited(("SWP1", 100))
        with self.assertRaisesRegex(UserError, "above what you may approve"):
            invoice.with_user(self.accountant).action_approve()

    def test_a_limit_counts_in_the_companys_currency(self):
        self.other_currency.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": self.other_currency.id,
                "name": "2026-01-01",
                "rate": 0.5,
                "company_id": self.company.id,
            }
        )
        invoice = self.audited(("SWP1", 6000), currency=self.other_currency.name)
        with self.assertRaisesRegex(UserError, "above what you may approve"):
            invoice.with_user(self.clerk).action_approve()

    def test_who_waives_a_finding_does_not_approve_above_the_limit(self):
        # given an invoice above four eyes, whose finding the clerk waived
        invoice = self.audited(("SWP1", 1000.01))
        self.find(invoice, state="waived", decided_by_id=self.clerk.id)
        # then somebody else has to approve it
        with self.assertRaisesRegex(UserError, "does not approve it as well"):
            invoice.with_user(self.clerk).action_approve()
        invoice.with_user(self.accountant).action_approve()
        self.assertEqual(invoice.state, "approved")

    def test_below_the_limit_one_person_does_both(self):
        invoice = self.audited(("SWP1", 1000))
        self.find(invoice, state="waived", decided_by_id=self.clerk.id)
        invoice.with_user(self.clerk).action_approve()
        self.assertEqual(invoice.state, "approved")

    def test_who_disputes_approves_the_rest(self):
        invoice = self.audited(("SWP1", 1500), ("SWP2", 500))
        self.find(invoice, difference=40, state="disputed")
        invoice.with_user(self.accountant).action_approve()
        self.assertEqual(invoice.approved_amount, 1960)
        self.assertEqual(invoice.paid_as, "undisputed")

    def test_in_full_with_a_credit_awaited_where_the_carrier_wants_it(self):
        self.carrier.bill_paid = "full"
        invoice = self.audited(("SWP1", 150))
        self.find(invoice, difference=40, state="disputed")
        invoice.with_user(self.accountant).action_approve()
        self.assertEqual(invoice.approved_amount, 150)
        self.assertEqual(invoice.credit_awaited, 40)

    def test_tax_goes_with_what_is_in_dispute(self):
        invoice = self.audited(self.bill("SWP1", 100, tax_rate=20, tax_amount=20))
        self.find(invoice, difference=50, state="disputed")
        invoice.with_user(self.accountant).action_approve()
        self.assertEqual(invoice.approved_amount, 60)

    def test_tax_told_in_one_line_goes_with_what_is_in_dispute(self):
        invoice = self.audited(("SWP1", 75), ("SWP2", 25), (None, 20, "vat"))
        self.find(invoice, line=1, difference=25, state="disputed")
        invoice.with_user(self.accountant).action_approve()
        self.assertEqual(invoice.approved_amount, 90)

    def test_two_findings_on_a_charge_are_not_taken_off_twice(self):
        invoice = self.audited(("SWP1", 100), ("SWP2", 10))
        self.find(invoice, "duplicate_charge", difference=100, state="disputed")
        self.find(invoice, "rate", difference=30, state="disputed")
        invoice.with_user(self.accountant).action_approve()
        self.assertEqual(invoice.approved_amount, 10)

    def test_an_invoice_in_dispute_as_a_whole_is_not_approved(self):
        invoice = self.audited(("SWP1", 100))
        self.find(
            invoice, "duplicate_invoice", line=None, difference=100, state="disputed"
        )
        with self.assertRaisesRegex(UserError, "as a whole"):
            invoice.with_user(self.accountant).action_approve()

    def test_who_and_when_is_in_the_audit_trail(self):
        invoice = self.audited(("SWP1", 100))
        invoice.with_user(self.clerk).action_approve()
        self.env["logistics.audit.pending"]._append()
        entry = self.env["logistics.audit.entry"].search(
            [("action", "=", "invoice.approved"), ("res_id", "=", invoice.id)]
        )
        self.assertEqual(entry.user_id, self.clerk)
        self.assertIn("100", entry.details)

    def test_rejecting_takes_a_reason(self):
        invoice = self.audited(("SWP1", 100))
        asked = invoice.with_user(self.clerk).action_reject(" ")
        self.assertEqual(asked["res_model"], "logistics.invoice.reject")
        self.assertEqual(invoice.state, "audited")
        invoice.with_user(self.clerk).action_reject("Not ours")
        self.assertEqual(invoice.state, "rejected")
        self.assertEqual(invoice.rejected_reason, "Not ours")

    def test_what_is_billed_is_not_rejected(self):
        invoice = self.billed(("SWP1", 100))
        with self.assertRaisesRegex(UserError, "Billed"):
            invoice.with_user(self.clerk).action_reject("Not ours")

    def test_an_approval_is_taken_back_until_there_is_a_bill(self):
        invoice = self.approved(("SWP1", 100))
        invoice.with_user(self.clerk).action_reopen()
        self.assertEqual(invoice.state, "review")
        self.assertFalse(invoice.approved_amount)

    def test_all_or_none_are_approved(self):
        good, bad = self.audited(("SWP1", 100)), self.audited(("SWP2", 20000))
        with self.assertRaises(UserError), self.cr.savepoint():
            (good | bad).with_user(self.clerk).action_approve()
        self.assertEqual(good.state, "audited")
