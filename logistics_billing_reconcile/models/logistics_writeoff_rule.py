# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .logistics_invoice_finding import FINDINGS

#: So many findings are looked at by one transaction.
BATCH = 500


class LogisticsWriteoffRule(models.Model):
    """Which findings are not worth a dispute: they are paid, and it is on record.

    The first rule that fits counts. A finding that is too little for every rule, or
    whose difference is in our favour, stays open.
    """

    _name = "logistics.writeoff.rule"
    _description = "Write-off Rule"
    _inherit = ["logistics.audited"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="Empty: of every carrier.",
    )
    type = fields.Selection(
        list(FINDINGS.items()), string="Finding", help="Empty: of every type."
    )
    max_amount = fields.Monetary(
        string="Up to", help="In the company's currency, without tax. 0: nothing."
    )
    max_percent = fields.Float(
        string="And up to (%)", help="Of what was expected. 0: whatever it is."
    )
    min_days = fields.Integer(
        string="After (days)", help="Of the invoice's date. 0: at once."
    )
    is_automatic = fields.Boolean(
        string="By Itself", help="Else somebody within their limit approves each."
    )
    writeoff_ids = fields.One2many("logistics.writeoff", "rule_id")

    _sane = models.Constraint(
        "CHECK(max_amount >= 0 AND max_percent >= 0 AND min_days >= 0)",
        "Limits of a rule are not negative.",
    )

    @api.model
    def _cron_write_off(self):
        """Propose or make the write-offs that are due. Runs as a cron."""
        cron = self.env["ir.cron"]
        for company in self.env["res.company"].search(Domain.TRUE):
            last = 0
            while findings := self._due(company, last):
                self._apply(findings)
                last = max(findings.ids)
                if not cron._commit_progress(len(findings)):
                    return

    @api.model
    def _due(self, company, after):
        """Return the next open findings of a company that no rule has looked at yet."""
        return (
            self.env["logistics.invoice.finding"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "open"),
                    ("difference", ">", 0),
                    ("id", ">", after),
                    ("writeoff_ids", "not any", [("state", "!=", "done")]),
                ],
                order="id",
                limit=BATCH,
            )
        )

    @api.model
    def _apply(self, findings):
        """Write off, or propose to, what a rule fits on; return what was recorded."""
        made = self.env["logistics.writeoff"].sudo()
        for company, own in findings.sudo().grouped("company_id").items():
            rules = self.sudo().search([("company_id", "=", company.id)])
            for finding in own:
                rule = rules._first_that_fits(finding)
                if rule:
                    made |= rule._record(finding)
        made.filtered(lambda one: one.rule_id.is_automatic)._write_off()
        return made

    def _first_that_fits(self, finding):
        for rule in self:
            if rule._fits(finding):
                return rule
        return self.browse()

    def _fits(self, finding):
        """Tell whether the rule holds for a finding."""
        invoice = finding.invoice_id
        if self.integration_id not in (
            self.integration_id.browse(),
            invoice.integration_id,
        ):
            return False
        if self.type and self.type != finding.type:
            return False
        if finding.state != "open" or finding.difference <= 0:
            return False
        amount = invoice._in_company_currency(finding.difference)
        if self.currency_id.compare_amounts(amount, self.max_amount) > 0:
            return False
        if self.max_percent and not _within(finding, self.max_percent):
            return False
        since = invoice.invoice_date or invoice.create_date.date()
        today = fields.Date.context_today(self)
        return since + timedelta(days=self.min_days) <= today

    def _record(self, finding):
        return self.env["logistics.writeoff"].create(
            {
                "finding_id": finding.id,
                "rule_id": self.id,
                "company_id": finding.company_id.id,
                "currency_id": finding.currency_id.id,
                "amount": finding.difference,
                "reason": self.name,
            }
        )


def _within(finding, percent):
    """Tell whether a difference is at most so many percent of what was expected."""
    expected = abs(finding.expected)
    return bool(expected) and finding.difference <= expected * percent / 100
