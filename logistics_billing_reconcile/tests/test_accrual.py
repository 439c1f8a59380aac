# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .accruals import AccrualCase


@tagged("post_install", "-at_install")
class TestAccrual(AccrualCase):
    def test_freight_is_an_expense_of_the_month_it_left_in(self):
        self.make_left({"base": 10.0, "fuel": 1.5})
        self.make_left({"base": 20.0, "discount": -2.0, "vat": 4.0})
        move = self.accrue()
        # then one entry holds both, discounts with the freight, and no tax
        self.assertEqual(
            self.balances(move), {"Freight": 28.0, "Fuel": 1.5, "Accrued": -29.5}
        )
        self.assertEqual(move.state, "posted")
        self.assertEqual(move.date, date(2026, 3, 20))
        self.assertEqual(move.line_ids.partner_id, self.carrier.partner_id)

    def test_each_period_and_carrier_has_its_entry(self):
        other = self.make_carrier("Slow Parcel")
        self.make_left(left=datetime(2026, 2, 10, 9, 0))
        self.make_left()
        self.make_left(integration=other)
        moves = self.accrue()
        self.assertEqual(len(moves), 3)
        self.assertEqual(
            sorted(moves.mapped("date")),
            [date(2026, 2, 28), date(2026, 3, 20), date(2026, 3, 20)],
        )

    def test_a_second_run_accrues_nothing(self):
        self.make_left()
        self.accrue()
        self.assertFalse(self.accrue())
        self.assertEqual(self.everything(), {"Freight": 10.0, "Accrued": -10.0})

    def test_only_what_left_is_accrued(self):
        booked = self.make_parcel()
        booked.action_release()
        booked.action_book()
        later = self.make_left(left=datetime(2026, 3, 18, 9, 0))
        before = self.make_left(left=datetime(2025, 12, 30, 9, 0))
        self.accrue(until=date(2026, 3, 10))
        self.assertEqual([self.of(s) for s in (booked, later, before)], [{}, {}, {}])

    def test_costs_are_distributed(self):
        plan = self.env["account.analytic.plan"].create({"name": "Lanes"})
        lane = self.env["account.analytic.account"].create(
            {"name": "South", "plan_id": plan.id}
        )
        row = self.env["logistics.charge.account"].search([("type", "=", False)])
        row.analytic_distribution = {str(lane.id): 100}
        self.make_left()
        move = self.accrue()
        expense = move.line_ids.filtered(lambda line: line.account_id == self.freight)
        self.assertEqual(expense.analytic_distribution, {str(lane.id): 100})

    def test_more_that_is_expected_is_accrued_besides(self):
        shipment = self.make_left()
        self.accrue()
        self.expect_now(shipment, base=14.0)
        self.assertEqual(self.balances(self.accrue())["Freight"], 4.0)
        self.assertEqual(self.of(shipment), {"Freight": 14.0})

    def test_less_that_is_expected_is_taken_back(self):
        shipment = self.make_left({"base": 10.0, "fuel": 2.0})
        self.accrue()
        self.expect_now(shipment, base=7.0)
        move = self.accrue()
        self.assertEqual(
            self.balances(move), {"Freight": -3.0, "Fuel": -2.0, "Accrued": 5.0}
        )
        self.assertFalse(self.accrue())
        self.assertEqual(self.everything(), {"Freight": 7.0, "Accrued": -7.0})

    def test_another_currency_is_entered_at_the_rate_of_the_day(self):
        money = self.env["res.currency"].create(
            {"name": "FRX", "symbol": "F", "rounding": 0.01}
        )
        self.env["res.currency.rate"].create(
            {"currency_id": money.id, "name": "2026-01-01", "rate": 3.0}
        )
        some = [
            self.make_left({"base": 10.0}, terms={"currency_id": money.id})
            for _n in range(3)
        ]
        move = self.accrue()
        # each of the three is 3.33 to the cent, and so is their sum
        self.assertEqual(self.balances(move), {"Freight": 9.99, "Accrued": -9.99})
        self.assertEqual(
            sum(
                move.line_ids.filtered(lambda line: line.balance > 0).mapped(
                    "amount_currency"
                )
            ),
            30.0,
        )
        self.assertEqual(self.of(some[0]), {"Freight": 3.33})

    def test_a_closed_month_is_entered_on_the_next_open_day_and_told(self):
        self.company.fiscalyear_lock_date = date(2026, 2, 28)
        shipment = self.make_left(left=datetime(2026, 2, 10, 9, 0))
        run = self.env["logistics.accrual.run"].create({"until": date(2026, 3, 20)})
        self.assertIn("is closed", run.notice)
        move = self.accrue()
        self.assertEqual(move.date, date(2026, 3, 1))
        self.assertIn("is closed", str(move.message_ids.mapped("body")))
        self.assertEqual(self.of(shipment), {"Freight": 10.0})

    def test_the_button_of_the_month_accrues(self):
        self.make_left()
        run = self.env["logistics.accrual.run"].with_user(self.clerk).create({})
        self.assertEqual(run.shipment_count, 1)
        self.assertFalse(run.notice)
        run.action_accrue()
        self.assertEqual(self.everything()["Freight"], 10.0)

    def test_the_night_accrues_for_those_who_want_it(self):
        shipment = self.make_left()
        silent = self.env["res.company"].create({"name": "Not Accruing"})
        with self.enter_registry_test_mode():
            self.env.ref(
                "logistics_billing_reconcile.ir_cron_accrual"
            ).method_direct_trigger()
        self.assertEqual(self.of(shipment), {"Freight": 10.0})
        self.assertFalse(self.accruals.search([("company_id", "=", silent.id)]))

    def test_age_is_told_and_asked_for(self):
        shipment = self.make_left(left=datetime(2026, 2, 10, 9, 0))
        self.accrue()
        accrual = self.accruals.search([("shipment_id", "=", shipment.id)])
        self.assertEqual(accrual.age, 38)
        self.assertIn(accrual, self.accruals.search([("age", ">", 30)]))
        self.assertNotIn(accrual, self.accruals.search([("age", ">", 38)]))


