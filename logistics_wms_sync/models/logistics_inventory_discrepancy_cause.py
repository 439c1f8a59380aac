# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .logistics_warehouse_order import OPEN_STATES

#: Hundreds of thousands may differ at once: what is looked up is grouped before, in
#: tables that PostgreSQL knows the size of, so that nothing is gone through row by row.
_GATHER = """
    DROP TABLE IF EXISTS logistics_asked, logistics_opposite;
    CREATE TEMPORARY TABLE logistics_asked ON COMMIT DROP AS
    SELECT d.id, d.warehouse_id, d.product_id, d.location_id,
           COALESCE(d.lot_id, 0) AS lot_id, COALESCE(d.owner_id, 0) AS owner_id,
           COALESCE(d.lot_id, 0) || ' ' || COALESCE(d.lot_name, '') AS lot,
           d.expected_quantity, d.told_quantity, d.difference, p.product_tmpl_id,
           s.unknown_count
      FROM logistics_inventory_discrepancy d
      JOIN product_product p ON p.id = d.product_id
      LEFT JOIN logistics_inventory_snapshot s ON s.id = d.snapshot_id
     WHERE d.id = ANY(%(ids)s);
    CREATE TEMPORARY TABLE logistics_opposite ON COMMIT DROP AS
    SELECT d.warehouse_id, d.product_id, d.location_id,
           COALESCE(d.lot_id, 0) AS lot_id, COALESCE(d.owner_id, 0) AS owner_id,
           COALESCE(d.lot_id, 0) || ' ' || COALESCE(d.lot_name, '') AS lot,
           - d.difference AS difference
      FROM logistics_inventory_discrepancy d
     WHERE d.state IN ('open', 'explained', 'approved')
       AND d.product_id IN (SELECT product_id FROM logistics_asked);
    ANALYZE logistics_asked, logistics_opposite
"""
#: The clearest cause goes first.
_FIND_CAUSES = """
    DROP TABLE IF EXISTS logistics_caused;
    CREATE TEMPORARY TABLE logistics_caused ON COMMIT DROP AS
    WITH elsewhere AS (
        SELECT warehouse_id, product_id, lot_id, owner_id, difference,
               min(location_id) AS first, max(location_id) AS last
          FROM logistics_opposite GROUP BY 1, 2, 3, 4, 5
    ), otherwise AS (
        SELECT warehouse_id, product_id, location_id, owner_id, difference,
               min(lot) AS first, max(lot) AS last
          FROM logistics_opposite GROUP BY 1, 2, 3, 4, 5
    ), moving AS (
        SELECT m.product_id, inner_end.id AS warehouse_id, inner_end.is_out,
               sum(m.product_qty) AS quantity,
               sum(m.product_qty) FILTER (WHERE o.id IS NOT NULL) AS released
          FROM stock_move m
          JOIN stock_location f ON f.id = m.location_id
          JOIN stock_location t ON t.id = m.location_dest_id
          CROSS JOIN LATERAL (
                SELECT f.warehouse_id AS id, TRUE AS is_out
                 WHERE f.warehouse_id IS DISTINCT FROM t.warehouse_id
                 UNION ALL
                SELECT t.warehouse_id, FALSE
                 WHERE f.warehouse_id IS DISTINCT FROM t.warehouse_id) AS inner_end
          LEFT JOIN stock_picking k ON k.id = m.picking_id
          LEFT JOIN logistics_warehouse_order o
                 ON o.id = k.logistics_order_id AND o.state = ANY(%(open)s)
         WHERE m.product_id IN (SELECT product_id FROM logistics_asked)
           AND m.state IN ('waiting', 'confirmed', 'partially_available', 'assigned')
         GROUP BY 1, 2, 3
    )
    SELECT a.id,
           CASE WHEN e.first != a.location_id OR e.last != a.location_id THEN 'status'
                WHEN n.first != a.lot OR n.last != a.lot THEN 'lot'
                WHEN a.expected_quantity > 0 AND a.told_quantity > 0 AND EXISTS (
                    SELECT 1 FROM product_template t
                      JOIN uom_uom own ON own.id = t.uom_id
                      JOIN uom_uom u ON u.id != own.id
                       AND split_part(u.parent_path, '/', 1)
                           = split_part(own.parent_path, '/', 1)
                     WHERE t.id = a.product_tmpl_id AND u.factor > 0 AND own.factor > 0
                       AND (abs(a.told_quantity * u.factor / own.factor
                                - a.expected_quantity) < 0.005
                            OR abs(a.expected_quantity * u.factor / own.factor
                                   - a.told_quantity) < 0.005)) THEN 'unit'
                WHEN a.difference < 0 AND o.quantity >= - a.difference
                THEN 'open_shipments'
                WHEN a.difference > 0 AND i.quantity >= a.difference
                THEN 'unknown_receipts'
                WHEN a.difference < 0 AND a.told_quantity = 0 AND a.unknown_count > 0
                THEN 'unknown_goods' END AS cause,
           a.difference < 0 AND COALESCE(o.released, 0) >= - a.difference
               AS is_released
      FROM logistics_asked a
      LEFT JOIN elsewhere e USING (warehouse_id, product_id, lot_id, owner_id, difference)
      LEFT JOIN otherwise n
          USING (warehouse_id, product_id, location_id, owner_id, difference)
      LEFT JOIN moving o ON o.product_id = a.product_id AND o.is_out
                        AND o.warehouse_id = a.warehouse_id
      LEFT JOIN moving i ON i.product_id = a.product_id AND NOT i.is_out
                        AND i.warehouse_id = a.warehouse_id
"""


class LogisticsInventoryDiscrepancy(models.Model):
    """Suggests what may have caused a difference, for many at once."""

    _inherit = "logistics.inventory.discrepancy"

    def _suggest_causes(self):
        """Look for the causes of differences.

        What orders that the warehouse is working on explain may settle by itself: their
        confirmations are on their way. It becomes somebody's work when it does not.
        """
        if not self:
            return
        self.env["stock.move"].flush_model()
        self.env["logistics.warehouse.order"].flush_model(["state"])
        self.flush_model()
        self.env.cr.execute(_GATHER, {"ids": self.ids})
        self.env.cr.execute(_FIND_CAUSES, {"open": list(OPEN_STATES)})
        self.env.cr.execute(
            """
            UPDATE logistics_inventory_discrepancy d SET suggested_cause = v.cause
              FROM logistics_caused v
             WHERE d.id = v.id AND d.suggested_cause IS DISTINCT FROM v.cause
            """
        )
        self._let_settle()
        self.invalidate_model()

    @api.model
    def _let_settle(self):
        self.env.cr.execute(
            """
            UPDATE logistics_inventory_discrepancy d
               SET state = 'explained', cause = COALESCE(d.cause, 'open_shipments'),
                   explained_until = COALESCE(d.explained_until,
                       d.first_seen + w.logistics_settle_hours * interval '1 hour')
              FROM stock_warehouse w, logistics_caused v
             WHERE w.id = d.warehouse_id AND v.id = d.id AND v.is_released
               AND v.cause = 'open_shipments' AND d.state = 'open'
               AND COALESCE(d.explained_until,
                       d.first_seen + w.logistics_settle_hours * interval '1 hour')
                   > %(now)s
            """,
            {"now": fields.Datetime.now()},
        )
