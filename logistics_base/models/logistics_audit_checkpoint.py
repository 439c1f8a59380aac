# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import logging
import os
from pathlib import Path

from odoo import api, fields, models
from odoo.tools import SQL, config

from ..canonical import audit_chain
from ..protocols.keyring import keys_in
from .loose_fields import LooseMany2one

_logger = logging.getLogger(__name__)


class LogisticsAuditCheckpoint(models.Model):
    """The chain as it was after a batch, signed with a key that is not in the database.

    Who has the database alone can make a chain anew, but not its checkpoints. The same
    is noted in a file beside the filestore and in the server's log: that shows when the
    chain's end is cut off together with its checkpoints.
    """

    _name = "logistics.audit.checkpoint"
    _description = "Audit Checkpoint"
    _order = "id desc"
    _rec_name = "sequence"
    _log_access = False

    company_id = LooseMany2one("res.company", required=True, readonly=True)
    sequence = fields.Integer(required=True, readonly=True)
    hash = fields.Char(required=True, readonly=True)
    made_at = fields.Char(string="When", required=True, readonly=True)
    key_name = fields.Char(string="Key", readonly=True)
    signature = fields.Char(readonly=True)

    _place = models.Index("(company_id, sequence)")

    @api.model
    def _keys(self):
        return keys_in(self.env["logistics.credential"]._keys_text())

    @api.model
    def _sign(self, entries):
        """Vouch for the chains that end with these entries, in this transaction."""
        key = next(iter(self._keys()), None)
        now = fields.Datetime.now().isoformat()
        ends = {entry.company_id: entry for entry in entries}
        made = [
            audit_chain.Checkpoint(
                company_id=company_id,
                sequence=end.sequence,
                hash=end.hash,
                at=now,
                key_name=key and audit_chain.key_name(key),
                signature=key
                and audit_chain.sign(key, company_id, end.sequence, end.hash, now),
            )
            for company_id, end in ends.items()
        ]
        self.env.cr.execute(
            """
            INSERT INTO logistics_audit_checkpoint
                (company_id, sequence, hash, made_at, key_name, signature)
            SELECT company_id, sequence, hash, at, key_name, signature
              FROM jsonb_to_recordset(%s::jsonb) AS r(company_id int, sequence int,
                   hash varchar, at varchar, key_name varchar, signature varchar)
            """,
            (json.dumps([checkpoint._asdict() for checkpoint in made]),),
        )
        path = self._anchor_path()
        self.env.cr.postcommit.add(lambda: _note_outside(path, made))

    @api.model
    def _of_company(self, company):
        """Return the checkpoints of a company's chain."""
        return [
            audit_chain.Checkpoint(*row)
            for row in self.env.execute_query(
                SQL(
                    "SELECT company_id, sequence, hash, made_at, key_name, signature "
                    "FROM logistics_audit_checkpoint WHERE company_id = %s",
                    company.id,
                )
            )
        ]

    # What is kept outside of the database

    @api.model
    def _anchor_path(self):
        """Return the file in which the ends of this database's chains are noted."""
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        name = f"{self.env.cr.dbname}-{database}.jsonl"
        return Path(config["data_dir"]) / "logistics_audit" / name

    @api.model
    def _anchors(self, company):
        """Return [(sequence, hash)] that were noted outside for a company's chain."""
        try:
            lines = self._anchor_path().read_text("utf-8").splitlines()
        except OSError:
            return []
        noted = []
        for line in lines:
            try:
                company_id, sequence, hash_ = json.loads(line)[:3]
            except (ValueError, TypeError):
                # A line that a crash cut off says nothing.
                continue
            if company_id == company.id:
                noted.append((sequence, hash_))
        return noted


def _note_outside(path, checkpoints):
    lines = [json.dumps([*checkpoint[:4]]) for checkpoint in checkpoints]
    for line in lines:
        _logger.info("Audit trail [company, entry, hash, time]: %s", line)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        with os.fdopen(os.open(path, flags, 0o600), "a", encoding="utf-8") as file:
            file.write("".join(f"{line}\n" for line in lines))
    except OSError:
        _logger.exception("The audit trail could not be noted in %s", path)
