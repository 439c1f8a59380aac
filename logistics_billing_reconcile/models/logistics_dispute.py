# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: The carrier has it, and money is still to come.
AWAITED = ("submitted", "acknowledged", "accepted", "partial")
#: Nothing more is to come of it.
OVER = ("closed", "withdrawn")
STATES = {
    "draft": "Draft",
    "submitted": "Submitted",
    "acknowledged": "Acknowledged",
    "accepted": "Accepted",
    "partial": "Accepted in Part",
    "rejected": "Rejected",
    "credited": "Credited",
    "closed": "Closed",
    "withdrawn": "Withdrawn",
}
#: What people may write at any time; the rest only steps and money move.
_FREE = {"user_id", "note", "carrier_reference", "priority"}
#: What may be agreed upon otherwise until it is over.
_AGREED = {"submit_by", "answer_by", "credit_by", "channel"}


class LogisticsDispute(models.Model):
    """Charges of a carrier that we do not owe: claimed back, answered, credited.

    It is made from findings, all of one carrier, company and currency, of one invoice or
    of many. Amounts are without tax, as charges are.
    """

    _name = "logistics.dispute"
    _description = "Dispute with a Carrier"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", required=True, readonly=True, copy=False)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    partner_id = fields.Many2one(related="integration_id.partner_id", string="Vendor")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    state = fields.Selection(
        list(STATES.items()),
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
        group_expand="_group_states",
    )
    priority = fields.Selection([("0", "Normal"), ("1", "Important")], default="0")
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        index="btree_not_null",
        tracking=True,
    )
    carrier_reference = fields.Char(
        string="Carrier's Case Number", index="btree_not_null", tracking=True
    )
    note = fields.Text(string="Explanation", help="The carrier reads it.")
    channel = fields.Selection(
        [
            ("mail", "E-mail"),
            ("message", "Message"),
            ("hand", "By Hand"),
        ],
        required=True,
        default="hand",
        help="By hand: on the carrier's own page, or by telephone.",
    )
    line_ids = fields.One2many("logistics.dispute.line", "dispute_id")
    line_count = fields.Integer(
        string="Charges", compute="_compute_amounts", store=True
    )
    invoice_ids = fields.Many2many(
        "logistics.carrier.invoice",
        string="Invoices",
        compute="_compute_invoice_ids",
        search="_search_invoice_ids",
    )
    invoice_count = fields.Integer(compute="_compute_invoice_ids")
    credit_ids = fields.One2many("logistics.dispute.credit", "dispute_id")
    credit_count = fields.Integer(compute="_compute_credit_count")
    amount_claimed = fields.Monetary(
        string="Claimed", compute="_compute_amounts", store=True, tracking=True
    )
    amount_recognised = fields.Monetary(
        string="Recognised", compute="_compute_amounts", store=True, tracking=True
    )
    amount_credited = fields.Monetary(
        string="Credited", compute="_compute_amounts", store=True, tracking=True
    )
    amount_open = fields.Monetary(
        string="Still to Come",
        compute="_compute_amounts",
        store=True,
        help="Claimed and not credited yet; of what was answered, what was recognised.",
    )
    amount_excess = fields.Monetary(
        string="Credited Too Much", compute="_compute_amounts", store=True
    )
    amount_written_off = fields.Monetary(
        string="Written Off", readonly=True, copy=False, tracking=True
    )
    submitted_on = fields.Date(readonly=True, copy=False)
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    answered_on = fields.Date(readonly=True, copy=False)
    closed_on = fields.Date(readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    answer = fields.Text(string="Carrier's Answer", readonly=True, copy=False)

    _name_once = models.Constraint(
        "unique(company_id, name)", "A dispute's number is used once."
    )

    @api.model
    def _group_states(self, states, _domain):
        """Show a column for each state of the course, also where nothing is in it."""
        return [code for code in STATES if code != "withdrawn" or code in states]

    @api.depends(
        *("line_ids.claimed", "line_ids.recognised", "line_ids.credited"),
        *("line_ids.rest", "line_ids.excess"),
    )
    def _compute_amounts(self):
        for dispute in self:
            lines = dispute.line_ids
            dispute.line_count = len(lines)
            dispute.amount_claimed = sum(lines.mapped("claimed"))
            dispute.amount_recognised = sum(lines.mapped("recognised"))
            dispute.amount_credited = sum(lines.mapped("credited"))
            dispute.amount_open = sum(lines.mapped("rest"))
            dispute.amount_excess = sum(lines.mapped("excess"))

    @api.depends("line_ids.invoice_id")
    def _compute_invoice_ids(self):
        for dispute in self:
            dispute.invoice_ids = dispute.line_ids.invoice_id
            dispute.invoice_count = len(dispute.invoice_ids)

    @api.model
    def _search_invoice_ids(self, operator, value):
        return [("line_ids.invoice_id", operator, value)]

    @api.depends("credit_ids")
    def _compute_credit_count(self):
        for dispute in self:
            dispute.credit_count = len(dispute.credit_ids)

    # What people may write

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Disputes are made from findings."))
        disputes = super().create(vals_list)
        disputes._remind()
        return disputes

    def write(self, vals):
        if not self.env.su:
            self._check_may_write({name for name in vals if name in self._fields})
        result = super().write(vals)
        if {"state", "user_id", *_AGREED} & set(vals):
            self._remind()
            self._close_cases()
        return result

    def _check_may_write(self, names):
        talk = {name for name in names if name.startswith(("message_", "activity_"))}
        if left := names - talk - _FREE - _AGREED - {"line_ids"}:
            raise UserError(
                self.env._(
                    "This is not written by hand: %s.",
                    ", ".join(sorted(self._fields[name].string for name in left)),
                )
            )
        if names & _AGREED and self.filtered(lambda one: one.state in OVER):
            raise UserError(self.env._("It is over: nothing is agreed upon any more."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if self.filtered(lambda dispute: dispute.state != "draft"):
            raise UserError(
                self.env._("What a carrier was told stays: withdraw it instead.")
            )

    def unlink(self):
        # One by one, so that their findings are free again.
        self.line_ids.unlink()
        return super().unlink()

    # Ways to what belongs to it

    def _opened(self):
        """Return the action that opens the disputes."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_billing_reconcile.logistics_dispute_action"
        )
        action |= {"domain": [("id", "in", self.ids)], "context": {}}
        if len(self) == 1:
            action |= {"res_id": self.id, "views": [(False, "form")]}
        return action

    def action_view_invoices(self):
        """Open the invoices whose charges are disputed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invoices"),
            "res_model": "logistics.carrier.invoice",
            "view_mode": "list,form",
            "domain": [("id", "in", self.invoice_ids.ids)],
        }

    def action_view_credits(self):
        """Open what was credited for it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Credits"),
            "res_model": "logistics.dispute.credit",
            "view_mode": "list,form",
            "domain": [("dispute_id", "=", self.id)],
        }

    def action_evidence(self):
        """Download everything that proves it, as one file."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/logistics/dispute/{self.id}/evidence",
            "target": "download",
        }

    @api.model
    def _days_after(self, day, count):
        return day + timedelta(days=count) if day and count else False
