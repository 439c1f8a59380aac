# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets

from odoo import api, fields, models
from odoo.tools import SQL

from ..canonical import audit_chain
from .loose_fields import LooseMany2one


class LogisticsAuditSubject(models.Model):
    """A person that entries of the audit trail speak of, and the salt of their digests.

    Forgetting the person destroys the salt, and nothing else: the entries stay as they
    are, and what they say of the person cannot be read by anybody.
    """

    _name = "logistics.audit.subject"
    _description = "Person in the Audit Trail"
    _rec_name = "partner_id"
    _log_access = False

    company_id = LooseMany2one("res.company", required=True, readonly=True)
    partner_id = LooseMany2one("res.partner", string="Person", readonly=True)
    salt = fields.Char(groups=fields.NO_ACCESS, readonly=True, copy=False)
    forgotten_at = fields.Datetime(readonly=True)

    _once = models.UniqueIndex("(company_id, partner_id) WHERE forgotten_at IS NULL")

    @api.model
    def _ensure(self, persons):
        """Return {(company id, partner id): (subject id, salt)}, made where missing."""
        if not persons:
            return {}
        self.env.cr.execute(
            """
            INSERT INTO logistics_audit_subject (company_id, partner_id, salt)
            SELECT company_id, partner_id, salt
              FROM unnest(%s, %s, %s) AS p(company_id, partner_id, salt)
                ON CONFLICT (company_id, partner_id) WHERE forgotten_at IS NULL
                DO NOTHING
            """,
            (
                [company for company, _partner in persons],
                [partner for _company, partner in persons],
                [secrets.token_hex(32) for _person in persons],
            ),
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT s.company_id, s.partner_id, s.id, s.salt
                  FROM logistics_audit_subject s
                  JOIN unnest(%s, %s) AS p(company_id, partner_id)
                       USING (company_id, partner_id)
                 WHERE s.forgotten_at IS NULL
                """,
                [company for company, _partner in persons],
                [partner for _company, partner in persons],
            )
        )
        return {
            (company, partner): (subject, salt and salt.encode())
            for company, partner, subject, salt in rows
        }

    @api.model
    def _salts_of(self, entries):
        """Return {subject id: salt} of those that the entries speak of."""
        ids = {
            int(subject)
            for subjects in entries.sudo().mapped("subjects")
            if subjects
            for subject in subjects.split(",")
        }
        subjects = self.sudo().browse(ids).exists()
        return {s.id: s.salt.encode() for s in subjects if s.salt}

    @api.model
    def _unseal(self, entry, salts):
        """Return what an entry says; None where somebody in it was forgotten."""
        wanted = [salts.get(int(subject)) for subject in entry.subjects.split(",")]
        return audit_chain.unseal(wanted, entry.sealed) if all(wanted) else None

    @api.model
    def _forget(self, partners):
        """Make unreadable for good what the audit trail says of these persons.

        Who had it done is recorded; of the persons it names but the number of the salt.
        """
        self.env.cr.execute(
            "UPDATE logistics_audit_pending SET details = NULL "
            "WHERE partner_ids @> ANY(%s::jsonb[])",
            ([f"[{partner_id}]" for partner_id in partners.ids],),
        )
        subjects = self.sudo().search(
            [("partner_id", "in", partners.ids), ("forgotten_at", "=", False)]
        )
        subjects.write(
            {"salt": False, "partner_id": False, "forgotten_at": fields.Datetime.now()}
        )
        subjects.flush_recordset()
        for company, group in subjects.grouped("company_id").items():
            self.env["logistics.audit.entry"].with_company(company)._record(
                "person.forgotten", group[:1], {"subjects": group.ids}
            )
