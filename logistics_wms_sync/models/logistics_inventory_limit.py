# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LogisticsInventoryLimit(models.Model):
    """Up to which value a group's users may adjust stock by themselves."""

    _name = "logistics.inventory.limit"
    _description = "Approval Limit"
    _order = "company_id, amount"
    _rec_name = "group_id"

    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: in all companies."
    )
    group_id = fields.Many2one(
        "res.groups", required=True, index=True, ondelete="cascade"
    )
    amount = fields.Float(
        string="Up to",
        help="At cost, for each difference, in the company's currency; 0: without limit.",
    )

    _once = models.UniqueIndex(
        "(COALESCE(company_id, 0), group_id)", "This group has its limit already."
    )
    _not_negative = models.Constraint("CHECK(amount >= 0)", "A limit is not negative.")

    @api.model
    def _may_approve(self, company):
        """Tell whether the user approves differences at all."""
        return bool(self._own(company))

    @api.model
    def _limit(self, company):
        """Return up to which value the user decides alone."""
        amounts = self._own(company).mapped("amount")
        if not amounts:
            return 0.0
        return float("inf") if 0.0 in amounts else max(amounts)

    @api.model
    def _own(self, company):
        groups = self.env.user.all_group_ids
        return self.sudo().search(
            [
                ("group_id", "in", groups.ids),
                ("company_id", "in", (False, company.id)),
            ]
        )
