# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What decides about money is not written past the methods that decide."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .outcome import OutcomeCase


@tagged("post_install", "-at_install")
class TestRights(OutcomeCase):
    """Facts stay as they came; limits and four eyes hold whatever way is taken."""

    # Facts

    def test_nobody_writes_what_a_carrier_billed(self):
        invoice = self.audited(("SWP1", 100))
        for vals in (
            {"amount_total": 1},
            {"amount_tax": 1},
            {"name": "other"},
            {"kind": "credit"},
            {"invoice_date": "2020-01-01"},
            {"currency_id": self.other_currency.id},
            {"integration_id": self.make_carrier("Other").id},
            {"account_number": "1"},
            {"message_id": False},
        ):
            for user in (self.dispatcher, self.accountant):
                with self.subTest(vals, user=user.login), self.assertRaises(UserError):
                    invoice.with_user(user).write(vals)

    def test_people_talk_about_an_invoice(self):
        invoice = self.audited(("SWP1", 100)).with_user(self.clerk)
        invoice.message_post(body="Look")
        invoice.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.clerk.id
        ).action_done()
        self.assertEqual(len(invoice.message_ids.filtered("body")), 2)

    def test_nobody_writes_what_was_billed_of_a_shipment(self):
        parcel = self.make_parcel()
        invoice = self.audited(self.bill(parcel, 100))
        self.matched(invoice, parcel)
        invoice.with_user(self.accountant).action_approve()
        invoice.with_user(self.accountant).action_bill()
        charge = self.env["logistics.charge"].search(
            [("carrier_invoice_id", "=", invoice.id)]
        )
        mine = charge.with_user(self.dispatcher)
        with self.assertRaises(UserError):
            mine.cost = 1
        with self.assertRaises(UserError):
            mine.unlink()
        with self.assertRaises(UserError):
            mine.create(
                {
                    "shipment_id": parcel.id,
                    "basis": "invoiced",
                    "cost": 1,
                    "carrier_invoice_id": invoice.id,
                }
            )

    def test_no_default_goes_round_it(self):
        parcel = self.make_parcel()
        invoice = self.audited(self.bill(parcel, 100))
        told = {"default_carrier_invoice_id": invoice.id}
        charge = (
            self.env["logistics.charge"]
            .with_user(self.dispatcher)
            .with_context(**told)
            .create({"shipment_id": parcel.id, "basis": "booked", "cost": 1})
        )
        self.assertFalse(charge.carrier_invoice_id)
        told = {"default_state": "running", "default_user_id": self.accountant.id}
        run = self.env["logistics.settlement"].with_user(self.clerk)
        run = run.with_context(**told).create({"company_id": self.company.id})
        self.assertEqual(run.state, "draft")
        self.assertFalse(run.user_id)

    # Four eyes

    def test_who_explained_first_is_remembered(self):
        invoice = self.audited(("SWP1", 2000))
        finding = self.find(invoice)
        finding.with_user(self.accountant).note = "It was heavier"
        finding.with_user(self.dispatcher).note = "It was heavier."
        finding.with_user(self.clerk).action_accept()
        with self.assertRaisesRegex(UserError, "does not approve it as well"):
            invoice.with_user(self.accountant).action_approve()

    def test_who_says_what_it_may_cost_does_not_approve_above_the_limit(self):
        parcel = self.make_parcel(expected={"base": 10})
        parcel.action_release()
        invoice = self.make_invoice(self.bill(parcel, 2000))
        self.env.flush_all()
        mine = parcel.expectation_ids.with_user(self.accountant)
        [charge] = mine.charge_ids
        mine.charge_ids = [Command.update(charge.id, {"cost": 2000})]
        self.audit(invoice)
        self.assertEqual(invoice.state, "audited")
        with self.assertRaisesRegex(UserError, "does not approve it as well"):
            invoice.with_user(self.accountant).action_approve()

    def test_who_says_whose_it_is_does_not_approve_above_the_limit(self):
        parcel = self.make_parcel(expected={"base": 2000})
        invoice = self.audit(self.make_invoice(("SWPX", 2000)))
        case = self.env["logistics.match.case"]
        case._find(self.env.company)
        case = case.search([("invoice_id", "=", invoice.id)])
        case.with_user(self.accountant).action_match(parcel.id)
        self.assertEqual(invoice.state, "audited")
        with self.assertRaisesRegex(UserError, "does not approve it as well"):
            invoice.with_user(self.accountant).action_approve()

    # Limits

    def test_many_small_write_offs_are_one_large_one(self):
        invoice = self.audited(("SWP1", 100), ("SWP2", 100))
        first = self.find(invoice, difference=30)
        second = self.find(invoice, line=1, difference=30)
        first.with_user(self.clerk).action_write_off()
        with self.assertRaisesRegex(UserError, "above what you may write off"):
            second.with_user(self.clerk).action_write_off()
        second.with_user(self.accountant).action_write_off()
        self.assertEqual(second.state, "written_off")

    def test_nobody_accepts_or_waives_above_their_limit(self):
        invoice = self.audited(("SWP1", 900), ("SWP2", 100))
        first = self.find(invoice, difference=40)
        second = self.find(invoice, line=1, difference=40)
        first.with_user(self.clerk).action_accept()
        with self.assertRaisesRegex(UserError, "above what you may accept"):
            second.with_user(self.clerk).action_waive("Never mind")
        with self.assertRaisesRegex(UserError, "above what you may accept"):
            second.with_user(self.clerk).action_accept()
        second.with_user(self.accountant).action_accept()
        self.assertEqual(second.state, "accepted")

    def test_undoing_a_write_off_does_not_undo_a_rejection(self):
        invoice = self.audited(("SWP1", 100))
        finding = self.find(invoice, difference=30)
        finding.with_user(self.clerk).action_write_off()
        invoice.with_user(self.clerk).action_reject("Not ours")
        finding.writeoff_ids.with_user(self.clerk).action_undo()
        self.assertEqual(invoice.state, "rejected")

    # Invoices of others

    def test_nobody_writes_what_another_system_told(self):
        told = self.env["logistics.customer.invoice"].create(
            {
                "name": "X-1",
                "integration_id": self.carrier.id,
                "company_id": self.company.id,
                "currency_id": self.currency.id,
                "amount_total": 10,
                "amount_open": 10,
            }
        )
        mine = told.with_user(self.clerk)
        for vals in ({"amount_open": 0}, {"state": "paid"}, {"partner_id": 1}):
            with self.subTest(vals), self.assertRaises(UserError):
                mine.write(vals)
        mine.message_post(body="Look")

    def test_nobody_looks_into_the_freight_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        run = self.env["logistics.accrual.run"].with_user(self.clerk)
        run = run.new({"company_id": other.id, "until": "2026-03-31"})
        self.assertFalse(run.notice)
        with self.assertRaises(AccessError):
            run.create({"company_id": other.id}).action_accrue()

    def test_a_stranger_reads_no_evidence(self):
        portal = self.make_user("portal", "base.group_portal")
        with self.assertRaises(AccessError):
            self.env["logistics.dispute"].with_user(portal).search([])
