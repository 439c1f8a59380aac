# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
import sys
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.logistics_base.tests.common import LogisticsCase
from odoo.addons.logistics_carrier_karrio.carriers.connector import POOL

from ..models.logistics_integration import PYTHON_VARIABLE

MADE_BY_SETUP = Path(__file__).parents[2] / ".odoo" / "karrio-venv" / "bin" / "python"


@tagged("post_install", "-at_install")
class TestKarrio(LogisticsCase):
    """An integration can be any carrier that Karrio's SDK knows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        named = os.environ.get(PYTHON_VARIABLE) or str(MADE_BY_SETUP)
        cls.startClassPatcher(patch.dict(os.environ, {PYTHON_VARIABLE: named}))
        cls.addClassCleanup(POOL.close)
        cls.ups = cls.make_integration(preset="karrio", karrio_carrier="ups")

    def test_the_preset_makes_it_a_carrier_of_karrio(self):
        self.assertEqual(self.ups.adapter, "karrio")
        self.assertEqual(self.ups.kind, "carrier")

    def test_checking_tells_what_is_missing_and_loads_the_services(self):
        # When
        self.ups.action_karrio_check()

        # Then
        self.assertEqual(self.ups.karrio_missing, "client_id, client_secret")
        self.assertIn("book", self.ups.karrio_capabilities)
        codes = self.env["logistics.service"].search(
            [("integration_id", "=", self.ups.id)]
        )
        self.assertIn("ups_standard", codes.mapped("code"))

    def test_checking_again_keeps_what_was_changed(self):
        # Given
        self.ups.action_karrio_check()
        services = self.env["logistics.service"].search(
            [("integration_id", "=", self.ups.id)]
        )
        services[0].name = "Our own name"
        count = len(services)

        # When
        self.ups.action_karrio_check()

        # Then
        self.assertEqual(services[0].name, "Our own name")
        again = self.env["logistics.service"].search_count(
            [("integration_id", "=", self.ups.id)]
        )
        self.assertEqual(again, count)

    def test_with_all_settings_given_nothing_is_missing(self):
        self.env["logistics.credential"].create(
            [
                {"integration_id": self.ups.id, "name": name, "value": "secret"}
                for name in ("client_id", "client_secret")
            ]
        )

        self.ups.action_karrio_check()

        self.assertFalse(self.ups.karrio_missing)

    def test_a_carrier_that_is_not_installed_is_told_with_those_that_are(self):
        self.ups.karrio_carrier = "pigeon_post"

        with self.assertRaisesRegex(UserError, "fedex"):
            self.ups.action_karrio_check()

    def test_without_karrio_it_is_told_how_to_install_it(self):
        with (
            patch.dict(os.environ, {PYTHON_VARIABLE: sys.executable}),
            self.assertRaisesRegex(UserError, "logistics_karrio_python"),
        ):
            self.ups.action_karrio_check()

    def test_another_carrier_has_other_capabilities(self):
        self.ups.action_karrio_check()

        self.ups.karrio_carrier = "fedex"

        self.assertFalse(self.ups.karrio_capabilities)

    def test_the_connector_can_do_what_the_plugin_can(self):
        self.ups.action_karrio_check()

        self.assertIn("rate", self.ups._connector_type().capabilities)
        self.assertNotIn("find_booking", self.ups._connector_type().capabilities)

    def test_settings_that_are_no_secrets_go_to_karrio(self):
        self.ups.call_options = {
            "account_number": "0012",
            "endpoints": {"https://wwwcie.ups.com": "https://gateway.example"},
        }

        settings = self.ups._connector_settings()

        self.assertEqual(
            settings.options["karrio_settings"], {"account_number": "0012"}
        )
        self.assertEqual(
            list(settings.options["endpoints"]), ["https://wwwcie.ups.com"]
        )
