# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import uuid

from odoo import api, fields, models
from odoo.tools import SQL

from ..canonical import audit_chain
from .loose_fields import LooseMany2one
from .own_cursor import OwnCursor

#: So many entries are put into the chain at a time, in one transaction.
APPEND_SIZE = 1000
_COLUMNS = """company_id int, sequence int, uid varchar, recorded_at timestamp,
    actor varchar, user_id int, credential_id int, action varchar, res_model varchar,
    res_id int, subjects varchar, details text, sealed text, digest varchar,
    prev_hash varchar, hash varchar"""
_NAMES = ", ".join(column.split()[0] for column in _COLUMNS.split(","))


class LogisticsAuditPending(models.Model):
    """What was recorded and has no place in the chain yet.

    A row is committed with the change it tells of, or, for what was read, before the
    content is handed over. A single appender takes rows up in the order in which it
    finds them committed.
    """

    _name = "logistics.audit.pending"
    _description = "Audit Entry to Be Chained"
    _order = "id"
    _rec_name = "action"
    _log_access = False

    company_id = LooseMany2one("res.company", required=True, readonly=True)
    recorded_at = fields.Datetime(required=True, readonly=True)
    actor = fields.Char(required=True, readonly=True)
    user_id = LooseMany2one("res.users", readonly=True)
    credential_id = LooseMany2one("logistics.service.credential", readonly=True)
    action = fields.Char(required=True, readonly=True)
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    details = fields.Text(readonly=True, groups=fields.NO_ACCESS)
    partner_ids = fields.Json(string="Persons", readonly=True, groups=fields.NO_ACCESS)

    @api.model
    def _buffer(self, cr, rows):
        """Write rows, one statement for all of them.

        :param rows: dicts of this model's columns, without the time.
        """
        cr.execute(
            """
            INSERT INTO logistics_audit_pending
                (company_id, recorded_at, actor, user_id, credential_id, action,
                 res_model, res_id, details, partner_ids)
            SELECT company_id, clock_timestamp() AT TIME ZONE 'UTC', actor, user_id,
                   credential_id, action, res_model, res_id, details, partner_ids
              FROM jsonb_to_recordset(%s::jsonb) AS r(
                   company_id int, actor varchar, user_id int, credential_id int,
                   action varchar, res_model varchar, res_id int, details text,
                   partner_ids jsonb)
            """,
            (json.dumps(rows),),
        )

    @api.model
    def _append_all(self):
        """Give all that is pending its place in the chain. Runs as a cron.

        Each batch is a transaction of its own, which sees what was committed before it.

        :return: how many entries that were.
        """
        total = 0
        while True:
            with OwnCursor(self.env.cr).open() as cr:
                pending = self.with_env(self.env(cr=cr, su=True))
                appended = pending._append()
            total += appended
            if appended < APPEND_SIZE:
                self.env["logistics.audit.entry"].invalidate_model(flush=False)
                return total

    @api.model
    def _append(self, limit=APPEND_SIZE):
        """Put a batch into the chains of its companies; nothing is committed here.

        :return: how many; 0 where there are none, or another process is at it.
        """
        cr = self.env.cr
        cr.execute("SELECT pg_try_advisory_xact_lock(hashtext('logistics.audit'))")
        if not cr.fetchone()[0]:
            return 0
        cr.execute(
            """
            DELETE FROM logistics_audit_pending WHERE id IN (
                SELECT id FROM logistics_audit_pending ORDER BY id LIMIT %s)
            RETURNING id, company_id, recorded_at, actor, user_id, credential_id,
                      action, res_model, res_id, details, partner_ids
            """,
            (limit,),
        )
        rows = sorted(cr.fetchall())
        if rows:
            entries = self._chain(rows)
            self._insert(entries)
            self.env["logistics.audit.checkpoint"]._sign(entries)
        return len(rows)

    @api.model
    def _chain(self, rows):
        """Return the rows as entries, each after the last one of its company."""
        ends = self._ends({row[1] for row in rows})
        persons = {(row[1], person) for row in rows for person in row[10] or ()}
        subjects = self.env["logistics.audit.subject"]._ensure(persons)
        entries = []
        for row in rows:
            sequence, last_hash = ends.get(row[1], (0, audit_chain.GENESIS))
            found = [subjects[row[1], person] for person in row[10] or ()]
            entry = audit_chain.chained(
                self._entry(row, sequence + 1, found), last_hash
            )
            ends[row[1]] = entry.sequence, entry.hash
            entries.append(entry)
        return entries

    @api.model
    def _ends(self, company_ids):
        """Return {company id: (sequence, hash) of its last entry}."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.id, e.sequence, e.hash FROM unnest(%s) AS c(id),
                LATERAL (SELECT sequence, hash FROM logistics_audit_entry
                          WHERE company_id = c.id
                          ORDER BY sequence DESC LIMIT 1) AS e
                """,
                list(company_ids),
            )
        )
        return {company_id: (sequence, hash_) for company_id, sequence, hash_ in rows}

    @api.model
    def _entry(self, row, sequence, subjects):
        """Return the entry of a row; ``subjects`` are [(id, salt or None)].

        Of who was forgotten, nothing new is kept readable.
        """
        (_id, company_id, at, actor, user_id, credential_id) = row[:6]
        action, model, record_id, details, _persons = row[6:]
        uid = uuid.uuid4().hex
        salts = [salt for _subject, salt in subjects if salt]
        if len(salts) < len(subjects):
            details = None
        return audit_chain.Entry(
            sequence=sequence,
            uid=uid,
            company_id=company_id,
            at=at.isoformat(timespec="microseconds"),
            actor=actor,
            user_id=user_id,
            credential_id=credential_id,
            action=action,
            model=model,
            record_id=record_id,
            subjects=tuple(subject for subject, _salt in subjects),
            details=None if subjects else details,
            sealed=audit_chain.seal(salts, details) if subjects and details else None,
            digest=audit_chain.digest(salts, uid, details),
            prev_hash="",
            hash="",
        )

    @api.model
    def _insert(self, entries):
        stored = [
            {
                **entry._asdict(),
                "recorded_at": entry.at,
                "res_model": entry.model,
                "res_id": entry.record_id,
                "subjects": ",".join(map(str, entry.subjects)) or None,
            }
            for entry in entries
        ]
        self.env.cr.execute(
            f"INSERT INTO logistics_audit_entry ({_NAMES}) "  # noqa: S608
            f"SELECT {_NAMES} FROM jsonb_to_recordset(%s::jsonb) AS r({_COLUMNS})",
            (json.dumps(stored),),
        )
