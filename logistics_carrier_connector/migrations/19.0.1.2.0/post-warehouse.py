# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
def migrate(cr, version):
    """Note for all shipments at once which warehouse they belong to."""
    cr.execute(
        """
        UPDATE logistics_shipment s SET warehouse = w.code
          FROM (SELECT DISTINCT ON (p.logistics_shipment_id)
                       p.logistics_shipment_id AS id, h.code
                  FROM stock_picking p
                  JOIN stock_picking_type t ON t.id = p.picking_type_id
                  JOIN stock_warehouse h ON h.id = t.warehouse_id
                 WHERE p.logistics_shipment_id IS NOT NULL
                 ORDER BY p.logistics_shipment_id, p.id) AS w
         WHERE w.id = s.id AND s.warehouse IS NULL
        """
    )
