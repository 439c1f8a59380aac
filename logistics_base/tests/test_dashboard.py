# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import LogisticsCase

NOW = "2026-03-20 12:00:00"


@tagged("-at_install", "post_install")
@freeze_time(NOW)
class TestDashboard(LogisticsCase):
    """The board of how the business does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env["res.company"].create({"name": "Dashboard Company"})
        cls.env.user.company_ids |= company
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=company.ids)
        )
        cls.company = company
        cls.customer = cls.customer.with_env(cls.env)
        cls.integration = cls.make_integration(company_id=company.id)
        cls.days = cls.env["logistics.kpi.day"]
        cls.manager = cls.make_viewer("dash-manager", "group_manager")
        cls.on_time = cls.env.ref("logistics_base.kpi_on_time")

    # Factories

    @classmethod
    def make_viewer(cls, login, role):
        return new_test_user(
            cls.env,
            login,
            groups=f"logistics_base.{role}",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    @classmethod
    def keep(cls, good, of, days=0, kpi=None, **keys):
        """Keep a figure of the day so many days ago, in all degrees of detail."""
        details = {
            "total": (),
            "partner": ("partner_id",),
            "carrier": ("integration_id",),
            "lane": ("lane",),
            "warehouse": ("warehouse",),
            "slice": ("integration_id", "lane", "warehouse"),
            "full": ("partner_id", "integration_id", "lane", "warehouse"),
        }
        keys = {"integration_id": cls.integration.id, **keys}
        cls.days.sudo().create(
            [
                {
                    "kpi_id": (kpi or cls.on_time).id,
                    "company_id": cls.company.id,
                    "date": fields.Date.today() - timedelta(days=days),
                    "dimension": dimension,
                    "numerator": good,
                    "denominator": of,
                    "excluded": 0,
                    **{name: keys[name] for name in names if name in keys},
                }
                for dimension, names in details.items()
            ]
        )

    def board(self, period="30d", filters=None, user=None):
        dashboard = self.env["logistics.dashboard"].with_user(user or self.manager)
        return dashboard.board(period, filters)

    def tile(self, code="on_time", **asked):
        tiles = self.board(**asked)["tiles"]
        return next(tile for tile in tiles if tile["code"] == code)

    # Tiles

    def test_a_tile_adds_up_the_days_of_the_period(self):
        self.keep(8, 10, days=1)
        self.keep(9, 10, days=29)
        self.keep(0, 100, days=30)

        tile = self.tile()

        self.assertEqual((tile["numerator"], tile["denominator"]), (17, 20))
        self.assertEqual(tile["value"], 0.85)
        self.assertEqual(tile["tone"], "danger")

    def test_without_anything_to_measure_there_is_no_figure(self):
        tile = self.tile()

        self.assertIsNone(tile["value"])
        self.assertIsNone(tile["trend"])
        self.assertEqual(tile["tone"], "info")
        self.assertEqual(set(tile["series"]), {None})

    def test_a_tile_tells_how_it_was_in_the_period_before(self):
        self.keep(9, 10, days=2)
        self.keep(5, 10, days=8)

        tile = self.tile(period="7d")

        self.assertEqual((tile["value"], tile["previous"]), (0.9, 0.5))
        self.assertEqual(tile["trend"], "better")

    def test_less_is_better_where_the_key_figure_says_so(self):
        latency = self.env.ref("logistics_base.kpi_latency")
        self.keep(90, 10, days=2, kpi=latency)
        self.keep(50, 10, days=8, kpi=latency)

        self.assertEqual(self.tile("latency", period="7d")["trend"], "worse")

    def test_the_line_has_a_point_for_each_day_and_gaps(self):
        self.keep(1, 2, days=6)
        self.keep(3, 3, days=0)

        series = self.tile(period="7d")["series"]

        self.assertEqual(series, [0.5, None, None, None, None, None, 1.0])

    def test_how_things_stand_is_not_added_up(self):
        fresh = self.env.ref("logistics_base.kpi_freshness")
        self.keep(5, 10, days=3, kpi=fresh)
        self.keep(9, 10, days=1, kpi=fresh)

        tile = self.tile("freshness", period="7d")

        self.assertEqual((tile["numerator"], tile["denominator"]), (9, 10))
        self.assertEqual((tile["previous"], tile["trend"]), (0.5, "better"))

    def test_a_tile_says_as_of_when_it_was_reckoned(self):
        self.keep(5, 10)
        reckoned = fields.Datetime.now() - timedelta(minutes=9)
        self.days.sudo().search([]).as_of = reckoned

        board = self.board()

        [tile] = [each for each in board["tiles"] if each["code"] == "on_time"]
        self.assertEqual(tile["as_of"], "2026-03-20 11:51:00")
        self.assertEqual(board["as_of"], NOW)

    def test_what_was_never_reckoned_says_no_time(self):
        self.assertFalse(self.tile()["as_of"])

    # Narrowing

    def test_the_board_is_narrowed_to_a_carrier(self):
        other = self.make_integration(company_id=self.company.id)
        self.keep(9, 10)
        self.keep(1, 10, integration_id=other.id)

        tile = self.tile(filters={"integration_id": other.id})

        self.assertEqual((tile["numerator"], tile["denominator"]), (1, 10))
        self.assertIn(("integration_id", "=", other.id), tile["opens"]["domain"])

    def test_a_person_at_a_customer_stands_for_the_customer(self):
        person = self.env["res.partner"].create(
            {"name": "Grace", "parent_id": self.customer.id}
        )
        self.keep(9, 10, partner_id=self.customer.id)

        tile = self.tile(filters={"partner_id": person.id})

        self.assertEqual(tile["denominator"], 10)

    def test_what_the_board_does_not_know_is_refused(self):
        for asked in (
            {"period": "1000 years"},
            {"filters": {"create_uid": 1}},
            {"filters": {"name": "x"}},
        ):
            with self.subTest(asked), self.assertRaises(UserError):
                self.board(**asked)

    # Comparing

    def test_the_largest_come_first_by_name(self):
        other = self.make_integration(company_id=self.company.id, name="Large Carrier")
        self.keep(1, 2)
        self.keep(30, 40, integration_id=other.id)

        carriers = next(
            dimension
            for dimension in self.board()["breakdown"]
            if dimension["code"] == "integration_id"
        )

        names = [group["label"] for group in carriers["groups"]]
        self.assertEqual(names, ["Large Carrier", self.integration.name])
        figure = carriers["groups"][0]["figures"]["on_time"]
        self.assertEqual(figure["value"], 0.75)

    def test_at_most_a_handful_is_compared(self):
        for number in range(12):
            self.keep(1, number + 1, lane=f"DE-{number:02}")

        lanes = next(d for d in self.board()["breakdown"] if d["code"] == "lane")

        self.assertEqual(len(lanes["groups"]), 8)
        self.assertEqual(lanes["groups"][0]["label"], "DE-11")

    # What is wrong right now

    def test_open_exceptions_are_counted_by_type_and_open_their_list(self):
        shipment = self.make_shipment("DASH1", company_id=self.company.id)
        cases = self.env["logistics.exception"].create(
            [
                {"shipment_id": shipment.id, "type": kind, "summary": kind}
                for kind in ("damage", "damage", "other")
            ]
        )

        [first, second] = self.board()["troubles"]

        self.assertEqual((first["key"], first["count"]), ("damage", 2))
        self.assertEqual(second["count"], 1)
        open_ones = self.env["logistics.exception"].with_user(self.manager)
        found = open_ones.search(first["opens"]["domain"])
        self.assertEqual(found.ids, cases[:2].sorted("id", reverse=True).ids)

    def test_incidents_are_named_to_who_may_see_them(self):
        incident = self.env["logistics.incident"].create(
            {
                "integration_id": self.integration.id,
                "kind": "circuit",
                "summary": "Does not answer",
            }
        )

        [told] = self.board()["incidents"]

        self.assertEqual(
            (told["id"], told["subtitle"]), (incident.id, incident.summary)
        )

    # Who may

    def test_who_may_not_see_shipments_gets_no_board(self):
        stranger = new_test_user(self.env, "dash-stranger", groups="base.group_user")

        with self.assertRaises(AccessError):
            self.board(user=stranger)

    def test_every_role_gets_a_board_and_every_list_opens(self):
        for role in (
            "group_user",
            "group_dispatcher",
            "group_manager",
            "group_auditor",
        ):
            user = self.make_viewer(f"dash-role-{role}", role)
            for tile in self.board(user=user)["tiles"]:
                if opens := tile["opens"]:
                    with self.subTest(role=role, tile=tile["code"]):
                        model = self.env[opens["model"]].with_user(user)
                        self.assertGreaterEqual(model.search_count(opens["domain"]), 0)

    def test_another_company_is_not_told_of(self):
        self.keep(9, 10)
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.env.user.company_ids |= elsewhere

        board = (
            self.env["logistics.dashboard"]
            .with_context(allowed_company_ids=elsewhere.ids)
            .board("30d", {"company_id": self.company.id})
        )

        on_time = next(t for t in board["tiles"] if t["code"] == "on_time")
        self.assertIsNone(on_time["value"])

    # How much it asks

    def test_many_shipments_take_no_more_queries_than_few(self):
        self.keep(1, 2, lane="DE-X", warehouse="WH", partner_id=self.customer.id)
        self.board()
        few = self.count_queries()

        for number in range(40):
            self.keep(1, 2, days=number % 30, lane=f"DE-{number:02}")
            self.make_shipment(f"MANY{number}", company_id=self.company.id)
        many = self.count_queries()

        self.assertEqual(many, few)

    def count_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.board()
        return self.env.cr.sql_log_count - before
