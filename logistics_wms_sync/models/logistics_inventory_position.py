# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from odoo.addons.logistics_base.models.loose_fields import LooseMany2one


class LogisticsInventoryPosition(models.Model):
    """What a warehouse is believed to have of a product: its word, not ours.

    Written by SQL: what the last snapshot told, and the changes told since.
    """

    _name = "logistics.inventory.position"
    _description = "Stock as the Warehouse Tells"
    _order = "warehouse_id, product_id, location_id, id"
    _rec_name = "product_id"
    _log_access = False

    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = LooseMany2one("res.company", required=True, readonly=True)
    product_id = LooseMany2one("product.product", required=True, readonly=True)
    location_id = LooseMany2one("stock.location", required=True, readonly=True)
    lot_id = LooseMany2one("stock.lot", string="Lot", readonly=True)
    lot_name = fields.Char(string="Unknown Lot", readonly=True)
    owner_id = LooseMany2one("res.partner", string="Owner", readonly=True)
    partner_quantity = fields.Float(string="Told", digits="Product Unit", readonly=True)
    difference = fields.Float(
        digits="Product Unit",
        readonly=True,
        help="What was told less what was expected here at that moment.",
    )
    told_at = fields.Datetime(
        readonly=True, help="As of when this was told, or it last changed."
    )
    counted_at = fields.Datetime(
        readonly=True, help="As of when the quantity itself was told, not a change."
    )
    counted_sequence = fields.Float(digits=(20, 0), readonly=True)
    told_sequence = fields.Float(digits=(20, 0), readonly=True)

    _once = models.UniqueIndex(
        "(warehouse_id, product_id, location_id, COALESCE(lot_id, 0), "
        "COALESCE(lot_name, ''), COALESCE(owner_id, 0))"
    )
    _by_product = models.Index("(product_id)")

    @api.model
    def _agree(self, discrepancies):
        """Note that our stock was brought in line with what was told."""
        discrepancies.flush_recordset()
        self.env.cr.execute(
            """
            UPDATE logistics_inventory_position p SET difference = 0
              FROM logistics_inventory_discrepancy d
             WHERE d.id = ANY(%s) AND p.warehouse_id = d.warehouse_id
               AND p.product_id = d.product_id AND p.location_id = d.location_id
               AND COALESCE(p.lot_id, 0) = COALESCE(d.lot_id, 0)
               AND COALESCE(p.lot_name, '') = COALESCE(d.lot_name, '')
               AND COALESCE(p.owner_id, 0) = COALESCE(d.owner_id, 0)
            """,
            (discrepancies.ids,),
        )
        self.invalidate_model(["difference"])

    @api.model
    def _counted(self, warehouse, products):
        """Return {goods: (as of when their quantity was told, the sequence)}.

        Goods are (product id, location id, lot id, unknown lot, owner id), with 0 and ''
        where there is none.
        """
        self.flush_model()
        self.env.cr.execute(
            """
            SELECT product_id, location_id, COALESCE(lot_id, 0), COALESCE(lot_name, ''),
                   COALESCE(owner_id, 0), counted_at, counted_sequence
              FROM logistics_inventory_position
             WHERE warehouse_id = %s AND product_id = ANY(%s) AND counted_at IS NOT NULL
            """,
            (warehouse.id, products.ids),
        )
        return {row[:5]: row[5:] for row in self.env.cr.fetchall()}
