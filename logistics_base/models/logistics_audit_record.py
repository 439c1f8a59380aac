# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time

from odoo import SUPERUSER_ID, api, models

from ..canonical import audit_chain
from .own_cursor import OwnCursor

#: Reading the same again within so many seconds is one reading.
READ_ONCE = 300.0
#: So many readings are remembered at most by one process.
MOST_READ = 10_000
_read_at = {}


class LogisticsAuditEntry(models.Model):
    """Recording: the one call for whoever does something that must be on record."""

    _inherit = "logistics.audit.entry"

    @api.model
    def _record(self, action, records, details=None, subjects=None):
        """Have it on record that the current user does something, if this commits.

        One statement, whatever the number of records; nothing is hashed yet.

        :param str action: what, e.g. ``message.discarded``.
        :param records: what it is done to; an empty recordset stands for its model.
        :param dict details: what else is to be known: values JSON can tell, and where
            something changed, ``{"before": …, "after": …}``.
        :param subjects: the ``res.partner`` records that the details speak of. Such
            details can be read until one of these persons is forgotten.
        """
        pending = self.env["logistics.audit.pending"]
        pending._buffer(self.env.cr, self._rows(action, records, details, subjects))

    @api.model
    def _record_read(self, action, records, details=None, subjects=None):
        """Have it on record that the current user reads something sensitive.

        It is committed at once, in a transaction of its own: before the content leaves,
        and on routes that are read-only, too. A screen reads a record several times, so
        within a few minutes that is told once.
        """
        if not records:
            self._write_beside(self._rows(action, records, details, subjects))
            return
        now = time.monotonic()
        who = self.env.cr.dbname, self.env.uid, self._actor()["credential_id"]
        new = records.browse(
            record_id
            for record_id in records.ids
            if now - _read_at.get((*who, action, records._name, record_id), -READ_ONCE)
            >= READ_ONCE
        )
        if not new:
            return
        self._write_beside(self._rows(action, new, details, subjects))
        if len(_read_at) > MOST_READ:
            _read_at.clear()
        for record_id in new.ids:
            _read_at[(*who, action, records._name, record_id)] = now

    @api.model
    def _write_beside(self, rows):
        with OwnCursor(self.env.cr).open() as cr:
            self.env["logistics.audit.pending"]._buffer(cr, rows)

    @api.model
    def _rows(self, action, records, details, subjects):
        common = {
            **self._actor(),
            "action": action,
            "res_model": records._name,
            "details": audit_chain.canonical(details) if details else None,
            "partner_ids": sorted(subjects.ids) if subjects and details else None,
        }
        if not records:
            return [{**common, "company_id": self.env.company.id, "res_id": None}]
        return [
            {**common, "company_id": company_id, "res_id": record_id}
            for record_id, company_id in self._companies_of(records)
        ]

    @api.model
    def _companies_of(self, records):
        """Return [(record id, id of the company on whose record it goes)]."""
        ours = self.env.company.id
        if "company_id" not in records._fields:
            return [(record_id, ours) for record_id in records.ids]
        return [(record.id, record.company_id.id or ours) for record in records.sudo()]

    @api.model
    def _actor(self):
        """Return who acts: a machine, a scheduled action, Odoo itself, or a user."""
        credential_id = self.env["logistics.service.door"]._credential().id
        if credential_id:
            actor = "credential"
        elif self.env.uid != SUPERUSER_ID:
            actor = "user"
        else:
            actor = "cron" if self.env.context.get("cron_id") else "system"
        return {
            "actor": actor,
            "user_id": self.env.uid,
            "credential_id": credential_id or None,
        }
