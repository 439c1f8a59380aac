# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from .common import LogisticsCase


@tagged("post_install", "-at_install")
class TestDashboardPage(LogisticsCase, HttpCase):
    """The dashboard as people see it."""

    def test_a_managers_look_at_the_month(self):
        # Given two carriers, one of them late every other time
        company = self.env["res.company"].create({"name": "Tour Company"})
        carriers = [
            self.make_integration(company_id=company.id, name=name)
            for name in ("Steady Freight", "Swift Couriers")
        ]
        new_test_user(
            self.env,
            "tour-manager",
            "logistics_base.group_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        day = fields.Datetime.now() - timedelta(days=10)
        self.make_shipment(
            "TOURLATE",
            name="LATE/1",
            company_id=company.id,
            integration=carriers[1],
            promised_date=day,
        )
        self.keep(company, day, {None: (8, 10)}, "total", False)
        figures = {carriers[0]: (6, 6), carriers[1]: (2, 4)}
        self.keep(company, day, figures, "carrier", "integration_id")

        # When a manager looks at them
        self.start_tour(
            "/odoo/logistics-dashboard", "logistics_dashboard", login="tour-manager"
        )

    def keep(self, company, day, figures, dimension, name):
        self.env["logistics.kpi.day"].sudo().create(
            [
                {
                    "kpi_id": self.env.ref("logistics_base.kpi_on_time").id,
                    "company_id": company.id,
                    "date": day.date(),
                    "dimension": dimension,
                    "numerator": good,
                    "denominator": of,
                    "excluded": 0,
                    **({name: carrier.id} if name else {}),
                }
                for carrier, (good, of) in figures.items()
            ]
        )
