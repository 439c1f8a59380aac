# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time
from datetime import datetime

from odoo import models
from odoo.exceptions import UserError

from ..protocols.keyring import KeyringError
from ..protocols.signatures import SCHEMES, SignatureError, SignedRequest

#: The credential that what we send is signed with; without one, the secret by which the
#: partner signs what it sends.
SECRET_NAME = "signing_secret"  # noqa: S105  a name, not a secret


class LogisticsIntegration(models.Model):
    """How the partner knows that it is us."""

    _inherit = "logistics.integration"

    def _credentials_named(self, names):
        """Return the credentials of these names that are good now."""
        return self.sudo().credential_ids.filtered(
            lambda one: one.name in names and one.is_valid and one.encrypted_value
        )

    def _secrets_named(self, names):
        """Return the secrets of these names that are good now, the newest first."""
        found = []
        for credential in self._credentials_named(names).sorted(
            lambda one: (one.valid_from or datetime.min, one.id), reverse=True
        ):
            try:
                found.append(credential._secret())
            except KeyringError:
                continue
        return found

    def _signature(self, body, message_id=None, *, scheme=None, names=None):
        """Return headers that prove what is sent to be ours, signed now.

        :param bytes body: what is sent.
        :param message_id: of it, the same for each attempt; by default told by the body.
        :param scheme: code of the scheme; by default the one the partner signs by, else
            Standard Webhooks.
        :param names: of the credentials that may be signed with.
        :raise UserError: if there is no secret.
        """
        self.ensure_one()
        scheme = SCHEMES[scheme or self.signature_scheme or "standard_webhooks"]
        secrets = self._secrets_named(names or (SECRET_NAME,))
        if not (secrets or names):
            secrets = self._secrets_named(scheme.secret_names)
        signed = self._signed(scheme, secrets, body, message_id)
        if not signed:
            raise UserError(
                self.env._(
                    "There is no secret to sign with: make a new one for %s.", self.name
                )
            )
        headers = signed[0]
        if scheme.code == "standard_webhooks":
            headers[scheme.header] = " ".join(one[scheme.header] for one in signed)
        return headers

    def _signed(self, scheme, secrets, body, message_id):
        """Return the headers for each of the secrets; none where one is unfit."""
        request = SignedRequest("POST", "", {}, body)
        options = dict(self.signature_options or {})
        if self.signature_header:
            options["header"] = self.signature_header
        try:
            return [
                scheme.sign(
                    secret,
                    request,
                    now=time.time(),
                    message_id=message_id,
                    options=options,
                )
                for secret in secrets
            ]
        except SignatureError:
            return []
