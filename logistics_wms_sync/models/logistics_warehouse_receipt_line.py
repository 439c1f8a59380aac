# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsWarehouseReceiptLine(models.Model):
    """So much of a line, in one condition, as it was put into stock."""

    _name = "logistics.warehouse.receipt.line"
    _description = "Warehouse Receipt Line"
    _order = "receipt_id, id"

    receipt_id = fields.Many2one(
        "logistics.warehouse.receipt", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="receipt_id.company_id")
    advice_line_id = fields.Many2one(
        "logistics.warehouse.advice.line",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    product_id = fields.Many2one(related="advice_line_id.product_id", store=True)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    quantity = fields.Float(digits="Product Unit", readonly=True)
    condition = fields.Selection(
        [("good", "Good"), ("damaged", "Damaged"), ("hold", "On Hold")],
        required=True,
        readonly=True,
        default="good",
    )
    disposition = fields.Selection(
        [("restock", "Restock"), ("quarantine", "Quarantine"), ("scrap", "Scrap")],
        readonly=True,
    )
    lots = fields.Char(string="Lots and Serial Numbers", readonly=True)
    reason = fields.Char(readonly=True)
    is_over = fields.Boolean(string="More than Announced", readonly=True)
    scrap_id = fields.Many2one("stock.scrap", readonly=True, index="btree_not_null")
