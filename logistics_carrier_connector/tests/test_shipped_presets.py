# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from pathlib import Path

from odoo.modules.module import get_module_path
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestShippedPresets(TransactionCase):
    def test_every_shipped_preset_makes_an_integration_that_can_go_live(self):
        presets = self.env["logistics.preset"].search(
            [("module", "=", "logistics_carrier_connector")]
        )
        shipped = Path(get_module_path("logistics_carrier_connector")) / "presets"
        self.assertEqual(
            set(presets.mapped("code")),
            {file.parent.name for file in shipped.glob("*/preset.yaml")},
        )
        for preset in presets:
            with self.subTest(preset.code):
                integration = self.env["logistics.integration"].create(
                    {
                        "name": preset.name,
                        "code": f"shipped-{preset.code}",
                        "preset": preset.code,
                    }
                )
                integration.action_go_live()
                self.assertEqual(integration.kind, "carrier")
                self.assertEqual(
                    integration.signature_scheme, preset._load().signature_scheme
                )
                self.assertEqual(
                    integration.flow_ids.mapped("document_type"), ["shipment.milestone"]
                )
                self.assertEqual(integration.preset_verified, preset.verified)

    def test_a_shipped_code_map_is_loaded(self):
        entry = self.env["logistics.code.map"].search(
            [
                ("preset", "=", "dcsa"),
                ("domain", "=", "milestone"),
                ("external_code", "=", "EQUIPMENT:DROP"),
            ]
        )
        self.assertEqual(entry.canonical_code, "delivered")

    def test_a_code_goes_with_the_text_that_brought_it_and_takes_no_other_along(self):
        # given a preset that brings a code, beside one that another addon adds
        dcsa = self.env["logistics.preset"].search([("code", "=", "dcsa")])
        codes = self.env["logistics.code.map"]
        codes._load_preset("dcsa", {"milestone": {"OF:ANOTHER": "delayed"}})
        known = codes.search([("preset", "=", "dcsa"), ("domain", "=", "milestone")])
        self.assertIn("EQUIPMENT:DROP", known.mapped("external_code"))
        # when its text does not bring its own any more
        lines = dcsa.source.splitlines(keepends=True)
        dcsa.source = "".join(line for line in lines if '"EQUIPMENT:DROP"' not in line)
        # then that one is gone, and nothing else
        gone = known - known.exists()
        self.assertEqual(len(gone), 1)
        self.assertIn("OF:ANOTHER", known.exists().mapped("external_code"))

    def test_demo_integrations_are_tests_and_have_a_credential(self):
        demo = self.env["ir.model.data"].search(
            [
                ("module", "=", "logistics_carrier_connector"),
                ("model", "=", "logistics.integration"),
            ]
        )
        if not demo:
            self.skipTest("this database has no demo data")
        integrations = self.env["logistics.integration"].browse(demo.mapped("res_id"))
        # It is known by its contract alone and exchanges nothing.
        integrations -= self.env.ref("logistics_carrier_connector.integration_contract")
        self.assertEqual(set(integrations.mapped("environment")), {"test"})
        self.assertEqual(set(integrations.mapped("state")), {"live"})
        self.assertTrue(all(integrations.mapped("has_credential")))
        for integration in integrations:
            self.assertEqual(integration.code, integration.preset.replace("_", "-"))
