# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import SUPERUSER_ID, api, models

from ..canonical import audit_chain
from .own_cursor import OwnCursor


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
        and on routes that are read-only, too. Once for each transaction and record.
        """
        if not records:
            self._write_beside(self._rows(action, records, details, subjects))
            return
        seen = self.env.cr.cache.setdefault("logistics.audit.read", set())
        keys = {(action, self.env.uid, records._name, i): i for i in records.ids}
        new = records.browse(i for key, i in keys.items() if key not in seen)
        if not new:
            return
        self._write_beside(self._rows(action, new, details, subjects))
        seen.update(keys)

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
