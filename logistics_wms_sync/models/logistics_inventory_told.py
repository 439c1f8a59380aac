# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL


class LogisticsInventoryComparison(models.AbstractModel):
    """What was told: by the lines of snapshots, and how finely."""

    _inherit = "logistics.inventory.comparison"

    @api.model
    def _tell_lines(self, snapshots):
        """Fill ``logistics_told`` from the lines of snapshots; the newest word counts."""
        self.env["logistics.inventory.snapshot"].flush_model()
        is_single = len(snapshots) == 1
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO logistics_told
                SELECT %(newest)s l.product_id, l.location_id, COALESCE(l.lot_id, 0),
                       COALESCE(l.unknown_lot, ''), COALESCE(l.owner_id, 0),
                       sum(l.product_quantity), FALSE, s.as_of,
                       CASE WHEN s.has_sequence THEN s.sequence END, s.id
                  FROM logistics_inventory_snapshot s
                  JOIN logistics_inventory_snapshot_line l ON l.snapshot_id = s.id
                 WHERE s.id = ANY(%(ids)s) AND l.problem IS NULL
                 GROUP BY s.id, l.product_id, l.location_id, l.lot_id, l.unknown_lot,
                          l.owner_id
                %(order)s
                """,
                newest=SQL() if is_single else SQL("DISTINCT ON (1, 2, 3, 4, 5)"),
                order=SQL()
                if is_single
                else SQL("ORDER BY 1, 2, 3, 4, 5, s.as_of DESC, s.sequence DESC"),
                ids=snapshots.ids,
            )
        )
        self.env.cr.execute("ANALYZE logistics_told")
        self._tell_products(self._goods_with_parts())
        self._leave_out(snapshots)

    @api.model
    def _goods_with_parts(self):
        """Return the query of products that have lots, or owners, here."""
        return SQL(
            """
            SELECT p.id FROM product_product p
              JOIN product_template t ON t.id = p.product_tmpl_id
             WHERE t.tracking IN ('lot', 'serial')
             UNION
            SELECT product_id FROM stock_quant WHERE owner_id IS NOT NULL
             UNION
            SELECT product_id FROM stock_move_line
             WHERE owner_id IS NOT NULL
               AND date > (SELECT min(as_of) FROM logistics_told)
            """
        )

    @api.model
    def _tell_products(self, products=None):
        """Fill ``logistics_told_product``: how finely products are told of.

        Where a partner tells no lots, or no owners, of a product, all of them together
        are what it tells of.

        :param SQL products: the query of those that are looked at; else all.
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO logistics_told_product
                SELECT product_id, bool_and(lot_id = 0 AND lot_name = ''),
                       bool_and(owner_id = 0), FALSE, FALSE, max(as_of), max(sequence),
                       max(snapshot_id)
                  FROM logistics_told %s GROUP BY product_id
                """,
                SQL("WHERE product_id IN (%s)", products) if products else SQL(),
            )
        )

    @api.model
    def _leave_out(self, snapshots):
        """Leave out the products of which a part could not be understood."""
        self.env.cr.execute(
            """
            INSERT INTO logistics_told_product
            SELECT DISTINCT l.product_id, FALSE, FALSE, FALSE, TRUE,
                   NULL::timestamp, NULL::float8, NULL::int4
              FROM logistics_inventory_snapshot_line l
             WHERE l.snapshot_id = ANY(%s) AND l.problem IN ('unit', 'owner')
                ON CONFLICT (product_id) DO UPDATE SET is_left_out = TRUE
            """,
            (snapshots.ids,),
        )

    @api.model
    def _tell_counted(self, snapshots):
        """Take products that were counted as a whole as told of in all their lots."""
        counted = snapshots.count_id.line_ids.filtered(lambda line: not line.lot_id)
        if counted:
            self.env.cr.execute(
                """
                INSERT INTO logistics_told_product
                SELECT product_id, bool_and(lot_id = 0 AND lot_name = ''),
                       bool_and(owner_id = 0), TRUE, FALSE, max(as_of), max(sequence),
                       max(snapshot_id)
                  FROM logistics_told WHERE product_id = ANY(%s) GROUP BY product_id
                    ON CONFLICT (product_id) DO UPDATE SET is_whole = TRUE
                """,
                (counted.product_id.ids,),
            )

    @api.model
    def _tell_of(self, snapshot):
        """Note which snapshot tells that something is not there."""
        self.env.cr.execute(
            """
            UPDATE logistics_compared SET as_of = %s, sequence = %s, snapshot_id = %s
             WHERE snapshot_id IS NULL
            """,
            (
                snapshot.as_of,
                snapshot.sequence if snapshot.has_sequence else None,
                snapshot.id,
            ),
        )
