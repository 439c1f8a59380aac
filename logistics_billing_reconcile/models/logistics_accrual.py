# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class LogisticsAccrual(models.Model):
    """Freight of one shipment on one account, caused and not billed yet.

    An accrual never changes: what is expected besides makes another one, what comes to
    be billed makes a reversal.
    """

    _name = "logistics.accrual"
    _description = "Freight Accrual"
    _inherit = ["analytic.mixin"]
    _order = "date desc, id desc"
    _rec_name = "shipment_id"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    shipment_id = fields.Many2one(
        "logistics.shipment",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        readonly=True,
        index="btree_not_null",
    )
    partner_id = fields.Many2one(
        related="integration_id.partner_id", string="Vendor", store=True
    )
    account_id = fields.Many2one(
        "account.account",
        string="Expense Account",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    sequence = fields.Integer(required=True, readonly=True, default=1)
    date = fields.Date(
        string="Left On", required=True, readonly=True, help="It counts in that period."
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount_currency = fields.Monetary(string="Expected", readonly=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    amount = fields.Monetary(
        string="Accrued", readonly=True, currency_field="company_currency_id"
    )
    reversal_ids = fields.One2many(
        "logistics.accrual.reversal", "accrual_id", readonly=True
    )
    amount_reversed = fields.Monetary(
        string="Reversed",
        compute="_compute_open",
        store=True,
        currency_field="company_currency_id",
    )
    amount_open = fields.Monetary(
        string="Open",
        compute="_compute_open",
        store=True,
        currency_field="company_currency_id",
    )
    open_currency = fields.Monetary(
        string="Open in Currency", compute="_compute_open", store=True
    )
    state = fields.Selection(
        [("draft", "To Post"), ("posted", "Open"), ("reversed", "Reversed")],
        required=True,
        readonly=True,
        default="draft",
    )
    problem = fields.Char(string="Why Not Posted", readonly=True)
    move_id = fields.Many2one(
        "account.move",
        string="Entry",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    age = fields.Integer(
        string="Age (days)", compute="_compute_age", search="_search_age"
    )

    _once = models.Constraint(
        "unique(shipment_id, account_id, currency_id, sequence)",
        "This freight is accrued already.",
    )
    _open = models.Index("(company_id, date) WHERE state != 'reversed'")

    @api.depends("amount", "amount_currency", "reversal_ids.amount")
    def _compute_open(self):
        for accrual in self:
            reversals = accrual.reversal_ids
            accrual.amount_reversed = sum(reversals.mapped("amount"))
            accrual.amount_open = accrual.amount - accrual.amount_reversed
            accrual.open_currency = accrual.amount_currency - sum(
                reversals.mapped("amount_currency")
            )

    @api.depends("date")
    @api.depends_context("tz")
    def _compute_age(self):
        today = fields.Date.context_today(self)
        for accrual in self:
            accrual.age = (today - accrual.date).days

    def _search_age(self, operator, value):
        if operator not in (">", ">=", "<", "<="):
            return NotImplemented
        day = fields.Date.subtract(fields.Date.context_today(self), days=value)
        turned = {">": "<", ">=": "<=", "<": ">", "<=": ">="}[operator]
        return Domain("date", turned, day)

    @api.model
    def _lock_rows(self, ids):
        """Lock accruals, in one order everywhere."""
        self.env.cr.execute(
            "SELECT id FROM logistics_accrual WHERE id = ANY(%s) "
            "ORDER BY id FOR NO KEY UPDATE",
            (list(ids),),
        )

    def action_view_entries(self):
        """Open the entry of the accrual, and those that reverse it."""
        moves = self.move_id | self.reversal_ids.move_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Journal Entries"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", moves.ids)],
        }

    def action_view_shipment(self):
        """Open the shipment."""
        self.ensure_one()
        return self.shipment_id._form_action()


class LogisticsAccrualReversal(models.Model):
    """So much of an accrual is no longer open, and why."""

    _name = "logistics.accrual.reversal"
    _description = "Reversal of a Freight Accrual"
    _order = "id"
    _rec_name = "reason"

    accrual_id = fields.Many2one(
        "logistics.accrual",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="accrual_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="accrual_id.currency_id")
    company_currency_id = fields.Many2one(related="accrual_id.company_currency_id")
    reason = fields.Selection(
        [
            ("billed", "Billed"),
            ("changed", "Less is expected"),
            ("released", "Released"),
        ],
        required=True,
        readonly=True,
    )
    amount_currency = fields.Monetary(string="In Currency", readonly=True)
    amount = fields.Monetary(readonly=True, currency_field="company_currency_id")
    bill_id = fields.Many2one(
        "account.move", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    move_id = fields.Many2one(
        "account.move",
        string="Entry",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users",
        string="By",
        readonly=True,
        default=lambda self: self.env.uid,
    )

    _once = models.Constraint(
        "unique(accrual_id, bill_id)", "The bill has reversed this accrual already."
    )
