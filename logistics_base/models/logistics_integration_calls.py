# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from urllib.parse import urlsplit

import yaml

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..transport.http.request import is_header_name
from ..transport.http.urls import check_url
from ..transport.http.wire import check_certificates


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
    trusted_certificates = fields.Text(
        help="Only for a partner whose certificate no public authority has signed: the "
        "certificates (PEM) of those who may vouch for it. Nobody else is trusted then.",
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

    @api.constrains("trusted_certificates")
    def _check_trusted_certificates(self):
        for integration in self.filtered("trusted_certificates"):
            try:
                check_certificates(integration.trusted_certificates)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "The certificates of %(name)s cannot be used: %(problem)s.",
                        name=integration.name,
                        problem=error,
                    )
                ) from None

    @api.constrains("auth_scheme", "auth_header", "token_url", "base_url")
    def _check_auth(self):
        for integration in self.filtered("auth_header"):
            if not is_header_name(integration.auth_header):
                raise ValidationError(
                    self.env._("No header can be named %s.", integration.auth_header)
                )
        for integration in self.filtered("base_url"):
            if integration.auth_scheme == "header" and not integration.auth_header:
                raise ValidationError(self.env._("Name the header we log in by."))
            if integration.auth_scheme == "oauth2" and not integration.token_url:
                raise ValidationError(
                    self.env._("Give the address where the partner hands out tokens.")
                )
