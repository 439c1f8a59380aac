# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class StockMove(models.Model):
    """A move of which another system tells when it happened."""

    _inherit = "stock.move"

    logistics_occurred_at = fields.Datetime(
        string="Happened at",
        copy=False,
        readonly=True,
        help="When the goods really moved, where that was before it was entered here: "
        "stock is compared with a warehouse's as of a moment.",
    )
    logistics_discrepancy_id = fields.Many2one(
        "logistics.inventory.discrepancy",
        string="Inventory Discrepancy",
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="The approved difference that this move adjusts.",
    )
