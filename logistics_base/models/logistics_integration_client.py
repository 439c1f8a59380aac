# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
from datetime import datetime

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import config

from ..protocols.keyring import KeyringError
from ..transport.http import (
    Auth,
    BasicAuth,
    BearerAuth,
    CallPolicy,
    HeaderAuth,
    HttpClient,
    InternalHosts,
    OAuth2ClientCredentials,
)
from .logistics_gate import SharedGate, policy_of
from .logistics_token import SharedTokenStore
from .own_cursor import OwnCursor

#: Where the internal hosts that may be called are named, in this order.
HOSTS_OPTION = "logistics_internal_hosts"
HOSTS_VARIABLE = "LOGISTICS_INTERNAL_HOSTS"
#: Credentials that are names, not secrets: what is shown may hold them.
PUBLIC_CREDENTIALS = ("username", "client_id", "account_number")


class LogisticsIntegration(models.Model):
    """Makes the protected client for calls to the partner, and keeps their record."""

    _inherit = "logistics.integration"

    def _http_client(self, deadline=None):
        """Return the protected client for calls to the partner.

        It may be used from another thread: it needs no environment and opens its own
        short transactions. One client is for one thread.

        :param float deadline: seconds from now within which all of its calls end.
        :rtype: HttpClient
        :raise UserError: if the integration is not live, or not set up to be called.
        """
        self.ensure_one()
        integration = self.sudo()
        integration._check_may_call()
        cursors = OwnCursor(self.env.cr)
        secrets = integration._secrets()
        common = {
            "policy": integration._call_policy(),
            "gate": SharedGate(cursors, integration.id, policy_of(integration)),
            "secrets": [
                value
                for name, value in secrets.items()
                if name not in PUBLIC_CREDENTIALS
            ],
        }
        token_client = integration.auth_scheme == "oauth2" and HttpClient(
            integration.token_url, **common
        )
        client = HttpClient(
            integration._call_address(),
            auth=integration._auth(secrets, cursors, token_client),
            **common,
        )
        if token_client:
            # One record of everything that was said.
            token_client.exchanges = client.exchanges
        return client if deadline is None else client.with_deadline(deadline)

    def _check_may_call(self):
        if self.state != "live":
            raise UserError(
                self.env._("%s is not live, so the partner is not called.", self.name)
            )
        if not self._call_address():
            raise UserError(
                self.env._(
                    "%s has no address to call: set it on the page “Calls” of the "
                    "integration.",
                    self.name,
                )
            )

    def _call_address(self):
        """Return the address the partner is called at; an adapter may know it itself."""
        return self.base_url

    def _call_policy(self):
        return CallPolicy(
            connect_timeout=self.connect_timeout,
            read_timeout=self.read_timeout,
            deadline=self.call_deadline,
            max_attempts=self.call_attempts,
            allow_internal=self._internal_hosts()
            if self.allow_internal_address
            else InternalHosts(),
            verify=self.trusted_certificates or True,
        )

    @api.model
    def _internal_hosts(self):
        """Return the internal hosts that the server's owner lets be called.

        :raise UserError: if the setting cannot be read; then none is.
        """
        text = os.environ.get(HOSTS_VARIABLE) or config.get(HOSTS_OPTION) or ""
        try:
            return InternalHosts.parse(text)
        except ValueError as error:
            raise UserError(
                self.env._(
                    "“%(entry)s” in %(option)s is neither a host nor a network.",
                    entry=error,
                    option=HOSTS_OPTION,
                )
            ) from None

    def _secrets(self):
        """Return {credential name: value} of what is valid now, the newest of a name.

        For use at once; it is kept nowhere.

        :raise UserError: if one cannot be read.
        """
        found = {}
        credentials = self.sudo().credential_ids.filtered("is_valid")
        for credential in credentials.sorted(
            lambda c: (c.valid_from or datetime.min, c.id)
        ):
            try:
                found[credential.name] = credential._secret()
            except KeyringError as error:
                raise UserError(
                    self.env._(
                        "The credential “%(name)s” of %(integration)s cannot be read: "
                        "%(problem)s",
                        name=credential.name,
                        integration=self.name,
                        problem=error,
                    )
                ) from None
        return found

    def _auth(self, secrets, cursors, token_client):
        """Return how the integration logs in at the partner.

        :raise UserError: if a credential is missing.
        """

        def secret(name):
            if not secrets.get(name):
                raise UserError(
                    self.env._(
                        "%(integration)s needs the credential “%(name)s” to call the "
                        "partner.",
                        integration=self.name,
                        name=name,
                    )
                )
            return secrets[name]

        match self.auth_scheme:
            case "bearer":
                return BearerAuth(secret("api_key"))
            case "header":
                return HeaderAuth(self.auth_header, secret("api_key"))
            case "basic" if secrets.get("api_key") and not secrets.get("username"):
                # The key is the user, there is no password.
                return BasicAuth(secret("api_key"))
            case "basic":
                return BasicAuth(secret("username"), secret("password"))
            case "oauth2":
                return OAuth2ClientCredentials(
                    SharedTokenStore(
                        cursors, self.id, self.env["logistics.credential"]._keyring()
                    ),
                    token_client,
                    secret("client_id"),
                    secret("client_secret"),
                    scope=self.token_scope or None,
                    in_body=(self.call_options or {}).get("token_login") == "body",
                )
        return Auth()

    def _log_calls(self, client, document_type, correlation_id=None, shipment_ids=()):
        """Write what a client said and was told as outbound messages, and commit them.

        In a transaction of their own: they stay, whatever becomes of the caller's. What
        is written is taken off ``client.exchanges``, so calling again does no harm.

        :param str document_type: what the calls were about.
        :param shipment_ids: ids of shipments they were about.
        :return: ids of the messages, the oldest first.
        """
        self.ensure_one()
        exchanges = client.exchanges[:]
        del client.exchanges[: len(exchanges)]
        if not exchanges:
            return []
        with OwnCursor(self.env.cr).open() as cr:
            own = self.env(cr=cr, su=True)["logistics.message"]
            messages = own._record_calls(
                self.id, exchanges, document_type, correlation_id, shipment_ids
            )
            own.env.flush_all()
            return messages.ids
