# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LogisticsWarehouseOrderLine(models.Model):
    """One line of an order as the warehouse was told it, and what became of it.

    Quantities are in the product's own unit.
    """

    _name = "logistics.warehouse.order.line"
    _description = "Warehouse Order Line"
    _order = "order_id, id"

    order_id = fields.Many2one(
        "logistics.warehouse.order", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="order_id.company_id")
    line = fields.Char(
        required=True,
        readonly=True,
        help="What the warehouse repeats to name it; never used again within an order.",
    )
    move_ids = fields.One2many(
        "stock.move",
        "logistics_line_id",
        readonly=True,
        help="Of the delivery, and of backorders of it.",
    )
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, index=True
    )
    sku = fields.Char(readonly=True, help="What the warehouse was told it is called.")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    ordered = fields.Float(digits="Product Unit", readonly=True)
    allocated = fields.Float(
        digits="Product Unit",
        readonly=True,
        help="Reserved in Odoo; once the warehouse tells, what it allocated.",
    )
    allocated_lots = fields.Json(
        readonly=True, help="Reserved lots and quantities: [[name, quantity], ...]."
    )
    picked = fields.Float(digits="Product Unit", readonly=True)
    shipped = fields.Float(digits="Product Unit", readonly=True)
    short = fields.Float(
        digits="Product Unit", readonly=True, help="Will not come from this order."
    )
    backordered = fields.Float(
        digits="Product Unit", readonly=True, help="Will come later."
    )
    substituted = fields.Float(
        digits="Product Unit",
        readonly=True,
        help="Of what was shipped: another product in its place.",
    )
    open_quantity = fields.Float(
        string="Still to Come",
        digits="Product Unit",
        compute="_compute_open_quantity",
    )
    is_removed = fields.Boolean(
        readonly=True, help="No more wanted since a later revision."
    )

    _line_once = models.UniqueIndex(
        "(order_id, line)", "The order has a line of that number already."
    )

    @api.depends("ordered", "shipped", "short", "is_removed")
    def _compute_open_quantity(self):
        for line in self:
            left = line.ordered - line.shipped - line.short
            line.open_quantity = 0.0 if line.is_removed else max(0.0, left)
