# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.logistics_credential import KEY_VARIABLE, MASK
from ..protocols.keyring import Keyring, KeyringError
from .common import SECRET, LogisticsCase

CONFIG = "odoo.addons.logistics_base.models.logistics_credential.config"


@tagged("-at_install", "post_install")
class TestCredential(LogisticsCase):
    """A secret goes in and never comes out."""

    def setUp(self):
        super().setUp()
        self.credential = self.integration.credential_ids

    def test_it_reads_back_masked(self):
        self.assertEqual(self.credential.value, MASK)
        self.assertEqual(self.credential.read(["value"])[0]["value"], MASK)
        self.assertEqual(self.credential.export_data(["value"])["datas"], [[MASK]])

    def test_it_is_stored_encrypted(self):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT encrypted_value FROM logistics_credential WHERE id = %s",
            (self.credential.id,),
        )
        self.assertNotIn(SECRET, self.env.cr.fetchone()[0])
        self.assertEqual(self.credential._secret(), SECRET)

    def test_writing_the_mask_back_changes_nothing(self):
        self.credential.write({"value": MASK})
        self.assertEqual(self.credential._secret(), SECRET)

    def test_a_copied_integration_brings_no_secret(self):
        copied = self.integration.copy({"code": "copied"})
        self.assertFalse(copied.credential_ids)

    def test_without_a_key_nothing_is_stored_and_the_mend_is_told(self):
        with (
            patch.dict(os.environ, {KEY_VARIABLE: ""}),
            patch(CONFIG, {}),
            self.assertRaises(UserError) as caught,
        ):
            self.credential.write({"value": "other"})
        self.assertIn("logistics_key", str(caught.exception))

    def test_keys_are_rotated_with_overlap(self):
        old = os.environ[KEY_VARIABLE]
        new = Keyring.generate()
        with patch.dict(os.environ, {KEY_VARIABLE: f"{new},{old}"}):
            self.credential.action_rotate_key()
        with patch.dict(os.environ, {KEY_VARIABLE: new}):
            self.assertEqual(self.credential._secret(), SECRET)
        with self.assertRaises(KeyringError):
            self.credential._secret()

    def test_only_integration_administrators_see_that_there_is_one(self):
        dispatcher = self.env["res.users"].create(
            {
                "name": "Dis Patcher",
                "login": "dispatcher",
                "group_ids": [(4, self.env.ref("logistics_base.group_dispatcher").id)],
            }
        )
        with self.assertRaises(AccessError):
            self.credential.with_user(dispatcher).read(["name"])
        with self.assertRaises(AccessError):
            self.integration.with_user(dispatcher).read(["credential_ids"])
