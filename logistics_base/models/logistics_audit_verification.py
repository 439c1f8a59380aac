# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import logging

from odoo import api, fields, models
from odoo.tools import SQL

from ..canonical import audit_chain
from .loose_fields import LooseMany2one

_logger = logging.getLogger(__name__)

PAGE_SIZE = 5000
#: So many findings are told one by one; there are no more, or there is nothing sound.
MOST_FINDINGS = 500
_ENTRY = """sequence, uid, company_id, recorded_at, actor, user_id, credential_id, action,
    res_model, res_id, subjects, details, sealed, digest, prev_hash, hash"""


class LogisticsAuditVerification(models.Model):
    """What was found when a company's chain was read from beginning to end."""

    _name = "logistics.audit.verification"
    _description = "Verification of the Audit Trail"
    _order = "id desc"
    _rec_name = "verified_at"
    _log_access = False

    company_id = LooseMany2one("res.company", required=True, readonly=True)
    verified_at = fields.Datetime(required=True, readonly=True)
    user_id = LooseMany2one("res.users", string="Asked for by", readonly=True)
    state = fields.Selection(
        [("sound", "Sound"), ("broken", "Broken")], required=True, readonly=True
    )
    entry_count = fields.Integer(string="Entries", readonly=True)
    last_sequence = fields.Integer(string="Last Entry", readonly=True)
    checkpoint_count = fields.Integer(string="Signed Checkpoints", readonly=True)
    anchor_count = fields.Integer(
        string="Notes Outside",
        readonly=True,
        help="How often the end of the chain was noted beside the filestore.",
    )
    unreadable_count = fields.Integer(
        string="About Forgotten Persons",
        readonly=True,
        help="Entries whose details nobody can read any more. The chain holds.",
    )
    finding_count = fields.Integer(string="Number of Findings", readonly=True)
    findings = fields.Text(readonly=True)
    broken_sequences = fields.Json(readonly=True)
    note = fields.Char(readonly=True)

    _of_company = models.Index("(company_id, id)")

    @api.model
    def _last_by_company(self, entries):
        """Return {company id: its last verification} for the companies of entries."""
        rows = self.env.execute_query(
            SQL(
                "SELECT company_id, max(id) FROM logistics_audit_verification "
                "WHERE company_id = ANY(%s) GROUP BY company_id",
                entries.company_id.ids,
            )
        )
        return {company_id: self.sudo().browse(last) for company_id, last in rows}

    # Verifying

    @api.model
    def _verify_all(self):
        """Verify the chains of all companies; tell auditors of what is broken.

        Runs as a cron.

        :return: the verifications.
        """
        made = self.browse()
        for company in (
            self.env["res.company"].sudo().search([("active", "in", (True, False))])
        ):
            verification = self._verify(company)
            if verification.state == "broken":
                verification._tell_auditors()
            made |= verification
        return made

    @api.model
    def _verify(self, company):
        """Append what is pending, then read the chain of a company; return the result."""
        self.env["logistics.audit.pending"].sudo()._append_all()
        checkpoints = self.env["logistics.audit.checkpoint"].sudo()
        signed, anchors = (
            checkpoints._of_company(company),
            checkpoints._anchors(company),
        )
        verifier = audit_chain.Verifier(
            checkpoints=signed,
            anchors=anchors,
            keys=checkpoints._keys(),
            salts=self._salts(company),
            forgotten=self._forgotten(company),
        )
        for entry in self._entries(company):
            verifier.read(entry)
        findings = verifier.finish()
        return self.sudo().create(
            {
                "company_id": company.id,
                "verified_at": fields.Datetime.now(),
                "user_id": self.env.uid,
                "state": "broken" if findings else "sound",
                "entry_count": verifier.count,
                "last_sequence": verifier.last or 0,
                "checkpoint_count": sum(bool(c.signature) for c in signed),
                "anchor_count": len(anchors),
                "unreadable_count": verifier.unreadable,
                "finding_count": len(findings),
                "findings": self._told(findings),
                "broken_sequences": [f.sequence for f in findings[:MOST_FINDINGS]],
                "note": not checkpoints._keys()
                and self.env._(
                    "No encryption key is set, so nothing is signed: whoever writes to "
                    "the database could make the whole chain anew."
                ),
            }
        )

    @api.model
    def _entries(self, company):
        """Yield the entries of a company by their places in the chain."""
        last = 0
        while rows := self.env.execute_query(
            SQL(
                f"SELECT {_ENTRY} FROM logistics_audit_entry "  # noqa: S608
                "WHERE company_id = %s AND sequence > %s ORDER BY sequence LIMIT %s",
                company.id,
                last,
                PAGE_SIZE,
            )
        ):
            for row in rows:
                entry = audit_chain.Entry(*row)
                yield entry._replace(
                    at=entry.at.isoformat(timespec="microseconds"),
                    subjects=tuple(map(int, (entry.subjects or "").split(",")))
                    if entry.subjects
                    else (),
                )
            last = rows[-1][0]

    @api.model
    def _salts(self, company):
        rows = self.env.execute_query(
            SQL(
                "SELECT id, salt FROM logistics_audit_subject WHERE company_id = %s",
                company.id,
            )
        )
        return {subject: salt and salt.encode() for subject, salt in rows}

    @api.model
    def _forgotten(self, company):
        """Return the persons who were forgotten in order, as the chain itself says."""
        rows = self.env.execute_query(
            SQL(
                "SELECT details FROM logistics_audit_entry "
                "WHERE company_id = %s AND action = 'person.forgotten'",
                company.id,
            )
        )
        return {
            subject
            for (details,) in rows
            if details
            for subject in json.loads(details).get("subjects", ())
        }

    @api.model
    def _told(self, findings):
        kinds = {
            "changed": self.env._("Changed"),
            "missing": self.env._("Missing"),
            "reordered": self.env._("Reordered"),
            "truncated": self.env._("Cut off"),
            "forged": self.env._("Forged"),
            "unsigned": self.env._("Not vouched for"),
            "unreadable": self.env._("Made unreadable"),
        }
        return "\n".join(
            f"{kinds[f.kind]} · {self.env._('entry %s', f.sequence)}: {f.text}"
            for f in findings[:MOST_FINDINGS]
        )

    def _tell_auditors(self):
        """Have the auditors of the company look at it."""
        self.ensure_one()
        _logger.error(
            "The audit trail of %s is broken:\n%s",
            self.company_id.name,
            self.findings,
        )
        auditors = self.company_id._logistics_people("logistics_base.group_auditor")
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=auditors.partner_id.ids,
            subject=self.env._("The audit trail is broken"),
            body=self.findings,
            model=self._name,
            res_id=self.id,
        )

    def action_view_broken(self):
        """Open the entries at which something is wrong."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_base.logistics_audit_entry_action"
        )
        action["domain"] = [
            ("company_id", "=", self.company_id.id),
            ("sequence", "in", self.broken_sequences or []),
        ]
        action["context"] = {}
        return action
