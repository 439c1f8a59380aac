# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .dispute_common import DisputeCase


class TestDisputeMaking(DisputeCase):
    def test_findings_of_two_invoices_of_a_carrier_are_one_dispute(self):
        findings = self.make_findings(("A1", 12)) | self.make_findings(("A2", 13))

        action = findings.with_user(self.finance).action_dispute()

        dispute = self.env["logistics.dispute"].browse(action["res_id"])
        self.assertEqual(dispute.invoice_count, 2)
        self.assertEqual(dispute.amount_claimed, 4)
        self.assertEqual(set(findings.mapped("state")), {"disputed"})
        self.assertEqual(findings.dispute_id, dispute)

    def test_carriers_and_currencies_are_not_mixed(self):
        other = self.make_carrier("Slow Freight")
        findings = self.make_findings(("B1", 12))
        findings |= self.make_findings(("B2", 12), carrier=other)
        findings |= self.make_findings(("B3", 12), currency=self.other_currency.name)

        disputes = self.env["logistics.dispute"]._make_from(findings)

        self.assertEqual(len(disputes), 3)
        self.assertEqual(disputes.integration_id, self.carrier | other)

    def test_a_finding_is_in_one_open_dispute(self):
        findings = self.make_findings(("C1", 12))
        findings.action_dispute()

        with self.assertRaisesRegex(UserError, "Only open findings"):
            findings.action_dispute()

    def test_the_database_keeps_a_finding_from_two_open_disputes(self):
        dispute = self.dispute(("C2", 12))
        line = dispute.line_ids

        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            line.copy()

    def test_an_invoice_of_which_all_is_disputed_waits_for_nobody(self):
        self.make_parcel("C3", expected={"base": 10})
        invoice = self.audit(self.make_invoice(("C3", 40)))
        self.assertEqual(invoice.state, "review")

        dispute = self.env["logistics.dispute"]._make_from(
            self.finding(invoice, "rate")
        )
        self.assertEqual(invoice.state, "audited")
        dispute.with_user(self.finance).action_withdraw()

        self.assertEqual(invoice.state, "review")

    def test_a_finding_of_several_charges_of_a_parcel_is_claimed_whole(self):
        invoice = self.audit(
            self.make_invoice(("C4", 20), self.bill("C4", 3, kind="fuel"))
        )
        finding = self.finding(invoice, "unknown_shipment")

        dispute = self.env["logistics.dispute"]._make_from(finding)
        dispute.with_user(self.finance).action_submit()

        self.assertEqual(dispute.amount_claimed, finding.difference)

    def test_what_is_charged_too_little_is_not_disputed(self):
        findings = self.make_findings(("D1", 12), expected=15)

        with self.assertRaisesRegex(UserError, "nothing to claim"):
            findings.action_dispute()
        self.assertEqual(findings.state, "open")

    def test_what_is_disputed_one_by_one_is_one_dispute(self):
        findings = self.make_findings(("D2", 12), ("D3", 13)).with_user(self.finance)

        first = findings[0].action_dispute()
        second = findings[1].action_dispute()

        self.assertEqual(first["res_id"], second["res_id"])
        dispute = self.env["logistics.dispute"].browse(first["res_id"])
        self.assertEqual(dispute.line_count, 2)

    def test_the_draft_of_somebody_else_stays_as_it_is(self):
        findings = self.make_findings(("D4", 12), ("D5", 13))
        first = findings[0].with_user(self.finance).action_dispute()

        second = findings[1].with_user(self.dispatcher).action_dispute()

        self.assertNotEqual(first["res_id"], second["res_id"])

    def test_nothing_at_all_is_not_disputed(self):
        with self.assertRaises(UserError):
            self.env["logistics.invoice.finding"].action_dispute()

    def test_a_line_taken_out_of_a_draft_is_open_again(self):
        dispute = self.dispute(("E1", 12), ("E2", 14))
        line = dispute.line_ids[0]
        finding = line.finding_id

        line.with_user(self.finance).unlink()

        self.assertEqual(finding.state, "open")
        self.assertEqual(dispute.amount_claimed, 2)

    def test_a_deleted_draft_leaves_its_findings_open(self):
        dispute = self.dispute(("E3", 12))
        finding = dispute.line_ids.finding_id

        dispute.with_user(self.finance).unlink()

        self.assertEqual(finding.state, "open")


