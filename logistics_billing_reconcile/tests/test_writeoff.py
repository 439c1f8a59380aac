# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .outcome import OutcomeCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-20")
class TestWriteoff(OutcomeCase):
    """What is not worth a dispute is paid, and never silently."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["logistics.writeoff.rule"].search([]).active = False
        cls.invoice = cls.audited(("SWP1", 100), ("SWP2", 50))

    def rule(self, **vals):
        """Return a rule for differences up to two."""
        return self.env["logistics.writeoff.rule"].create(
            {"name": "Small change", "max_amount": 2, "is_automatic": True, **vals}
        )

    def apply(self, finding):
        """Let the rules look at a finding; return what was recorded."""
        return self.env["logistics.writeoff.rule"]._apply(finding)

    def test_a_small_finding_is_written_off_and_on_record(self):
        rule = self.rule()
        finding = self.find(self.invoice, difference=2)
        made = self.apply(finding)
        self.assertEqual(finding.state, "written_off")
        self.assertEqual(
            (made.rule_id, made.amount, made.state, made.type),
            (rule, 2, "done", "rate"),
        )
        self.assertEqual(self.invoice.state, "audited")
        # and it is paid
        self.invoice.with_user(self.clerk).action_approve()
        self.assertEqual(self.invoice.approved_amount, 150)

    def test_what_a_rule_does_not_fit_on_stays_open(self):
        other = self.make_carrier()
        for vals, difference in (
            ({}, 2.01),
            ({}, -1),
            ({"type": "fuel"}, 1),
            ({"integration_id": other.id}, 1),
            ({"max_percent": 1}, 1.5),
            ({"min_days": 12}, 1),
        ):
            with self.subTest(vals, difference=difference):
                rule = self.rule(**vals)
                finding = self.find(self.invoice, difference=difference)
                self.assertFalse(self.apply(finding))
                self.assertEqual(finding.state, "open")
                finding.unlink()
                rule.active = False

    def test_old_enough_and_within_the_percentage(self):
        self.rule(min_days=11, max_percent=2, type="rate")
        finding = self.find(self.invoice, difference=1.5)
        self.apply(finding)
        self.assertEqual(finding.state, "written_off")

    def test_nothing_is_within_a_percentage_of_nothing(self):
        self.rule(max_percent=50)
        finding = self.find(self.invoice, difference=1, expected=0)
        self.assertFalse(self.apply(finding))

    def test_the_first_rule_that_fits_counts(self):
        self.rule(name="By hand", is_automatic=False, sequence=1)
        self.rule(sequence=2)
        finding = self.find(self.invoice, difference=1)
        self.assertEqual(self.apply(finding).state, "proposed")
        self.assertEqual(finding.state, "open")

    def test_somebody_within_their_limit_approves_what_is_proposed(self):
        self.rule(max_amount=100, is_automatic=False)
        finding = self.find(self.invoice, difference=50.01)
        made = self.apply(finding)
        with self.assertRaisesRegex(UserError, "above what you may write off"):
            made.with_user(self.clerk).action_approve()
        made.with_user(self.accountant).action_approve()
        self.assertEqual(finding.state, "written_off")
        self.assertEqual(finding.decided_by_id, self.accountant)

    def test_what_was_refused_is_not_proposed_again(self):
        self.rule(is_automatic=False)
        finding = self.find(self.invoice, difference=1)
        self.apply(finding).with_user(self.clerk).action_refuse()
        due = self.env["logistics.writeoff.rule"]._due(self.company, 0)
        self.assertNotIn(finding, due)
        self.assertEqual(finding.state, "open")

    def test_the_next_ones_are_found(self):
        finding = self.find(self.invoice, difference=1)
        due = self.env["logistics.writeoff.rule"]._due(self.company, 0)
        self.assertIn(finding, due)

    def test_it_is_undone_until_there_is_a_bill(self):
        self.rule()
        finding = self.find(self.invoice, difference=1)
        made = self.apply(finding)
        made.with_user(self.clerk).action_undo()
        self.assertEqual((finding.state, made.state), ("open", "undone"))
        self.assertEqual(self.invoice.state, "review")

    def test_undoing_takes_the_approval_back(self):
        self.rule()
        finding = self.find(self.invoice, difference=1)
        made = self.apply(finding)
        self.invoice.with_user(self.clerk).action_approve()
        made.with_user(self.clerk).action_undo()
        self.assertEqual(self.invoice.state, "review")
        self.assertFalse(self.invoice.approved_by_id)

    def test_what_is_billed_is_not_undone(self):
        self.rule()
        made = self.apply(self.find(self.invoice, difference=1))
        self.invoice.with_user(self.clerk).action_approve()
        self.invoice.with_user(self.clerk).action_bill()
        with self.assertRaisesRegex(UserError, "is billed"):
            made.with_user(self.clerk).action_undo()

    def test_finance_writes_off_by_hand(self):
        finding = self.find(self.invoice, difference=1)
        finding.with_user(self.clerk).action_write_off()
        self.assertEqual(finding.state, "written_off")
        self.assertEqual(finding.writeoff_ids.decided_by_id, self.clerk)

    def test_logistics_does_not(self):
        finding = self.find(self.invoice, difference=1)
        with self.assertRaises(AccessError):
            finding.with_user(self.dispatcher).action_write_off()

    def test_nobody_changes_the_record(self):
        self.rule()
        made = self.apply(self.find(self.invoice, difference=1))
        with self.assertRaisesRegex(UserError, "on record"):
            made.with_user(self.accountant).write({"amount": 0})
        with self.assertRaisesRegex(UserError, "stays on record"):
            made.unlink()

    def test_a_limit_in_another_currency(self):
        self.other_currency.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": self.other_currency.id,
                "name": "2026-01-01",
                "rate": 0.5,
                "company_id": self.company.id,
            }
        )
        self.rule()
        invoice = self.audited(("SWP3", 100), currency=self.other_currency.name)
        finding = self.find(invoice, difference=1.5)
        self.assertFalse(self.apply(finding))
