# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError

from .common import INVOICED
from .dispute_common import DisputeCase


class SpendCase(DisputeCase):
    @classmethod
    def refresh(cls):
        """Add up what is due, as the cron does."""
        crons = type(cls.env["ir.cron"])
        with patch.object(crons, "_commit_progress", lambda *_args, **_more: 60):
            cls.env["logistics.spend"]._refresh_due()
        cls.env.invalidate_all()

    @classmethod
    def spend(cls, *groups, measures=("billed:sum",), domain=()):
        """Return what was billed by the carrier, by groups."""
        return cls.env["logistics.spend"]._read_group(
            [("integration_id", "=", cls.carrier.id), *domain], groups, measures
        )

    def figure(self, code, day=INVOICED, company=None):
        """Return a key figure of a day for the carrier, reckoned anew."""
        kpis = self.env["logistics.kpi"]
        company = company or self.env.company
        kpis._refresh_days(company, day, day)
        rows = kpis._read([code], day, day, filters={"integration_id": self.carrier.id})
        return rows[0]


class TestSpend(SpendCase):
    def test_charges_are_added_up_by_carrier_lane_service_and_type(self):
        first = self.make_parcel("A1", expected={"base": 10, "fuel": 2})
        second = self.make_parcel("A2", expected={"base": 10, "fuel": 2})
        (first | second).write({"lane": "DE-FR"})
        self.audit(
            self.make_invoice(
                self.bill("A1", 10, service_code="GROUND"),
                self.bill("A1", 2, kind="fuel", service_code="GROUND"),
                self.bill("A2", 15, service_code="AIR"),
                self.bill("A2", "0.50", kind="vat"),
            )
        )

        self.refresh()

        self.assertEqual(
            set(self.spend("service_code", "type")),
            {("GROUND", "base", 10), ("GROUND", "fuel", 2), ("AIR", "base", 15)},
        )
        self.assertEqual(self.spend("date:month")[0][1], 27)

    def test_variance_counts_what_was_expected(self):
        self.make_parcel("B1", expected={"base": 10})
        self.make_parcel("B2", expected=False)
        self.audit(self.make_invoice(("B1", 13), ("B2", 100)))

        self.refresh()

        measures = ("billed:sum", "expected:sum", "variance:sum", "mismatch_count:sum")
        self.assertEqual(self.spend(measures=measures), [(113, 10, 3, 1)])

    def test_the_mismatch_rate_of_a_group_is_weighed(self):
        for number in ("C1", "C2", "C3"):
            self.make_parcel(number, expected={"base": 10})
        self.audit(self.make_invoice(("C1", 10), ("C2", 10)))
        self.audit(self.make_invoice(("C3", 99)))

        self.refresh()

        [(rate,)] = self.spend(measures=("mismatch_rate:avg",))
        self.assertAlmostEqual(rate, 1 / 3)

    def test_added_up_again_it_is_the_same(self):
        self.make_parcel("D1")
        invoice = self.audit(self.make_invoice(("D1", 10)))
        self.refresh()

        invoice._spend_changed()
        self.refresh()

        self.assertEqual(
            self.spend(measures=("billed:sum", "line_count:sum")), [(10, 1)]
        )
        self.assertFalse(invoice.is_spend_due)

    def test_a_rejected_invoice_is_no_spend(self):
        self.make_parcel("D2")
        invoice = self.audit(self.make_invoice(("D2", 10)))
        self.refresh()

        invoice.sudo().write({"state": "rejected"})
        self.refresh()

        self.assertFalse(self.spend("type"))

    def test_a_credit_lowers_the_spend(self):
        self.make_parcel("D3")
        self.audit(self.make_invoice(("D3", 10)))
        self.make_invoice(("D3", -4), kind="credit")

        self.refresh()

        self.assertEqual(self.spend(), [(6,)])

    def test_nobody_writes_it(self):
        self.make_parcel("D4")
        self.audit(self.make_invoice(("D4", 10)))
        self.refresh()
        row = self.env["logistics.spend"].search([], limit=1)

        with self.assertRaises(AccessError):
            row.with_user(self.finance).write({"billed": 0})