class TestDisputeSteps(DisputeCase):
    def test_from_draft_to_closed(self):
        dispute = self.dispute(("F1", 12)).with_user(self.finance)

        dispute.action_submit()
        dispute.action_acknowledge()
        dispute.action_accept()
        self.assertEqual((dispute.state, dispute.amount_open), ("accepted", 2))
        self.credit(("F1", -2))
        self.assertEqual((dispute.state, dispute.amount_open), ("credited", 0))
        dispute.action_close()

        self.assertEqual(dispute.state, "closed")
        self.assertEqual(dispute.line_ids.finding_id.state, "closed")
        self.assertEqual(dispute.amount_written_off, 0)

    def test_a_part_is_recognised_and_the_rest_written_off(self):
        dispute = self.submitted(("G1", 12), ("G2", 14)).with_user(self.finance)
        dispute.line_ids[0].recognised = 1.5

        dispute.action_accept_partly()
        self.assertEqual((dispute.state, dispute.amount_open), ("partial", 1.5))
        self.credit(("G1", "-1.5"))
        dispute.credit_ids.with_user(self.finance).action_apply()
        self.assertEqual(dispute.state, "credited")
        dispute.action_close()

        self.assertEqual(dispute.amount_written_off, 2.5)
        self.assertEqual(
            dispute.line_ids.finding_id.mapped("state"), ["written_off"] * 2
        )

    def test_what_is_above_the_limit_is_not_written_off(self):
        dispute = self.submitted(("G3", 12), expected=6).with_user(self.finance)
        dispute.action_reject()

        with self.assertRaisesRegex(UserError, "above what you may write off"):
            dispute.action_close()
        self.assertEqual(dispute.state, "rejected")

    def test_a_part_that_nobody_wrote_down_is_no_answer(self):
        dispute = self.submitted(("G4", 12)).with_user(self.finance)

        with self.assertRaisesRegex(UserError, "Write down for each charge"):
            dispute.action_accept_partly()

    def test_no_more_is_recognised_than_claimed(self):
        dispute = self.submitted(("G5", 12)).with_user(self.finance)

        with self.assertRaises(ValidationError):
            dispute.line_ids.recognised = 2.01

    def test_withdrawn_the_findings_are_open_and_may_be_disputed_again(self):
        dispute = self.submitted(("H1", 12)).with_user(self.finance)
        finding = dispute.line_ids.finding_id

        dispute.action_withdraw()
        again = self.env["logistics.dispute"]._make_from(finding)

        self.assertEqual(dispute.state, "withdrawn")
        self.assertEqual(again.line_ids.finding_id, finding)
        self.assertEqual(finding.dispute_id, again)

    def test_what_is_credited_in_part_is_not_withdrawn(self):
        dispute = self.submitted(("H2", 12), ("H3", 12)).with_user(self.finance)
        self.credit(("H2", -2))

        with self.assertRaisesRegex(UserError, "credited in part"):
            dispute.action_withdraw()

    def test_steps_are_taken_in_their_order(self):
        dispute = self.dispute(("I1", 12)).with_user(self.finance)

        for step in ("action_accept", "action_reject", "action_close"):
            with self.subTest(step), self.assertRaisesRegex(UserError, "stage"):
                getattr(dispute, step)()

    def test_a_charge_comes_back_once(self):
        first = self.make_findings(("J1", 12), expected=4)
        second = first.copy({"type": "fuel"})
        dispute = self.env["logistics.dispute"]._make_from(first | second)
        self.assertEqual(sorted(dispute.line_ids.mapped("claimed")), [4, 8])
        dispute.line_ids.claimed = 8

        with self.assertRaisesRegex(UserError, "more is claimed than was billed"):
            dispute.action_submit()

    def test_a_dispute_that_claims_nothing_is_not_submitted(self):
        dispute = self.dispute(("J2", 12))
        dispute.line_ids.claimed = 0

        with self.assertRaisesRegex(UserError, "claims nothing"):
            dispute.action_submit()


class TestDisputeRights(DisputeCase):
    def test_dispatchers_prepare_and_finance_submits(self):
        findings = self.make_findings(("K1", 12))
        action = findings.with_user(self.dispatcher).action_dispute()
        dispute = self.env["logistics.dispute"].browse(action["res_id"])

        with self.assertRaises(AccessError):
            dispute.with_user(self.dispatcher).action_submit()
        dispute.with_user(self.finance).action_submit()

        self.assertEqual(dispute.submitted_by_id, self.finance)

    def test_viewers_prepare_nothing(self):
        findings = self.make_findings(("K2", 12))

        with self.assertRaises(AccessError):
            findings.with_user(self.viewer).action_dispute()

    def test_dispatchers_decide_nothing(self):
        dispute = self.submitted(("K3", 12)).with_user(self.dispatcher)
        steps = (
            "acknowledge",
            "accept",
            "accept_partly",
            "reject",
            "close",
            "withdraw",
        )

        for step in steps:
            with self.subTest(step), self.assertRaises(AccessError):
                getattr(dispute, f"action_{step}")()

    def test_money_and_state_are_not_written_by_hand(self):
        dispute = self.submitted(("K4", 12)).with_user(self.finance)

        for vals in (
            {"state": "credited"},
            {"amount_claimed": 1},
            {"amount_written_off": 1},
            {"submitted_on": "2020-01-01"},
            {"integration_id": self.integration.id},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                dispute.write(vals)
        with self.assertRaises(UserError):
            dispute.line_ids.write({"claimed": 1})
        with self.assertRaises(UserError):
            dispute.line_ids.write({"answer": "accepted"})

    def test_disputes_are_not_created_by_hand(self):
        with self.assertRaises(AccessError):
            self.env["logistics.dispute"].with_user(self.finance).create(
                {
                    "name": "X",
                    "company_id": self.env.company.id,
                    "integration_id": self.carrier.id,
                    "currency_id": self.currency.id,
                }
            )

    def test_what_a_carrier_was_told_stays(self):
        dispute = self.submitted(("K5", 12)).with_user(self.finance)

        with self.assertRaises(UserError):
            dispute.unlink()
        with self.assertRaises(UserError):
            dispute.line_ids.unlink()

    def test_another_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        dispute = self.submitted(("K6", 12))
        stranger = self.make_person("dispute-stranger", "account.group_account_invoice")
        stranger.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})

        with self.assertRaises(AccessError):
            dispute.with_user(stranger).read(["name"])
