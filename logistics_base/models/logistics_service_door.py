# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import api, fields, models

from odoo.addons.base.models.res_users import INDEX_SIZE

from ..controllers.problem import Refusal
from ..protocols import networks
from ..protocols.rate_limit import Quota
from ..protocols.usage import UsageBuffer
from .own_cursor import OwnCursor

#: How often a process writes down which keys were used, in seconds.
USAGE_INTERVAL = 60
#: After RFC 6750, section 3.1.
_INSUFFICIENT = 'Bearer error="insufficient_scope"'
_used = {}


class Caller(NamedTuple):
    """Who calls, once the key was found to be right."""

    user_id: int
    context: dict
    counted_as: str
    quota: Quota | None
    credential_id: int | None = None
    company_id: int | None = None


class LogisticsServiceDoor(models.AbstractModel):
    """Lets machines in: by the key of a machine access, or by a user's own API key."""

    _name = "logistics.service.door"
    _description = "Door of the API"

    @api.model
    def _admit_machine(self, key, scope, address):
        """Return the Caller whose machine access this key opens; None for other keys.

        It acts as the public user, who may do nothing: what it sees, the routes look up
        in its name by ``_audience``.

        :raise Refusal: if the key is right, but not for this or not from there.
        """
        secret = self.env["logistics.service.secret"]._find(key)
        if not secret:
            return None
        credential = secret.credential_id
        if not networks.allows(credential._networks(), address):
            raise Refusal("forbidden", "This key may not be used from this address.")
        scopes = set(credential.scope_ids.mapped("code"))
        if scope not in scopes:
            raise Refusal(
                "insufficient-scope",
                f"The key is not for {scope}. Ask whoever gave it to you.",
                {"WWW-Authenticate": f'{_INSUFFICIENT}, scope="{scope}"'},
            )
        self._note_use(secret, address)
        return Caller(
            user_id=self.env.ref("base.public_user").id,
            context={"logistics_credential_id": credential.id},
            counted_as=f"credential:{credential.id}",
            quota=Quota("machine", credential.rate_quota, credential.rate_window)
            if credential.rate_quota
            else None,
            credential_id=credential.id,
            company_id=credential.company_id.id,
        )

    @api.model
    def _credential(self):
        """Return the machine access that acts; an empty recordset for people.

        Anybody may put what they like into a context: it counts of the public user
        alone, who comes here by a machine's key only.
        """
        credentials = self.env["logistics.service.credential"].sudo()
        credential_id = self.env.context.get("logistics_credential_id")
        if not credential_id or not self.env.user._is_public():
            return credentials
        return credentials.browse(credential_id)

    @api.model
    def _admit_user(self, key, scope):
        """Return the Caller whose API key this is; None where it opens nothing."""
        user_id = self.env["res.users.apikeys"]._logistics_user_id(scope, key)
        if not user_id:
            return None
        return Caller(
            user_id=user_id,
            context={},
            counted_as=f"user:{user_id}:{key[:INDEX_SIZE]}",
            quota=self.env["logistics.rate"]._quota_of_users(),
        )

    @api.model
    def _count(self, caller):
        """Count a request; return the headers that tell the caller what is left.

        :raise Refusal: if nothing is left.
        """
        if not caller.quota:
            return {}
        standing = self.env["logistics.rate"]._take(caller.counted_as, caller.quota)
        headers = caller.quota.headers(standing)
        if not standing.allowed:
            raise Refusal("too-many-requests", "Slow down, and send it again.", headers)
        return headers

    # Who was here last

    @api.model
    def _note_use(self, secret, address):
        buffer = _used.setdefault(self.env.cr.dbname, UsageBuffer(USAGE_INTERVAL))
        buffer.note(secret.id, fields.Datetime.now(), address)
        self._write_uses(buffer.take_due())

    @api.model
    def _write_uses(self, uses):
        """Write down which keys were used, when last and from where."""
        if not uses:
            return
        rows = [(key, *use) for key, use in uses.items()]
        with OwnCursor(self.env.cr).open() as cr:
            cr.execute(
                """
                UPDATE logistics_service_secret s
                   SET use_count = COALESCE(use_count, 0) + u.count,
                       last_used_at = GREATEST(last_used_at, u.at),
                       last_used_from = u.address
                  FROM unnest(%s, %s, %s::timestamp[], %s::varchar[])
                       AS u(id, count, at, address)
                 WHERE s.id = u.id
                """,
                tuple(list(column) for column in zip(*rows, strict=True)),
            )
        self.env["logistics.service.secret"].invalidate_model(
            ["use_count", "last_used_at", "last_used_from"], flush=False
        )
