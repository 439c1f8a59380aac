# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Keys: those that open the read API, and the one that protects credentials."""

import io
from contextlib import redirect_stderr, redirect_stdout
from datetime import timedelta

from odoo import fields
from odoo.cli.command import find_command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import TransactionCase, tagged

from ..models.ir_http import API_SCOPE, METRICS_SCOPE
from ..protocols.keyring import Keyring
from .api_common import FIRST_PAGE, ApiCase


@tagged("-at_install", "post_install")
class TestApiKeyWizard(ApiCase):
    """A user makes a key that opens the logistics routes and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.viewer = cls.make_user("key-viewer", ["logistics_base.group_user"])
        cls.admin = cls.make_user(
            "key-admin", ["logistics_base.group_integration_admin"]
        )

    def make(self, user, **vals):
        """Return the key that the user's wizard shows, identity confirmed."""
        wizard = self.env["logistics.api.key"].with_user(user)
        wizard = wizard.create({"name": "The shop", "duration": "1", **vals})
        make_key = type(wizard).make_key
        shown = make_key.__wrapped__(wizard)
        self.assertFalse(wizard.exists())
        return shown["context"]["default_key"]

    def test_the_key_opens_the_read_api_alone(self):
        key = self.make(self.viewer)
        self.assertEqual(self.get(FIRST_PAGE, key).status_code, 200)
        keys = self.env["res.users.apikeys"]
        self.assertFalse(keys._check_credentials(scope="rpc", key=key))
        stored = self.viewer.api_key_ids
        self.assertEqual((stored.name, stored.scope), ("The shop", API_SCOPE))
        self.assertTrue(stored.expiration_date)

    def test_keys_for_metrics_are_for_integration_administrators(self):
        key = self.make(self.admin, scope=METRICS_SCOPE)
        self.assertEqual(self.get("/logistics/metrics", key).status_code, 200)
        with self.assertRaises(AccessError):
            self.make(self.viewer, scope=METRICS_SCOPE)

    def test_a_key_lives_no_longer_than_the_groups_allow(self):
        wizard = self.env["logistics.api.key"].with_user(self.viewer)
        with self.assertRaises(ValidationError):
            wizard.create(
                {
                    "name": "For ever",
                    "duration": "-1",
                    "expiration_date": fields.Datetime.now() + timedelta(days=36500),
                }
            )

    def test_the_password_is_asked_for_first(self):
        self.viewer.password = "viewer-password"
        self.authenticate("key-viewer", "viewer-password")
        wizard = self.env["logistics.api.key"].with_user(self.viewer)
        wizard = wizard.create({"name": "The shop", "duration": "1"})
        action = self.make_jsonrpc_request(
            "/web/dataset/call_button/logistics.api.key/make_key",
            {
                "model": "logistics.api.key",
                "method": "make_key",
                "args": [wizard.ids],
                "kwargs": {},
            },
        )
        self.assertEqual(action["res_model"], "res.users.identitycheck")
        self.assertFalse(self.viewer.api_key_ids)


@tagged("-at_install", "post_install")
class TestKeyCommand(TransactionCase):
    """``odoo logistics_key`` makes the key that protects credentials."""

    def test_it_prints_a_new_key_alone_and_says_what_to_do_beside(self):
        printed = []
        for _time in range(2):
            with (
                redirect_stdout(io.StringIO()) as out,
                redirect_stderr(io.StringIO()) as told,
            ):
                find_command("logistics_key")().run([])
            printed.append(out.getvalue())
            self.assertIn("logistics_keys", told.getvalue())
            self.assertNotIn(out.getvalue().strip(), told.getvalue())
        self.assertNotEqual(*printed)
        keyring = Keyring.from_text(printed[0])
        self.assertEqual(keyring.decrypt(keyring.encrypt("secret")), "secret")