@tagged("post_install", "-at_install")
class TestAccrualBilled(AccrualCase):
    def test_the_bill_reverses_what_was_accrued(self):
        shipment = self.make_left({"base": 10.0, "fuel": 1.5})
        self.accrue()
        bill = self.post_bill(("base", 10.0), ("fuel", 1.5), shipment=shipment)
        accruals = self.accruals.search([("shipment_id", "=", shipment.id)])
        self.assertEqual(set(accruals.mapped("state")), {"reversed"})
        self.assertEqual(accruals.reversal_ids.bill_id, bill)
        self.assertEqual(self.everything(), {})

    def test_a_bill_in_parts_reverses_in_parts(self):
        shipment = self.make_left({"base": 90.0})
        self.accrue()
        self.post_bill(("base", 30.0), shipment=shipment)
        self.assertEqual(self.of(shipment), {"Freight": 60.0})
        self.post_bill(("base", 60.0), shipment=shipment)
        self.assertEqual(self.of(shipment), {"Freight": 0.0})
        self.assertEqual(self.everything(), {})

    def test_what_was_not_billed_stays_open(self):
        shipment = self.make_left({"base": 10.0, "fuel": 1.5})
        self.accrue()
        self.post_bill(("base", 10.0), shipment=shipment)
        self.assertEqual(self.of(shipment), {"Freight": 0.0, "Fuel": 1.5})

    def test_a_small_rest_is_released_with_the_bill(self):
        shipment = self.make_left({"base": 10.0})
        self.accrue()
        self.post_bill(("base", 9.9), shipment=shipment)
        self.assertEqual(self.of(shipment), {"Freight": 0.0})

    def test_more_than_expected_reverses_no_more_than_was_accrued(self):
        shipment = self.make_left({"base": 10.0})
        self.accrue()
        self.post_bill(("base", 25.0), shipment=shipment)
        self.assertEqual(self.everything(), {})
        # and nothing is taken back for it later
        self.expect_now(shipment, base=10.0, fuel=0.0)
        self.assertFalse(self.accrue())

    def test_what_was_billed_first_is_not_accrued(self):
        shipment = self.make_left({"base": 10.0, "fuel": 1.5})
        self.post_bill(("base", 10.0), shipment=shipment)
        self.accrue()
        self.assertEqual(self.of(shipment), {"Fuel": 1.5})

    def test_a_bill_that_is_a_draft_again_opens_the_accrual(self):
        shipment = self.make_left()
        self.accrue()
        bill = self.post_bill(("base", 10.0), shipment=shipment)
        bill.button_draft()
        self.assertEqual(self.of(shipment), {"Freight": 10.0})
        self.assertEqual(self.everything(), {"Freight": 10.0, "Accrued": -10.0})
        bill.action_post()
        self.assertEqual(self.everything(), {})

    def test_the_same_bill_reverses_once(self):
        shipment = self.make_left({"base": 100.0})
        self.accrue()
        bill = self.post_bill(("base", 30.0), shipment=shipment)
        self.accruals._on_billed(bill.logistics_carrier_invoice_ids, bill)
        self.assertEqual(self.of(shipment), {"Freight": 70.0})

    def test_a_bill_that_did_not_see_the_accrual_is_made_up_for(self):
        # given a bill that was posted while a run was not committed yet
        shipment = self.make_left({"base": 10.0})
        self.accrue()
        with patch.object(
            self.env.registry["logistics.accrual"],
            "_rows_used_up",
            lambda *_arguments: [],
        ):
            self.post_bill(("base", 10.0), shipment=shipment)
        self.assertEqual(self.of(shipment), {"Freight": 10.0})
        # then the next run takes back what was billed
        self.accrue()
        self.assertEqual(self.of(shipment), {"Freight": 0.0})
        self.assertEqual(self.everything(), {})

    def test_parts_of_another_currency_end_at_nothing(self):
        money = self.env["res.currency"].create(
            {"name": "FRX", "symbol": "F", "rounding": 0.01}
        )
        self.env["res.currency.rate"].create(
            {"currency_id": money.id, "name": "2026-01-01", "rate": 3.0}
        )
        shipment = self.make_left({"base": 10.0}, terms={"currency_id": money.id})
        self.accrue()
        for amount in (3.0, 3.0, 4.0):
            self.post_bill(("base", amount), shipment=shipment, currency="FRX")
        self.assertEqual(self.of(shipment), {"Freight": 0.0})
        self.assertEqual(self.everything(), {})

    def test_finance_releases_what_nobody_bills(self):
        shipment = self.make_left()
        self.accrue()
        accrual = self.accruals.search([("shipment_id", "=", shipment.id)])
        with self.assertRaises(AccessError):
            accrual.with_user(self.dispatcher).action_release()
        accrual.with_user(self.clerk).action_release()
        self.assertEqual(accrual.state, "reversed")
        self.assertEqual(accrual.reversal_ids.user_id, self.clerk)
        self.assertEqual(self.everything(), {})
        # and it is not accrued again
        self.assertFalse(self.accrue())

    def test_what_nobody_billed_for_long_is_released_by_itself(self):
        self.company.logistics_accrual_days = 30
        old = self.make_left(left=datetime(2026, 2, 10, 9, 0))
        new = self.make_left()
        self.accrue()
        self.accruals._release_aged(self.company)
        self.assertEqual(self.of(old), {"Freight": 0.0})
        self.assertEqual(self.of(new), {"Freight": 10.0})


