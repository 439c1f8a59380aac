# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import time
from contextlib import closing

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..mapping import history_columns
from ..mapping.csv_rows import read_table
from ..mapping.encoding import decode_text
from ..mapping.errors import DecodeError
from ..mapping.limits import Limits
from ..models.logistics_history import Options, Outcome

#: Rows taken in at once, and how long one request goes on with it, in seconds.
BATCH_SIZE = 500
SECONDS = 4
#: The dry run looks at so many rows of each file.
PREVIEW_ROWS = 5000
#: So many refused rows are listed.
SHOWN_PROBLEMS = 200
LIMITS = Limits(nodes=10_000_000)
KINDS = ("shipment", "milestone")


class LogisticsHistoryImport(models.TransientModel):
    """Takes in shipments and milestones of the past from CSV files.

    Upload, place the columns, look at the dry run, import. The dry run is the import
    itself, taken back. The import goes on batch by batch as long as its window is open;
    taken up again it goes on where it was, and the same file twice changes nothing.
    """

    _name = "logistics.history.import"
    _description = "History Import"

    state = fields.Selection(
        [
            ("upload", "Upload"),
            ("preview", "Check"),
            ("running", "Import"),
            ("done", "Done"),
        ],
        required=True,
        default="upload",
    )
    shipment_file = fields.Binary(attachment=False)
    shipment_filename = fields.Char()
    milestone_file = fields.Binary(attachment=False)
    milestone_filename = fields.Char()
    column_ids = fields.One2many("logistics.history.import.column", "import_id")
    shipment_column_ids = fields.One2many(
        "logistics.history.import.column",
        "import_id",
        domain=[("kind", "=", "shipment")],
    )
    milestone_column_ids = fields.One2many(
        "logistics.history.import.column",
        "import_id",
        domain=[("kind", "=", "milestone")],
    )
    zone = fields.Selection(
        "_selection_zone",
        string="Time Zone",
        required=True,
        default=lambda self: self.env.user.tz or "UTC",
        help="Of times that tell none, where the place does not either.",
    )
    month_first = fields.Boolean(
        string="Month Before Day", help="03/04/2025 is the 4th of March."
    )
    create_contacts = fields.Boolean(
        string="Create Missing Contacts",
        help="Otherwise rows that name somebody unknown are refused.",
    )
    carrier_id = fields.Many2one(
        "logistics.integration",
        domain="[('kind', 'in', ('carrier', 'forwarder'))]",
        help="Of shipments that name none, or one that is not known.",
    )
    shipment_total = fields.Integer(readonly=True)
    shipment_position = fields.Integer(readonly=True)
    shipment_created = fields.Integer(readonly=True)
    shipment_skipped = fields.Integer(readonly=True)
    shipment_refused = fields.Integer(readonly=True)
    milestone_total = fields.Integer(readonly=True)
    milestone_position = fields.Integer(readonly=True)
    milestone_created = fields.Integer(readonly=True)
    milestone_skipped = fields.Integer(readonly=True)
    milestone_refused = fields.Integer(readonly=True)
    contact_created = fields.Integer(readonly=True)
    problem_ids = fields.One2many(
        "logistics.history.import.problem", "import_id", readonly=True
    )
    progress = fields.Float(compute="_compute_progress")
    is_partial = fields.Boolean(compute="_compute_is_partial")

    @api.model
    def _selection_zone(self):
        return [(name, name) for name in pytz.common_timezones]

    @api.depends(
        "shipment_position", "milestone_position", "shipment_total", "milestone_total"
    )
    def _compute_progress(self):
        for wizard in self:
            total = wizard.shipment_total + wizard.milestone_total
            taken = wizard.shipment_position + wizard.milestone_position
            wizard.progress = 100 * taken / total if total else 0.0

    @api.depends("shipment_total", "milestone_total")
    def _compute_is_partial(self):
        for wizard in self:
            wizard.is_partial = (
                max(wizard.shipment_total, wizard.milestone_total) > PREVIEW_ROWS
            )

    # Upload

    def action_check(self):
        """Read the files, place their columns, and show what would happen."""
        self.ensure_one()
        if not (self.shipment_file or self.milestone_file):
            raise UserError(self.env._("Choose a file first."))
        for kind in KINDS:
            self._place_columns(kind)
        return self.action_preview()

    def _place_columns(self, kind):
        """Guess what the columns are, unless a person has placed them already."""
        header, rows = self._rows_of(kind)
        self[f"{kind}_total"] = len(rows)
        known = self.column_ids.filtered(lambda c: c.kind == kind)
        if known.mapped("header") == header:
            return
        known.unlink()
        guessed = history_columns.guess(header, kind)
        first = [row for _line, row in rows[:50]]
        self.env["logistics.history.import.column"].create(
            [
                {
                    "import_id": self.id,
                    "kind": kind,
                    "sequence": place,
                    "header": name,
                    "sample": _sample(first, name),
                    f"{kind}_column": guessed.get(name),
                }
                for place, name in enumerate(header)
            ]
        )

    def _rows_of(self, kind):
        """Return (header, [(line, row)]) of a file; both empty where there is none."""
        content = self[f"{kind}_file"]
        if not content:
            return [], []
        try:
            text = decode_text(base64.b64decode(content), None, ("cp1252", "latin-1"))
            return read_table(text, {}, LIMITS)
        except DecodeError as error:
            name = self[f"{kind}_filename"]
            raise UserError(
                self.env._("%(file)s: %(problem)s", file=name, problem=error)
            ) from None

    # Dry run

    def action_preview(self):
        """Import and take it all back: what would become of each row."""
        self.ensure_one()
        self._check_columns()
        outcomes = self._dry_run()
        self.write({"state": "preview", **self._reset_values()})
        for kind, outcome in outcomes.items():
            self._note(kind, outcome)
        return self._reopen()

    def _check_columns(self):
        for kind in KINDS:
            if not self[f"{kind}_file"]:
                continue
            placed = self._columns(kind).values()
            if lacking := history_columns.missing(placed, kind):
                raise UserError(
                    self.env._(
                        "%(file)s: no column is placed for %(columns)s.",
                        file=self[f"{kind}_filename"] or kind,
                        columns=", ".join(lacking),
                    )
                )

    def _dry_run(self):
        """Return {kind: Outcome} of the first rows; nothing of it stays."""
        outcomes = {}
        with closing(self.env.cr.savepoint()):
            for kind in KINDS:
                _header, rows = self._rows_of(kind)
                outcomes[kind] = self._import(kind, rows[:PREVIEW_ROWS], is_dry=True)
            self.env.flush_all()
        self.env.transaction.clear()
        self.env.registry.clear_cache()
        return outcomes

    def _import(self, kind, rows, *, is_dry=False):
        """Take in rows batch by batch; return their Outcome."""
        outcome = Outcome()
        for start in range(0, len(rows), BATCH_SIZE):
            batch = rows[start : start + BATCH_SIZE]
            outcome.add(self._import_batch(kind, batch, is_dry))
        return outcome

    def _import_batch(self, kind, rows, is_dry=False):
        history = self.env["logistics.history"]
        if kind == "milestone":
            return history._import_milestones(rows, self._options(kind))
        # A dry run must not use up the numbers of real shipments.
        naming = "DRY-RUN-{}".format if is_dry else None
        return history._import_shipments(rows, self._options(kind), naming=naming)

    def _options(self, kind):
        return Options(
            columns=self._columns(kind),
            zone=self.zone,
            month_first=self.month_first,
            create_contacts=self.create_contacts,
            carrier=self.carrier_id,
            environment=self._environment(),
        )

    def _environment(self):
        """Milestones find only shipments of carriers of their own environment."""
        if self.carrier_id:
            return self.carrier_id.environment
        production = self.env["logistics.integration"].search_count(
            [
                ("company_id", "=", self.env.company.id),
                ("environment", "=", "production"),
                ("kind", "in", ("carrier", "forwarder")),
            ],
            limit=1,
        )
        return "production" if production else "test"

    def _columns(self, kind):
        return {
            column.header: column[f"{kind}_column"]
            for column in self.column_ids
            if column.kind == kind and column[f"{kind}_column"]
        }

    # Import

    def action_import(self):
        """Begin; the window then asks for batch after batch."""
        self.ensure_one()
        self.write({"state": "running", **self._reset_values()})
        return self._reopen()

    def import_next(self):
        """Take in rows for a few seconds, and return whether there are more."""
        self.ensure_one()
        self.check_access("write")
        deadline = time.monotonic() + SECONDS
        for kind in KINDS:
            _header, rows = self._rows_of(kind)
            while self[f"{kind}_position"] < len(rows):
                if self.state != "running" or time.monotonic() > deadline:
                    return self.state == "running"
                start = self[f"{kind}_position"]
                batch = rows[start : start + BATCH_SIZE]
                self._note(kind, self._import_batch(kind, batch))
                self[f"{kind}_position"] = start + len(batch)
        self.state = "done"
        return False

    def action_back(self):
        """Go back to the files; the columns stay as they were placed."""
        self.state = "upload"
        return self._reopen()

    def action_view_shipments(self):
        """Open the shipments."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_base.logistics_shipment_action"
        )

    def _note(self, kind, outcome):
        """Add the outcome of some rows to the counts."""
        room = SHOWN_PROBLEMS - len(self.problem_ids)
        self.write(
            {
                f"{kind}_created": self[f"{kind}_created"] + outcome.created,
                f"{kind}_skipped": self[f"{kind}_skipped"] + outcome.skipped,
                f"{kind}_refused": self[f"{kind}_refused"] + len(outcome.refused),
                "contact_created": self.contact_created + outcome.contacts,
                "problem_ids": [
                    fields.Command.create({"kind": kind, "line": line, "reason": why})
                    for line, why in outcome.refused[: max(room, 0)]
                ],
            }
        )

    def _reset_values(self):
        counts = ("position", "created", "skipped", "refused")
        return {
            **{f"{kind}_{count}": 0 for kind in KINDS for count in counts},
            "contact_created": 0,
            "problem_ids": [fields.Command.clear()],
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import History"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }


class LogisticsHistoryImportColumn(models.TransientModel):
    """What one column of a file is."""

    _name = "logistics.history.import.column"
    _description = "History Import Column"
    _order = "kind desc, sequence, id"
    _rec_name = "header"

    import_id = fields.Many2one(
        "logistics.history.import", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [("shipment", "Shipment"), ("milestone", "Milestone")], required=True
    )
    sequence = fields.Integer()
    header = fields.Char(string="In the File", required=True, readonly=True)
    sample = fields.Char(string="Such As", readonly=True)
    shipment_column = fields.Selection(
        [(c.name, c.label) for c in history_columns.SHIPMENT_COLUMNS], string="Is"
    )
    milestone_column = fields.Selection(
        [(c.name, c.label) for c in history_columns.MILESTONE_COLUMNS], string="Is the"
    )


class LogisticsHistoryImportProblem(models.TransientModel):
    """A row that is refused, and why."""

    _name = "logistics.history.import.problem"
    _description = "History Import Problem"
    _order = "kind desc, line, id"
    _rec_name = "reason"

    import_id = fields.Many2one(
        "logistics.history.import", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [("shipment", "Shipments"), ("milestone", "Milestones")],
        string="File",
        required=True,
    )
    line = fields.Integer()
    reason = fields.Char()


def _sample(rows, name):
    values = (row.get(name) for row in rows)
    return next((value[:60] for value in values if value), False)
