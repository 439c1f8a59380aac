# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LogisticsWarehouseAdviceLine(models.Model):
    """One line that was announced, and what was received of it.

    Quantities are in the product's own unit.
    """

    _name = "logistics.warehouse.advice.line"
    _description = "Inbound Advice Line"
    _order = "advice_id, id"

    advice_id = fields.Many2one(
        "logistics.warehouse.advice", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="advice_id.company_id")
    line = fields.Char(
        required=True,
        readonly=True,
        help="What the warehouse repeats to name it; never used again within an advice.",
    )
    move_ids = fields.One2many("stock.move", "logistics_advice_line_id", readonly=True)
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, index=True
    )
    sku = fields.Char(readonly=True, help="What the warehouse was told it is called.")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    announced = fields.Float(digits="Product Unit", readonly=True)
    received_line_ids = fields.One2many(
        "logistics.warehouse.receipt.line", "advice_line_id", readonly=True
    )
    received_good = fields.Float(
        string="Good", digits="Product Unit", compute="_compute_received", store=True
    )
    received_damaged = fields.Float(
        string="Damaged",
        digits="Product Unit",
        compute="_compute_received",
        store=True,
    )
    received_hold = fields.Float(
        string="On Hold", digits="Product Unit", compute="_compute_received", store=True
    )
    received = fields.Float(
        digits="Product Unit", compute="_compute_received", store=True
    )
    is_wrong = fields.Boolean(
        string="Wrong Product", readonly=True, help="Nobody had announced it."
    )
    short = fields.Float(
        digits="Product Unit",
        compute="_compute_difference",
        store=True,
        help="Announced, not received; while more may come, what is still expected.",
    )
    over = fields.Float(
        digits="Product Unit", compute="_compute_difference", store=True
    )
    difference = fields.Float(
        digits="Product Unit",
        compute="_compute_difference",
        store=True,
        help="Received over, damaged or on hold.",
    )

    _line_once = models.UniqueIndex(
        "(advice_id, line)", "The advice has a line of that number already."
    )

    @api.depends("received_line_ids.quantity", "received_line_ids.condition")
    def _compute_received(self):
        for line in self:
            amounts = {"good": 0.0, "damaged": 0.0, "hold": 0.0}
            for told in line.received_line_ids:
                amounts[told.condition] += told.quantity
            line.received_good = amounts["good"]
            line.received_damaged = amounts["damaged"]
            line.received_hold = amounts["hold"]
            line.received = sum(amounts.values())

    @api.depends(
        "announced", "received", "received_damaged", "received_hold", "is_wrong"
    )
    def _compute_difference(self):
        for line in self:
            missing = line.uom_id.round(line.announced - line.received)
            line.short = max(0.0, missing)
            line.over = 0.0 if line.is_wrong else max(0.0, -missing)
            line.difference = line.over + line.received_damaged + line.received_hold
