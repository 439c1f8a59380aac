# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
import random
import time

import psycopg2

from odoo import api, fields, models

from ..protocols.keyring import KeyringError
from ..transport.call_errors import CallError
from ..transport.http.auth import renewal

#: What a token was given for.
_TOKEN_FIELDS = {"base_url", "auth_scheme", "token_url", "token_scope", "call_options"}


class LogisticsToken(models.Model):
    """A token a partner gave us for our client id and secret; stored encrypted."""

    _name = "logistics.token"
    _description = "Partner's Token"
    _log_access = False
    _rec_name = "integration_id"

    integration_id = fields.Many2one(
        "logistics.integration", required=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="integration_id.company_id")
    encrypted_value = fields.Char(groups=fields.NO_ACCESS, readonly=True, copy=False)
    fingerprint = fields.Char(groups=fields.NO_ACCESS, readonly=True, copy=False)
    renew_at = fields.Float(
        string="Renewed at (s since 1970)", required=True, readonly=True
    )

    _one_per_integration = models.UniqueIndex("(integration_id)")


class SharedTokenStore:
    """The token that all workers share: fetched by one, while the others wait.

    Usable from any thread.

    :param OwnCursor cursors: of the database.
    :param Keyring keyring: what tokens are encrypted with.
    """

    def __init__(self, cursors, integration_id, keyring, *, clock=time.time):
        self._cursors = cursors
        self._integration_id = integration_id
        self._keyring = keyring
        self._clock = clock

    def get(self, fetch, patience):
        """Return a token that holds; ``fetch()`` gives a new one and its seconds.

        :param patience: seconds to wait for another worker who fetches it.
        :raise CallError: as ``fetch`` does; ``deadline`` if the wait was in vain.
        """
        token = None
        try:
            with self._cursors.open() as cr:
                token = self._read(cr)
                if token:
                    return token
                self._wait_for_turn(cr, patience)
                token = self._read(cr)
                if token is None:
                    token, lifetime = fetch()
                    self._write(cr, token, lifetime)
        except psycopg2.errors.LockNotAvailable:
            if token is None:
                raise CallError(
                    "deadline", "Somebody else waits for the partner's token."
                ) from None
            # It holds all the same; who comes next fetches another one.
        return token

    def drop(self, token):
        """Forget this token, unless there is a newer one; return whether to retry."""
        with self._cursors.open() as cr:
            cr.execute(
                "DELETE FROM logistics_token "
                "WHERE integration_id = %s AND fingerprint = %s",
                (self._integration_id, _fingerprint(token)),
            )
        return True

    def _wait_for_turn(self, cr, patience):
        cr.execute("SET LOCAL lock_timeout = %s", (max(1, int(patience * 1000)),))
        cr.execute(
            "SELECT pg_advisory_xact_lock(hashtext('logistics.token'), %s)",
            (self._integration_id,),
        )

    def _read(self, cr):
        cr.execute(
            "SELECT encrypted_value FROM logistics_token "
            "WHERE integration_id = %s AND renew_at > %s",
            (self._integration_id, self._clock()),
        )
        row = cr.fetchone()
        try:
            return row and self._keyring.decrypt(row[0])
        except KeyringError:
            # Encrypted with a key that was retired since: it is fetched anew.
            return None

    def _write(self, cr, token, lifetime):
        cr.execute(
            """
            INSERT INTO logistics_token
                (integration_id, encrypted_value, fingerprint, renew_at)
            VALUES (%s, %s, %s, %s)
                ON CONFLICT (integration_id) DO UPDATE
               SET encrypted_value = EXCLUDED.encrypted_value,
                   fingerprint = EXCLUDED.fingerprint, renew_at = EXCLUDED.renew_at
            """,
            (
                self._integration_id,
                self._keyring.encrypt(token),
                _fingerprint(token),
                renewal(self._clock(), lifetime, random.random()),
            ),
        )


def _fingerprint(token):
    return hashlib.sha256(token.encode()).hexdigest()


class LogisticsIntegration(models.Model):
    _inherit = "logistics.integration"

    def write(self, vals):
        result = super().write(vals)
        if _TOKEN_FIELDS & set(vals):
            self._forget_token()
        return result

    def _forget_token(self):
        """Have the next call fetch a token anew."""
        tokens = self.env["logistics.token"].sudo()
        tokens.search([("integration_id", "in", self.ids)]).unlink()


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
