# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError

from .dispute_common import DisputeCase


class TestDisputeCredit(DisputeCase):
    def test_a_credit_of_just_what_is_claimed_is_applied(self):
        dispute = self.submitted(("A1", 12))

        credit = self.credit(("A1", -2))

        self.assertEqual((credit.state, credit.kind), ("applied", "exact"))
        self.assertEqual((dispute.state, dispute.amount_credited), ("credited", 2))

    def test_a_refund_line_of_an_ordinary_invoice_is_a_credit(self):
        dispute = self.submitted(("A2", 12))

        self.make_invoice(
            self.bill("ZZ", 9),
            self.bill("A2", -2, subject="refund"),
        )

        self.assertEqual(dispute.state, "credited")

    def test_money_back_under_a_guarantee_is_a_credit(self):
        dispute = self.submitted(("A3", 12), kind="late_delivery")

        self.make_invoice(self.bill("A3", -2, kind="gsr_credit"))

        self.assertEqual(dispute.state, "credited")

    def test_a_discount_is_no_credit(self):
        dispute = self.submitted(("A4", 12))

        invoice = self.make_invoice(
            self.bill("A4", 20), self.bill("A4", -2, kind="discount")
        )

        self.assertEqual(dispute.state, "submitted")
        self.assertFalse(
            self.env["logistics.dispute.credit"].search(
                [("invoice_id", "=", invoice.id)]
            )
        )

    def test_a_tax_given_back_is_not_counted(self):
        dispute = self.submitted(("A5", 12))

        self.credit(self.bill("A5", -2), self.bill("A5", "-0.38", kind="vat"))

        self.assertEqual(dispute.amount_credited, 2)
        self.assertEqual(dispute.amount_excess, 0)

    def test_less_than_claimed_waits_for_a_person(self):
        dispute = self.submitted(("B1", 12))

        credit = self.credit(("B1", "-1.20"))
        self.assertEqual((credit.state, credit.kind), ("review", "under"))
        self.assertEqual(dispute.amount_credited, 0)
        credit.with_user(self.finance).action_apply()

        self.assertEqual((dispute.state, dispute.amount_open), ("submitted", 0.8))
        self.assertEqual(credit.decided_by_id, self.finance)

    def test_more_than_claimed_is_told(self):
        dispute = self.submitted(("B2", 12))

        credit = self.credit(("B2", -3))
        self.assertEqual((credit.state, credit.kind), ("review", "over"))
        credit.with_user(self.finance).action_apply()

        self.assertEqual((dispute.state, dispute.amount_excess), ("credited", 1))
        self.assertIn(
            "more than was claimed", dispute.message_ids[:3].mapped("body")[0]
        )

    def test_a_credit_that_comes_twice_is_not_counted_twice(self):
        dispute = self.submitted(("B3", 12))
        self.credit(("B3", -2))

        second = self.credit(("B3", -2))

        self.assertEqual((second.state, second.kind), ("review", "double"))
        self.assertEqual(second.dispute_id, dispute)
        self.assertEqual((dispute.amount_credited, dispute.amount_excess), (2, 0))

    def test_a_credit_after_the_end_is_shown_with_what_it_was_for(self):
        dispute = self.submitted(("B4", 12)).with_user(self.finance)
        self.credit(("B4", -2))
        dispute.action_close()

        second = self.credit(("B4", -2))

        self.assertEqual((second.state, second.kind), ("review", "double"))
        self.assertEqual((dispute.state, dispute.amount_credited), ("closed", 2))

    def test_a_credit_for_what_nobody_disputed_is_unasked(self):
        self.submitted(("C1", 12))

        credit = self.credit(("NEVER", -7))

        self.assertEqual((credit.state, credit.kind), ("unasked", "unasked"))
        self.assertFalse(credit.dispute_id)

    def test_a_credit_before_a_draft_is_submitted_waits(self):
        dispute = self.dispute(("C2", 12))
        credit = self.credit(("C2", -2))
        self.assertEqual(credit.state, "unasked")

        dispute.with_user(self.finance).action_submit()

        self.assertEqual((credit.state, credit.kind), ("review", "exact"))
        self.assertEqual(dispute.amount_credited, 0)

    def test_one_sum_for_several_charges_of_a_parcel(self):
        dispute = self.submitted(("D1", 12), self.bill("D1", 6, kind="fuel"))

        credits = self.credit(("D1", -4))

        credits = dispute.credit_ids
        self.assertEqual(sorted(credits.mapped("amount")), [2, 2])
        self.assertEqual(len(credits.invoice_line_id), 1)
        self.assertEqual(dispute.line_ids.mapped("credited"), [2, 2])
        self.assertEqual(dispute.state, "credited")

    def test_several_lines_for_one_charge(self):
        dispute = self.submitted(("D2", 12))

        self.credit(("D2", "-1.50"), ("D2", "-0.50"))

        self.assertEqual(dispute.amount_credited, 2)
        self.assertEqual(dispute.state, "credited")

    def test_the_charge_of_the_same_type_is_meant(self):
        dispute = self.submitted(("D3", 12), self.bill("D3", 6, kind="fuel"))

        self.credit(self.bill("D3", -2, kind="fuel"))

        of_type = {line.charge_type: line.credited for line in dispute.line_ids}
        self.assertEqual(of_type, {"base": 0, "fuel": 2})
        self.assertEqual(dispute.state, "submitted")

    def test_of_two_disputes_a_person_chooses(self):
        first, second = self.submitted(("D4", 12)), self.submitted(("D4", 13))

        credit = self.credit(("D4", -2))

        self.assertEqual(credit.state, "review")
        self.assertEqual(first.amount_credited + second.amount_credited, 0)

    def test_a_credit_that_names_the_dispute(self):
        dispute = self.submitted(("D5", 12), ("D6", 12))

        self.credit(
            self.bill(None, -4, references=[("other", dispute.name)], subject="invoice")
        )

        self.assertEqual(dispute.state, "credited")
        self.assertEqual(dispute.line_ids.mapped("credited"), [2, 2])

    def test_another_carrier_or_currency_is_another_matter(self):
        dispute = self.submitted(("E1", 12))

        other = self.make_carrier("Slow Freight")
        by_other = self.credit(("E1", -2), carrier=other)
        in_other = self.credit(("E1", -2), currency=self.other_currency.name)

        self.assertEqual((by_other | in_other).mapped("state"), ["unasked"] * 2)
        self.assertEqual(dispute.amount_credited, 0)

    def test_the_same_credit_note_again_changes_nothing(self):
        dispute = self.submitted(("F1", 12))
        self.credit(("F1", -2), number="CN-1")

        self.credit(("F1", -2), number="CN-1")

        self.assertEqual(len(dispute.credit_ids), 1)
        self.assertEqual(dispute.amount_credited, 2)

    def test_an_applied_credit_is_taken_back(self):
        dispute = self.submitted(("G1", 12))
        credit = self.credit(("G1", -2))

        credit.with_user(self.finance).action_take_back()

        self.assertEqual((dispute.state, dispute.amount_credited), ("submitted", 0))

    def test_a_credit_is_not_applied_to_another_carriers_dispute(self):
        other = self.make_carrier("Slow Freight")
        dispute = self.submitted(("G2", 12))
        credit = self.credit(("G3", -2), carrier=other)
        credit.sudo().dispute_line_id = dispute.line_ids

        with self.assertRaisesRegex(UserError, "another carrier"):
            credit.with_user(self.finance).action_apply()

    def test_finance_alone_decides_about_credits(self):
        self.submitted(("G4", 12))
        credit = self.credit(("G4", -1))

        for person in (self.dispatcher, self.viewer):
            with self.subTest(person.login), self.assertRaises(AccessError):
                credit.with_user(person).action_apply()
        with self.assertRaises(UserError):
            credit.with_user(self.finance).write({"amount": 100})

    def test_rejected_and_credited_all_the_same(self):
        dispute = self.submitted(("H1", 12)).with_user(self.finance)
        dispute.action_reject()

        self.credit(("H1", -2))

        self.assertEqual((dispute.state, dispute.amount_credited), ("credited", 2))
        self.assertEqual(dispute.amount_excess, 0)
