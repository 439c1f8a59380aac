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
