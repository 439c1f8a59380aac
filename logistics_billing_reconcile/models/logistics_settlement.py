# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

#: What the invoices are chosen by.
CHOICE = ("integration_ids", "account_number", "date_from", "date_to", "approves")
_GUARDED = {"state", "user_id", "problem", "line_ids"}
#: The bill of a line is told from the next by this, as bills are made.
_PLAN = """
    INSERT INTO logistics_settlement_line
        (settlement_id, company_id, invoice_id, currency_id, state, bill_key)
    SELECT %(settlement)s, i.company_id, i.id, i.currency_id, 'waiting',
           concat_ws('/', i.integration_id, i.currency_id,
                     COALESCE(NULLIF(i.approved_amount, 0), i.amount_total, 0) < 0,
                     CASE COALESCE(g.bill_grouping, c.logistics_bill_grouping)
                     WHEN 'month' THEN to_char(i.invoice_date, 'YYYY-MM')
                     WHEN 'week' THEN to_char(i.invoice_date, 'IYYY-IW')
                     ELSE i.id::text END)
      FROM logistics_carrier_invoice i
      JOIN logistics_integration g ON g.id = i.integration_id
      JOIN res_company c ON c.id = i.company_id
     WHERE i.company_id = %(company)s AND i.state = ANY(%(states)s)
       AND (%(carriers)s::int4[] IS NULL OR i.integration_id = ANY(%(carriers)s))
       AND (%(account)s::varchar IS NULL OR i.account_number = %(account)s)
       AND (%(from)s::date IS NULL OR i.invoice_date >= %(from)s)
       AND (%(to)s::date IS NULL OR i.invoice_date <= %(to)s)
     ORDER BY i.id
        ON CONFLICT DO NOTHING
"""


