# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import config

from ..protocols.keyring import Keyring, KeyringError, resolve_reference

MASK = "••••••••"
REFERENCES = ("env:", "file:")
#: Where the encryption keys are looked for, in this order.
KEY_OPTION = "logistics_keys"
KEY_VARIABLE = "LOGISTICS_KEYS"


class LogisticsCredential(models.Model):
    """A secret shared with a partner: stored encrypted, never shown again.

    The value may also be a reference, ``env:NAME`` or ``file:/path``, so that the secret
    itself stays in a vault. Several credentials of one name may be valid at once: that
    is how a secret is rotated without losing a message.
    """

    _name = "logistics.credential"
    _description = "Integration Credential"
    _order = "integration_id, name, valid_from desc, id desc"

    integration_id = fields.Many2one(
        "logistics.integration", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="integration_id.company_id")
    name = fields.Char(
        required=True, default="webhook_secret", help="Such as webhook_secret, api_key."
    )
    value = fields.Char(
        compute="_compute_value",
        inverse="_inverse_value",
        copy=False,
        help="Write only. env:NAME or file:/path point to a secret kept elsewhere.",
    )
    encrypted_value = fields.Char(copy=False, groups=fields.NO_ACCESS, readonly=True)
    is_reference = fields.Boolean(string="Kept Elsewhere", readonly=True)
    valid_from = fields.Datetime()
    valid_until = fields.Datetime()
    is_valid = fields.Boolean(compute="_compute_is_valid")
    last_rotated = fields.Datetime(readonly=True, copy=False)

    _validity = models.Constraint(
        "CHECK(valid_until IS NULL OR valid_from IS NULL OR valid_until > valid_from)",
        "A credential cannot end before it begins.",
    )

    def _compute_value(self):
        for credential in self:
            stored = credential.sudo().encrypted_value
            credential.value = MASK if stored else False

    def _inverse_value(self):
        keyring = self._keyring()
        for credential in self:
            value = (credential.value or "").strip()
            if not value or value == MASK:
                continue
            credential.sudo().write(
                {
                    "encrypted_value": keyring.encrypt(value),
                    "is_reference": value.startswith(REFERENCES),
                    "last_rotated": fields.Datetime.now(),
                }
            )
        self.invalidate_recordset(["value"])

    @api.depends("valid_from", "valid_until")
    def _compute_is_valid(self):
        now = fields.Datetime.now()
        for credential in self:
            credential.is_valid = (
                not credential.valid_from or credential.valid_from <= now
            ) and (not credential.valid_until or credential.valid_until > now)

    @api.model_create_multi
    def create(self, vals_list):
        credentials = super().create(vals_list)
        self.env["logistics.door"]._forget()
        return credentials

    def write(self, vals):
        result = super().write(vals)
        self.env["logistics.door"]._forget()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["logistics.door"]._forget()
        return result

    @api.model
    def _keyring(self):
        """Return the keys that protect credentials.

        :raise UserError: if there are none, saying how to make one.
        """
        try:
            return Keyring.from_text(self._keys_text())
        except KeyringError as error:
            raise UserError(
                self.env._(
                    "%(problem)s\n\nRun “odoo logistics_key” to make a key, and set it "
                    "as “%(option)s” in odoo.conf or as %(variable)s in the server's "
                    "environment.",
                    problem=error,
                    option=KEY_OPTION,
                    variable=KEY_VARIABLE,
                )
            ) from None

    @api.model
    def _keys_text(self):
        return os.environ.get(KEY_VARIABLE) or config.get(KEY_OPTION) or ""

    def _secret(self):
        """Return the secret itself, for use at once; it is kept nowhere.

        :raise KeyringError: if it cannot be read; the message never tells the secret.
        """
        self.ensure_one()
        stored = self.sudo().encrypted_value
        if not stored:
            raise KeyringError("The credential is empty.")
        return resolve_reference(Keyring.from_text(self._keys_text()).decrypt(stored))

    def action_rotate_key(self):
        """Encrypt anew with the first key, so that an older key can be retired."""
        self.check_access("write")
        keyring = self._keyring()
        for credential in self.sudo().filtered("encrypted_value"):
            credential.encrypted_value = keyring.rotate(credential.encrypted_value)
