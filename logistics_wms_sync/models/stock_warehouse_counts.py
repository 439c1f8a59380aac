# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class StockWarehouse(models.Model):
    """How often a warehouse counts what, and what it lets others sell."""

    _inherit = "stock.warehouse"

    logistics_count_most = fields.Integer(
        string="Counts a Day",
        help="So many products at most are requested to be counted each day; 0: none.",
    )
    logistics_count_a_days = fields.Integer(
        string="Count A Every", default=30, help="In days; 0: never."
    )
    logistics_count_b_days = fields.Integer(
        string="Count B Every", default=90, help="In days; 0: never."
    )
    logistics_count_c_days = fields.Integer(
        string="Count C Every", default=365, help="In days; 0: never."
    )
    logistics_publishes_stock = fields.Boolean(
        string="Publish Availability",
        help="Tell subscribers, and integrations with a flow for it, what may be sold.",
    )
    logistics_safety_percent = fields.Float(
        string="Safety Stock (%)", help="Of what is free; never sold to anybody."
    )
    logistics_safety_quantity = fields.Float(
        string="Safety Stock", help="In the product's unit; never sold to anybody."
    )

    def write(self, vals):
        result = super().write(vals)
        told = {
            "logistics_publishes_stock",
            "logistics_safety_percent",
            "logistics_safety_quantity",
        }
        if not told.isdisjoint(vals):
            self.env["logistics.availability"]._queue_all(self)
        return result
