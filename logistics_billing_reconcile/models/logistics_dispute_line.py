# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.logistics_base.canonical.references import normalize

from .logistics_dispute import OVER

#: What whoever prepares, or takes down an answer, may write, by the dispute's state.
_WRITABLE = {
    "draft": {"claimed", "note"},
    "submitted": {"recognised", "note"},
    "acknowledged": {"recognised", "note"},
}


class LogisticsDisputeLine(models.Model):
    """One finding that is disputed: what is claimed, recognised and credited."""

    _name = "logistics.dispute.line"
    _description = "Disputed Charge"
    _order = "dispute_id, id"
    _rec_name = "tracking_number"

    dispute_id = fields.Many2one(
        "logistics.dispute",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    finding_id = fields.Many2one(
        "logistics.invoice.finding",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="dispute_id.company_id", store=True, index=True
    )
    integration_id = fields.Many2one(
        related="dispute_id.integration_id", string="Carrier", store=True
    )
    currency_id = fields.Many2one(related="dispute_id.currency_id", store=True)
    state = fields.Selection(
        related="dispute_id.state", string="State of the Dispute", store=True
    )
    submitted_on = fields.Date(related="dispute_id.submitted_on", store=True)
    is_open = fields.Boolean(compute="_compute_is_open", store=True)
    invoice_id = fields.Many2one(
        "logistics.carrier.invoice", required=True, readonly=True, index=True
    )
    invoice_line_id = fields.Many2one(
        "logistics.carrier.invoice.line", readonly=True, index="btree_not_null"
    )
    shipment_id = fields.Many2one(
        "logistics.shipment",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    tracking_number = fields.Char(readonly=True)
    normalized = fields.Char(readonly=True, index="btree_not_null")
    type = fields.Selection(related="finding_id.type", string="Reason", store=True)
    charge_type = fields.Selection(
        related="invoice_line_id.type", string="Charge", store=True
    )
    billed = fields.Monetary(readonly=True)
    expected = fields.Monetary(readonly=True)
    claimed = fields.Monetary()
    recognised = fields.Monetary(copy=False, help="What the carrier says it owes.")
    answer = fields.Selection(
        [
            ("accepted", "Accepted"),
            ("partial", "Accepted in Part"),
            ("rejected", "Rejected"),
        ],
        string="Carrier's Answer",
        readonly=True,
        copy=False,
    )
    credited = fields.Monetary(compute="_compute_credited", store=True, copy=False)
    rest = fields.Monetary(
        string="Still to Come",
        compute="_compute_rest",
        store=True,
        help="What is not credited yet.",
    )
    excess = fields.Monetary(
        string="Credited Too Much", compute="_compute_rest", store=True
    )
    note = fields.Char(string="Explanation")
    credit_ids = fields.One2many("logistics.dispute.credit", "dispute_line_id")

    _positive = models.Constraint(
        "CHECK(claimed >= 0 AND COALESCE(recognised, 0) >= 0)",
        "What is claimed or recognised is not less than nothing.",
    )
    _once = models.UniqueIndex(
        "(finding_id) WHERE is_open", "This finding is being disputed already."
    )

    @api.depends("state")
    def _compute_is_open(self):
        for line in self:
            line.is_open = line.state not in OVER

    @api.depends("credit_ids.state", "credit_ids.amount")
    def _compute_credited(self):
        for line in self:
            applied = line.credit_ids.filtered(lambda one: one.state == "applied")
            line.credited = sum(applied.mapped("amount"))

    @api.depends("claimed", "recognised", "credited", "answer", "is_open")
    def _compute_rest(self):
        for line in self:
            owed = line._owed()
            line.rest = max(owed - line.credited, 0) if line.is_open else 0
            line.excess = max(line.credited - max(owed, line.claimed), 0)

    def _owed(self):
        """Return what is to come: what was recognised, once that was answered."""
        self.ensure_one()
        return self.recognised if self.answer else self.claimed

    def _awaits(self):
        """Return what was claimed and is not credited; nothing once it is over."""
        self.ensure_one()
        return self.currency_id.round(self.claimed - self.credited) * self.is_open

    def _answer_of(self, amount):
        """Return the word for recognising so much of it."""
        self.ensure_one()
        if self.currency_id.is_zero(amount):
            return "rejected"
        is_all = self.currency_id.compare_amounts(amount, self.claimed) >= 0
        return "accepted" if is_all else "partial"

    def _outcome(self):
        """Return the state of its finding once the dispute is over."""
        self.ensure_one()
        lost = self.currency_id.compare_amounts(self.credited, self.claimed) < 0
        return "written_off" if lost else "closed"

    def _reason(self):
        """Return in words why it is disputed; the carrier reads it."""
        self.ensure_one()
        return " ".join(filter(None, (self.finding_id.sentence, self.note)))

    def _is_named_by(self, charge):
        """Whether an answer's charge is this one, by what it tells of it."""
        self.ensure_one()
        told = (
            (normalize(charge.tracking_number or ""), self.normalized),
            (charge.type, self.charge_type),
            (charge.raw_code, self.invoice_line_id.raw_code),
        )
        return all(not given or given == own for given, own in told)

    def write(self, vals):
        if not self.env.su:
            for line in self:
                line._check_may_write(set(vals))
        return super().write(vals)

    def _check_may_write(self, names):
        if names - _WRITABLE.get(self.state, {"note"}):
            raise UserError(
                self.env._(
                    "At this stage of %s this is not written by hand.",
                    self.dispute_id.name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_told(self):
        if self.filtered(lambda line: line.state != "draft"):
            raise UserError(self.env._("What a carrier was told stays on record."))

    def unlink(self):
        findings = self.finding_id
        result = super().unlink()
        findings._end_dispute("open")
        return result

    @api.constrains("claimed", "recognised")
    def _check_amounts(self):
        for line in self:
            if line.currency_id.compare_amounts(line.recognised, line.claimed) > 0:
                raise ValidationError(
                    self.env._("A carrier cannot recognise more than is claimed.")
                )
