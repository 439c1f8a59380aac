# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.tests import tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestQueries(PortalCase):
    """A page costs as many queries for hundreds of shipments as for ten."""

    def fill(self, count, packages=2):
        numbers = range(count)
        shipments = self.env["logistics.shipment"].create(
            [
                {
                    "partner_id": self.acme.id,
                    "ship_to_id": self.shop.id,
                    "integration_id": self.integration.id,
                    "state": "released",
                    "promised_date": fields.Datetime.now(),
                }
                for _ in numbers
            ]
        )
        parcels = self.env["logistics.package"].create(
            [
                {"shipment_id": shipment.id, "name": "Box"}
                for shipment in shipments
                for _ in range(packages)
            ]
        )
        self.env["logistics.reference"].create(
            [
                {
                    "shipment_id": parcel.shipment_id.id,
                    "package_id": parcel.id,
                    "value": f"Q{parcel.id}X",
                }
                for parcel in parcels
            ]
        )
        self.env["logistics.milestone"].create(
            [
                {
                    "shipment_id": parcel.shipment_id.id,
                    "package_id": parcel.id,
                    "code": code,
                    "occurred_at": f"2026-01-0{day} 10:00:00",
                    "reason_code": "weather_delay",
                }
                for parcel in parcels
                for day, code in enumerate(("picked_up", "delayed"), 1)
            ]
        )
        self.env["logistics.proof"].create(
            [
                {
                    "shipment_id": parcel.shipment_id.id,
                    "package_id": parcel.id,
                    "signatory": "A",
                    "attachment_ids": [(0, 0, {"name": "a", "raw": b"a"})],
                }
                for parcel in parcels
            ]
        )
        return shipments

    def queries(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        work()
        return self.cr.sql_log_count - before

    def one_page(self, shipment):
        return self.queries(lambda: self.page(shipment))

    def one_list(self):
        shipments = self.env["logistics.shipment"].with_user(self.ada)

        def work():
            domain = shipments._portal_domain() & shipments._portal_search_domain("Q")
            shipments.search_count(domain)
            shipments.search_count(domain & shipments._portal_problem_domain())
            shipments.search(domain, limit=20)._list_lines(self.reader().times)

        return self.queries(work)

    def test_the_list_and_the_page(self):
        first = self.fill(20)
        self.one_list()  # what the registry keeps is asked for once
        few = self.one_list(), self.one_page(first[0])
        self.fill(300)
        self.assertEqual((self.one_list(), self.one_page(first[0])), few)
        self.assertLess(max(few), 40)

    def test_a_page_of_many_packages(self):
        small, large = self.fill(1), self.fill(1, packages=150)
        self.one_page(small)
        self.assertEqual(self.one_page(large), self.one_page(small))
