# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsInventoryComparison(models.AbstractModel):
    """What comes of a comparison: what partners have, and the figures of snapshots."""

    _inherit = "logistics.inventory.comparison"

    @api.model
    def _update_positions(self, warehouse):
        """Write down what is told where it is new; what stayed is not touched."""
        self.env.cr.execute(
            """
            INSERT INTO logistics_inventory_position AS p
                (warehouse_id, company_id, product_id, location_id, lot_id, lot_name,
                 owner_id, partner_quantity, difference, told_at, told_sequence,
                 counted_at, counted_sequence)
            SELECT %(warehouse)s, %(company)s, c.product_id, c.location_id,
                   NULLIF(c.lot_id, 0), NULLIF(c.lot_name, ''), NULLIF(c.owner_id, 0),
                   c.told, c.difference, c.as_of, c.sequence,
                   CASE WHEN NOT c.is_change THEN c.as_of END,
                   CASE WHEN NOT c.is_change THEN c.sequence END
              FROM logistics_compared c
              LEFT JOIN logistics_inventory_position o
                     ON o.warehouse_id = %(warehouse)s
                    AND o.product_id = c.product_id AND o.location_id = c.location_id
                    AND COALESCE(o.lot_id, 0) = c.lot_id
                    AND COALESCE(o.lot_name, '') = c.lot_name
                    AND COALESCE(o.owner_id, 0) = c.owner_id
             WHERE (o.id IS NULL AND (c.told != 0 OR c.difference != 0))
                OR o.partner_quantity != c.told OR o.difference != c.difference
                ON CONFLICT (warehouse_id, product_id, location_id,
                             (COALESCE(lot_id, 0)), (COALESCE(lot_name, '')),
                             (COALESCE(owner_id, 0)))
                DO UPDATE SET partner_quantity = EXCLUDED.partner_quantity,
                              difference = EXCLUDED.difference,
                              told_at = EXCLUDED.told_at,
                              told_sequence = EXCLUDED.told_sequence,
                              counted_at = COALESCE(EXCLUDED.counted_at, p.counted_at),
                              counted_sequence = CASE WHEN EXCLUDED.counted_at IS NULL
                                  THEN p.counted_sequence
                                  ELSE EXCLUDED.counted_sequence END
            """,
            {"warehouse": warehouse.id, "company": warehouse.company_id.id},
        )
        self.env["logistics.inventory.position"].invalidate_model()

    @api.model
    def _forget_positions(self, warehouse):
        """Delete what a complete snapshot tells nothing of any more."""
        self.env.cr.execute(
            """
            DELETE FROM logistics_inventory_position o
             WHERE o.warehouse_id = %s
               AND o.told_at <= (SELECT max(as_of) FROM logistics_compared)
               AND NOT EXISTS (
                    SELECT 1 FROM logistics_compared c
                     WHERE o.product_id = c.product_id
                       AND o.location_id = c.location_id
                       AND COALESCE(o.lot_id, 0) = c.lot_id
                       AND COALESCE(o.lot_name, '') = c.lot_name
                       AND COALESCE(o.owner_id, 0) = c.owner_id)
               AND NOT EXISTS (
                    SELECT 1 FROM logistics_told_product p
                     WHERE p.product_id = o.product_id AND p.is_left_out)
            """,
            (warehouse.id,),
        )
        self.env["logistics.inventory.position"].invalidate_model()

    @api.model
    def _count_lines(self, snapshots):
        """Write how many lines snapshots have, and how many are not understood."""
        for snapshot in snapshots:
            self.env.cr.execute(
                """
                SELECT count(*), count(DISTINCT product_id),
                       count(*) FILTER (WHERE problem = 'product'), count(problem)
                  FROM logistics_inventory_snapshot_line WHERE snapshot_id = %s
                """,
                (snapshot.id,),
            )
            names = ("line_count", "product_count", "unknown_count", "problem_count")
            snapshot.write(dict(zip(names, self.env.cr.fetchone(), strict=True)))
        snapshots.flush_recordset()

    @api.model
    def _sum_up(self, snapshots):
        """Write how much differs by snapshots."""
        for snapshot in snapshots:
            self.env.cr.execute(
                """
                SELECT count(*), COALESCE(sum(abs(value)), 0)
                  FROM logistics_inventory_discrepancy
                 WHERE snapshot_id = %s AND state NOT IN ('gone', 'adjusted')
                """,
                (snapshot.id,),
            )
            names = ("differing_count", "difference_value")
            snapshot.write(dict(zip(names, self.env.cr.fetchone(), strict=True)))
