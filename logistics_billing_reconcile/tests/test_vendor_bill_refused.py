# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .outcome import OutcomeCase


@tagged("post_install", "-at_install")
class TestVendorBillRefused(OutcomeCase):
    """What is billed otherwise than by a new bill, and what is not billed at all."""

    # What is there already

    def test_a_bill_that_is_there_is_linked(self):
        bill = self.enter_bill("inv 77", 100)
        invoice = self.billed(("SWP1", 100), number="INV-77")
        self.assertEqual(invoice.move_id, bill)
        self.assertIn("entered before", invoice.bill_note)

    def test_a_bill_already_paid_is_linked_and_told_never_doubled(self):
        bill = self.enter_bill("INV-78", 100)
        bill.action_post()
        self.pay(bill)
        invoice = self.billed(("SWP1", 100), number="INV-78")
        self.assertEqual(invoice.move_id, bill)
        self.assertEqual(invoice.bill_state, "paid")
        self.assertIn("paid before", invoice.bill_note)
        found = self.env["account.move"].search_count(
            [("ref", "=", "INV-78"), ("move_type", "=", "in_invoice")]
        )
        self.assertEqual(found, 1)

    def test_a_bill_of_another_amount_is_nobodys(self):
        self.enter_bill("INV-79", 90)
        invoice = self.approved(("SWP1", 100), number="INV-79")
        with self.assertRaisesRegex(UserError, "has this number and comes to"):
            invoice.with_user(self.accountant).action_bill()
        self.assertEqual(invoice.state, "approved")

    def test_another_vendors_bill_of_the_same_number_does_not_count(self):
        other = self.make_carrier("Slow Parcel")
        bill = self.enter_bill("INV-80", 100, carrier=other)
        invoice = self.billed(("SWP1", 100), number="INV-80")
        self.assertNotEqual(invoice.move_id, bill)

    def test_an_empty_draft_with_the_number_is_filled_in(self):
        bill = self.enter_bill("INV-81", 1)
        bill.invoice_line_ids.unlink()
        invoice = self.billed(("SWP1", 100), number="INV-81")
        self.assertEqual(invoice.move_id, bill)
        self.assertEqual(bill.amount_total, 100)

    # What cannot be billed

    def test_a_carrier_without_a_vendor(self):
        carrier = self.make_carrier()
        invoice = self.approved(("SWP1", 100), carrier=carrier)
        carrier.partner_id = False
        with self.assertRaisesRegex(UserError, "has no vendor"):
            invoice.with_user(self.accountant).action_bill()

    def test_a_currency_that_is_not_in_use(self):
        self.other_currency.active = True
        invoice = self.approved(("SWP1", 100), currency=self.other_currency.name)
        self.other_currency.active = False
        with self.assertRaisesRegex(UserError, "is not active"):
            invoice.with_user(self.accountant).action_bill()

    def test_a_company_without_a_purchase_journal(self):
        company = self.env["res.company"].create({"name": "No Journal"})
        self.accountant.company_ids |= company
        carrier = self.make_carrier(company_id=company.id)
        invoice = self.approved(("SWP1", 100), carrier=carrier)
        with self.assertRaisesRegex(UserError, "no purchase journal"):
            invoice.with_user(self.accountant).action_bill()

    def test_one_that_cannot_be_billed_holds_up_no_other(self):
        carrier = self.make_carrier()
        bad = self.approved(("SWP1", 100), carrier=carrier)
        carrier.partner_id = False
        good = self.approved(("SWP1", 100))
        (good | bad).with_user(self.accountant).action_bill()
        self.assertEqual(good.state, "billed")
        self.assertEqual(bad.state, "approved")
        self.assertIn("no vendor", bad.bill_note)

    def test_a_closed_period_moves_the_bill_to_the_first_open_day(self):
        self.company.fiscalyear_lock_date = date(2026, 3, 31)
        invoice = self.billed(("SWP1", 100), invoice_date=date(2026, 3, 9))
        bill = invoice.move_id
        self.assertEqual(bill.invoice_date, date(2026, 3, 9))
        self.assertEqual(bill.date, date(2026, 4, 1))
        self.assertIn("2026-04-01", str(bill.message_ids.mapped("body")))
        bill.action_post()
        self.assertEqual(bill.date, date(2026, 4, 1))

    def test_what_may_be_there_twice_is_told(self):
        # given a bill of the same day and amount under another number
        self.enter_bill("SOMETHING", 100).action_post()
        invoice = self.billed(("SWP1", 100))
        self.assertTrue(invoice.move_id.duplicated_ref_ids)
        self.assertIn("twice", str(invoice.move_id.message_ids.mapped("body")))
