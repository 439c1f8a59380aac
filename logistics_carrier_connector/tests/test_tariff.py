# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tariffs as people keep them: versions, imports, trying one out."""

import base64
import io
from datetime import date

import openpyxl

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .rates_common import RatesCase


@tagged("-at_install", "post_install")
class TestTariff(RatesCase):
    def make_draft(self, **vals):
        service = self.make_service("Draft")
        return self.env["logistics.tariff"].create(
            {
                "name": "Draft 2026",
                "service_id": service.id,
                "currency_id": self.euro.id,
                "date_from": "2026-01-01",
                **vals,
            }
        )

    def load(self, kind, content, filename="table.csv", **vals):
        """Import a file; return the wizard."""
        content = content if isinstance(content, bytes) else content.encode()
        wizard = self.env["logistics.tariff.import"].create(
            {
                "kind": kind,
                "file": base64.b64encode(content),
                "filename": filename,
                **vals,
            }
        )
        wizard.action_import()
        return wizard

    def test_a_tariff_in_force_is_not_changed_but_followed(self):
        tariff = self.make_tariff(self.make_service())
        with self.assertRaises(UserError):
            tariff.zone_ids.break_ids.price = 1.0
        with self.assertRaises(UserError):
            tariff.minimum_charge = 5.0
        with self.assertRaises(UserError):
            tariff.write({"state": "in_force", "minimum_charge": 5.0})
        with self.assertRaises(UserError):
            tariff.unlink()
        tariff.date_until = "2026-03-31"
        version = self.env["logistics.tariff"].browse(
            tariff.action_new_version()["res_id"]
        )
        self.assertEqual(str(version.date_from), "2026-04-01")
        self.assertEqual(version.zone_ids.break_ids.price, 7.5)
        self.assertEqual(tariff.zone_ids.break_ids.price, 7.5)
        version.zone_ids.break_ids.price = 8.0
        version.action_put_in_force()
        for day, price in ((date(2026, 3, 31), "7.50"), (date(2026, 4, 1), "8.00")):
            found = tariff._of_services(tariff.service_id, day)[tariff.service_id]
            rating = found._rating(self.consignment(), day)
            self.assertEqual(str(rating.total), price)

    def test_two_versions_never_hold_on_the_same_day(self):
        service = self.make_service()
        self.make_tariff(service)
        with self.assertRaises(ValidationError):
            self.make_tariff(service)

    def test_a_change_shows_at_once(self):
        draft = self.make_draft()
        self.load("zones", "zone;country\n1;DE\n", tariff_id=draft.id)
        self.load("prices", "kg;1\n10;4,00\n", tariff_id=draft.id)
        today, goods = date(2026, 3, 2), self.consignment()
        self.assertEqual(str(draft._rating(goods, today).total), "4.00")
        draft.zone_ids.break_ids.price = 5.0
        self.assertEqual(str(draft._rating(goods, today).total), "5.00")
        fuel = self.env["logistics.fuel.table"].create(
            {"name": "Ground", "integration_id": draft.integration_id.id}
        )
        self.load("fuel", "from;percent\n02.03.2026;10 %\n", table_id=fuel.id)
        draft.fuel_table_id = fuel
        self.assertEqual(str(draft._rating(goods, today).total), "5.50")
        fuel.week_ids.percent = 20.0
        self.assertEqual(str(draft._rating(goods, today).total), "6.00")

    def test_a_price_list_comes_from_a_file(self):
        draft = self.make_draft()
        zones = "zone;country;postcodes;transit_days\n1;DE;10..19;1\n2;DE;;2\n"
        self.load("zones", zones, tariff_id=draft.id)
        prices = "kg;Zone 1;Zone 2\n1;4,10;5,20\n5;6,20;7,90\n;20;25\n"
        self.load("prices", prices, tariff_id=draft.id)
        self.assertEqual(draft.zone_ids.mapped("transit_days"), [1, 2])
        self.assertEqual(len(draft.break_ids), 6)
        rating = draft._rating(self.consignment(weight=4.2), date(2026, 3, 2))
        self.assertEqual((rating.zone, str(rating.total)), ("1", "6.20"))

    def test_a_spreadsheet_does_as_well(self):
        draft = self.make_draft()
        self.load("zones", "zone,country\nEU,FR\n", tariff_id=draft.id)
        book = openpyxl.Workbook()
        for row in (["Weight", "EU"], [2, 9.9], [31.5, 17]):
            book.active.append(row)
        content = io.BytesIO()
        book.save(content)
        self.load("prices", content.getvalue(), "prices.xlsx", tariff_id=draft.id)
        self.assertEqual(draft.break_ids.mapped("price"), [9.9, 17.0])

    def test_a_file_with_a_mistake_changes_nothing_and_says_where(self):
        draft = self.make_draft()
        self.load("zones", "zone;country\n1;DE\n", tariff_id=draft.id)
        wizard = self.load(
            "prices", "kg;1;9\n1;4,10;5\nfive;6,20;7\n8;free;1\n", tariff_id=draft.id
        )
        self.assertFalse(draft.break_ids)
        for words in ("no zone “9”", "Line 3", "“free” is no price"):
            self.assertIn(words, wizard.problems)
        with self.assertRaises(UserError):
            self.load("prices", b"PK\x03\x04junk", "x.xlsx", tariff_id=draft.id)

    def test_a_postcode_nobody_understands_is_refused(self):
        draft = self.make_draft()
        with self.assertRaises(ValidationError):
            draft.zone_ids = [Command.create({"name": "1", "postcodes": "12-3456"})]

    def test_a_tariff_without_prices_does_not_come_into_force(self):
        with self.assertRaises(UserError):
            self.make_draft().action_put_in_force()

    def test_trying_it_explains_each_figure(self):
        tariff = self.make_tariff(
            self.make_service(),
            dimensional_divisor=5000,
            surcharge_ids=[
                Command.create(
                    {
                        "name": "Home",
                        "type": "residential",
                        "amount": 2.4,
                        "is_residential": True,
                    }
                )
            ],
        )
        germany = self.env.ref("base.de")
        with Form(self.env["logistics.tariff.try"]) as form:
            form.tariff_id = tariff
            form.ship_date = "2026-03-02"
            form.from_country_id = form.country_id = germany
            form.postcode = "10115"
            form.weight, form.length, form.width, form.height = 4, 40, 30, 52
            form.is_residential = True
            self.assertIn("12.5 kg dimensional (52×40×30 cm / 5000)", form.result)
            self.assertIn("2.4 per shipment", form.result)
            self.assertIn("9.90 EUR", form.result)
            form.ship_date = "2025-01-01"
            self.assertIn("not valid before", form.result)
