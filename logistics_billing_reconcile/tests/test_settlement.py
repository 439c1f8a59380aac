# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import logistics_settlement_run
from .outcome import OutcomeCase

_RUN = "odoo.addons.logistics_billing_reconcile.models.logistics_settlement_run"


@tagged("post_install", "-at_install")
class TestSettlement(OutcomeCase):
    """Thousands of invoices are billed in the background, each once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carrier = cls.make_carrier("Settled Parcel")
        cls.startClassPatcher(patch.object(logistics_settlement_run, "CHECKPOINT", 2))

    def run_of(self, **vals):
        """Return a run over the carrier's invoices, not started."""
        vals.setdefault("integration_ids", self.carrier.ids)
        runs = self.env["logistics.settlement"].with_user(self.accountant)
        return runs.create({"name": "Run", **vals})

    def go_on(self, run):
        """Do all checkpoints; return how many invoices each did."""
        own = run.with_user(run.user_id).sudo()
        done = []
        while count := own._checkpoint():
            done.append(count)
        return done

    def test_each_invoice_is_billed_once_in_checkpoints(self):
        invoices = [self.approved((f"SWP{n}", 10 + n)) for n in range(5)]
        run = self.run_of()
        run.action_start()
        self.assertEqual(self.go_on(run), [2, 2, 1])
        self.assertEqual(run.state, "done")
        self.assertEqual((run.billed_count, run.skipped_count), (5, 0))
        self.assertEqual(run.progress, 100)
        self.assertEqual(len({invoice.move_id for invoice in invoices}), 5)
        self.assertEqual(invoices[3].move_id.amount_total, 13)

    def test_no_bill_is_torn_apart_by_a_checkpoint(self):
        self.carrier.bill_grouping = "month"
        invoices = [self.approved((f"SWP{n}", 10)) for n in range(5)]
        run = self.run_of()
        run.action_start()
        self.assertEqual(self.go_on(run), [5])
        bill = invoices[0].move_id
        self.assertEqual(bill.logistics_carrier_invoice_ids, run.line_ids.invoice_id)
        self.assertEqual(bill.amount_total, 50)

    def test_it_is_stopped_and_goes_on_where_it_was(self):
        for number in range(5):
            self.approved((f"SWP{number}", 10))
        run = self.run_of()
        run.action_start()
        run.with_user(self.accountant).sudo()._checkpoint()
        run.action_stop()
        self.assertEqual(self.go_on(run), [])
        self.assertEqual((run.billed_count, run.waiting_count), (2, 3))
        run.action_resume()
        self.assertEqual(self.go_on(run), [2, 1])
        self.assertEqual(run.bill_count, 5)

    def test_it_tells_what_was_skipped_and_why(self):
        other = self.make_carrier("Nobody's Parcel")
        self.approved(("SWP1", 10), carrier=other)
        good = self.approved(("SWP2", 10))
        late = self.approved(("SWP3", 10))
        other.partner_id = False
        run = self.run_of(integration_ids=(self.carrier | other).ids)
        run.action_start()
        # given one that somebody bills by hand before the run comes to it
        late.with_user(self.accountant).action_bill()
        self.go_on(run)
        self.assertEqual(good.state, "billed")
        self.assertEqual((run.billed_count, run.skipped_count), (1, 2))
        self.assertIn("has no vendor", run.skipped_why)
        self.assertIn("“Billed”", run.skipped_why)

    def test_what_goes_wrong_with_one_bill_stops_no_other(self):
        invoices = [self.approved((f"SWP{n}", 10)) for n in range(3)]
        model = type(self.env["logistics.vendor.bill"])
        genuine, why = model._draft, "The moon is full."

        def fails_once(own, group, amounts, sign):
            if invoices[1] in group:
                raise UserError(why)
            return genuine(own, group, amounts, sign)

        self.patch(model, "_draft", fails_once)
        run = self.run_of()
        run.action_start()
        self.go_on(run)
        self.assertEqual(
            [invoice.state for invoice in invoices], ["billed", "approved", "billed"]
        )
        self.assertEqual(run.skipped_why, f"1 × {why}")

    def test_the_choice(self):
        chosen = self.approved(
            ("SWP1", 10), account="A1", invoice_date=date(2026, 3, 31)
        )
        self.approved(("SWP2", 10), account="A2", invoice_date=date(2026, 3, 31))
        self.approved(("SWP3", 10), account="A1", invoice_date=date(2026, 4, 1))
        self.audited(("SWP4", 10), account="A1", invoice_date=date(2026, 3, 31))
        run = self.run_of(
            account_number="A1", date_from="2026-03-01", date_to="2026-03-31"
        )
        run.action_start()
        self.assertEqual(run.line_ids.invoice_id, chosen)

    def test_a_period_that_ends_before_it_begins(self):
        run = self.run_of(date_from="2026-03-02", date_to="2026-03-01")
        with self.assertRaisesRegex(UserError, "ends before"):
            run.action_start()

    def test_a_run_over_nothing_does_not_start(self):
        with self.assertRaisesRegex(UserError, "No invoice can be billed"):
            self.run_of().action_start()

    def test_an_invoice_is_in_one_run_at_a_time(self):
        self.approved(("SWP1", 10))
        self.run_of().action_start()
        with self.assertRaisesRegex(UserError, "another run has them"):
            self.run_of().action_start()

    def test_it_approves_what_nothing_is_wrong_with(self):
        clean, doubtful = self.audited(("SWP1", 10)), self.audited(("SWP2", 10))
        self.find(doubtful, difference=1)
        doubtful.sudo().state = "audited"
        run = self.run_of(approves=True)
        run.action_start()
        self.go_on(run)
        self.assertEqual(clean.state, "billed")
        self.assertEqual(clean.approved_by_id, self.accountant)
        self.assertEqual(doubtful.state, "audited")
        self.assertIn("has open findings", run.skipped_why)

    def test_it_approves_within_the_limits_of_who_started_it(self):
        invoice = self.audited(("SWP1", 10000.01))
        run = self.run_of(approves=True).with_user(self.clerk)
        run.action_start()
        self.go_on(run)
        self.assertEqual(invoice.state, "audited")
        self.assertIn("above what you may approve", run.skipped_why)

    def test_it_is_rolled_back_as_far_as_its_bills_are_drafts(self):
        first, second = self.approved(("SWP1", 10)), self.audited(("SWP2", 20))
        third = self.approved(("SWP3", 30))
        there = self.enter_bill(third.name, 30, carrier=self.carrier)
        run = self.run_of(approves=True)
        run.action_start()
        self.go_on(run)
        first.move_id.action_post()
        posted, draft = first.move_id, second.move_id
        run.action_roll_back()
        self.go_on(run)
        # then what is posted stays, and is told
        self.assertEqual(run.state, "rolled_back")
        self.assertEqual(first.state, "billed")
        self.assertTrue(posted.exists())
        self.assertIn("is posted", run.line_ids.filtered("reason").reason)
        # and the rest is as it was before
        self.assertFalse(draft.exists())
        self.assertEqual(second.state, "audited")
        self.assertEqual(third.state, "approved")
        self.assertTrue(there.exists())

    def test_what_was_rolled_back_is_billed_by_the_next_run(self):
        invoice = self.approved(("SWP1", 10))
        for _time in range(2):
            run = self.run_of()
            run.action_start()
            self.go_on(run)
            run.action_roll_back()
            self.go_on(run)
            self.assertEqual(invoice.state, "approved")

    def test_who_is_not_finance_any_more_bills_nothing_more(self):
        invoice = self.approved(("SWP1", 10))
        run = self.run_of()
        run.action_start()
        self.accountant.group_ids = self.env.ref("logistics_base.group_dispatcher")
        self.go_on(run.sudo())
        self.assertEqual(run.sudo().state, "stopped")
        self.assertTrue(run.sudo().problem)
        self.assertEqual(invoice.state, "approved")

    @mute_logger(_RUN, "odoo.sql_db")
    def test_one_that_fails_for_whatever_reason_keeps_no_other_waiting(self):
        invoices = [self.approved((f"SWP{n}", 10 + n)) for n in range(3)]
        run = self.run_of()
        run.action_start()
        settle = type(self.env["logistics.settlement.line"])._settle

        def fails(lines):
            if invoices[0] in lines.invoice_id:
                lines.env.cr.execute("SELECT 1 / 0")
            return settle(lines)

        with patch.object(type(run.line_ids), "_settle", fails):
            self.go_on(run)

        states = [invoice.state for invoice in invoices]
        self.assertEqual(states, ["approved", "billed", "billed"])
        self.assertIn("division by zero", run.skipped_why)

    @mute_logger(_RUN, "odoo.sql_db")
    def test_a_run_that_goes_no_further_keeps_no_other_waiting(self):
        # given two runs, of which the first one fails whatever it does
        other = self.make_carrier("Other Parcel")
        self.approved(("SWP1", 10))
        invoice = self.approved(("SWP2", 20), carrier=other)
        runs = [self.run_of(), self.run_of(integration_ids=other.ids)]
        for run in runs:
            run.action_start()
        found = type(runs[0])._bill_next

        def fails(run):
            if run.id == runs[0].id:
                run.env.cr.execute("SELECT 1 / 0")
            return found(run)

        # when the cron comes
        with (
            patch.object(type(runs[0]), "_bill_next", fails),
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
        ):
            self.env(cr=cr)["logistics.settlement"]._cron_run()
        self.env.invalidate_all()
        # then it is stopped and says why, and the second one is done
        self.assertEqual([run.state for run in runs], ["stopped", "done"])
        self.assertIn("division by zero", runs[0].problem)
        self.assertEqual(invoice.state, "billed")

    def test_logistics_settles_nothing(self):
        with self.assertRaises(AccessError):
            self.env["logistics.settlement"].with_user(self.dispatcher).create({})

    def test_nobody_says_a_run_is_done(self):
        self.approved(("SWP1", 10))
        run = self.run_of()
        with self.assertRaises(UserError):
            run.state = "done"
        run.action_start()
        with self.assertRaises(UserError):
            run.date_to = "2026-03-31"
        with self.assertRaisesRegex(UserError, "on record"):
            run.unlink()
