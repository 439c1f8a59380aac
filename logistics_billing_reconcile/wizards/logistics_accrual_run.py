# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools.misc import format_date


class LogisticsAccrualRun(models.TransientModel):
    """The end of a month: all that left until a day is accrued now."""

    _name = "logistics.accrual.run"
    _description = "Accrue Freight"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    until = fields.Date(
        string="What Left Until", required=True, default=fields.Date.context_today
    )
    shipment_count = fields.Integer(
        string="Shipments to Look At", compute="_compute_preview"
    )
    draft_count = fields.Integer(string="Not Postable", compute="_compute_preview")
    notice = fields.Char(compute="_compute_preview")

    @api.depends("company_id", "until")
    def _compute_preview(self):
        accruals = self.env["logistics.accrual"].sudo()
        for run in self:
            # Nobody looks into another company's freight by asking.
            company = run.company_id & self.env.companies
            if not company:
                run.shipment_count = run.draft_count = 0
                run.notice = False
                continue
            due = (
                accruals._due(company, run.until, 0, limit=100_000) if run.until else {}
            )
            run.shipment_count = len(due)
            run.draft_count = accruals.search_count(
                [("company_id", "=", company.id), ("state", "=", "draft")]
            )
            run.notice = run._notice(due)

    def _notice(self, due):
        """Return what is to be known before, as a sentence."""
        company = self.company_id
        if not company.sudo().logistics_accrues:
            return self.env._(
                "%s does not accrue freight: switch it on in the settings.",
                company.name,
            )
        if problem := company._logistics_accrual_problem():
            return problem
        accruals = self.env["logistics.accrual"].sudo()
        for first in sorted({day for day, _expectation in due.values() if day}):
            wanted = accruals._entry_day(company, first)
            day = accruals._open_day(company.sudo(), wanted)
            if day != wanted:
                return self.env._(
                    "The period of %(wanted)s is closed: what left then is entered on "
                    "%(day)s.",
                    wanted=format_date(self.env, wanted),
                    day=format_date(self.env, day),
                )
        return False

    def action_accrue(self):
        """Accrue, and show what is open."""
        self.ensure_one()
        if not self.env.user.has_group("account.group_account_invoice"):
            raise AccessError(self.env._("Freight is accrued by finance."))
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("This is another company's freight."))
        self.env["logistics.accrual"]._accrue(self.company_id, self.until)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_billing_reconcile.logistics_accrual_action"
        )
