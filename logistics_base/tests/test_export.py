# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import csv
import io
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..canonical.exports import DATASETS, Dataset
from ..models import logistics_export as export
from .api_common import ApiCase

PERIOD = "from=2026-03-01&to=2026-03-31"


@tagged("-at_install", "post_install")
class TestExport(ApiCase):
    """Much at once, for analytics platforms: what may be seen, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipment = cls.make_shipment("EXP-1")
        cls.tell(
            cls.event("EXP-1", "picked_up"), cls.event("EXP-1", "delivered", hours=5)
        )
        cls.hand_on()
        cls.manager = cls.make_user("exp-manager", ["logistics_base.group_manager"])
        cls.key = cls.make_key(cls.manager)

    def rows(self, dataset, query=PERIOD, key=None):
        response = self.get(f"/logistics/v1/export/{dataset}?{query}", key or self.key)
        self.assertEqual(response.status_code, 200, response.text[:500])
        self.assertEqual(response.headers["Content-Type"], "text/csv; charset=utf-8")
        return list(csv.DictReader(io.StringIO(response.content.decode())))

    def test_milestones_of_a_period(self):
        mine = [
            row
            for row in self.rows("milestones")
            if row["shipment"] == self.shipment.name
        ]
        self.assertEqual([row["code"] for row in mine], ["picked_up", "delivered"])
        self.assertEqual(mine[0]["occurred_at"], "2026-03-02T08:00:00Z")
        self.assertEqual(mine[0]["customer"], "Ada Customer")
        day = "from=2026-03-03&to=2026-03-03"
        names = {row["shipment"] for row in self.rows("milestones", day)}
        self.assertNotIn(self.shipment.name, names)

    def test_every_dataset_can_be_read(self):
        self.env["logistics.exception"].create(
            {"shipment_id": self.shipment.id, "summary": "x"}
        )
        for code, dataset in DATASETS.items():
            with self.subTest(code):
                rows = self.rows(code, "from=2000-01-01&to=2100-01-01")
                names = [name for name, _kind, _sql in dataset.columns]
                if rows:
                    self.assertEqual(list(rows[0]), names)

    def test_formulas_do_nothing_in_a_spreadsheet(self):
        self.customer.name = '=HYPERLINK("http://evil.example")'
        self.shipment.service_code = "+1+cmd|' /C calc'!A0"
        rows = self.rows("shipments", "from=2000-01-01&to=2100-01-01")
        (mine,) = [row for row in rows if row["name"] == self.shipment.name]
        self.assertTrue(mine["customer"].startswith("'="))
        self.assertTrue(mine["service_code"].startswith("'+"))

    def test_no_more_than_a_batch_is_held(self):
        sizes = []

        class Writer:
            def __init__(self, columns):
                pass

            def write(self, rows):
                sizes.append(len(rows))
                return b""

            def close(self):
                return b"."

        with (
            patch.object(export, "BATCH", 1),
            patch.object(
                type(self.env["logistics.export"]),
                "_formats",
                lambda _self: {"csv": Writer},
            ),
        ):
            dataset = DATASETS["milestones"]
            day = self.at(0).date()
            with self.enter_registry_test_mode():
                manager = self.env(user=self.manager)["logistics.export"]
                self.assertEqual(
                    b"".join(manager._stream(dataset, day, day, "csv")), b"."
                )
        self.assertGreaterEqual(len(sizes), 2)
        self.assertEqual(set(sizes), {1})

    def test_who_exports_is_on_record(self):
        day = self.at(0).date()
        manager = self.env(user=self.manager)["logistics.export"]
        manager._stream(DATASETS["milestones"], day, day, "csv")
        noted = self.env["logistics.audit.pending"].search([("action", "=", "export")])
        self.assertEqual(noted.user_id, self.manager)

    def test_another_companys_rows_are_not_exported(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        theirs = self.make_shipment(
            "EXP-2", company_id=company.id, integration_id=False
        )
        names = {
            row["name"]
            for row in self.rows("shipments", "from=2000-01-01&to=2100-01-01")
        }
        self.assertIn(self.shipment.name, names)
        self.assertNotIn(theirs.name, names)

    def test_only_managers_and_auditors_export(self):
        clerk = self.make_user("exp-clerk", ["logistics_base.group_dispatcher"])
        customer = self.make_user("exp-customer", ["base.group_portal"])
        for user in (clerk, customer):
            key = self.make_key(user)
            with self.subTest(user.login):
                answer = self.get(f"/logistics/v1/export/shipments?{PERIOD}", key)
                self.assert_problem(answer, 403, "forbidden")
        with self.assertRaises(AccessError):
            self.env(user=clerk)["logistics.export"]._check_may_export()

    def test_nonsense_is_refused(self):
        for path, status, name in (
            ("tea?" + PERIOD, 404, "not-found"),
            ("shipments", 400, "invalid-request"),
            ("shipments?from=2026-03-01&to=never", 400, "invalid-request"),
            ("shipments?from=2026-03-02&to=2026-03-01", 400, "invalid-request"),
            (f"shipments?{PERIOD}&format=exe", 400, "invalid-request"),
        ):
            with self.subTest(path):
                answer = self.get(f"/logistics/v1/export/{path}", self.key)
                self.assert_problem(answer, status, name)

    def test_the_wizard_leads_to_the_download(self):
        wizard = (
            self.env["logistics.export.period"]
            .with_user(self.manager)
            .create({"dataset": "milestones", "date_from": "2026-03-01"})
        )
        self.authenticate("exp-manager", "exp-manager")
        url = wizard.action_download()["url"]
        self.assertIn("/logistics/export/milestones?from=2026-03-01", url)

    def test_an_addons_dataset_is_exported_too(self):
        dataset = Dataset(
            "tea",
            "Tea",
            "logistics.charge",
            "create_date",
            "shipment_id",
            (("id", "integer", "t.id"),),
        )
        with patch.dict(DATASETS, {"tea": dataset}):
            self.assertEqual(self.rows("tea"), [])
