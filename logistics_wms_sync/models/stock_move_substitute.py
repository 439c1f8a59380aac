# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class StockMove(models.Model):
    """Goods that are sent in place of what was ordered."""

    _inherit = "stock.move"

    logistics_substitutes_id = fields.Many2one(
        "product.product",
        string="In Place of",
        readonly=True,
        index="btree_not_null",
        help="What was ordered; it is delivered, and invoiced, by these goods.",
    )

    def _prepare_merge_moves_distinct_fields(self):
        names = super()._prepare_merge_moves_distinct_fields()
        return [*names, "logistics_substitutes_id"]


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _get_outgoing_incoming_moves(self, strict=True):
        """Count what went out in place of the ordered product, and came back."""
        outgoing, incoming = super()._get_outgoing_incoming_moves(strict=strict)
        for move in self.move_ids:
            if move.logistics_substitutes_id != self.product_id:
                continue
            if move.state == "cancel" or move.product_id == self.product_id:
                continue
            if move.location_dest_id._is_outgoing():
                if not move.origin_returned_move_id or move.to_refund:
                    outgoing |= move
            elif move.to_refund and move.location_id._is_outgoing():
                incoming |= move
        return outgoing, incoming
