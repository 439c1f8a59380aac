# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from pathlib import Path

from odoo.addons.logistics_base.tests.common import LogisticsCase

from ..carriers.connector import CAPABILITIES
from ..carriers.sandbox.connector import SandboxConnector

SAMPLES = Path(__file__).parents[1] / "presets" / "sandbox" / "samples"


class TestSandbox(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sandbox = cls.make_integration(preset="sandbox")

    def test_choosing_the_preset_sets_it_up(self):
        self.assertEqual(self.sandbox.adapter, "sandbox")
        self.assertEqual(self.sandbox.signature_scheme, "standard_webhooks")
        flows = self.sandbox.flow_ids.mapped("document_type")
        self.assertIn("shipment.milestone", flows)
        self.assertEqual(self.sandbox.auth_scheme, "header")
        self.assertEqual(self.sandbox.auth_header, "X-Api-Key")
        self.assertTrue(self.sandbox.base_url)

    def test_it_can_be_asked_for_everything(self):
        connector = self.sandbox._connector_type()
        self.assertTrue(issubclass(connector, SandboxConnector))
        self.assertEqual(connector.capabilities, frozenset(CAPABILITIES))

    def test_an_account_that_is_treated_otherwise_is_known(self):
        self.sandbox.write(
            {
                "base_url": "http://127.0.0.1:9/sandbox",
                "allow_internal_address": True,
                "call_options": {"honours_keys": False, "lookup": False},
            }
        )
        self.env["logistics.credential"].create(
            {
                "integration_id": self.sandbox.id,
                "name": "api_key",
                "value": "the key of a test",
            }
        )
        connector = self.sandbox._connector()
        self.assertFalse(connector.honours_keys)
        self.assertNotIn("find_booking", connector.capabilities)

    def test_its_webhooks_are_read(self):
        payload = (SAMPLES / "delivered.json").read_bytes()
        message = self.sandbox.receive(payload, content_type="application/json")
        [event] = self.env["logistics.adapter.sandbox"]._decode(message)
        expected = json.loads((SAMPLES / "delivered.expected.json").read_text())
        self.assertEqual([event.to_json()], expected)
