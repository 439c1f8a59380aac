# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import LogisticsCase

MARCH = date(2026, 3, 1)
LAST = date(2026, 3, 31)


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 22:00:00")
class TestScorecard(LogisticsCase):
    """What each carrier did in a month, beside the others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create(
            {"name": "Scoring", "logistics_scorecard_minimum": 3}
        )
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=cls.company.ids)
        )
        cls.integration = cls.make_integration(company_id=cls.company.id)
        cls.other = cls.make_integration(company_id=cls.company.id)

    @classmethod
    def deliver(cls, integration, on_time, late=0, **vals):
        """Make so many shipments that came on time, and so many that came late."""
        return cls.env["logistics.shipment"].create(
            [
                {
                    "company_id": cls.company.id,
                    "partner_id": cls.customer.id,
                    "integration_id": integration.id,
                    "state": "delivered",
                    "promised_date": "2026-03-10 12:00:00",
                    "delivered_date": f"2026-03-10 {hour}:00:00",
                    **vals,
                }
                for hour in ["10"] * on_time + ["20"] * late
            ]
        )

    def refresh(self):
        self.env["logistics.kpi"]._refresh_days(self.company, MARCH, LAST)
        self.env["logistics.scorecard"]._refresh_month(self.company, MARCH)
        return self.env["logistics.scorecard"].search(
            [("company_id", "=", self.company.id)]
        )

    def card(self, integration=None):
        wanted = integration or self.integration
        return self.refresh().filtered(lambda card: card.integration_id == wanted)

    def test_a_card_tells_what_the_carrier_did(self):
        self.deliver(self.integration, on_time=3, late=1)

        card = self.card()

        self.assertEqual((card.volume, card.month), (4, MARCH))
        self.assertEqual((card.on_time, card.on_time_count), (0.75, 4))
        self.assertEqual(card._text("on_time"), "75.0 %")

    def test_below_the_smallest_sample_nothing_is_said(self):
        self.deliver(self.integration, on_time=2)

        card = self.card()

        self.assertEqual(card.volume, 2)
        self.assertEqual(card._text("on_time"), "n/a")
        self.assertEqual((card.score_count, card.rank), (0, 0))

    def test_the_better_carrier_ranks_first(self):
        self.deliver(self.integration, on_time=3, late=3)
        self.deliver(self.other, on_time=6)

        cards = self.refresh()

        ranks = {card.integration_id: card.rank for card in cards}
        self.assertEqual(ranks, {self.other: 1, self.integration: 2})
        self.assertEqual(cards.mapped("ranked"), [2, 2])
        scores = {card.integration_id: card.score for card in cards}
        self.assertGreater(scores[self.other], scores[self.integration])

    def test_who_has_no_place_stands_below_those_who_have(self):
        few = self.make_integration(company_id=self.company.id)
        self.deliver(few, on_time=1)
        self.deliver(self.integration, on_time=3, late=3)
        self.deliver(self.other, on_time=6)

        cards = self.refresh()

        self.assertEqual(cards.integration_id, self.other + self.integration + few)
        self.assertEqual(cards.mapped("rank"), [1, 2, 0])

    def test_exceptions_count_by_the_hundred(self):
        shipments = self.deliver(self.integration, on_time=4)
        self.env["logistics.exception"].create(
            {
                "shipment_id": shipments[0].id,
                "summary": "Broken",
                "opened_at": "2026-03-09 08:00:00",
            }
        )

        self.assertEqual(self.card().exception_rate, 25)

    def test_what_a_shipment_costs_is_the_best_known(self):
        shipments = self.deliver(self.integration, on_time=3)
        for shipment in shipments:
            for basis, cost in (("quoted", 99), ("expected", 50), ("booked", 30)):
                self.env["logistics.charge"].create(
                    {
                        "shipment_id": shipment.id,
                        "basis": basis,
                        "cost": cost,
                        "currency_id": self.company.currency_id.id,
                    }
                )
        self.env["logistics.charge"].create(
            {
                "shipment_id": shipments[0].id,
                "basis": "invoiced",
                "cost": 60,
                "currency_id": self.company.currency_id.id,
            }
        )

        card = self.card()

        self.assertEqual((card.cost, card.cost_count), (40, 3))

    def test_writing_anew_changes_the_card_and_makes_no_second_one(self):
        self.deliver(self.integration, on_time=3)
        first = self.card()

        self.deliver(self.integration, on_time=0, late=3)
        second = self.card()

        self.assertEqual(first, second)
        self.assertEqual(second.on_time, 0.5)

    def test_a_month_that_lost_its_shipments_loses_its_card(self):
        shipments = self.deliver(self.integration, on_time=3)
        self.assertTrue(self.card())

        shipments.sudo().integration_id = self.other

        self.assertFalse(self.card())

    def test_averages_leave_out_what_is_not_known(self):
        self.deliver(self.integration, on_time=4)
        self.deliver(self.other, on_time=0, late=1)

        self.refresh()

        [[on_time]] = self.env["logistics.scorecard"]._read_group(
            [("company_id", "=", self.company.id)], [], ["on_time:avg"]
        )
        self.assertEqual(on_time, 1)

    def test_the_card_prints_with_the_month_before(self):
        self.deliver(self.integration, on_time=3)
        card = self.card()
        card.copy({"month": "2026-02-01", "on_time": 0.5})

        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "logistics_base.report_scorecard", card.ids
        )

        self.assertIn(self.integration.name, html.decode())
        self.assertIn("100.0 %", html.decode())
        self.assertIn("50.0 %", html.decode())
