# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

#: What a limit is of.
KINDS = ("approve", "accept", "writeoff")


class LogisticsBillingLimit(models.Model):
    """Up to what amount the members of a group decide about carriers' invoices.

    Who is in several groups has the highest limit of them; who is in none, none.
    """

    _name = "logistics.billing.limit"
    _description = "Limit of Approval"
    _inherit = ["logistics.audited"]
    _order = "company_id, approve_limit, id"
    _rec_name = "group_id"

    company_id = fields.Many2one(
        "res.company", help="Empty: of every company that has no limits of its own."
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    group_id = fields.Many2one("res.groups", required=True, ondelete="cascade")
    is_unlimited = fields.Boolean(string="No Limit")
    approve_limit = fields.Monetary(
        string="Approves Invoices up to",
        help="Taxes included, in the company's currency.",
    )
    accept_limit = fields.Monetary(
        string="Accepts Findings up to",
        help="What may still be open on an invoice that is approved: it is accepted.",
    )
    writeoff_limit = fields.Monetary(string="Writes Off up to")

    _once = models.UniqueIndex(
        "(COALESCE(company_id, 0), group_id)", "This group has its limits already."
    )
    _positive = models.Constraint(
        "CHECK(approve_limit >= 0 AND accept_limit >= 0 AND writeoff_limit >= 0)",
        "A limit is not negative.",
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for limit in self:
            limit.currency_id = (limit.company_id or self.env.company).currency_id

    @api.model
    def _allows(self, company, kind, amount, user=None):
        """Tell whether the user decides about an amount in the company's currency."""
        user = user or self.env.user
        limits = self.sudo().search(Domain("company_id", "=", company.id))
        limits = limits or self.sudo().search(Domain("company_id", "=", False))
        own = limits.filtered(lambda limit: limit.group_id in user.all_group_ids)
        if any(own.mapped("is_unlimited")):
            return True
        highest = max(own.mapped(f"{kind}_limit"), default=0.0)
        return company.currency_id.compare_amounts(abs(amount), highest) <= 0
