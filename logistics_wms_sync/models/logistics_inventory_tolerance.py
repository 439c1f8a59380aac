# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LogisticsInventoryTolerance(models.Model):
    """How large a difference is tolerated: by warehouse, by category, or both.

    The nearest category goes first, and within it the rule of the warehouse; where none
    fits, the warehouse itself says.
    """

    _name = "logistics.inventory.tolerance"
    _description = "Inventory Tolerance"
    _order = "company_id, warehouse_id, category_id"
    _check_company_auto = True
    _rec_name = "category_id"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        index="btree_not_null",
        check_company=True,
        ondelete="cascade",
        help="Empty: all of them.",
    )
    category_id = fields.Many2one(
        "product.category",
        required=True,
        index=True,
        ondelete="cascade",
        help="Categories below it are meant, too.",
    )
    quantity = fields.Float(
        string="Tolerance", digits="Product Unit", help="In the product's unit."
    )
    percent = fields.Float(string="Tolerance (%)", help="Of what is expected.")

    _once = models.UniqueIndex(
        "(company_id, COALESCE(warehouse_id, 0), category_id)",
        "There is a tolerance for this category already.",
    )
    _not_negative = models.Constraint(
        "CHECK(quantity >= 0 AND percent >= 0)", "A tolerance is not negative."
    )

    @api.model
    def _of(self, warehouse, categories):
        """Return {category id: (quantity, percent)}; the larger of both counts."""
        rules = self.sudo().search(
            [
                ("company_id", "=", warehouse.company_id.id),
                ("warehouse_id", "in", (False, warehouse.id)),
            ],
        )
        # What is special to the warehouse is written over what is not.
        by_category = {
            rule.category_id.id: (rule.quantity, rule.percent)
            for rule in rules.sorted(lambda rule: bool(rule.warehouse_id))
        }
        otherwise = (
            warehouse.logistics_tolerance_quantity,
            warehouse.logistics_tolerance_percent,
        )
        return {
            category.id: next(
                (by_category[one] for one in _upwards(category) if one in by_category),
                otherwise,
            )
            for category in categories
        }


def _upwards(category):
    return [int(one) for one in category.parent_path.strip("/").split("/")[::-1]]
