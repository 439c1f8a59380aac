# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Asking carriers side by side: partial answers, tariffs in their place, nonsense."""

import time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.logistics_base.canonical.parties import Party

from ..canonical.consignments import DangerousGoods, Piece
from .rates_common import MONDAY, RatesCase


@tagged("-at_install", "post_install")
class TestQuote(RatesCase):
    def test_all_carriers_are_asked_at_the_same_time(self):
        servers = [self.make_server(5 + n) for n in range(5)]
        for server in servers:
            server.seconds = 0.3
        services = [self.make_service(f"S{n}", s) for n, s in enumerate(servers)]
        started = time.monotonic()
        quote = self.shop(*services)
        self.assertLess(time.monotonic() - started, 1.2)
        self.assertEqual(quote.line_ids.mapped("amount"), [5, 6, 7, 8, 9])
        self.assertEqual(quote.line_ids.mapped("is_cheapest"), [True] + [False] * 4)

    def test_who_is_late_is_dropped_and_the_others_are_shown(self):
        quick, slow = self.make_server(9), self.make_server(4)
        slow.seconds = 2
        services = self.make_service("Quick", quick), self.make_service("Slow", slow)
        quote = self.shop(*services, deadline=0.5)
        self.assertEqual(quote.line_ids.mapped("state"), ["offered", "late"])
        self.assertIn("no answer within", quote.line_ids[1].reason)

    def test_a_carrier_that_fails_says_why_and_stops_nobody(self):
        good, bad = self.make_server(9), self.make_server()
        bad.status = 500
        quote = self.shop(self.make_service("A", good), self.make_service("B", bad))
        self.assertEqual(quote.line_ids.mapped("state"), ["offered", "failed"])
        self.assertIn("500", quote.line_ids[1].reason)

    def test_the_contract_answers_for_a_carrier_that_does_not(self):
        server = self.make_server()
        server.status = 500
        service = self.make_service("A", server)
        self.make_tariff(service, 7.5)
        line = self.shop(service).line_ids
        self.assertEqual(
            (line.state, line.source, line.amount), ("offered", "tariff", 7.5)
        )
        self.assertIn("500", line.note)

    def test_a_service_that_must_be_asked_live_is_not_rated_by_contract(self):
        server = self.make_server()
        server.status = 500
        service = self.make_service("A", server, rate_source="live")
        self.make_tariff(service)
        self.assertEqual(self.shop(service).line_ids.state, "failed")

    def test_a_tariff_rates_without_any_call(self):
        server = self.make_server(3)
        service = self.make_service("A", server, rate_source="tariff")
        tariff = self.make_tariff(service, 7.5)
        line = self.shop(service).line_ids
        self.assertEqual((line.amount, line.tariff_id), (7.5, tariff))
        self.assertFalse(server.asked)
        self.assertIn("zone 1", line.explanation)

    def test_the_same_question_is_asked_once(self):
        server = self.make_server(6)
        service = self.make_service("A", server)
        self.shop(service)
        other = self.consignment(
            ship_to=Party(
                name="Somebody Else", country="DE", postcode="10115", city="Berlin"
            )
        )
        line = self.shop(service, consignment=other).line_ids
        self.assertEqual((line.source, line.amount), ("cache", 6))
        self.assertEqual(len(server.asked), 1)

    def test_a_remembered_answer_still_tells_what_is_not_offered(self):
        server = self.make_server(6)
        offered = self.make_service("A", server)
        other = self.make_service(
            "B", code="EXP", integration_id=offered.integration_id.id
        )
        first = self.shop(offered, other)
        again = self.shop(offered, other)
        self.assertEqual(len(server.asked), 1)
        self.assertEqual(
            again.line_ids.mapped(lambda line: (line.service_id, line.state)),
            first.line_ids.mapped(lambda line: (line.service_id, line.state)),
        )
        self.assertEqual(set(again.line_ids.mapped("state")), {"offered", "refused"})

    def test_only_what_is_offered_can_be_chosen(self):
        server = self.make_server(6)
        good = self.make_service("A", server)
        excluded = self.make_service("B", server, max_weight=1)
        quote = self.shop(good, excluded)
        with self.assertRaisesRegex(UserError, "heavier"):
            quote.line_ids.filtered(lambda li: li.state == "excluded").action_choose()
        line = quote.line_ids.filtered(lambda li: li.state == "offered")
        line.expires_at = "2026-03-02 08:00:00"
        with self.assertRaisesRegex(UserError, "expired"):
            line.action_choose()
        self.assertFalse(quote.line_id)

    def test_a_quote_is_a_record_and_only_the_choice_is_made_by_people(self):
        dispatcher = new_test_user(
            self.env, "chooses", groups="logistics_base.group_dispatcher"
        )
        quote = self.shop(self.make_service("A", self.make_server(6)))
        line = quote.line_ids.with_user(dispatcher)
        for record, claim in (
            (line, {"amount": 1.0}),
            (line, {"state": "refused"}),
            (quote.with_user(dispatcher), {"weight": 1.0}),
            (quote.with_user(dispatcher), {"currency_id": self.env.ref("base.USD").id}),
        ):
            with self.subTest(claim), self.assertRaises(AccessError):
                record.write(claim)
        with self.assertRaises(AccessError):
            line.copy()
        line.action_choose()
        self.assertEqual(quote.line_id, line)
        self.assertIn("chooses", quote.reason)

    def test_old_quotes_are_forgotten_unless_something_refers_to_them(self):
        service = self.make_service("A", self.make_server(6))
        order = self.make_order()
        taken, passed, open_ = (
            self.shop(service, order_id=order.id) for _number in range(3)
        )
        (taken | passed | open_).asked_at = MONDAY
        for quote in (taken, passed):
            quote.line_id = quote.line_ids
        order.logistics_offer_id = taken.line_ids
        self.env.flush_all()
        with self.later(days=31):
            self.env["logistics.quote"]._gc_forgotten()
        self.assertEqual((taken | passed | open_).exists(), taken)

    def test_another_weight_or_another_setting_is_another_question(self):
        server = self.make_server(6)
        service = self.make_service("A", server)
        self.shop(service)
        self.shop(service, consignment=self.consignment(weight=6.0))
        service.integration_id.environment = "production"
        self.shop(service)
        self.assertEqual(len(server.asked), 3)

    def test_an_answer_is_forgotten_after_a_while(self):
        server = self.make_server(6)
        service = self.make_service("A", server)
        self.shop(service)
        self.env["logistics.quote.line"].search([]).flush_recordset()
        self.env.cr.execute(
            "UPDATE logistics_quote_line SET create_date = %s", ["2026-03-02 08:30:00"]
        )
        self.env.invalidate_all()
        self.shop(service)
        self.assertEqual(len(server.asked), 2)

    def test_nonsense_is_refused_with_its_reason(self):
        for price, currency, words in (
            ("-1.00", "EUR", "below zero"),
            ("NaN", "EUR", "price.amount"),
            ("5.00", "E1", "not a currency"),
            ("5.00", "XQX", "unknown currency"),
        ):
            with self.subTest(price=price, currency=currency):
                server = self.make_server(price, currency=currency)
                line = self.shop(self.make_service("A", server)).line_ids
                self.assertNotEqual(line.state, "offered")
                self.assertIn(words, line.reason)

    def test_a_service_nobody_asked_for_is_not_offered(self):
        server = self.make_server(5, code="OTHER")
        lines = self.shop(self.make_service("A", server)).line_ids
        self.assertEqual(set(lines.mapped("state")), {"refused"})

    def test_prices_are_compared_in_one_currency_and_shown_in_both(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        dollar.rate_ids.unlink()
        server = self.make_server("10.00", currency="USD")
        service = self.make_service("A", server)
        self.assertIn("no rate of exchange", self.shop(service).line_ids.reason)
        self.env["res.currency.rate"].create(
            {"currency_id": dollar.id, "rate": 2.0, "name": "2026-01-01"}
        )
        line = self.shop(service).line_ids
        self.assertEqual((line.amount, line.price), (5.0, 10.0))
        self.assertTrue(line.is_converted)

    def test_what_a_service_does_not_carry_is_not_asked(self):
        server = self.make_server(5)
        dangerous = Piece(
            key="1", weight=5.0, dangerous_goods=(DangerousGoods(un_number="UN1950"),)
        )
        for vals, consignment, words in (
            ({"max_weight": 4}, self.consignment(), "heavier than 4"),
            ({}, self.consignment(pieces=(dangerous,)), "dangerous goods"),
            ({}, self.consignment(options=("saturday",)), "Saturday"),
            ({}, self.consignment(weight=0.0), "no weight"),
            ({}, self.consignment(ship_to=Party(country="US")), "within the country"),
            ({}, self.consignment(ship_to=Party(city="Nowhere")), "no country"),
            ({}, self.consignment(is_return=True), "no returns"),
        ):
            with self.subTest(words):
                line = self.shop(
                    self.make_service("A", server, **vals), consignment=consignment
                ).line_ids
                self.assertEqual(line.state, "excluded")
                self.assertIn(words, line.reason)
        self.assertFalse(server.asked)

    def test_the_arrival_counts_from_the_cutoff(self):
        service = self.make_service("A", has_cutoff=True, cutoff=9.0)
        self.make_tariff(service)
        line = self.shop(service).line_ids
        # Ready on Monday after the cutoff, so away on Tuesday and there on Thursday.
        self.assertEqual(str(line.deliver_by), "2026-03-05 17:00:00")
