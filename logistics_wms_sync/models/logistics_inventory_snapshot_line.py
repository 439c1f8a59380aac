# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from odoo.addons.logistics_base.models.loose_fields import LooseMany2one

from .logistics_stock_status import STATUSES

PROBLEMS = [
    ("product", "Unknown Product"),
    ("stored", "Not Kept in Stock"),
    ("unit", "Unknown Unit"),
    ("owner", "Unknown Owner"),
    ("location", "No Location for the Status"),
]
#: So many old lines are deleted at a time.
_PORTION = 50_000


class LogisticsInventorySnapshotLine(models.Model):
    """One line as it was told, and what it means here.

    There may be millions: no foreign keys, no log columns, written by SQL alone.
    """

    _name = "logistics.inventory.snapshot.line"
    _description = "Inventory Snapshot Line"
    _order = "snapshot_id desc, position"
    _log_access = False
    _rec_name = "sku"

    snapshot_id = LooseMany2one(
        "logistics.inventory.snapshot", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one(related="snapshot_id.company_id")
    position = fields.Integer(string="Line", readonly=True)
    sku = fields.Char(string="SKU", readonly=True)
    quantity = fields.Float(string="Told", digits="Product Unit", readonly=True)
    unit = fields.Char(readonly=True)
    status = fields.Selection(STATUSES, readonly=True)
    lot = fields.Char(readonly=True)
    owner = fields.Char(readonly=True)
    product_id = LooseMany2one("product.product", readonly=True)
    lot_id = LooseMany2one("stock.lot", string="Our Lot", readonly=True)
    unknown_lot = fields.Char(
        readonly=True, help="The lot, where the product has lots but not this one."
    )
    owner_id = LooseMany2one("res.partner", string="Our Owner", readonly=True)
    location_id = LooseMany2one("stock.location", readonly=True)
    product_quantity = fields.Float(
        string="In Our Unit", digits="Product Unit", readonly=True
    )
    problem = fields.Selection(PROBLEMS, readonly=True)

    _problems = models.Index("(snapshot_id, problem) WHERE problem IS NOT NULL")

    @api.model
    def _delete_of(self, snapshot_ids):
        """Delete the lines of snapshots."""
        if snapshot_ids:
            self.env.cr.execute(
                "DELETE FROM logistics_inventory_snapshot_line "
                "WHERE snapshot_id = ANY(%s)",
                (list(snapshot_ids),),
            )
            self.invalidate_model()

    @api.autovacuum
    def _gc_lines(self):
        """Delete the lines of snapshots that are old and were followed by others."""
        self.env.cr.execute(
            """
            WITH old AS (
                SELECT s.id FROM logistics_inventory_snapshot s
                  JOIN stock_warehouse w ON w.id = s.warehouse_id
                 WHERE w.logistics_snapshot_days > 0 AND s.state != 'held'
                   AND s.as_of < %(now)s - make_interval(days => w.logistics_snapshot_days)
                   AND EXISTS (
                        SELECT 1 FROM logistics_inventory_snapshot n
                         WHERE n.warehouse_id = s.warehouse_id AND n.as_of > s.as_of
                           AND n.scope = s.scope AND n.state = 'compared')
            ), gone AS (
                SELECT l.id FROM logistics_inventory_snapshot_line l
                  JOIN old ON old.id = l.snapshot_id
                 LIMIT %(portion)s
            )
            DELETE FROM logistics_inventory_snapshot_line l USING gone
             WHERE l.id = gone.id
            """,
            {"now": fields.Datetime.now(), "portion": _PORTION},
        )
        self.invalidate_model()
        return self.env.cr.rowcount, self.env.cr.rowcount == _PORTION
