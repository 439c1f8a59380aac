# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import json
from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .billing_run_common import FIRST, LAST, WarehousingCase


@tagged("post_install", "-at_install")
class TestBillingRun(WarehousingCase):
    """A period of work becomes a draft invoice by rate card; again, the difference."""

    # What it comes to

    def test_work_is_added_up_by_rate(self):
        self.make_card(("pick", "lines", 0.5), ("ship", "orders", 2.0))
        self.done("pick", lines=3)
        self.done("pick", lines=4)
        self.done("ship")
        run = self.make_run()
        run.action_compute()
        self.assertCharges(run, ("pick", 7.0, 3.5), ("ship", 1.0, 2.0))
        self.assertFalse(run.missing_count)

    def test_two_rates_for_one_kind_of_work_are_both_charged(self):
        self.make_card(("pick", "orders", 1.0), ("pick", "lines", 0.5))
        self.done("pick", lines=3)
        run = self.make_run()
        run.action_compute()
        self.assertCharges(run, ("pick", 1.0, 1.0), ("pick", 3.0, 1.5))

    def test_tiers_count_over_the_whole_period(self):
        self.make_card(("pick", "lines", 1.0), tiers=[(10, 0.5)])
        self.done("pick", lines=8)
        self.done("pick", lines=8)
        run = self.make_run()
        run.action_compute()
        self.assertCharges(run, ("pick", 16.0, 13.0))

    def test_extra_work_has_its_own_rates_by_code(self):
        self.make_card(
            ("value_added", "hours", 40.0),
            ("value_added", "units", 0.1, {"code": "label"}),
        )
        self.done(hours=1.5)
        self.done(code="label", units=100)
        run = self.make_run()
        run.action_compute()
        self.assertCharges(
            run, ("value_added", 1.5, 60.0), ("value_added", 100.0, 10.0)
        )

    def test_storage_is_counted_by_the_pallet_and_the_volume(self):
        # given pallets of 40 widgets
        self.widget.logistics_units_per_pallet = 40
        self.make_card(
            ("storage", "pallets", 1.0, {"span": "day"}),
            ("storage", "volume", 10.0, {"span": "month"}),
        )
        self.lay(self.widget, 41, FIRST, 10)
        run = self.make_run()
        run.action_compute()
        # then two pallets on ten days, and 20.5 m³ for 10 / 31 of a month
        self.assertCharges(run, ("storage", 20.0, 20.0), ("storage", 6.613, 66.13))

    def test_a_flat_rate_follows_the_days_that_the_card_is_valid(self):
        self.make_card(
            ("flat", "orders", 310.0), date_from="2026-03-01", date_to="2026-03-10"
        )
        self.make_card(("flat", "orders", 620.0), date_from="2026-03-11")
        run = self.make_run()
        run.action_compute()
        self.assertCharges(run, ("flat", 0.323, 100.0), ("flat", 0.677, 420.0))

    def test_minimums_of_rates_and_cards_are_topped_up(self):
        card = self.make_card(("pick", "lines", 1.0, {"minimum": 20.0}), minimum=50.0)
        self.done("pick", lines=3)
        run = self.make_run()
        run.action_compute()
        self.assertEqual(sorted(run.line_ids.mapped("amount")), [20.0, 30.0])
        # and half of it where the card is valid for a part of the period
        card.date_to = "2026-03-10"
        card.line_ids.minimum = 0
        run.action_compute()
        self.assertAlmostEqual(sum(run.line_ids.mapped("amount")), 50.0 * 10 / 31, 2)

    def test_the_most_special_card_counts(self):
        self.make_card(("pick", "lines", 9.0), partner_id=False)
        self.make_card(("pick", "lines", 1.0))
        self.make_card(("pick", "lines", 2.0), warehouse_id=self.warehouse.id)
        self.done("pick", lines=3)
        run = self.make_run()
        run.action_compute()
        self.assertCharges(run, ("pick", 3.0, 6.0))

    # Invoices

    def test_the_draft_has_a_line_for_each_rate_and_a_breakdown(self):
        self.make_card(("pick", "lines", 0.5), ("ship", "orders", 2.0))
        self.done("pick", lines=3, reference="=HYPERLINK(1)")
        self.done("ship")
        run = self.make_run()
        run.action_invoice()
        move = run.move_ids
        self.assertEqual((move.move_type, move.state), ("out_invoice", "draft"))
        self.assertEqual(move.partner_id, self.depositor)
        self.assertEqual(move.invoice_line_ids.mapped("price_unit"), [0.0 + 1.5, 2.0])
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "account.move"), ("res_id", "=", move.id)]
        )
        text = base64.b64decode(attachment.datas).decode()
        self.assertIn("'=HYPERLINK(1)", text)
        self.assertNotIn(",=HYPERLINK", text)
        self.assertEqual(len(text.splitlines()), 3)

    def test_again_only_the_difference_is_invoiced(self):
        self.make_card(("pick", "lines", 1.0), tiers=[(10, 0.5)])
        self.done("pick", lines=8)
        run = self.make_run()
        run.action_invoice()
        run.action_invoice()
        self.assertEqual(len(run.move_ids), 1)
        # when work of the period becomes known late
        self.done("pick", lines=8)
        run.action_invoice()
        # then the tier is reached by both together: 13 in all, 8 of it charged
        self.assertEqual(sorted(run.move_ids.mapped("amount_untaxed")), [5.0, 8.0])
        self.assertIn("correction", run.move_ids[0].invoice_line_ids.name)

    def test_what_was_too_much_becomes_a_credit_note(self):
        card = self.make_card(("pick", "lines", 1.0))
        self.done("pick", lines=8)
        run = self.make_run()
        run.action_invoice()
        run.move_ids.action_post()
        card.line_ids.price = 0.75
        run.action_invoice()
        note = run.move_ids.filtered(lambda m: m.move_type == "out_refund")
        self.assertEqual(note.amount_untaxed, 2.0)
        run.action_invoice()
        self.assertEqual(len(run.move_ids), 2)

    def test_a_cancelled_invoice_is_made_again_and_a_changed_price_is_kept(self):
        self.make_card(("pick", "lines", 1.0))
        self.done("pick", lines=8)
        run = self.make_run()
        run.action_invoice()
        run.move_ids.button_cancel()
        run.action_invoice()
        second = run.move_ids.filtered(lambda m: m.state == "draft")
        self.assertEqual(second.amount_untaxed, 8.0)
        # when somebody grants a rebate, that is not charged later
        second.invoice_line_ids.price_unit = 6.0
        run.action_invoice()
        self.assertEqual(len(run.move_ids), 2)

    def test_each_card_currency_has_its_own_invoice(self):
        other = self.env["res.currency"].create(
            {"name": "XTS", "symbol": "¤", "rounding": 0.01}
        )
        self.env["res.currency.rate"].create(
            {"currency_id": other.id, "name": "2026-01-01", "rate": 2.0}
        )
        self.make_card(("pick", "lines", 1.0), date_to="2026-03-15")
        self.make_card(
            ("pick", "lines", 3.0), date_from="2026-03-16", currency_id=other.id
        )
        self.done("pick", lines=1)
        self.done("pick", date(2026, 3, 20), lines=1)
        run = self.make_run()
        run.action_invoice()
        self.assertEqual(
            {m.currency_id: m.amount_untaxed for m in run.move_ids},
            {self.env.company.currency_id: 1.0, other: 3.0},
        )

    # What is missing

    def test_work_without_a_rate_is_something_to_do(self):
        card = self.make_card(("pick", "lines", 1.0))
        self.done("pick", lines=1)
        self.done("pack", packages=2)
        run = self.make_run()
        run.action_invoice()
        todo = run.line_ids.filtered("problem")
        self.assertEqual((todo.problem, todo.activity), ("no_rate", "pack"))
        self.assertTrue(run.activity_ids)
        charged = self.activities.search([("run_id", "=", run.id)])
        self.assertEqual(charged.mapped("activity"), ["pick"])
        # when the rate is added, only that is invoiced
        card.line_ids = [
            (0, 0, {"activity": "pack", "measure": "packages", "price": 3})
        ]
        run.action_invoice()
        self.assertEqual(sorted(run.move_ids.mapped("amount_untaxed")), [1.0, 6.0])
        self.assertFalse(run.missing_count or run.activity_ids)

    def test_what_is_included_is_not_missing(self):
        self.make_card(("pick", "lines", 0.0))
        self.done("pick", lines=1)
        run = self.make_run()
        run.action_invoice()
        self.assertFalse(run.missing_count or run.move_ids)

    def test_days_without_a_card_are_something_to_do(self):
        self.make_card(("pick", "lines", 1.0), date_to="2026-03-05")
        self.done("pick", lines=1)
        run = self.make_run()
        run.action_compute()
        self.assertEqual(run.line_ids.problem, "no_card")

    def test_pallets_of_a_product_without_a_pallet_size_are_something_to_do(self):
        self.make_card(("storage", "pallets", 1.0))
        self.lay(self.widget, 41, FIRST, 2, is_unmeasured=True)
        run = self.make_run()
        run.action_compute()
        problems = run.line_ids.filtered("problem")
        self.assertIn("pallets", problems.mapped("problem"))

    # Bad input

    def test_cards_that_overlap_are_refused(self):
        self.make_card(("pick", "lines", 1.0), date_to="2026-03-10")
        self.make_card(("pick", "lines", 2.0), date_from="2026-03-11")
        with self.assertRaises(ValidationError):
            self.make_card(
                ("pick", "lines", 3.0), date_from="2026-03-10", date_to="2026-03-10"
            )
        # another warehouse, or an archived one, does not overlap
        self.make_card(("pick", "lines", 3.0), warehouse_id=self.warehouse.id)
        self.make_card(("pick", "lines", 3.0), active=False)

    def test_runs_over_the_same_days_are_refused(self):
        self.make_run()
        with self.assertRaises(ValidationError):
            self.make_run(LAST, date(2026, 4, 30))
        contact = self.env["res.partner"].create(
            {"name": "Bookkeeping", "parent_id": self.depositor.id}
        )
        with self.assertRaises(ValidationError):
            self.make_run(partner=contact)
        self.make_run(date(2026, 4, 1), date(2026, 4, 30))

    def test_rates_that_make_no_sense_are_refused(self):
        with self.assertRaises(ValidationError):
            self.make_card(("pick", "lines", 1.0, {"free_days": 3}))
        with self.assertRaises(ValidationError):
            self.make_card(("storage", "hours", 1.0))

    def test_an_invoiced_run_keeps_its_period(self):
        self.make_card(("pick", "lines", 1.0))
        self.done("pick", lines=1)
        run = self.make_run()
        run.action_invoice()
        with self.assertRaises(UserError):
            run.date_to = date(2026, 3, 15)
        with self.assertRaises(UserError):
            run.unlink()

    # Rights

    def test_who_changed_a_price_is_on_record(self):
        rate = self.make_card(("pick", "lines", 1.0)).line_ids
        rate.price = 0.75
        self.env["logistics.audit.pending"]._append_all()
        told = self.env["logistics.audit.entry"].search(
            [
                ("res_model", "=", rate._name),
                ("res_id", "=", rate.id),
                ("action", "=", "changed"),
            ]
        )
        self.assertEqual(
            json.loads(told.details)["price"], {"before": 1.0, "after": 0.75}
        )

    def test_people_enter_extra_work_alone_and_change_nothing_that_is_charged(self):
        dispatcher = new_test_user(
            self.env,
            "warehousing-d",
            groups="logistics_base.group_dispatcher,stock.group_stock_user",
        )
        finance = new_test_user(
            self.env, "warehousing-f", groups="account.group_account_invoice"
        )
        vals = {
            "warehouse_id": self.warehouse.id,
            "partner_id": self.depositor.id,
            "day": FIRST,
        }
        work = self.activities.with_user(dispatcher).create({**vals, "hours": 2})
        with self.assertRaises(UserError):
            self.activities.with_user(dispatcher).create({**vals, "activity": "pick"})
        self.make_card(("value_added", "hours", 40.0))
        run = self.make_run()
        with self.assertRaises(AccessError):
            run.with_user(dispatcher).action_invoice()
        with self.assertRaises(AccessError):
            run.with_user(finance).state = "invoiced"
        run.with_user(finance).action_invoice()
        self.assertEqual(run.move_ids.amount_untaxed, 80.0)
        with self.assertRaises(UserError):
            work.hours = 1
