# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from collections import defaultdict
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import str2bool

from ..protocols.keyring import KeyringError

#: Partners call the hosts of their test systems so.
_TEST_HOST = re.compile(
    r"(^|[.-])(test|testing|sandbox|sbx|staging|stage|uat|qa|dev|demo|cie|wwwcie|preprod)"
    r"([.-]|\d*[.-])",
    re.IGNORECASE,
)


class LogisticsIntegration(models.Model):
    """Test and production are two worlds: what would mix them is refused, or shown."""

    _inherit = "logistics.integration"

    is_copy = fields.Boolean(compute="_compute_is_copy")
    environment_problems = fields.Text(compute="_compute_environment_problems")

    def _compute_is_copy(self):
        self.is_copy = self._database_is_copy()

    @api.model
    def _database_is_copy(self):
        """Tell whether this database was neutralised: a copy for tests."""
        parameters = self.env["ir.config_parameter"].sudo()
        return str2bool(parameters.get_param("database.is_neutralized") or "", False)

    @api.depends("environment", "base_url", "token_url", "credential_ids", "state")
    def _compute_environment_problems(self):
        others = self.sudo().search([("state", "!=", "retired")]) | self.sudo()
        hosts, secrets = others._hosts_by_environment(), others._secret_sharers()
        for integration in self:
            found = [
                *integration._host_problems(hosts),
                *integration._secret_problems(secrets),
            ]
            integration.environment_problems = "\n".join(found) or False

    def _hosts_of(self):
        return {
            host.lower()
            for url in filter(None, (self.base_url, self.token_url))
            if (host := urlsplit(url).hostname)
        }

    def _hosts_by_environment(self):
        """Return {environment: {host: name of an integration that calls it}}."""
        found = defaultdict(dict)
        for integration in self:
            for host in integration._hosts_of():
                found[integration.environment].setdefault(host, integration.name)
        return found

    def _host_problems(self, hosts):
        is_test = self.environment == "test"
        theirs = hosts["production" if is_test else "test"]
        for host in sorted(self._hosts_of()):
            if host in theirs and is_test:
                yield self.env._(
                    "It calls %(host)s, as “%(name)s” does in production: a test would "
                    "be done for real there.",
                    host=host,
                    name=theirs[host],
                )
            elif not is_test and _TEST_HOST.search(host):
                yield self.env._(
                    "It is for production and calls %s, which looks like a test system.",
                    host,
                )

    def _secret_sharers(self):
        """Return {secret: [(environment, integration id, name)]}, of live ones only."""
        found = defaultdict(list)
        for integration in self.filtered(lambda i: i.state in ("live", "paused")):
            for credential in integration.sudo().credential_ids.filtered(
                lambda c: c.encrypted_value and c.is_valid
            ):
                try:
                    secret = credential._secret()
                except KeyringError:
                    continue
                found[secret].append(
                    (integration.environment, integration.id, integration.name)
                )
        return found

    def _secret_problems(self, secrets):
        for sharers in secrets.values():
            own = [sharer for sharer in sharers if sharer[1] in self.ids]
            other = [s for s in sharers if s[0] != self.environment]
            if own and other:
                yield self.env._(
                    "It shares a secret with “%s” of the other environment: whoever has "
                    "one can speak for both.",
                    other[0][2],
                )

    @api.constrains("state", "environment")
    def _check_copy_is_no_production(self):
        live = self.filtered(
            lambda i: i.state == "live" and i.environment == "production"
        )
        if live and self._database_is_copy():
            raise ValidationError(
                self.env._(
                    "This database is a copy for tests: %s cannot go live for "
                    "production here.",
                    live[0].name,
                )
            )

    def write(self, vals):
        if "environment" in vals and not self.env.su:
            self._check_may_change_worlds(vals["environment"])
        return super().write(vals)

    def _check_may_change_worlds(self, environment):
        """Refuse to take what was test, or was production, along into the other world.

        :raise UserError: where there are shipments or messages already.
        """
        for integration in self.filtered(lambda i: i.environment != environment):
            about = [("integration_id", "=", integration.id)]
            used = any(
                self.env[model]
                .sudo()
                .with_context(active_test=False)
                .search_count(about, limit=1)
                for model in (
                    "logistics.shipment",
                    "logistics.message",
                    "logistics.leg",
                )
            )
            if used:
                raise UserError(
                    self.env._(
                        "%s has shipments or messages already, which would change "
                        "worlds. Duplicate it for the other environment instead.",
                        integration.name,
                    )
                )


class LogisticsShipment(models.Model):
    _inherit = "logistics.shipment"

    @api.constrains("integration_id")
    def _check_one_world(self):
        self.leg_ids._check_one_world()


class LogisticsLeg(models.Model):
    _inherit = "logistics.leg"

    @api.constrains("integration_id", "shipment_id")
    def _check_one_world(self):
        for leg in self:
            world = leg.shipment_id.integration_id.environment
            if leg.integration_id and world not in (
                False,
                leg.integration_id.environment,
            ):
                raise ValidationError(
                    self.env._(
                        "%(shipment)s is executed in another environment than "
                        "%(carrier)s belongs to.",
                        shipment=leg.shipment_id.name,
                        carrier=leg.integration_id.name,
                    )
                )
