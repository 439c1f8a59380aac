# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
import hmac
import secrets

from odoo import api, fields, models

#: What every key begins with, so that scanners for leaked secrets know it.
KEY_PREFIX = "lgs_"
_PREFIX_BYTES = 6
_SECRET_BYTES = 32


class LogisticsServiceSecret(models.Model):
    """One key of a machine access: shown once, kept as a digest alone.

    Several may be valid at once: that is how a key is renewed without an outage. A key
    is 256 random bits, so its plain SHA-256 is no easier to guess than the key itself.
    """

    _name = "logistics.service.secret"
    _description = "Key of a Machine Access"
    _order = "id desc"
    _rec_name = "prefix"

    credential_id = fields.Many2one(
        "logistics.service.credential", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="credential_id.company_id")
    prefix = fields.Char(
        string="Begins with",
        required=True,
        readonly=True,
        help="By this a key is told from others; it opens nothing.",
    )
    digest = fields.Char(groups=fields.NO_ACCESS, readonly=True, copy=False)
    valid_until = fields.Datetime(
        help="Empty: as long as the machine access. Set where a newer key took over."
    )
    revoked_at = fields.Datetime(readonly=True, copy=False)
    last_used_at = fields.Datetime(string="Last Used", readonly=True)
    last_used_from = fields.Char(readonly=True)
    use_count = fields.Integer(string="Times Used", readonly=True)
    state = fields.Selection(
        [("valid", "Valid"), ("expired", "Expired"), ("revoked", "Revoked")],
        compute="_compute_state",
    )

    _prefix_unique = models.UniqueIndex("(prefix)")

    @api.depends("valid_until", "revoked_at", "credential_id.valid_until")
    def _compute_state(self):
        now = fields.Datetime.now()
        for secret in self:
            ends = filter(None, (secret.valid_until, secret.credential_id.valid_until))
            secret.state = (
                "revoked"
                if secret.revoked_at
                else "expired"
                if min(ends) <= now
                else "valid"
            )

    @api.model
    def _issue(self, credential):
        """Make a key; return (its record, the key itself, which is kept nowhere)."""
        prefix = KEY_PREFIX + secrets.token_hex(_PREFIX_BYTES)
        key = f"{prefix}_{secrets.token_urlsafe(_SECRET_BYTES)}"
        record = self.sudo().create(
            {
                "credential_id": credential.id,
                "prefix": prefix,
                "digest": _digest(key),
            }
        )
        return record, key

    @api.model
    def _find(self, key):
        """Return the valid key that this text is; an empty recordset for any other."""
        nobody = self.sudo().browse()
        if not key.startswith(KEY_PREFIX):
            return nobody
        prefix = KEY_PREFIX + key[len(KEY_PREFIX) :].partition("_")[0]
        found = self.sudo().search([("prefix", "=", prefix)])
        # Compared even where there is none, so that both take the same time.
        stored = found.digest or _digest("")
        is_right = hmac.compare_digest(stored, _digest(key))
        return found if found and is_right and found.state == "valid" else nobody


def _digest(key):
    return hashlib.sha256(key.encode()).hexdigest()
