# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ResCompany(models.Model):
    """Whether freight is accrued when it is caused, and where."""

    _inherit = "res.company"

    logistics_accrues = fields.Boolean(
        string="Accrue Freight",
        help="What carriers may bill is an expense of the period in which goods left, "
        "until their bills come.",
    )
    logistics_accrual_from = fields.Date(
        string="Accrue What Left From",
        help="What left before is expected to be billed, or accrued, already.",
    )
    logistics_accrual_journal_id = fields.Many2one(
        "account.journal",
        string="Accrual Journal",
        domain="[('type', '=', 'general'), ('company_id', '=', id)]",
    )
    logistics_accrued_account_id = fields.Many2one(
        "account.account",
        string="Accrued Freight",
        domain="[('account_type', 'in', ('liability_current', 'liability_payable')), "
        "('company_ids', 'in', id)]",
        help="The liability for what was carried and is not billed yet.",
    )
    logistics_accrual_rest = fields.Float(
        string="Rest Released With the Bill (%)",
        default=5.0,
        help="Where a bill leaves no more than this of what was accrued, the rest is "
        "released with it. Anything more stays open.",
    )
    logistics_accrual_days = fields.Integer(
        string="Rest Released After (days)",
        help="What nobody billed so long after it left is released by itself. 0: never.",
    )

    @api.constrains(
        "logistics_accrues",
        "logistics_accrual_journal_id",
        "logistics_accrued_account_id",
    )
    def _check_logistics_accrual(self):
        for company in self.filtered("logistics_accrues"):
            if problem := company._logistics_accrual_problem():
                raise ValidationError(problem)

    @api.constrains("logistics_accrual_rest", "logistics_accrual_days")
    def _check_logistics_accrual_rest(self):
        for company in self:
            if not 0 <= company.logistics_accrual_rest <= 100:
                raise ValidationError(
                    self.env._("The rest that is released lies between 0 and 100 %.")
                )
            if company.logistics_accrual_days < 0:
                raise ValidationError(self.env._("Days cannot be below zero."))

    def _logistics_accrual_problem(self):
        """Return why freight cannot be accrued, as a sentence; None where it can."""
        self.ensure_one()
        company = self.sudo()
        if not company.logistics_accrual_journal_id:
            return self.env._(
                "%s: choose the journal that freight is accrued in.", company.name
            )
        if not company.logistics_accrued_account_id:
            return self.env._(
                "%s: choose the liability account of accrued freight.", company.name
            )
        return None

    def _logistics_may_accrue(self):
        """Return the companies, as long as freight can be accrued for them.

        :raise UserError: telling what is missing.
        """
        for company in self:
            if not company.sudo().logistics_accrues:
                raise UserError(
                    self.env._(
                        "%s does not accrue freight: switch it on in the settings.",
                        company.name,
                    )
                )
            if problem := company._logistics_accrual_problem():
                raise UserError(problem)
        return self


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    logistics_accrues = fields.Boolean(
        related="company_id.logistics_accrues", readonly=False
    )
    logistics_accrual_from = fields.Date(
        related="company_id.logistics_accrual_from", readonly=False
    )
    logistics_accrual_journal_id = fields.Many2one(
        related="company_id.logistics_accrual_journal_id", readonly=False
    )
    logistics_accrued_account_id = fields.Many2one(
        related="company_id.logistics_accrued_account_id", readonly=False
    )
    logistics_accrual_rest = fields.Float(
        related="company_id.logistics_accrual_rest", readonly=False
    )
    logistics_accrual_days = fields.Integer(
        related="company_id.logistics_accrual_days", readonly=False
    )

    @api.onchange("logistics_accrues")
    def _onchange_logistics_accrues(self):
        if self.logistics_accrues and not self.logistics_accrual_from:
            today = fields.Date.context_today(self)
            self.logistics_accrual_from = fields.Date.start_of(today, "month")
