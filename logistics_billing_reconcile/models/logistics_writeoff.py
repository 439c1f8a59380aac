# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class LogisticsWriteoff(models.Model):
    """A finding that is paid although it is right, and who or what decided so."""

    _name = "logistics.writeoff"
    _description = "Write-off"
    _order = "id desc"
    _rec_name = "finding_id"

    finding_id = fields.Many2one(
        "logistics.invoice.finding",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    invoice_id = fields.Many2one(
        related="finding_id.invoice_id", store=True, index=True
    )
    integration_id = fields.Many2one(
        related="invoice_id.integration_id", string="Carrier", store=True
    )
    type = fields.Selection(
        related="finding_id.type", string="What Was Found", store=True
    )
    rule_id = fields.Many2one(
        "logistics.writeoff.rule",
        string="By Rule",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("done", "Written Off"),
            ("refused", "Refused"),
            ("undone", "Undone"),
        ],
        required=True,
        default="proposed",
        readonly=True,
        index=True,
    )
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(readonly=True)

    _open = models.UniqueIndex(
        "(finding_id) WHERE state IN ('proposed', 'done')",
        "The finding is written off already, or to be.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(self.env._("Rules and methods write off: it is on record."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise UserError(self.env._("Approve, refuse or undo it: it is on record."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was written off stays on record."))

    def action_approve(self):
        """Write off what was proposed, within the user's limit."""
        for one in self._decide_on("proposed"):
            one._check_limit()
            one._write_off(by=self.env.user)

    def action_refuse(self):
        """Leave the findings open."""
        self._decide_on("proposed")._set("refused", self.env.user)

    def action_undo(self):
        """Have the findings open again, as long as the invoice is not billed."""
        for one in self._decide_on("done"):
            one._check_not_billed()
            one._set("undone", self.env.user)
            one.finding_id.filtered(lambda f: f.state == "written_off").write(
                {"state": "open", "decided_by_id": False, "decided_at": False}
            )
            if one.invoice_id.state != "rejected":
                one.invoice_id._unapproved("review")
            one._on_record("finding.write_off_undone")

    def _decide_on(self, state):
        """Lock and return the write-offs of people who may decide about them."""
        invoices = self.env["logistics.carrier.invoice"]
        invoices._check_finance()
        self.check_access("read")
        decided = self.sudo()
        decided.invoice_id._locked()
        decided.lock_for_update()
        decided.invalidate_recordset()
        if decided.filtered(lambda one: one.state != state):
            raise UserError(self.env._("Somebody decided about it already."))
        return decided

    def _check_limit(self):
        invoice = self.invoice_id
        # Many small ones are a large one.
        before = self.search(
            [
                ("invoice_id", "=", invoice.id),
                ("state", "=", "done"),
                ("decided_by_id", "=", self.env.uid),
            ]
        )
        amounts = (self | before).mapped("amount")
        amount = invoice._in_company_currency(sum(map(abs, amounts)))
        limits = self.env["logistics.billing.limit"]
        if not limits._allows(self.company_id, "writeoff", amount):
            raise UserError(
                self.env._(
                    "%(amount)s is above what you may write off.",
                    amount=self.currency_id.format(self.amount),
                )
            )

    def _check_not_billed(self):
        if self.invoice_id.state == "billed":
            raise UserError(
                self.env._("%s is billed: cancel its bill first.", self.invoice_id.name)
            )

    def _write_off(self, by=None):
        """Pay what was found; rules decide in nobody's name.

        What somebody decided about meanwhile, or what is billed, stays as it is.
        """
        now = fields.Datetime.now()
        for one in self:
            finding = one.finding_id
            if finding.state != "open" or one.invoice_id.state == "billed":
                one._set("refused", by)
                continue
            finding.write(
                {
                    "state": "written_off",
                    "decided_by_id": by and by.id,
                    "decided_at": now,
                }
            )
            one._set("done", by)
            one._on_record("finding.written_off")
        self.invoice_id._follow_findings()

    def _set(self, state, user):
        self.write(
            {
                "state": state,
                "decided_by_id": user and user.id,
                "decided_at": fields.Datetime.now(),
            }
        )

    def _on_record(self, action):
        entries = self.env["logistics.audit.entry"].sudo()
        for one in self:
            entries._record(
                action,
                one,
                {
                    "invoice": one.invoice_id.name,
                    "finding": one.type,
                    "amount": one.amount,
                    "rule": one.rule_id.name or None,
                },
            )


class LogisticsInvoiceFinding(models.Model):
    _inherit = "logistics.invoice.finding"

    writeoff_ids = fields.One2many("logistics.writeoff", "finding_id")

    def action_write_off(self):
        """Pay what was found, in the user's name and within their limit."""
        invoices = self.env["logistics.carrier.invoice"]
        invoices._check_finance()
        self.check_access("write")
        findings = self.sudo()
        findings.invoice_id._locked()
        findings.invalidate_recordset()
        for finding in findings:
            if finding.state != "open" or finding.invoice_id.state == "billed":
                raise UserError(self.env._("Only what is open is written off."))
            proposed = finding.writeoff_ids.filtered(lambda w: w.state == "proposed")
            one = proposed or self.env["logistics.writeoff"].sudo().create(
                finding._writeoff_vals()
            )
            one._check_limit()
            one._write_off(by=self.env.user)

    def _writeoff_vals(self):
        return {
            "finding_id": self.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "amount": self.difference,
            "reason": self.env._("By %s", self.env.user.name),
        }
