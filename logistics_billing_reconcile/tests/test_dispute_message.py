# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from unittest.mock import patch

from odoo.exceptions import UserError

from .dispute_common import DisputeCase


class TestDisputeByMessage(DisputeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["logistics.flow"].create(
            [
                {
                    "integration_id": cls.carrier.id,
                    "document_type": "invoice.disputed",
                    "direction": direction,
                }
                for direction in ("inbound", "outbound")
            ]
        )

    @classmethod
    def sent(cls, dispute):
        """Return what the carrier was sent of a dispute, as our own JSON."""
        messages = cls.env["logistics.message"].search(
            [
                ("integration_id", "=", cls.carrier.id),
                ("direction", "=", "outbound"),
                ("document_type", "=", "invoice.disputed"),
            ],
            order="id",
        )
        sent = [json.loads(message._body())["data"] for message in messages]
        return [data for data in sent if data["dispute"] == dispute.name]

    @classmethod
    def answer(cls, disputed, state, **values):
        """Take in a carrier's answer; return its message."""
        data = {
            "party": "carrier",
            "number": disputed.invoice_ids[:1].name,
            "dispute": disputed.name,
            "state": state,
            **values,
        }
        event = {
            "type": "invoice.disputed",
            "timestamp": "2026-03-20T10:00:00Z",
            "data": data,
        }
        return cls.tell(event, integration=cls.carrier)

    def test_each_invoice_is_told_once(self):
        findings = self.make_findings(("A1", 12)) | self.make_findings(("A2", 13))
        dispute = self.env["logistics.dispute"]._make_from(findings)

        dispute.with_user(self.finance).action_submit()

        first, second = self.sent(dispute)
        self.assertEqual(
            {first["number"], second["number"]}, set(dispute.invoice_ids.mapped("name"))
        )
        self.assertEqual((first["party"], first["amount"]), ("carrier", "2.00"))
        self.assertEqual(first["charges"][0]["billed"], "12.00")
        self.assertEqual(first["charges"][0]["expected"], "10.00")
        self.assertEqual(dispute.channel, "message")

    def test_withdrawn_the_carrier_is_told(self):
        dispute = self.submitted(("A3", 12)).with_user(self.finance)

        dispute.action_withdraw()

        self.assertEqual(
            [data.get("state", "submitted") for data in self.sent(dispute)],
            ["submitted", "closed"],
        )

    def test_acknowledged_then_accepted(self):
        dispute = self.submitted(("B1", 12))

        self.answer(dispute, "acknowledged", their_number="CASE-9")
        self.assertEqual(dispute.state, "acknowledged")
        self.answer(dispute, "accepted")

        self.assertEqual((dispute.state, dispute.amount_recognised), ("accepted", 2))
        self.assertEqual(dispute.carrier_reference, "CASE-9")

    def test_accepted_in_part_charge_by_charge(self):
        dispute = self.submitted(("B2", 12), ("B3", 14))

        message = self.answer(
            dispute,
            "partial",
            reason="B3 was heavier",
            charges=[
                {"tracking_number": "b-2", "credited": "2"},
                {"tracking_number": "B3", "credited": "0.5"},
            ],
        )

        self.assertEqual(message.state, "done")
        self.assertEqual(dispute.state, "partial")
        self.assertEqual(dispute.line_ids.mapped("recognised"), [2, 0.5])
        self.assertEqual(dispute.answer, "B3 was heavier")

    def test_accepted_in_part_as_one_sum_is_shared_out(self):
        dispute = self.submitted(("B4", 12), ("B5", 12), ("B6", 12))

        self.answer(dispute, "partial", credited="1")

        self.assertEqual(dispute.state, "partial")
        self.assertAlmostEqual(sum(dispute.line_ids.mapped("recognised")), 1)

    def test_one_of_two_invoices_answered_is_no_answer_yet(self):
        findings = self.make_findings(("C1", 12)) | self.make_findings(("C2", 13))
        dispute = self.env["logistics.dispute"]._make_from(findings)
        dispute.with_user(self.finance).action_submit()
        first, second = dispute.line_ids.invoice_id

        self.answer(dispute, "accepted", number=first.name)
        self.assertEqual(dispute.state, "acknowledged")
        self.answer(dispute, "rejected", number=second.name)

        self.assertEqual((dispute.state, dispute.amount_recognised), ("partial", 2))

    def test_the_same_answer_again_changes_nothing(self):
        dispute = self.submitted(("D1", 12))
        self.answer(dispute, "accepted")
        before = len(dispute.message_ids)

        message = self.answer(dispute, "accepted", reason="once more")

        self.assertEqual(message.state, "done")
        self.assertEqual(dispute.state, "accepted")
        self.assertEqual(len(dispute.message_ids), before)

    def test_another_answer_later_is_taken_and_told(self):
        dispute = self.submitted(("D2", 12))
        self.answer(dispute, "rejected")

        self.answer(dispute, "accepted")

        self.assertEqual((dispute.state, dispute.amount_recognised), ("accepted", 2))
        self.assertIn(
            "The carrier changed its answer", dispute.activity_ids.mapped("summary")
        )

    def test_an_answer_after_the_credit_changes_nothing(self):
        dispute = self.submitted(("D3", 12))
        self.credit(("D3", -2))

        self.answer(dispute, "rejected")

        self.assertEqual((dispute.state, dispute.amount_credited), ("credited", 2))
        self.assertIn(
            "The carrier answered once more", dispute.activity_ids.mapped("summary")
        )

    def test_an_answer_to_a_dispute_nobody_knows_is_refused(self):
        dispute = self.submitted(("E1", 12))

        message = self.answer(dispute, "accepted", dispute="DSP/1999/1")

        self.assertEqual(message.state, "dead")
        self.assertIn("was never told of a dispute", message.error_message)
        self.assertEqual(dispute.state, "submitted")

    def test_an_answer_to_a_draft_is_refused(self):
        dispute = self.dispute(("E2", 12))

        message = self.answer(dispute, "accepted")

        self.assertEqual((message.state, dispute.state), ("dead", "draft"))

    def test_an_answer_of_another_carrier_is_refused(self):
        dispute = self.submitted(("E3", 12))
        own, self.__class__.carrier = self.carrier, self.make_carrier("Slow Freight")

        try:
            message = self.answer(dispute, "accepted")
        finally:
            self.__class__.carrier = own

        self.assertEqual((message.state, dispute.state), ("dead", "submitted"))

    def test_an_answer_about_another_invoice_is_refused(self):
        dispute = self.submitted(("E4", 12))

        message = self.answer(dispute, "accepted", number="ANOTHER")

        self.assertIn("is not about invoice ANOTHER", message.error_message)

    def test_more_than_claimed_is_not_recognised(self):
        dispute = self.submitted(("E5", 12))

        for values in (
            {"credited": "2.01"},
            {"credited": "-1"},
            {"charges": [{"tracking_number": "E5", "credited": "99"}]},
            {"charges": [{"tracking_number": "OTHER", "credited": "1"}]},
            {},
        ):
            with self.subTest(values):
                message = self.answer(dispute, "partial", **values)
                self.assertEqual(message.state, "dead")
        self.assertEqual((dispute.state, dispute.amount_recognised), ("submitted", 0))


class TestDisputeByMail(DisputeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carrier.dispute_email = "claims@swift.example"

    def test_the_carrier_gets_the_evidence_by_mail(self):
        dispute = self.dispute(("F1", 12))

        dispute.with_user(self.finance).action_submit()

        mail = self.env["mail.mail"].search(
            [("model", "=", dispute._name), ("res_id", "=", dispute.id)]
        )
        self.assertEqual(mail.email_to, "claims@swift.example")
        self.assertIn(dispute.name, mail.subject)
        self.assertEqual(
            mail.attachment_ids.mapped("name"), [f"{dispute._file_name()}.zip"]
        )

    def test_a_bundle_too_large_for_mail_is_left_out(self):
        dispute = self.dispute(("F2", 12))

        path = (
            "odoo.addons.logistics_billing_reconcile.models.logistics_dispute_message"
        )
        with patch(f"{path}.LARGEST_MAIL", 10):
            dispute.with_user(self.finance).action_submit()

        mail = self.env["mail.mail"].search(
            [("model", "=", dispute._name), ("res_id", "=", dispute.id)]
        )
        self.assertEqual(mail.attachment_ids.mapped("name"), ["charges.csv"])

    def test_without_an_address_nothing_is_submitted(self):
        dispute = self.dispute(("F3", 12))
        self.carrier.dispute_email = False

        with self.assertRaisesRegex(UserError, "Write down where"):
            dispute.with_user(self.finance).action_submit()
