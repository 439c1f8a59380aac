# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import json
import secrets
import time
import uuid
from datetime import datetime, timedelta, timezone

from odoo import fields, models
from odoo.exceptions import UserError

from ..protocols.keyring import KeyringError
from ..protocols.signatures import SCHEMES, SignatureError, SignedRequest
from ..transport.call_errors import CallError

#: The credential of the receiver's integration that our events are signed with.
SECRET_NAME = "signing_secret"  # noqa: S105  a name, not a secret
SECRET_BYTES = 32
#: For so long the secret before is good, too, once a new one was made.
OVERLAP = timedelta(hours=24)
CONTENT_TYPE = "application/json"


class LogisticsSubscription(models.Model):
    """How the receiver knows that it is us: secrets, signatures, a test."""

    _inherit = "logistics.subscription"

    has_secret = fields.Boolean(compute="_compute_has_secret")

    def _compute_has_secret(self):
        for subscription in self:
            subscription.has_secret = bool(subscription._valid_credentials())

    def _valid_credentials(self):
        credentials = self.sudo().integration_id.credential_ids
        return credentials.filtered(
            lambda one: one.name == SECRET_NAME and one.is_valid and one.encrypted_value
        )

    def _valid_secrets(self):
        """Return the secrets that are valid now, the newest first."""
        found = []
        for credential in self._valid_credentials().sorted(
            lambda one: (one.valid_from or datetime.min, one.id), reverse=True
        ):
            try:
                found.append(credential._secret())
            except KeyringError:
                continue
        return found

    def _signature(self, message_id, body):
        """Return the headers of Standard Webhooks, signed now with every valid secret.

        :raise UserError: if there is none.
        """
        scheme = SCHEMES["standard_webhooks"]
        request = SignedRequest("POST", "", {}, body)
        try:
            signed = [
                scheme.sign(secret, request, now=time.time(), message_id=message_id)
                for secret in self._valid_secrets()
            ]
        except SignatureError:
            signed = []
        if not signed:
            raise UserError(
                self.env._(
                    "There is no secret to sign with: make a new one for %s.",
                    self.integration_id.name,
                )
            )
        headers = signed[0]
        headers[scheme.header] = " ".join(one[scheme.header] for one in signed)
        # What it answers beside the status is for people to read.
        return {**headers, "Accept-Encoding": "identity"}

    def _rotate_secret(self):
        """Make a new secret and return it, the only time that it is told.

        The one before stays valid for a day: until then both sign.
        """
        self.ensure_one()
        self.check_access("write")
        now = fields.Datetime.now()
        until = now + OVERLAP
        before = self._valid_credentials()
        before.filtered(
            lambda one: not one.valid_until or one.valid_until > until
        ).write({"valid_until": until})
        secret = "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
        self.env["logistics.credential"].sudo().create(
            {
                "integration_id": self.integration_id.id,
                "name": SECRET_NAME,
                "value": secret,
                "valid_from": now,
            }
        )
        self.message_post(body=self.env._("A new signing secret was made."))
        return secret

    def action_rotate_secret(self):
        """Make a new secret and show it once."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Signing Secret"),
            "res_model": "logistics.subscription.secret",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_is_rotated": bool(self._valid_credentials()),
                "default_secret": self._rotate_secret(),
            },
        }

    # Test

    def action_ping(self):
        """Send a ping at once and tell what came of it."""
        self.ensure_one()
        self.check_access("write")
        problem, took = self._ping()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if problem else "success",
                "sticky": bool(problem),
                "message": problem
                or self.env._("The receiver took the ping in %s ms.", took),
            },
        }

    def _ping(self):
        """Send a ping; return (what is wrong or None, milliseconds it took)."""
        now = datetime.now(timezone.utc)
        body = json.dumps(
            {
                "type": "ping",
                "timestamp": now.isoformat().replace("+00:00", "Z"),
                "data": {"subscription": self.name},
            }
        ).encode()
        integration = self.sudo().integration_id
        client = integration._http_client()
        started = time.monotonic()
        try:
            client.request(
                "POST",
                integration.outbox_path or "",
                content=body,
                content_type=CONTENT_TYPE,
                headers=self._signature(f"ping_{uuid.uuid4().hex}", body),
                repeatable=False,
                changes=False,
            )
        except CallError as error:
            return str(error), None
        finally:
            integration._log_calls(client, None)
            client.close()
        return None, round((time.monotonic() - started) * 1000)
