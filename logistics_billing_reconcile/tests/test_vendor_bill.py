# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .outcome import OutcomeCase


@tagged("post_install", "-at_install")
class TestVendorBill(OutcomeCase):
    """What is approved becomes a vendor bill, to the cent and once."""

    def bill_lines(self, bill):
        """Return {account: amount} of the bill's lines."""
        lines = bill.invoice_line_ids
        return {
            account.name: sum(own.mapped("price_subtotal"))
            for account, own in lines.grouped("account_id").items()
        }

    def test_one_line_for_each_account_with_its_tax(self):
        # given freight and fuel on accounts of their own
        self.book("fuel", self.fuel, taxes=self.tax)
        invoice = self.billed(
            self.bill("SWP1", 100, tax_rate=20, tax_amount=20),
            self.bill("SWP1", 15, "fuel", tax_rate=20, tax_amount=3),
            self.bill("SWP2", 50, tax_rate=20, tax_amount=10),
            number="A-1",
            due_date=date(2026, 4, 8),
        )
        # then the draft bill has a line of each, and comes to what is approved
        bill = invoice.move_id
        self.assertEqual(bill.state, "draft")
        self.assertEqual(bill.move_type, "in_invoice")
        self.assertEqual(self.bill_lines(bill), {"Freight": 150, "Fuel": 15})
        self.assertEqual(bill.invoice_line_ids.tax_ids, self.tax)
        self.assertEqual(bill.amount_total, 198)
        self.assertEqual(bill.ref, "A-1")
        self.assertEqual(bill.payment_reference, "A-1")
        self.assertEqual(bill.invoice_date, date(2026, 3, 9))
        self.assertEqual(bill.invoice_date_due, date(2026, 4, 8))
        # and both know each other
        self.assertEqual(bill.logistics_carrier_invoice_ids, invoice)
        self.assertEqual(invoice.state, "billed")
        self.assertEqual(invoice.bill_state, "draft")

    def test_a_carriers_own_account_goes_first(self):
        self.book("fuel", self.freight)
        self.book("fuel", self.fuel, carrier=self.carrier)
        invoice = self.billed(("SWP1", 15, "fuel"))
        self.assertEqual(self.bill_lines(invoice.move_id), {"Fuel": 15})

    def test_costs_are_distributed_as_the_account_of_charges_says(self):
        plan = self.env["account.analytic.plan"].create({"name": "Lanes"})
        lane = self.env["account.analytic.account"].create(
            {"name": "North", "plan_id": plan.id}
        )
        self.book("fuel", self.fuel, analytic_distribution={str(lane.id): 100})
        invoice = self.billed(("SWP1", 15, "fuel"))
        self.assertEqual(
            invoice.move_id.invoice_line_ids.analytic_distribution,
            {str(lane.id): 100},
        )

    def test_the_carriers_own_rounding_is_a_line_and_told(self):
        # given three charges whose tax the carrier rounds one by one
        invoice = self.billed(
            *(self.bill("SWP1", 0.13, tax_rate=20, tax_amount=0.03) for _ in range(3))
        )
        bill = invoice.move_id
        self.assertEqual(bill.amount_total, 0.48)
        self.assertIn("Rounding of the carrier", bill.invoice_line_ids.mapped("name"))
        self.assertIn("rounds its taxes", str(bill.message_ids.mapped("body")))

    def test_a_tax_that_nobody_set_up_is_a_line_of_its_own(self):
        invoice = self.billed(self.bill("SWP1", 100, tax_rate=7, tax_amount=7))
        lines = invoice.move_id.invoice_line_ids
        self.assertFalse(lines.tax_ids)
        self.assertEqual(lines.mapped("name"), ["Freight", "Tax as billed"])
        self.assertEqual(invoice.move_id.amount_total, 107)

    def test_tax_told_in_one_line_is_worked_out_by_the_tax(self):
        invoice = self.billed(("SWP1", 75), ("SWP2", 25), (None, 20, "vat"))
        lines = invoice.move_id.invoice_line_ids
        self.assertEqual(lines.price_subtotal, 100)
        self.assertEqual(lines.tax_ids, self.tax)
        self.assertEqual(invoice.move_id.amount_total, 120)

    def test_a_total_that_does_not_add_up_is_billed_as_it_was_approved(self):
        invoice = self.billed(("SWP1", 100), total=100.5)
        self.assertEqual(invoice.move_id.amount_total, 100.5)
        self.assertIn(
            "Difference between the carrier's total and its charges",
            invoice.move_id.invoice_line_ids.mapped("name"),
        )

    def test_what_is_in_dispute_is_not_billed(self):
        invoice = self.audited(("SWP1", 100), ("SWP2", 50))
        self.find(invoice, difference=30, state="disputed")
        invoice.with_user(self.accountant).action_approve()
        invoice.with_user(self.accountant).action_bill()
        self.assertEqual(invoice.move_id.amount_total, 120)

    def test_a_dispute_after_the_approval_asks_for_another_one(self):
        invoice = self.approved(("SWP1", 100), ("SWP2", 50))
        finding = self.find(invoice, difference=30, state="disputed")
        self.assertTrue(finding)
        invoice.sudo().state = "approved"
        with self.assertRaisesRegex(UserError, "has changed since"):
            invoice.with_user(self.accountant).action_bill()

    def test_a_credit_note_becomes_a_refund_of_its_own(self):
        # given a credit note that is more than the invoice
        carrier = self.make_carrier(bill_grouping="month")
        invoice = self.approved(("SWP1", 100), carrier=carrier)
        credit = self.approved(("SWP1", -150), kind="credit", carrier=carrier)
        (invoice | credit).with_user(self.accountant).action_bill()
        # then nothing is netted: one is owed, the other comes back
        self.assertEqual(invoice.move_id.move_type, "in_invoice")
        self.assertEqual(credit.move_id.move_type, "in_refund")
        self.assertEqual(credit.move_id.amount_total, 150)

    def test_an_invoice_that_comes_to_nothing_needs_no_bill(self):
        invoice = self.billed(("SWP1", 100), ("SWP1", -100, "discount"))
        self.assertEqual(invoice.state, "billed")
        self.assertFalse(invoice.move_id)
        self.assertIn("Nothing", invoice.bill_note)

    def test_one_bill_a_month_for_each_carrier_and_currency(self):
        self.other_currency.active = True
        carrier = self.make_carrier(bill_grouping="month")
        march = [
            self.approved(
                ("SWP1", 10), carrier=carrier, invoice_date=date(2026, 3, day)
            )
            for day in (2, 30)
        ]
        april = self.approved(
            ("SWP1", 10), carrier=carrier, invoice_date=date(2026, 4, 1)
        )
        abroad = self.approved(
            ("SWP1", 10),
            carrier=carrier,
            invoice_date=date(2026, 3, 2),
            currency=self.other_currency.name,
        )
        invoices = march[0] | march[1] | april | abroad
        invoices.with_user(self.accountant).action_bill()
        self.assertEqual(march[0].move_id, march[1].move_id)
        self.assertEqual(march[0].move_id.amount_total, 20)
        self.assertEqual(march[0].move_id.invoice_date, date(2026, 3, 30))
        self.assertEqual(len(invoices.move_id), 3)
        self.assertIn(march[0].name, march[0].move_id.ref)
        self.assertIn(march[1].name, march[0].move_id.ref)

    def test_one_bill_a_week(self):
        carrier = self.make_carrier(bill_grouping="week")
        monday, sunday, next_monday = (
            self.approved(("SWP1", 10), carrier=carrier, invoice_date=day)
            for day in (date(2026, 3, 2), date(2026, 3, 8), date(2026, 3, 9))
        )
        (monday | sunday | next_monday).with_user(self.accountant).action_bill()
        self.assertEqual(monday.move_id, sunday.move_id)
        self.assertNotEqual(monday.move_id, next_monday.move_id)

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

    # What becomes of the bill

    def test_the_invoice_follows_its_bill(self):
        invoice = self.billed(("SWP1", 100))
        bill = invoice.move_id
        bill.action_post()
        self.assertEqual(invoice.bill_state, "posted")
        payment = self.pay(bill)
        self.assertEqual(invoice.bill_state, "paid")
        payment.action_cancel()
        self.assertEqual(invoice.bill_state, "posted")
        bill.button_draft()
        self.assertEqual(invoice.bill_state, "draft")
        bill.button_cancel()
        self.assertEqual(invoice.state, "approved")
        self.assertFalse(invoice.move_id)
        self.assertIn("cancelled", invoice.bill_note)

    def test_a_deleted_bill_is_made_again(self):
        invoice = self.billed(("SWP1", 100))
        invoice.move_id.unlink()
        self.assertEqual(invoice.state, "approved")
        invoice.with_user(self.accountant).action_bill()
        self.assertTrue(invoice.move_id)

    def test_a_reversed_bill_lets_the_invoice_go(self):
        invoice = self.billed(("SWP1", 100))
        bill = invoice.move_id
        bill.action_post()
        bill._reverse_moves([{"invoice_date": bill.invoice_date}], cancel=True)
        self.assertEqual(bill.payment_state, "reversed")
        self.assertEqual(invoice.state, "approved")
        self.assertIn("reversed", invoice.bill_note)
        # and the reversed bill is not taken for the invoice's again
        invoice.with_user(self.accountant).action_bill()
        self.assertNotEqual(invoice.move_id, bill)

    def test_what_follows_a_bill_follows_when_it_is_posted_and_once(self):
        told = []
        model = type(self.env["logistics.carrier.invoice"])
        self.patch(model, "_billed", lambda own, bill: told.append((own, bill)))
        self.patch(model, "_unbilled", lambda own, bill: told.append("back"))
        invoice = self.billed(("SWP1", 100))
        bill = invoice.move_id
        self.assertFalse(told)
        bill.action_post()
        self.pay(bill)
        self.assertEqual(told, [(invoice, bill)])
        bill.button_draft()
        self.assertEqual(told[1:], ["back"])
        bill.action_post()
        self.assertEqual(len(told), 3)

    def test_billing_twice_bills_once(self):
        invoice = self.billed(("SWP1", 100))
        with self.assertRaisesRegex(UserError, "Billed"):
            invoice.with_user(self.accountant).action_bill()

    # What shipments show

    def test_shipments_show_what_was_billed_for_them(self):
        one, two = self.make_parcel("SWP91"), self.make_parcel("SWP92")
        invoice = self.approved(("SWP91", 10), ("SWP92", 20), ("SWP92", 3, "fuel"))
        self.matched(invoice, one, two, two)
        invoice.with_user(self.accountant).action_bill()
        invoiced = (one | two).charge_ids.filtered(lambda c: c.basis == "invoiced")
        self.assertEqual(
            sorted((c.shipment_id.id, c.type, c.cost) for c in invoiced),
            [(one.id, "base", 10), (two.id, "base", 20), (two.id, "fuel", 3)],
        )
        # and no more once there is no bill
        invoice.move_id.unlink()
        self.assertFalse(invoiced.exists())

    def test_a_bill_keeps_its_invoices_with_the_company(self):
        invoice = self.billed(("SWP1", 100))
        self.assertEqual(invoice.move_id.company_id, invoice.company_id)
        self.assertEqual(
            invoice.move_id.line_ids.mapped("partner_id"), self.carrier.partner_id
        )
