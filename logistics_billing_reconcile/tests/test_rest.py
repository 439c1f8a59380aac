# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .outcome import OutcomeCase


@tagged("post_install", "-at_install")
class TestRest(OutcomeCase):
    """What was in dispute is paid once it is owed after all."""

    def setUp(self):
        super().setUp()
        # given an invoice of which half a charge is in dispute, and the rest billed
        self.book("fuel", self.fuel, taxes=self.tax)
        self.invoice = self.audited(
            self.bill("SWP1", 100, tax_rate=20, tax_amount=20),
            self.bill("SWP1", 40, "fuel", tax_rate=20, tax_amount=8),
        )
        self.finding = self.find(self.invoice, line=1, difference=10, state="disputed")
        self.invoice.with_user(self.accountant).action_approve()
        self.invoice.with_user(self.accountant).action_bill()

    def test_the_rest_is_billed_when_the_carrier_was_right(self):
        self.assertEqual(self.invoice.move_id.amount_total, 156)
        self.finding.state = "accepted"
        self.invoice.with_user(self.accountant).action_bill_rest()
        rest = self.invoice.rest_move_ids
        self.assertEqual(rest.amount_total, 12)
        self.assertEqual(rest.invoice_line_ids.account_id, self.fuel)
        self.assertEqual(rest.ref, f"{self.invoice.name} (rest)")
        self.assertEqual(self.invoice.approved_amount, 168)
        self.assertEqual(rest.logistics_carrier_invoice_count, 1)

    def test_it_is_billed_once(self):
        self.finding.state = "accepted"
        self.invoice.with_user(self.accountant).action_bill_rest()
        with self.assertRaisesRegex(UserError, "Nothing more is owed"):
            self.invoice.with_user(self.accountant).action_bill_rest()

    def test_what_is_owed_is_offered_for_billing_once(self):
        self.assertEqual(self.invoice.rest_owed, 0)
        self.finding.state = "accepted"
        self.invoice.invalidate_recordset(["rest_owed"])
        self.assertEqual(self.invoice.rest_owed, 12)
        self.invoice.with_user(self.accountant).action_bill_rest()
        self.invoice.invalidate_recordset(["rest_owed"])
        self.assertEqual(self.invoice.rest_owed, 0)

    def test_nothing_more_is_owed_as_long_as_it_is_in_dispute(self):
        with self.assertRaisesRegex(UserError, "Nothing more is owed"):
            self.invoice.with_user(self.accountant).action_bill_rest()

    def test_what_is_found_again_is_decided_first(self):
        # given a dispute that was withdrawn after the rest was billed
        self.finding.state = "open"
        with self.assertRaisesRegex(UserError, "open findings"):
            self.invoice.with_user(self.accountant).action_bill_rest()
        # when finance accepts what was found
        self.finding.with_user(self.accountant).action_accept()
        self.invoice.with_user(self.accountant).action_bill_rest()
        self.assertEqual(self.invoice.rest_move_ids.amount_total, 12)

    def test_a_bill_of_the_rest_that_is_deleted_is_owed_again(self):
        self.finding.state = "accepted"
        self.invoice.with_user(self.accountant).action_bill_rest()
        self.invoice.rest_move_ids.unlink()
        self.assertEqual(self.invoice.approved_amount, 156)
        self.assertEqual(self.invoice.state, "billed")
        self.invoice.with_user(self.accountant).action_bill_rest()
        self.assertEqual(self.invoice.rest_move_ids.amount_total, 12)

    def test_what_shipments_show_grows_with_it(self):
        shipment = self.make_parcel("SWP1")
        self.matched(self.invoice, shipment, shipment)
        self.finding.state = "accepted"
        self.invoice.with_user(self.accountant).action_bill_rest()
        invoiced = shipment.charge_ids.filtered(lambda c: c.basis == "invoiced")
        self.assertEqual(sum(invoiced.mapped("cost")), 140)
