# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
from datetime import datetime, timezone
from urllib.parse import urlsplit

import yaml

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
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
from ..transport.http.urls import check_url
from .logistics_gate import SharedGate, policy_of
from .logistics_token import SharedTokenStore
from .own_cursor import OwnCursor

#: Where the internal hosts that may be called are named, in this order.
HOSTS_OPTION = "logistics_internal_hosts"
HOSTS_VARIABLE = "LOGISTICS_INTERNAL_HOSTS"
#: Credentials that are names, not secrets: what is shown may hold them.
PUBLIC_CREDENTIALS = ("username", "client_id", "account_number")
#: What a token was given for.
_TOKEN_FIELDS = {"base_url", "auth_scheme", "token_url", "token_scope", "call_options"}
_CIRCUIT_ORDER = ("open", "half_open", "closed")


class LogisticsIntegration(models.Model):
    """How the partner is called, and how far a call may go."""

    _inherit = "logistics.integration"

    base_url = fields.Char(
        string="Partner's Address",
        tracking=True,
        help="What we call, e.g. https://api.partner.example/v2. Empty: the partner is "
        "never called.",
    )
    connect_timeout = fields.Float(
        string="Connect within (s)", default=5.0, required=True
    )
    read_timeout = fields.Float(
        string="Longest Silence (s)",
        default=20.0,
        required=True,
        help="A partner that says nothing for so long is hung up on.",
    )
    call_deadline = fields.Float(
        string="Whole Call within (s)",
        default=30.0,
        required=True,
        help="With every attempt and the pauses between them.",
    )
    call_attempts = fields.Integer(
        string="Attempts",
        default=3,
        required=True,
        help="How often a call is made at most. Only what may be repeated without harm "
        "is made more than once.",
    )
    call_rate = fields.Float(
        string="Calls per Second",
        help="The partner's limit. All workers together keep to it. 0: no limit.",
    )
    call_burst = fields.Integer(
        string="Calls at Once",
        default=10,
        required=True,
        help="So many may go at once where none went for a while.",
    )
    allow_internal_address = fields.Boolean(
        string="Inside Our Network",
        tracking=True,
        help="The partner's system stands inside our own network. The server's owner "
        "must allow its address as well (logistics_internal_hosts).",
    )
    auth_scheme = fields.Selection(
        [
            ("none", "None"),
            ("bearer", "Bearer Token"),
            ("basic", "User and Password"),
            ("header", "Header"),
            ("oauth2", "OAuth 2 Client Credentials"),
        ],
        string="We Log in by",
        default="none",
        required=True,
        tracking=True,
    )
    auth_header = fields.Char(string="Header Name", help="e.g. X-Api-Key")
    token_url = fields.Char(string="Token Address")
    token_scope = fields.Char(string="Scope")
    call_options = fields.Json(
        help="What the partner's calls need beside: account numbers and the like."
    )
    call_options_text = fields.Text(
        string="Options",
        compute="_compute_call_options_text",
        inverse="_inverse_call_options_text",
        help="One in a line, e.g. account_number: 00123",
    )
    call_secret_names = fields.Char(compute="_compute_call_secret_names")
    circuit_state = fields.Selection(
        [("closed", "Closed"), ("open", "Open"), ("half_open", "Half Open")],
        compute="_compute_circuit_state",
        search="_search_circuit_state",
        help="Open: the partner is left alone until it has had time to recover, be it "
        "that its messages fail or that it does not answer our calls.",
    )
    call_circuit_state = fields.Selection(
        [("closed", "Closed"), ("open", "Open"), ("half_open", "Half Open")],
        compute="_compute_circuit_state",
        help="Of our calls alone.",
    )
    call_retry_at = fields.Datetime(compute="_compute_circuit_state")

    _timeouts_positive = models.Constraint(
        "CHECK(connect_timeout > 0 AND read_timeout > 0 AND call_deadline > 0)",
        "Times to wait must be above zero.",
    )
    _attempts_positive = models.Constraint(
        "CHECK(call_attempts BETWEEN 1 AND 10)", "Between 1 and 10 attempts are made."
    )
    _rate_positive = models.Constraint(
        "CHECK(call_rate >= 0 AND call_burst >= 1)",
        "At least one call must be allowed.",
    )

    @api.depends("call_options")
    def _compute_call_options_text(self):
        for integration in self:
            options = integration.call_options
            integration.call_options_text = (
                yaml.safe_dump(options, allow_unicode=True, sort_keys=False)
                if options
                else False
            )

    def _inverse_call_options_text(self):
        for integration in self:
            integration.call_options = integration._read_options(
                integration.call_options_text or ""
            )

    def _read_options(self, text):
        try:
            # Every value is a text: an account number keeps its leading zeros.
            options = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            raise ValidationError(
                self.env._("Line %s of the options cannot be read.", mark.line + 1)
                if mark
                else self.env._("The options cannot be read.")
            ) from None
        if options and not isinstance(options, dict):
            raise ValidationError(
                self.env._("Write options as name: value, one in a line.")
            )
        return options or False

    @api.depends("auth_scheme")
    def _compute_call_secret_names(self):
        names = {
            "bearer": "api_key",
            "basic": "username, password",
            "header": "api_key",
            "oauth2": "client_id, client_secret",
        }
        for integration in self:
            integration.call_secret_names = names.get(integration.auth_scheme)

    @api.depends("inbound_circuit_state")
    def _compute_circuit_state(self):
        gates = self.env["logistics.gate"]._states_of(self)
        for integration in self:
            gate = gates.get(integration._origin.id)
            calls = gate.circuit if gate else "closed"
            integration.call_circuit_state = calls
            integration.circuit_state = min(
                calls, integration.inbound_circuit_state, key=_CIRCUIT_ORDER.index
            )
            integration.call_retry_at = (
                datetime.fromtimestamp(gate.retry_at, timezone.utc).replace(
                    tzinfo=None, microsecond=0
                )
                if gate and calls != "closed"
                else False
            )

    def _search_circuit_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        gates = self.env["logistics.gate"].sudo()
        gates = gates.search_fetch([("circuit", "!=", "closed")], ["integration_id"])
        candidates = self.with_context(active_test=False).search(
            [
                "|",
                ("inbound_circuit_state", "!=", "closed"),
                ("id", "in", gates.integration_id.ids),
            ]
        )
        found = candidates.filtered(lambda i: i.circuit_state in value)
        if "closed" in value:
            return [("id", "not in", (candidates - found).ids)]
        return [("id", "in", found.ids)]

    @api.constrains("base_url", "token_url", "allow_internal_address", "environment")
    def _check_addresses(self):
        for integration in self:
            for url in filter(None, (integration.base_url, integration.token_url)):
                integration._check_address(url)

    def _check_address(self, url):
        try:
            check_url(url)
        except ValueError as error:
            raise ValidationError(
                self.env._("%(url)s: %(problem)s", url=url, problem=error)
            ) from None
        is_open = urlsplit(url).scheme != "https"
        if is_open and self.environment == "production":
            if not self.allow_internal_address:
                raise ValidationError(
                    self.env._(
                        "%s would send our login in the clear. Use https://.", url
                    )
                )

    @api.constrains("auth_scheme", "auth_header", "token_url", "base_url")
    def _check_auth(self):
        for integration in self.filtered("base_url"):
            if integration.auth_scheme == "header" and not integration.auth_header:
                raise ValidationError(self.env._("Name the header we log in by."))
            if integration.auth_scheme == "oauth2" and not integration.token_url:
                raise ValidationError(
                    self.env._("Give the address where the partner hands out tokens.")
                )

    def write(self, vals):
        result = super().write(vals)
        if _TOKEN_FIELDS & set(vals):
            self._forget_token()
        return result

    def _forget_token(self):
        """Have the next call fetch a token anew."""
        tokens = self.env["logistics.token"].sudo()
        tokens.search([("integration_id", "in", self.ids)]).unlink()

    # Calls

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


class LogisticsCredential(models.Model):
    _inherit = "logistics.credential"

    @api.model_create_multi
    def create(self, vals_list):
        credentials = super().create(vals_list)
        credentials.integration_id._forget_token()
        return credentials

    def write(self, vals):
        result = super().write(vals)
        self.integration_id._forget_token()
        return result

    def unlink(self):
        integrations = self.integration_id
        result = super().unlink()
        integrations._forget_token()
        return result
