# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.logistics_base.canonical.parties import Party
from odoo.addons.logistics_carrier_connector.canonical.consignments import Piece
from odoo.addons.logistics_carrier_connector.tests.rates_common import (
    MONDAY,
    RatesCase,
)


class ContractCase(RatesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expectations = cls.env["logistics.expectation"]
        cls.service = cls.make_service("Parcel", guaranteed=True)
        cls.fuel = cls.env["logistics.fuel.table"].create(
            {
                "name": "Ground",
                "integration_id": cls.service.integration_id.id,
                "week_ids": [
                    Command.create({"date_from": "2026-03-02", "percent": 10.0}),
                    Command.create({"date_from": "2026-03-09", "percent": 12.0}),
                ],
            }
        )
        cls.tariff = cls.make_tariff(
            cls.service,
            price=8.0,
            dimensional_divisor=5000.0,
            weight_step=1.0,
            fuel_table_id=cls.fuel.id,
            surcharge_ids=[
                Command.create(
                    {
                        "code": "RES",
                        "name": "Residential",
                        "type": "residential",
                        "amount": 2.0,
                        "is_residential": True,
                    }
                ),
                Command.create(
                    {
                        "code": "RET",
                        "name": "Return",
                        "type": "return",
                        "amount": 3.0,
                        "is_for_returns": True,
                    }
                ),
            ],
        )
        cls.berlin = cls.env["res.partner"].create(
            {
                "name": "Berta",
                "zip": "10115",
                "city": "Berlin",
                "country_id": cls.env.ref("base.de").id,
            }
        )
        cls.firm = cls.berlin.copy({"name": "Firm", "is_company": True})

    @classmethod
    def make_sent(cls, *sizes, ship_to=None, **vals):
        """Return a booked shipment with a package for each (kg, side in cm)."""
        shipment = cls.env["logistics.shipment"].create(
            {
                "integration_id": cls.service.integration_id.id,
                "service_code": cls.service.code,
                "ship_from_id": cls.firm.id,
                "ship_to_id": (ship_to or cls.firm).id,
                "office_state": "booked",
                "released_date": MONDAY,
                **vals,
            }
        )
        cls.env["logistics.package"].create(
            [
                {
                    "shipment_id": shipment.id,
                    "weight": weight,
                    "length": side,
                    "width": side,
                    "height": side,
                }
                for weight, side in sizes or ((4.0, 10.0),)
            ]
        )
        shipment._derive()
        return shipment

    def expected(self, shipment):
        return {c.type: c.cost for c in shipment.expectation_ids.charge_ids}


class TestContract(ContractCase):
    def test_the_contract_says_what_may_be_billed_and_why(self):
        shipment = self.make_sent((4.0, 10.0), (2.0, 30.0), ship_to=self.berlin)
        self.expectations._expect(shipment)
        expectation = shipment.expectation_ids
        self.assertEqual(
            self.expected(shipment), {"base": 8.0, "residential": 2.0, "fuel": 0.8}
        )
        self.assertEqual(expectation.source, "tariff")
        self.assertEqual(expectation.zone, "1")
        self.assertEqual(expectation.actual_weight, 6.0)
        # 30 × 30 × 30 / 5000 is more than the second one weighs
        self.assertEqual(expectation.billed_weight, 10.0)
        self.assertEqual(expectation.divisor, 5000.0)
        self.assertEqual(expectation.fuel_percent, 10.0)
        self.assertTrue(expectation.is_residential)
        self.assertEqual(expectation.rated_on, date(2026, 3, 2))
        self.assertEqual(expectation.guaranteed_until, datetime(2026, 3, 4, 17, 0))

    def test_it_names_the_rows_it_rests_on(self):
        shipment = self.make_sent()
        self.expectations._expect(shipment)
        expectation = shipment.expectation_ids
        self.assertEqual(expectation.tariff_id, self.tariff)
        self.assertEqual(expectation.break_id, self.tariff.break_ids)
        self.assertEqual(expectation.break_price, 8.0)
        self.assertEqual(expectation.fuel_week_id.percent, 10.0)
        base = expectation.charge_ids.filtered(lambda c: c.type == "base")
        self.assertIn("zone 1", base.description)

    def test_the_fuel_of_the_week_in_which_it_left_counts(self):
        shipment = self.make_sent()
        self.expectations._expect(shipment)
        # when it is picked up only the week after
        self.env["logistics.milestone"].create(
            {
                "shipment_id": shipment.id,
                "code": "picked_up",
                "occurred_at": datetime(2026, 3, 10, 8, 0),
            }
        )
        self.hand_on()
        expectation = shipment.expectation_ids
        self.assertEqual(self.expected(shipment), {"base": 8.0, "fuel": 0.96})
        self.assertEqual(expectation.fuel_percent, 12.0)
        self.assertEqual(expectation.rated_on, date(2026, 3, 10))
        self.assertEqual(expectation.version, 2)
        self.assertEqual(expectation.version_ids.facts["fuel_percent"], 10.0)

    def test_a_reader_of_another_language_makes_no_other_version(self):
        self.env["res.lang"]._activate_lang("de_DE")
        shipment = self.make_sent()
        self.expectations._expect(shipment)
        self.expectations.with_context(lang="de_DE")._expect(shipment)
        self.assertEqual(shipment.expectation_ids.version, 1)

    def test_a_return_costs_what_returns_cost(self):
        shipment = self.make_sent(direction="return")
        self.expectations._expect(shipment)
        self.assertEqual(
            self.expected(shipment), {"base": 8.0, "return": 3.0, "fuel": 0.8}
        )

    def test_a_contract_in_another_currency_stays_in_it(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        service = self.make_service("Overseas", code="OVR")
        self.make_tariff(service, price=30.0, currency_id=dollar.id)
        shipment = self.make_sent(
            integration_id=service.integration_id.id, service_code="OVR"
        )
        self.expectations._expect(shipment)
        expectation = shipment.expectation_ids
        self.assertEqual(expectation.currency_id, dollar)
        self.assertEqual(expectation.charge_ids.currency_id, dollar)
        self.assertEqual(expectation.amount, 30.0)

    def test_booking_expects_as_a_whole(self):
        shipment = self.make_shipment(integration=self.service.integration_id)
        charges = self.env["logistics.quote"]._expect(
            shipment,
            self.service,
            self.consignment(
                ship_to=Party(country="DE", postcode="10115", residential=True),
                pieces=(Piece(key="a", weight=3.0), Piece(key="b", weight=5.0)),
            ),
        )
        self.assertEqual(
            {c.type: c.cost for c in charges},
            {"base": 8.0, "residential": 2.0, "fuel": 0.8},
        )
        self.assertEqual(shipment.expectation_ids.billed_weight, 8.0)
        self.assertEqual(shipment.expectation_ids.tariff_id, self.tariff)

    def test_booking_leaves_alone_what_a_person_has_set(self):
        shipment = self.make_sent()
        dispatcher = new_test_user(
            self.env, "contract dispatcher", "logistics_base.group_dispatcher"
        )
        self.expectations.with_user(dispatcher).create(
            {
                "shipment_id": shipment.id,
                "charge_ids": [Command.create({"type": "base", "cost": 5.0})],
            }
        )
        charges = self.env["logistics.quote"]._expect(
            shipment, self.service, self.consignment()
        )
        self.assertEqual(charges.cost, 5.0)
        self.assertEqual(shipment.expectation_ids.source, "manual")

    def test_dangerous_goods_cost_what_they_cost(self):
        self.tariff.action_reset_draft()
        self.tariff.surcharge_ids = [
            Command.create(
                {
                    "code": "ADR",
                    "name": "ADR",
                    "type": "other",
                    "amount": 9.0,
                    "is_dangerous_goods": True,
                }
            )
        ]
        self.tariff.action_put_in_force()
        shipment = self.make_sent(has_dangerous_goods=True)
        self.expectations._expect(shipment)
        self.assertEqual(self.expected(shipment)["other"], 9.0)

    def test_hundreds_are_worked_out_by_as_many_statements_as_three(self):
        few, many = self.many(3), self.many(300)
        first = self.statements(few)
        second = self.statements(many)
        self.assertEqual(len(many.expectation_ids), 300)
        self.assertLess(second, first + 20)

    def many(self, count):
        shipments = self.env["logistics.shipment"].union(
            *(self.make_sent() for _n in range(count))
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return shipments

    def statements(self, shipments):
        before = self.env.cr.sql_log_count
        self.expectations._expect(shipments)
        return self.env.cr.sql_log_count - before


class TestContractRefused(ContractCase):
    def test_without_a_tariff_for_the_day_the_reason_is_told(self):
        shipment = self.make_sent(released_date=datetime(2025, 12, 1, 9, 0))
        self.assertFalse(self.expectations._expect(shipment))
        looker = new_test_user(self.env, "tariff looker", "logistics_base.group_user")
        with self.assertRaisesRegex(UserError, "there is no tariff for 2025-12-01"):
            shipment.with_user(looker).action_view_expected_cost()

    def test_a_shipment_without_weight_has_no_price(self):
        shipment = self.make_sent((0.0, 10.0))
        self.assertFalse(self.expectations._expect(shipment))
        self.assertIn("weight", self.expectations._why_not(shipment))

    def test_without_a_contract_what_was_booked_counts(self):
        shipment = self.make_sent(service_code="NONE")
        self.env["logistics.charge"].create(
            {"shipment_id": shipment.id, "basis": "booked", "cost": 6.0}
        )
        self.expectations._expect(shipment)
        self.assertEqual(shipment.expectation_ids.source, "booking")

    def test_a_tariff_that_ended_leaves_what_was_expected(self):
        shipment = self.make_sent()
        self.expectations._expect(shipment)
        self.tariff.date_until = fields.Date.to_date("2026-02-28")
        self.expectations._expect(shipment)
        self.assertEqual(shipment.expected_cost, 8.8)
        self.assertEqual(shipment.expectation_ids.version, 1)
