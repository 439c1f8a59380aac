# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError

from .dispute_common import DisputeCase


@freeze_time("2026-03-20 10:00:00")
class TestDisputeDeadline(DisputeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carrier.write(
            {"dispute_days": 15, "dispute_answer_days": 10, "dispute_credit_days": 20}
        )

    def watch(self):
        crons = type(self.env["ir.cron"])
        with patch.object(crons, "_commit_progress", lambda *_args, **_more: 60):
            self.env["logistics.dispute"]._watch_deadlines()

    def test_the_carriers_window_begins_with_the_oldest_invoice(self):
        findings = self.make_findings(
            ("A1", 12), invoice_date=fields.Date.to_date("2026-03-12")
        )
        findings |= self.make_findings(
            ("A2", 12), invoice_date=fields.Date.to_date("2026-03-08")
        )

        dispute = self.env["logistics.dispute"]._make_from(findings)

        self.assertEqual(str(dispute.submit_by), "2026-03-23")
        self.assertEqual(dispute.deadline, dispute.submit_by)
        self.assertEqual(dispute.activity_ids.date_deadline, dispute.submit_by)

    def test_after_the_window_it_is_not_submitted(self):
        dispute = self.dispute(("A3", 12)).with_user(self.finance)

        with freeze_time("2026-03-25 10:00:00"):
            with self.assertRaisesRegex(UserError, "took disputes until 2026-03-24"):
                dispute.action_submit()
            dispute.submit_by = "2026-03-25"
            dispute.action_submit()

        self.assertEqual(dispute.state, "submitted")

    def test_each_step_has_its_own_deadline(self):
        dispute = self.submitted(("B1", 12)).with_user(self.finance)
        self.assertEqual(str(dispute.deadline), "2026-03-30")

        dispute.action_accept()

        self.assertEqual(str(dispute.deadline), "2026-04-09")
        activity = dispute.activity_ids
        self.assertEqual(activity.summary, "The carrier's credit is due")
        self.assertEqual(str(activity.date_deadline), "2026-04-09")

    def test_what_is_late_is_a_case_once(self):
        self.make_parcel("C1")
        dispute = self.submitted(("C1", 12))

        with freeze_time("2026-03-31 10:00:00"):
            self.watch()
            self.watch()

        case = self.env["logistics.exception"].search(
            [("shipment_id", "=", dispute.line_ids.shipment_id.id)]
        )
        self.assertEqual((case.type, case.state), ("mismatch", "open"))
        self.assertEqual(dispute.exception_id, case)
        self.assertIn(dispute.name, case.summary)

    def test_a_week_later_it_is_graver_and_the_owner_is_called_in(self):
        self.make_parcel("C2")
        self.carrier.owner_id = self.finance
        dispute = self.submitted(("C2", 12))

        with freeze_time("2026-04-08 10:00:00"):
            self.watch()
            self.watch()

        self.assertEqual(dispute.exception_id.severity, "2")
        called = dispute.activity_ids.filtered(
            lambda activity: activity.user_id == self.finance
        )
        self.assertEqual(len(called), 1)

    def test_an_answer_closes_the_case(self):
        self.make_parcel("C3")
        dispute = self.submitted(("C3", 12)).with_user(self.finance)

        with freeze_time("2026-03-31 10:00:00"):
            self.watch()
            case = dispute.exception_id
            dispute.action_accept()

        self.assertEqual(case.state, "resolved")
        self.assertFalse(dispute.exception_id)

    def test_a_dispute_of_no_shipment_is_late_without_a_case(self):
        dispute = self.submitted(("NOBODY", 12))

        with freeze_time("2026-03-31 10:00:00"):
            self.watch()
            self.env.invalidate_all()
            self.assertTrue(dispute.is_overdue)
            self.assertIn(dispute, dispute.search([("is_overdue", "=", True)]))

        self.assertFalse(dispute.exception_id)

    def test_without_a_window_there_is_no_last_day(self):
        self.carrier.dispute_days = 0

        dispute = self.dispute(("D1", 12))

        self.assertFalse(dispute.deadline)
        self.assertFalse(dispute.activity_ids)
