# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: Consumption of so many days tells what is important.
CONSUMPTION_DAYS = 90
#: The products that make up so much of the value consumed are A; up to the next, B.
A_SHARE, B_SHARE = 0.8, 0.95


class LogisticsInventoryCount(models.Model):
    """Plans counts: what matters more is counted more often."""

    _inherit = "logistics.inventory.count"

    @api.model
    def _plan(self):
        """Have warehouses count what is due by their plan. Runs as a cron."""
        warehouses = self.env["stock.warehouse"].search(
            [
                ("logistics_integration_id.state", "=", "live"),
                ("logistics_count_most", ">", 0),
            ]
        )
        for warehouse in warehouses:
            if products := self._due_products(warehouse):
                count = self.with_company(warehouse.company_id)._begin_for(
                    warehouse,
                    products,
                    origin="plan",
                    count_by=fields.Datetime.now() + timedelta(days=1),
                )
                count._request_if_told()

    def _request_if_told(self):
        """Ask the warehouse; where it cannot be told, a person has to: it stays a draft.

        One warehouse that cannot be told keeps no other from counting.
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._request()
        except UserError as error:
            self.message_post(body=str(error))

    @api.model
    def _due_products(self, warehouse):
        """Return what is to be counted now: the most overdue first, not too many.

        What has stock is counted so often as its class says: A makes up most of the
        value that left in the last months, C the least, or nothing.
        """
        rows = self.env.execute_query(self._due_query(warehouse))
        return self.env["product.product"].browse(row[0] for row in rows)

    @api.model
    def _due_query(self, warehouse):
        self.env["stock.quant"].flush_model()
        self.env["stock.move"].flush_model()
        self.env["product.product"].flush_model(["standard_price"])
        self.env["logistics.inventory.count.line"].flush_model()
        self.flush_model()
        now = fields.Datetime.now()
        places = self.env["logistics.stock.status"]._places(warehouse)
        return SQL(
            """
            WITH stocked AS (
                SELECT product_id, sum(quantity) AS quantity FROM stock_quant
                 WHERE location_id = ANY(%(places)s) GROUP BY product_id
                HAVING sum(quantity) != 0
            ), consumed AS (
                SELECT m.product_id,
                       sum(m.quantity * COALESCE(
                           (p.standard_price ->> %(company)s::text)::float8, 0)) AS value
                  FROM stock_move m
                  JOIN product_product p ON p.id = m.product_id
                  JOIN stock_location t ON t.id = m.location_dest_id
                 WHERE m.state = 'done' AND m.date > %(since)s
                   AND m.is_inventory IS NOT TRUE
                   AND m.location_id = ANY(%(places)s) AND t.usage = 'customer'
                 GROUP BY m.product_id
            ), ranked AS (
                SELECT s.product_id, COALESCE(c.value, 0) AS value,
                       sum(COALESCE(c.value, 0)) OVER (
                           ORDER BY c.value DESC NULLS LAST, s.product_id)
                       - COALESCE(c.value, 0) AS before,
                       sum(COALESCE(c.value, 0)) OVER () AS total
                  FROM stocked s LEFT JOIN consumed c USING (product_id)
            ), classed AS (
                SELECT product_id,
                       CASE WHEN value > 0 AND before < %(a)s * total THEN %(a_days)s
                            WHEN value > 0 AND before < %(b)s * total THEN %(b_days)s
                            ELSE %(c_days)s END AS days
                  FROM ranked
            ), counted AS (
                SELECT l.product_id, max(l.counted_at) AS at,
                       bool_or(n.state IN ('draft', 'requested', 'partly')
                               AND l.is_answered IS NOT TRUE) AS is_asked
                  FROM logistics_inventory_count_line l
                  JOIN logistics_inventory_count n ON n.id = l.count_id
                 WHERE n.warehouse_id = %(warehouse)s AND n.state != 'cancelled'
                 GROUP BY l.product_id
            )
            SELECT c.product_id
              FROM classed c LEFT JOIN counted n USING (product_id)
             WHERE c.days > 0 AND n.is_asked IS NOT TRUE
               AND (n.at IS NULL OR n.at <= %(now)s - c.days * interval '1 day')
             ORDER BY n.at + c.days * interval '1 day' NULLS FIRST, c.days,
                      c.product_id
             LIMIT %(most)s
            """,
            places=list(places),
            company=warehouse.company_id.id,
            since=now - timedelta(days=CONSUMPTION_DAYS),
            a=A_SHARE,
            b=B_SHARE,
            a_days=warehouse.logistics_count_a_days,
            b_days=warehouse.logistics_count_b_days,
            c_days=warehouse.logistics_count_c_days,
            warehouse=warehouse.id,
            now=now,
            most=warehouse.logistics_count_most,
        )
