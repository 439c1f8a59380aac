# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class StockPicking(models.Model):
    """A transfer that another system's warehouse executes."""

    _inherit = "stock.picking"

    logistics_order_id = fields.Many2one(
        "logistics.warehouse.order",
        string="Warehouse Order",
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="By which it was released to the system of its warehouse.",
    )
    logistics_order_state = fields.Selection(
        related="logistics_order_id.state", string="At the Warehouse"
    )


class StockMove(models.Model):
    _inherit = "stock.move"

    logistics_line_id = fields.Many2one(
        "logistics.warehouse.order.line",
        string="Warehouse Order Line",
        copy=False,
        readonly=True,
        index="btree_not_null",
    )

    def _prepare_move_split_vals(self, qty):
        # What is left for a backorder is still what the warehouse was told to send.
        vals = super()._prepare_move_split_vals(qty)
        return {**vals, "logistics_line_id": self.logistics_line_id.id}
