# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import re

from odoo.tests import TransactionCase, tagged

from odoo.addons.spreadsheet.utils.validate_data import (
    fields_in_spreadsheet,
    menus_xml_ids_in_spreadsheet,
)

_PIVOT = re.compile(r"PIVOT(?:\.VALUE|\.HEADER)?\(\s*(\d+)")
_MEASURE = re.compile(r'PIVOT\.VALUE\(\s*(\d+)\s*,\s*"([^"]+)"')


@tagged("post_install", "-at_install")
class TestSpreadsheetDashboard(TransactionCase):
    """The spreadsheet that is shipped refers to what there is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref(
            "logistics_spreadsheet_dashboard.spreadsheet_dashboard_control"
        )
        cls.data = json.loads(cls.dashboard.spreadsheet_data)

    def cells(self):
        for sheet in self.data["sheets"]:
            yield from sheet["cells"].values()

    def test_whoever_sees_shipments_can_open_it(self):
        user = self.env["res.users"].create(
            {
                "name": "Looks",
                "login": "spreadsheet-user",
                "group_ids": [(6, 0, self.env.ref("logistics_base.group_user").ids)],
            }
        )

        shown = self.dashboard.with_user(user)._get_serialized_readonly_dashboard()

        self.assertEqual(json.loads(shown)["snapshot"]["version"], self.data["version"])

    def test_every_field_exists(self):
        for model, names in fields_in_spreadsheet(self.data).items():
            for path in names:
                with self.subTest(model=model, path=path):
                    self.assertIn(model, self.env)
                    self.assert_path(model, path.split(":")[0])

    def assert_path(self, model, path):
        records = self.env[model]
        for name in path.split("."):
            self.assertIn(name, records._fields)
            if records._fields[name].relational:
                records = records[name]

    def test_every_key_figure_exists(self):
        known = set(self.env["logistics.kpi"].search([]).mapped("code"))
        asked = {
            leaf[2]
            for pivot in self.data["pivots"].values()
            for leaf in pivot["domain"]
            if leaf[0] == "kpi_id.code"
        }

        self.assertTrue(asked)
        self.assertLessEqual(asked, known)

    def test_every_formula_refers_to_a_pivot_and_a_measure_of_it(self):
        for cell in self.cells():
            for pivot_id in _PIVOT.findall(cell):
                self.assertIn(pivot_id, self.data["pivots"], cell)
            for pivot_id, measure in _MEASURE.findall(cell):
                measures = self.data["pivots"][pivot_id]["measures"]
                self.assertIn(measure, [known["id"] for known in measures], cell)

    def test_every_chart_leads_to_a_menu(self):
        for xml_id in menus_xml_ids_in_spreadsheet(self.data):
            self.assertTrue(self.env.ref(xml_id, raise_if_not_found=False), xml_id)

    def test_everything_reacts_to_the_period(self):
        figures = [
            figure["data"]
            for sheet in self.data["sheets"]
            for figure in sheet["figures"]
            if figure["data"]["type"] != "scorecard"
        ]
        [period] = [f["id"] for f in self.data["globalFilters"] if f["type"] == "date"]

        for source in [*self.data["pivots"].values(), *figures]:
            self.assertIn(period, source["fieldMatching"])

    def test_what_is_read_can_be_read(self):
        for pivot in self.data["pivots"].values():
            model = self.env[pivot["model"]]
            aggregates = [
                measure["id"] for measure in pivot["measures"] if measure["id"]
            ]
            rows = [row["fieldName"] for row in pivot["rows"]]
            model.formatted_read_group(pivot["domain"], rows, aggregates)
