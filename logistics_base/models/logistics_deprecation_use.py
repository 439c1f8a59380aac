# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..canonical import deprecations
from ..protocols.usage import UsageBuffer
from .logistics_service_door import USAGE_INTERVAL
from .loose_fields import LooseMany2one
from .own_cursor import OwnCursor

_used = {}


class LogisticsDeprecationUse(models.Model):
    """Who still uses what will go away, how often and when last."""

    _name = "logistics.deprecation.use"
    _description = "Use of What Will Go Away"
    _order = "last_used_at desc, id desc"
    _rec_name = "code"
    _log_access = False

    code = fields.Char(string="What", required=True, readonly=True)
    company_id = LooseMany2one("res.company", readonly=True)
    credential_id = LooseMany2one(
        "logistics.service.credential", string="Machine Access", readonly=True
    )
    user_id = LooseMany2one("res.users", readonly=True)
    use_count = fields.Integer(string="Times", readonly=True)
    last_used_at = fields.Datetime(string="Last Used", readonly=True)
    sunset = fields.Date(compute="_compute_sunset", help="From then on it may be gone.")
    instead = fields.Char(compute="_compute_sunset", string="Use Instead")

    _once = models.UniqueIndex(
        "(code, COALESCE(credential_id, 0), COALESCE(user_id, 0), "
        "COALESCE(company_id, 0))"
    )

    @api.depends("code")
    def _compute_sunset(self):
        known = {entry.code: entry for entry in deprecations.registered()}
        for use in self:
            entry = known.get(use.code)
            use.sunset = entry and entry.sunset
            use.instead = entry and entry.instead

    @api.model
    def _note(self, entries, caller):
        """Count a use of each; written down with those of others, now and then."""
        buffer = _used.setdefault(self.env.cr.dbname, UsageBuffer(USAGE_INTERVAL))
        user_id = caller and not caller.credential_id and caller.user_id or None
        company_id = caller and caller.company_id or self._company_of(user_id)
        credential_id = caller and caller.credential_id
        for entry in entries:
            key = (entry.code, company_id, credential_id, user_id)
            buffer.note(key, fields.Datetime.now())
        self._write_uses(buffer.take_due())

    @api.model
    def _company_of(self, user_id):
        user = self.env["res.users"].sudo().browse(user_id or ())
        return (user.company_id or self.env.ref("base.main_company")).id

    @api.model
    def _write_uses(self, uses):
        if not uses:
            return
        rows = [(*key, use.count, use.last_at) for key, use in uses.items()]
        with OwnCursor(self.env.cr).open() as cr:
            for row in rows:
                cr.execute(
                    """
                    INSERT INTO logistics_deprecation_use AS d
                        (code, company_id, credential_id, user_id, use_count,
                         last_used_at)
                    VALUES (%s, %s, %s, %s, %s, %s)
                        ON CONFLICT (code, COALESCE(credential_id, 0),
                                     COALESCE(user_id, 0), COALESCE(company_id, 0))
                        DO UPDATE SET use_count = d.use_count + EXCLUDED.use_count,
                                      last_used_at = EXCLUDED.last_used_at
                    """,
                    row,
                )
        self.invalidate_model(flush=False)
