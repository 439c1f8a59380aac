# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

_SAME = """
    d.product_id = c.product_id AND d.location_id = c.location_id
    AND COALESCE(d.lot_id, 0) = c.lot_id AND COALESCE(d.lot_name, '') = c.lot_name
    AND COALESCE(d.owner_id, 0) = c.owner_id
"""
_KNOWN = """
    k.product_id = c.product_id AND k.location_id = c.location_id
    AND k.lot_id = c.lot_id AND k.lot_name = c.lot_name AND k.owner_id = c.owner_id
"""
_LIVE = "d.state IN ('open', 'explained', 'approved', 'dismissed')"


class LogisticsInventoryDiscrepancy(models.Model):
    """Opens, brings up to date and closes discrepancies after a comparison."""

    _inherit = "logistics.inventory.discrepancy"

    @api.model
    def _take_compared(self, warehouse, *, is_complete=False):
        """Bring the discrepancies of a warehouse in line with what was compared."""
        self.flush_model()
        self._weigh(warehouse)
        self._find_known(warehouse)
        changed = self._change_known()
        fresh = self._open_new(warehouse)
        gone = self._close_gone(warehouse, is_complete=is_complete)
        self.invalidate_model()
        self.browse(changed + fresh)._suggest_causes()
        self._publish_news(changed + fresh + gone)

    @api.model
    def _publish_news(self, discrepancy_ids):
        self.env["logistics.event"]._publish(
            "inventory.discrepancy", self.browse(discrepancy_ids)
        )

    @api.model
    def _weigh(self, warehouse):
        """Put what differs into a table of its own, with its value and tolerance."""
        self.env["product.product"].flush_model(["standard_price"])
        tolerances = self._tolerances(warehouse)
        self.env.cr.execute(
            SQL(
                """
                DROP TABLE IF EXISTS logistics_differing;
                CREATE TEMPORARY TABLE logistics_differing ON COMMIT DROP AS
                WITH tolerated(categ_id, quantity, percent) AS (
                    SELECT * FROM unnest(%(categories)s::int4[], %(quantities)s::float8[],
                                         %(percents)s::float8[]))
                SELECT c.*, t.categ_id,
                       (SELECT s.status FROM logistics_stock_status s
                         WHERE s.warehouse_id = %(warehouse)s
                           AND s.location_id = c.location_id LIMIT 1) AS status,
                       c.difference * COALESCE(
                           (p.standard_price ->> %(company)s::text)::float8, 0) AS value,
                       GREATEST(COALESCE(w.quantity, %(quantity)s),
                                COALESCE(w.percent, %(percent)s) / 100
                                * abs(c.expected)) AS tolerance
                  FROM logistics_compared c
                  JOIN product_product p ON p.id = c.product_id
                  JOIN product_template t ON t.id = p.product_tmpl_id
                  LEFT JOIN tolerated w ON w.categ_id = t.categ_id
                 WHERE c.difference != 0
                """,
                warehouse=warehouse.id,
                company=warehouse.company_id.id,
                quantity=warehouse.logistics_tolerance_quantity,
                percent=warehouse.logistics_tolerance_percent,
                categories=list(tolerances),
                quantities=[one[0] for one in tolerances.values()],
                percents=[one[1] for one in tolerances.values()],
            )
        )

    @api.model
    def _find_known(self, warehouse):
        """Put what is known of what differs into a table of its own.

        Looked up while new rows are written it would be looked for among those, too: the
        more of them, the longer for each.
        """
        self.env.cr.execute(
            f"""
            ANALYZE logistics_compared, logistics_differing;
            DROP TABLE IF EXISTS logistics_known;
            CREATE TEMPORARY TABLE logistics_known ON COMMIT DROP AS
            SELECT d.id, d.product_id, d.location_id, COALESCE(d.lot_id, 0) AS lot_id,
                   COALESCE(d.lot_name, '') AS lot_name,
                   COALESCE(d.owner_id, 0) AS owner_id, d.difference
              FROM logistics_inventory_discrepancy d
             WHERE d.warehouse_id = %s AND {_LIVE}
               AND d.product_id IN (SELECT product_id FROM logistics_differing);
            ANALYZE logistics_known
            """,
            (warehouse.id,),
        )

    @api.model
    def _tolerances(self, warehouse):
        """Return {category id: (quantity, percent)} of categories that differ."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT t.categ_id FROM logistics_compared c
                  JOIN product_product p ON p.id = c.product_id
                  JOIN product_template t ON t.id = p.product_tmpl_id
                 WHERE c.difference != 0 AND t.categ_id IS NOT NULL
                """
            )
        )
        categories = self.env["product.category"].browse(row[0] for row in rows)
        return self.env["logistics.inventory.tolerance"]._of(warehouse, categories)

    @api.model
    def _change_known(self):
        """Write the new figures; whatever was decided about other ones is open again.

        What is looked at again and tells nothing new is not written.

        :return: ids of those whose difference is another one now.
        """
        self.env.cr.execute(
            f"""
            UPDATE logistics_inventory_discrepancy d
               SET expected_quantity = c.expected, told_quantity = c.told,
                   difference = c.difference, value = c.value,
                   absolute_value = abs(c.value),
                   tolerance = COALESCE(c.tolerance, 0),
                   within_tolerance = abs(c.difference) <= COALESCE(c.tolerance, 0),
                   as_of = c.as_of, last_seen = %(now)s,
                   snapshot_id = COALESCE(c.snapshot_id, d.snapshot_id),
                   all_lots = c.all_lots, all_owners = c.all_owners,
                   state = CASE WHEN k.difference != c.difference THEN 'open'
                                ELSE d.state END,
                   first_seen = CASE WHEN k.difference != c.difference
                                          AND d.state = 'dismissed'
                                     THEN %(now)s ELSE d.first_seen END,
                   approver_id = CASE WHEN k.difference != c.difference THEN NULL
                                      ELSE d.approver_id END,
                   closed_at = CASE WHEN k.difference != c.difference THEN NULL
                                    ELSE d.closed_at END
              FROM logistics_known k, logistics_differing c
             WHERE d.id = k.id AND {_KNOWN}
               AND (d.expected_quantity, d.told_quantity, d.difference, d.value,
                    d.tolerance, d.as_of, d.snapshot_id, d.all_lots, d.all_owners)
                   IS DISTINCT FROM
                   (c.expected, c.told, c.difference, c.value, COALESCE(c.tolerance, 0),
                    c.as_of, COALESCE(c.snapshot_id, d.snapshot_id), c.all_lots,
                    c.all_owners)
            RETURNING d.id, k.difference != c.difference
            """,
            {"now": fields.Datetime.now()},
        )
        return [id_ for id_, is_other in self.env.cr.fetchall() if is_other]

    @api.model
    def _open_new(self, warehouse):
        """Open what nobody knew; return the ids."""
        self.env.cr.execute(
            f"""
            INSERT INTO logistics_inventory_discrepancy
                (create_uid, create_date, write_uid, write_date, company_id,
                 warehouse_id, integration_id, snapshot_id, product_id, categ_id,
                 location_id, status, lot_id, lot_name, owner_id, all_lots, all_owners,
                 expected_quantity, told_quantity, difference, as_of, value,
                 absolute_value, tolerance, within_tolerance, state, first_seen,
                 last_seen, age)
            SELECT %(uid)s, %(now)s, %(uid)s, %(now)s, %(company)s, %(warehouse)s,
                   %(integration)s, c.snapshot_id, c.product_id, c.categ_id,
                   c.location_id, c.status, NULLIF(c.lot_id, 0), NULLIF(c.lot_name, ''),
                   NULLIF(c.owner_id, 0), c.all_lots, c.all_owners, c.expected, c.told,
                   c.difference, c.as_of, c.value, abs(c.value),
                   COALESCE(c.tolerance, 0),
                   abs(c.difference) <= COALESCE(c.tolerance, 0), 'open', %(now)s,
                   %(now)s, '1'
              FROM logistics_differing c
             WHERE NOT EXISTS (
                    SELECT 1 FROM logistics_known k WHERE {_KNOWN})
            RETURNING id
            """,
            {
                "uid": self.env.uid,
                "now": fields.Datetime.now(),
                "company": warehouse.company_id.id,
                "warehouse": warehouse.id,
                "integration": warehouse.sudo().logistics_integration_id.id or None,
            },
        )
        return [row[0] for row in self.env.cr.fetchall()]

    @api.model
    def _close_gone(self, warehouse, *, is_complete):
        """Close what does not differ any more; return the ids."""
        self.env.cr.execute(
            f"""
            UPDATE logistics_inventory_discrepancy d
               SET state = 'gone', closed_at = %(now)s,
                   difference = 0, value = 0, absolute_value = 0
             WHERE d.warehouse_id = %(warehouse)s AND {_LIVE}
               AND NOT EXISTS (SELECT 1 FROM logistics_differing c WHERE {_SAME})
               AND (EXISTS (SELECT 1 FROM logistics_compared c WHERE {_SAME})
                    OR %(complete)s
                       AND d.as_of <= (SELECT max(as_of) FROM logistics_compared)
                       AND NOT EXISTS (
                            SELECT 1 FROM logistics_told_product p
                             WHERE p.product_id = d.product_id AND p.is_left_out))
            RETURNING d.id
            """,
            {
                "warehouse": warehouse.id,
                "now": fields.Datetime.now(),
                "complete": is_complete,
            },
        )
        return [row[0] for row in self.env.cr.fetchall()]
