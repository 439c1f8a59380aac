# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsInventoryCountLine(models.Model):
    """A product that is to be counted, in all its lots where none is named."""

    _name = "logistics.inventory.count.line"
    _description = "Count Request Line"
    _order = "count_id desc, id"
    _rec_name = "product_id"

    count_id = fields.Many2one(
        "logistics.inventory.count", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="count_id.company_id")
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        domain="[('is_storable', '=', True)]",
    )
    lot_id = fields.Many2one(
        "stock.lot",
        domain="[('product_id', '=', product_id)]",
        index="btree_not_null",
    )
    is_answered = fields.Boolean(readonly=True, copy=False)
    counted_quantity = fields.Float(
        string="Counted", digits="Product Unit", readonly=True, copy=False
    )
    counted_at = fields.Datetime(readonly=True, copy=False)

    def _note_told(self, told):
        """Note what the lines of snapshots told of these.

        :param told: ``logistics.inventory.snapshot.line`` records.
        """
        for line in self:
            own = told.filtered(
                lambda one, line=line: (
                    one.product_id == line.product_id
                    and (not line.lot_id or one.lot_id == line.lot_id)
                )
            )
            if own:
                line.write(
                    {
                        "is_answered": True,
                        "counted_quantity": sum(own.mapped("product_quantity")),
                        "counted_at": max(own.snapshot_id.mapped("as_of")),
                    }
                )
