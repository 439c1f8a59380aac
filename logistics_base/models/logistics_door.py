# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time
from dataclasses import dataclass, field
from datetime import timezone

from odoo import api, models
from odoo.tools import ormcache

from ..protocols import networks, signatures
from ..protocols.keyring import KeyringError

# How long a secret read from a vault reference is used before it is read again.
REFERENCE_LIFETIME = 30.0


@dataclass(slots=True)
class Secret:
    """One credential as the door uses it; validity in seconds since the epoch."""

    name: str
    valid_from: float
    valid_until: float
    value: str | None
    credential_id: int
    read_at: float = 0.0


@dataclass(slots=True)
class Door:
    """Everything the door must know about an integration, in memory."""

    integration_id: int
    company_id: int
    code: str
    state: str
    adapter: str
    preset: str | None
    scheme: object
    options: dict
    networks: tuple
    host: str | None
    rate_limit: int
    max_body_size: int
    priorities: dict = field(default_factory=dict)
    secrets: list = field(default_factory=list, repr=False)


class LogisticsDoor(models.AbstractModel):
    """What stands at the door of each integration.

    Requests come by the hundred per second, so nothing here is read from the database
    twice: whatever changes an integration, its flows, credentials or presets clears the
    cache.
    """

    _name = "logistics.door"
    _description = "Integration Door"

    @api.model
    def _forget(self):
        """Have all that is kept of integrations read anew, here and elsewhere.

        Now, and once more after the commit: a request in between has read what was
        there before, and a secret that was withdrawn would be good for ever.
        """
        clear = self.env.registry.clear_cache
        clear()
        self.env.cr.postcommit.add(clear)

    @api.model
    @ormcache()
    def _ids_by_code(self):
        # All at once: whoever asks for codes at random costs no query and no memory.
        integrations = self.env["logistics.integration"].sudo()
        integrations = integrations.search_fetch([("active", "=", True)], ["code"])
        return {integration.code: integration.id for integration in integrations}

    @api.model
    def _of_code(self, code):
        """Return the door with that code; None where there is none, open or paused."""
        integration_id = self._ids_by_code().get(code)
        door = integration_id and self._of_integration(integration_id)
        return door if door and door.state in ("live", "paused") else None

    @api.model
    @ormcache("integration_id")
    def _of_integration(self, integration_id):
        integration = self.env["logistics.integration"].sudo().browse(integration_id)
        options = dict(integration.signature_options or {})
        if integration.signature_header:
            options["header"] = integration.signature_header
        return Door(
            integration_id=integration.id,
            company_id=integration.company_id.id,
            code=integration.code,
            state=integration.state if integration.active else "retired",
            adapter=integration.adapter,
            preset=integration.preset or None,
            scheme=signatures.SCHEMES.get(integration.signature_scheme),
            options=options,
            networks=networks.parse(integration.allowed_networks),
            host=(integration.allowed_host or "").lower() or None,
            rate_limit=integration.rate_limit,
            max_body_size=integration.max_body_size,
            priorities={
                flow.document_type: flow.priority
                for flow in integration.flow_ids
                if flow.direction == "inbound"
            },
            secrets=[
                self._secret_of(credential)
                for credential in integration.credential_ids.filtered("encrypted_value")
            ],
        )

    @api.model
    def _secret_of(self, credential):
        secret = Secret(
            name=credential.name,
            valid_from=_timestamp(credential.valid_from, 0.0),
            valid_until=_timestamp(credential.valid_until, float("inf")),
            value=None,
            credential_id=credential.id,
        )
        if not credential.is_reference:
            secret.value = self._read_secret(credential)
        return secret

    @api.model
    def _read_secret(self, credential):
        try:
            return credential._secret()
        except KeyringError:
            # Fail closed: a secret that cannot be read verifies nothing. The
            # credential's form tells the administrator what is wrong.
            return None

    @api.model
    def _secrets(self, door, now):
        """Return the secrets that are valid now and belong to the door's scheme."""
        wanted = door.scheme.secret_names
        return [
            value
            for secret in door.secrets
            if secret.name in wanted
            and secret.valid_from <= now < secret.valid_until
            and (value := self._value_of(secret))
        ]

    @api.model
    def _value_of(self, secret):
        if secret.value is not None and not secret.read_at:
            return secret.value
        if time.monotonic() - secret.read_at > REFERENCE_LIFETIME:
            credential = (
                self.env["logistics.credential"].sudo().browse(secret.credential_id)
            )
            secret.value = self._read_secret(credential)
            secret.read_at = time.monotonic()
        return secret.value

    @api.model
    def _verify(self, door, request, *, now=None):
        """Make sure that the request comes from the partner.

        :param request: a ``SignedRequest``.
        :raise SignatureError: if it does not, or if nothing could prove it.
        """
        now = time.time() if now is None else now
        if door.scheme is None:
            raise signatures.SignatureError("no_secret")
        door.scheme.verify(
            self._secrets(door, now), request, now=now, options=door.options
        )


def _timestamp(value, default):
    return value.replace(tzinfo=timezone.utc).timestamp() if value else default