@tagged("post_install", "-at_install")
class TestAccrualRefused(AccrualCase):
    def test_a_company_must_have_said_where(self):
        other = self.env["res.company"].create({"name": "Unprepared"})
        with self.assertRaisesRegex(UserError, "does not accrue"):
            self.accruals._accrue(other)
        with self.assertRaisesRegex(ValidationError, "choose the journal"):
            other.logistics_accrues = True

    def test_off_by_default_nothing_is_accrued(self):
        self.company.logistics_accrues = False
        self.make_left()
        with self.assertRaisesRegex(UserError, "switch it on"):
            self.accrue()

    def test_a_currency_without_a_rate_waits_and_says_so(self):
        money = self.env["res.currency"].create(
            {"name": "FRX", "symbol": "F", "rounding": 0.01}
        )
        shipment = self.make_left({"base": 10.0}, terms={"currency_id": money.id})
        fine = self.make_left()
        self.accrue()
        accrual = self.accruals.search([("shipment_id", "=", shipment.id)])
        self.assertEqual(accrual.state, "draft")
        self.assertIn("no rate", accrual.problem)
        self.assertEqual(self.of(fine), {"Freight": 10.0})
        # until there is one
        self.env["res.currency.rate"].create(
            {"currency_id": money.id, "name": "2026-01-01", "rate": 2.0}
        )
        self.accrue()
        self.assertEqual(self.of(shipment), {"Freight": 5.0})

    def test_a_carrier_without_a_vendor_is_accrued_all_the_same(self):
        self.carrier.partner_id = False
        self.make_left()
        self.assertFalse(self.accrue().line_ids.partner_id)

    def test_less_than_nothing_is_not_accrued(self):
        shipment = self.make_left({"base": 2.0, "discount": -5.0})
        self.assertFalse(self.accrue())
        self.assertEqual(self.of(shipment), {})

    def test_what_was_called_off_after_all_is_taken_back(self):
        shipment = self.make_left(terms={"source": "booking"})
        self.accrue()
        self.env["logistics.expectation"]._void(shipment)
        self.accrue()
        self.assertEqual(self.everything(), {})

    def test_amounts_are_nobodys_to_write(self):
        shipment = self.make_left()
        self.accrue()
        accrual = self.accruals.search([("shipment_id", "=", shipment.id)])
        for user in (self.clerk, self.accountant, self.dispatcher):
            with self.assertRaises(AccessError):
                accrual.with_user(user).write({"amount": 1.0})

    def test_accruing_is_finances(self):
        with self.assertRaises(AccessError):
            self.env["logistics.accrual.run"].with_user(self.dispatcher).create({})
        other = self.env["res.company"].create({"name": "Someone Else"})
        run = self.env["logistics.accrual.run"].with_user(self.clerk).create({})
        run.sudo().company_id = other
        with self.assertRaises(AccessError):
            run.action_accrue()

    def test_who_comes_second_is_told_that_somebody_is_at_it(self):
        with self.registry.cursor() as other:
            other.execute(
                "SELECT pg_advisory_xact_lock(hashtext('logistics.accrual'), %s)",
                (self.company.id,),
            )
            with self.assertRaisesRegex(UserError, "by somebody else"):
                self.accrue()

    def test_the_same_accrual_cannot_be_there_twice(self):
        shipment = self.make_left()
        self.accrue()
        accrual = self.accruals.search([("shipment_id", "=", shipment.id)])
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            accrual.copy({"sequence": accrual.sequence})
            self.env.flush_all()
