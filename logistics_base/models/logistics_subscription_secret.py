# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import json
import secrets
import time
import uuid
from datetime import datetime, timedelta, timezone

from odoo import fields, models

from ..transport.call_errors import CallError
from .logistics_integration_signing import SECRET_NAME

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
        return self.sudo().integration_id._credentials_named((SECRET_NAME,))

    def _valid_secrets(self):
        """Return the secrets that are valid now, the newest first."""
        return self.sudo().integration_id._secrets_named((SECRET_NAME,))

    def _signature(self, message_id, body):
        """Return the headers of Standard Webhooks, signed now with every valid secret.

        :raise UserError: if there is none.
        """
        headers = self.sudo().integration_id._signature(
            body, message_id, scheme="standard_webhooks", names=(SECRET_NAME,)
        )
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