class LogisticsSettlement(models.Model):
    """Bills many invoices in the background, some at a time, each exactly once.

    What is done stays done when the run is stopped or the server is killed; it goes on
    where it was. A run can be rolled back as long as its bills are drafts.
    """

    _name = "logistics.settlement"
    _description = "Settlement Run"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(
        required=True,
        default=lambda self: self.env._(
            "Settlement of %s", fields.Date.context_today(self)
        ),
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users", string="Started by", readonly=True, copy=False
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("running", "Running"),
            ("stopped", "Stopped"),
            ("done", "Done"),
            ("rolling_back", "Rolling Back"),
            ("rolled_back", "Rolled Back"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    integration_ids = fields.Many2many(
        "logistics.integration",
        string="Carriers",
        check_company=True,
        domain="[('kind', '=', 'carrier'), ('company_id', '=', company_id)]",
        help="Empty: all.",
    )
    account_number = fields.Char(string="Customer Account", help="Empty: all.")
    date_from = fields.Date(string="Invoiced from")
    date_to = fields.Date(string="Invoiced to")
    approves = fields.Boolean(
        string="Approve What Nothing Is Wrong With",
        help="Audited invoices without an open finding are approved in your name, "
        "within your limits.",
    )
    problem = fields.Char(readonly=True, copy=False, help="Why it does not go on.")
    line_ids = fields.One2many("logistics.settlement.line", "settlement_id")
    total_count = fields.Integer(string="Invoices", compute="_compute_progress")
    billed_count = fields.Integer(string="Billed", compute="_compute_progress")
    skipped_count = fields.Integer(string="Skipped", compute="_compute_progress")
    waiting_count = fields.Integer(string="Waiting", compute="_compute_progress")
    bill_count = fields.Integer(string="Bills", compute="_compute_progress")
    progress = fields.Float(string="Progress (%)", compute="_compute_progress")
    skipped_why = fields.Text(string="Skipped, and Why", compute="_compute_progress")

    _running = models.Index("(id) WHERE state IN ('running', 'rolling_back')")

    @api.depends("state")
    def _compute_progress(self):
        lines = self.env["logistics.settlement.line"]
        counted = lines._read_group(
            [("settlement_id", "in", self.ids)],
            ["settlement_id", "state"],
            ["__count", "move_id:count_distinct"],
        )
        found = {
            (run.id, state): (count, bills) for run, state, count, bills in counted
        }
        for run in self:
            counts = {
                state: found.get((run.id, state), (0, 0))[0]
                for state in ("waiting", "billed", "skipped", "rolled_back")
            }
            run.total_count = total = sum(counts.values())
            run.billed_count = counts["billed"]
            run.skipped_count = counts["skipped"]
            run.waiting_count = counts["waiting"]
            run.bill_count = found.get((run.id, "billed"), (0, 0))[1]
            left = counts["billed" if run.state == "rolling_back" else "waiting"]
            run.progress = 100.0 * (total - left) / total if total else 0.0
            run.skipped_why = run._words_on_skipped()

    def _words_on_skipped(self):
        reasons = self.env["logistics.settlement.line"]._read_group(
            [("settlement_id", "in", self.ids), ("state", "=", "skipped")],
            ["reason"],
            ["__count"],
            order="__count desc",
            limit=20,
        )
        return "\n".join(f"{count} × {reason}" for reason, count in reasons)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            if any(_GUARDED & set(vals) for vals in vals_list):
                raise UserError(self.env._("A run is started, stopped or rolled back."))
            # Said, so that no default takes their place.
            begun = {
                "state": "draft",
                "user_id": False,
                "problem": False,
                "line_ids": [],
            }
            vals_list = [{**vals, **begun} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if _GUARDED & set(vals):
                raise UserError(self.env._("A run is started, stopped or rolled back."))
            if {*CHOICE, "company_id"} & set(vals) and self.filtered(
                lambda run: run.state != "draft"
            ):
                raise UserError(
                    self.env._("What a run bills is settled once it began.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if self.filtered(lambda run: run.state != "draft"):
            raise UserError(self.env._("What a run did stays on record."))

    # What people do

    def action_start(self):
        """Choose the invoices, and begin to bill them in the background."""
        run = self._begin("draft")
        if run.date_from and run.date_to and run.date_from > run.date_to:
            raise UserError(self.env._("The period ends before it begins."))
        run._plan()
        if not run.line_ids:
            raise UserError(
                self.env._(
                    "No invoice can be billed: none is approved, or another run has them."
                )
            )
        run.user_id = self.env.user
        run._go("running", "settlement.started")

    def action_stop(self):
        """Stop after the checkpoint that is under way."""
        self._begin("running", "rolling_back")._go("stopped", "settlement.stopped")

    def action_resume(self):
        """Go on where the run was stopped."""
        run = self._begin("stopped")
        run.user_id = self.env.user
        run._go("running", "settlement.started")

    def action_roll_back(self):
        """Take the draft bills of the run back; what is posted stays."""
        run = self._begin("stopped", "done", "rolled_back")
        run.user_id = self.env.user
        run.line_ids.filtered(lambda line: line.state == "billed").reason = False
        run._go("rolling_back", "settlement.rolled_back")

    def action_refresh(self):
        """Look again how far it is."""
        return True

    def action_view_bills(self):
        """Open the bills of the run."""
        bills = self.line_ids.move_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Vendor Bills"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", bills.ids)],
        }

    def action_view_lines(self):
        """Open the invoices of the run, those that were skipped first."""
        state = self.env.context.get("line_state")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invoices of the Run"),
            "res_model": "logistics.settlement.line",
            "view_mode": "list",
            "domain": [("settlement_id", "in", self.ids)],
            "context": {f"search_default_{state}": 1} if state else {},
        }

    def _begin(self, *states):
        """Lock and return the run as it is now, for somebody who may decide about it."""
        self.ensure_one()
        self.env["logistics.carrier.invoice"]._check_finance()
        self.check_access("write")
        self.lock_for_update()
        self.invalidate_recordset(["state"])
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(self.env._("The run is “%s”.", labels[self.state]))
        return self.sudo()

    def _go(self, state, action):
        self.write({"state": state, "problem": False})
        entries = self.env["logistics.audit.entry"]
        entries._record(action, self, {"invoices": self.total_count})
        if state != "stopped":
            self.env.ref("logistics_billing_reconcile.cron_settlement")._trigger()

    def _plan(self):
        """Write down which invoices are billed, in one statement."""
        self.env.flush_all()
        self.env.cr.execute(
            _PLAN,
            {
                "settlement": self.id,
                "company": self.company_id.id,
                "states": ["approved", *(["audited"] if self.approves else [])],
                "carriers": self.integration_ids.ids or None,
                "account": self.account_number or None,
                "from": self.date_from or None,
                "to": self.date_to or None,
            },
        )
        self.invalidate_recordset(["line_ids", "total_count"])