class TestBillingFigures(SpendCase):
    def test_accuracy_by_count_and_by_value(self):
        self.make_parcel("A1", expected={"base": 10})
        self.make_parcel("A2", expected={"base": 10})
        self.audit(self.make_invoice(("A1", 10), ("A2", 30)))

        by_count = self.figure("invoice_accuracy")
        by_value = self.figure("invoice_accuracy_value")

        self.assertEqual((by_count["numerator"], by_count["denominator"]), (1, 2))
        self.assertEqual((by_value["numerator"], by_value["denominator"]), (10, 40))

    def test_a_charge_of_no_shipment_counts_as_well(self):
        self.audit(self.make_invoice(("NOBODY", 10)))

        figure = self.figure("invoice_accuracy")

        self.assertEqual((figure["numerator"], figure["denominator"]), (0, 1))

    def test_without_invoices_it_is_not_known(self):
        figure = self.figure("invoice_accuracy", day=date(2001, 1, 1))

        self.assertIsNone(figure["value"])

    def test_other_currencies_are_told_to_be_left_out(self):
        self.make_parcel("B1", expected={"base": 10})
        self.audit(self.make_invoice(("B1", 10), currency=self.other_currency.name))

        figure = self.figure("invoice_accuracy_value")

        self.assertEqual((figure["denominator"], figure["excluded"]), (0, 1))
        self.assertIsNone(figure["value"])

    def test_cost_per_shipment(self):
        self.make_parcel("C1", expected={"base": 10, "fuel": 2})
        self.make_parcel("C2", expected={"base": 10})
        self.audit(
            self.make_invoice(("C1", 10), self.bill("C1", 2, kind="fuel"), ("C2", 10))
        )

        self.assertEqual(self.figure("freight_cost")["value"], 11)

    def test_recovery_is_credited_of_disputed(self):
        dispute = self.submitted(("D1", 12), ("D2", 12))
        self.submitted(("D3", 12)).with_user(self.finance).action_withdraw()
        self.credit(("D1", -2))

        figure = self.figure("dispute_recovery", day=dispute.submitted_on)

        self.assertEqual((figure["numerator"], figure["denominator"]), (2, 4))
        self.assertEqual(figure["excluded"], 1)

    def test_a_credit_beyond_the_claim_does_not_make_up_for_others(self):
        dispute = self.submitted(("E1", 12), ("E2", 12))
        self.credit(("E1", -9))
        dispute.credit_ids.with_user(self.finance).action_apply()

        figure = self.figure("dispute_recovery", day=dispute.submitted_on)

        self.assertEqual((figure["numerator"], figure["denominator"]), (2, 4))

    def test_open_findings_and_overdue_disputes_as_things_stand(self):
        today = self.env["logistics.kpi"]._today(self.env.company)
        self.make_parcel("F1", expected={"base": 10})
        self.audit(self.make_invoice(("F1", 40), invoice_date=today))
        late, timely = self.submitted(("F2", 12)), self.submitted(("F3", 12))
        late.sudo().answer_by = "2020-01-01"
        timely.sudo().answer_by = "2099-01-01"
        self.env.flush_all()

        opens = self.figure("open_findings", day=today)
        overdue = self.figure("disputes_overdue", day=today)

        self.assertEqual((opens["numerator"], opens["denominator"]), (30, 40))
        self.assertEqual((overdue["numerator"], overdue["denominator"]), (1, 2))

    def test_the_dashboard_has_tiles_for_them(self):
        board = self.env["logistics.dashboard"].with_user(self.finance).board()

        tiles = {tile["code"]: tile for tile in board["tiles"]}
        self.assertLessEqual(
            {"invoice_accuracy", "open_findings", "disputes_overdue"}, set(tiles)
        )
        opens = tiles["open_findings"]["opens"]
        self.assertEqual(opens["model"], "logistics.invoice.finding")
        for code in ("freight_cost", "dispute_recovery", "disputes_overdue"):
            opens = tiles[code]["opens"]
            self.env[opens["model"]].search_count(opens["domain"])

    def test_the_scorecard_tells_how_right_a_carrier_bills(self):
        parcel = self.make_parcel("G1", expected={"base": 10})
        parcel.sudo().write(
            {"state": "delivered", "delivered_date": "2026-03-10 10:00:00"}
        )
        self.audit(self.make_invoice(("G1", 10)))
        self.figure("invoice_accuracy")
        self.env.company.logistics_scorecard_minimum = 1

        cards = self.env["logistics.scorecard"]
        cards._refresh_month(self.env.company, date(2026, 3, 1))

        card = cards.search(
            [("integration_id", "=", self.carrier.id), ("month", "=", "2026-03-01")]
        )
        self.assertEqual((card.invoice_accuracy, card.invoice_accuracy_count), (1, 1))
        self.assertIn("n/a", [f["text"] for f in card._figures()])


class TestMismatchPolicy(SpendCase):
    def test_much_too_much_is_a_case_of_the_shipment(self):
        parcel = self.make_parcel("A1", expected={"base": 10})
        self.audit(self.make_invoice(("A1", 99)))

        self.refresh()
        self.hand_on()
        self.refresh()
        self.hand_on()

        case = self.env["logistics.exception"].search([("shipment_id", "=", parcel.id)])
        self.assertEqual(case.mapped("type"), ["mismatch"])

    def test_little_is_none(self):
        parcel = self.make_parcel("A2", expected={"base": 10})
        self.audit(self.make_invoice(("A2", 30)))

        self.refresh()
        self.hand_on()

        self.assertFalse(
            self.env["logistics.exception"].search([("shipment_id", "=", parcel.id)])
        )
