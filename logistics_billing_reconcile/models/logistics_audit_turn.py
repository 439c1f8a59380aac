# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2.errors import LockNotAvailable, SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL

from .logistics_charge_audit_stale import TELLING

_TAKE = """
    INSERT INTO logistics_audit_turn AS t (company_id, turns, position)
    VALUES (%(company)s, 1, (SELECT COALESCE(max(position), 0) FROM logistics_event))
        ON CONFLICT (company_id) DO UPDATE
       SET turns = t.turns + 1, position = COALESCE(t.position, EXCLUDED.position)
"""
_MAKE = """
    INSERT INTO logistics_audit_turn (company_id, turns) VALUES (%(company)s, 0)
        ON CONFLICT DO NOTHING
"""
_LOCK = """
    SELECT 1 FROM logistics_audit_turn WHERE company_id = %(company)s FOR UPDATE NOWAIT
"""


class LogisticsAuditTurn(models.Model):
    """Whose turn it is to audit a company's invoices: one after the other.

    The turn is a row that each audit writes: who began before another one ended cannot
    have seen what that one found, and is told so by the database. What events say of
    shipments while they are audited is looked up afterwards, from where the turn began.
    """

    _name = "logistics.audit.turn"
    _description = "Turn to Audit"
    _log_access = False
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    turns = fields.Integer(readonly=True)
    position = fields.Integer(
        readonly=True, help="Events after it may have come too late for the last audit."
    )

    _once = models.Constraint("unique(company_id)", "A company has one turn.")

    @api.model
    def _take(self):
        """Wait for the turn of the company, and take it until the transaction ends."""
        self.env.cr.execute(_TAKE, {"company": self.env.company.id})

    @api.model
    def _take_at_once(self):
        """Take the turn unless somebody else has it, or had it since we began to read.

        :return: whether it was taken.
        """
        cr, company = self.env.cr, self.env.company.id
        try:
            with cr.savepoint(flush=False):
                for statement in (_MAKE, _LOCK, _TAKE):
                    cr.execute(statement, {"company": company}, log_exceptions=False)
        except (LockNotAvailable, SerializationFailure):
            return False
        return True

    @api.model
    def _catch_up(self):
        """Have audited again what events told of while the last audits were under way."""
        self.env.cr.execute(
            "SELECT position FROM logistics_audit_turn "
            "WHERE company_id = %s AND position IS NOT NULL FOR UPDATE",
            (self.env.company.id,),
        )
        if not (turn := self.env.cr.fetchone()):
            return
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT shipment_id FROM logistics_event WHERE position > %s "
                "AND type = ANY(%s) AND company_id = %s AND shipment_id IS NOT NULL",
                turn[0],
                list(TELLING),
                self.env.company.id,
            )
        )
        self.env["logistics.charge.audit"]._mark_stale({row[0] for row in rows})
        self.env.cr.execute(
            "UPDATE logistics_audit_turn SET position = NULL WHERE company_id = %s",
            (self.env.company.id,),
        )
        self.invalidate_model(flush=False)
