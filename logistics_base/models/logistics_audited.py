# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
import json

from odoo import api, fields, models

#: A text longer than this is told by its length and its digest alone.
LONGEST_TEXT = 500
SECRET = "•••"


class LogisticsAudited(models.AbstractModel):
    """Puts on record who makes, changes and deletes records, with the values before.

    For what people set up: rules, integrations, credentials. What the pipeline writes by
    the thousand has its own history.
    """

    _name = "logistics.audited"
    _description = "On Record in the Audit Trail"

    @api.model
    def _audit_ignored_fields(self):
        """Return the names of the fields whose changes are nobody's decision."""
        return {"write_date", "write_uid", "create_date", "create_uid"}

    @api.model
    def _audit_secret_fields(self):
        """Return the names of the fields of which it is told only that they changed."""
        return set()

    def _audit_applies(self):
        """Return those of the records whose changes are put on record.

        What addons bring along with their files is nobody's decision here.
        """
        return self.browse() if self.env.context.get("install_mode") else self

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        rows = [
            ("created", record, {"name": record.display_name})
            for record in records._audit_applies()
        ]
        self._audit(rows)
        return records

    def write(self, vals):
        names = self._audit_names(vals)
        told = self._audit_applies() if names else self.browse()
        before = {record.id: record._audit_values(names) for record in told}
        result = super().write(vals)
        rows = []
        for record in told:
            after = record._audit_values(names, is_set=True)
            changes = {
                name: {"before": before[record.id][name], "after": value}
                for name, value in after.items()
                if value != before[record.id][name]
            }
            if changes:
                rows.append(("changed", record, changes))
        self._audit(rows)
        return result

    def unlink(self):
        rows = [
            ("deleted", record, {"name": record.display_name})
            for record in self._audit_applies()
        ]
        # Recorded while it is there: afterwards nobody knows whose it was.
        self._audit(rows)
        return super().unlink()

    @api.model
    def _audit(self, rows):
        """Put on record [(action, record, details)], in one statement."""
        entries = self.env["logistics.audit.entry"]
        written = [
            row
            for action, record, details in rows
            for row in entries._rows(action, record, details, None)
        ]
        if written:
            self.env["logistics.audit.pending"]._buffer(self.env.cr, written)

    @api.model
    def _audit_names(self, vals):
        """Return the names of the fields among the values whose changes are told."""
        ignored = self._audit_ignored_fields()
        secret = self._audit_secret_fields()
        return [
            name
            for name in vals
            if name not in ignored
            and (field := self._fields.get(name))
            and (field.store or name in secret)
        ]

    def _audit_values(self, names, *, is_set=False):
        """Return {field: value as the trail tells it}.

        :param bool is_set: the values were just written: a secret shows as a new one.
        """
        self.ensure_one()
        secret = self._audit_secret_fields()
        record = self.sudo()
        told = {}
        for name in names:
            field = self._fields[name]
            is_closed = field.type == "binary" or field.groups == fields.NO_ACCESS
            if name in secret or is_closed:
                told[name] = SECRET if is_set else None
            else:
                told[name] = _told(record[name], field)
        return told


def _told(value, field):
    if field.relational:
        return value.mapped("display_name")
    if value in (False, None, ""):
        return value if field.type == "boolean" else None
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return f"{len(value)} · {hashlib.sha256(value.encode()).hexdigest()[:12]}"
    if field.type in ("datetime", "date"):
        return fields.Datetime.to_string(value)
    return json.loads(json.dumps(value, default=str))
