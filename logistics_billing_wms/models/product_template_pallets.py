# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    logistics_units_per_pallet = fields.Float(
        string="Units per Pallet",
        digits="Product Unit",
        help="In the product's own unit. What is charged by the pallet is told by it.",
    )

    _logistics_units_per_pallet = models.Constraint(
        "CHECK (logistics_units_per_pallet >= 0)",
        "There cannot be less than nothing on a pallet.",
    )


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    logistics_depositor_id = fields.Many2one(
        "res.partner",
        string="Goods Are of",
        index="btree_not_null",
        help="The customer whose goods lie here, where they have no owner of their own.",
    )
