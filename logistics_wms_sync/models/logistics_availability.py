# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import api, fields, models
from odoo.tools import SQL

#: So many products are reckoned, and told of, at a time.
PORTION = 1000


class LogisticsAvailability(models.Model):
    """What was last told that may be sold of a product from a warehouse.

    Whatever changes stock or its reservation leaves a row in a queue; a job reckons
    what is free less the safety stock, and publishes what has changed.
    """

    _name = "logistics.availability"
    _description = "Stock Available for Sale"
    _order = "warehouse_id, product_id"
    _rec_name = "product_id"
    _log_access = False

    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    available = fields.Float(
        digits="Product Unit",
        readonly=True,
        help="Good and not reserved, less the safety stock.",
    )
    on_hand = fields.Float(digits="Product Unit", readonly=True)
    reserved = fields.Float(digits="Product Unit", readonly=True)
    safety = fields.Float(string="Safety Stock", digits="Product Unit", readonly=True)
    published_at = fields.Datetime(readonly=True)

    _once = models.UniqueIndex("(warehouse_id, product_id)")

    # The queue

    @api.model
    def _queue(self, pairs):
        """Have products reckoned anew.

        :param pairs: (warehouse id, product id) each.
        """
        if not pairs:
            return
        rows = [{"w": warehouse, "p": product} for warehouse, product in sorted(pairs)]
        self.env.cr.execute(
            """
            INSERT INTO logistics_availability_queue (warehouse_id, product_id)
            SELECT w, p FROM json_to_recordset(%s) AS v(w int4, p int4)
            """,
            (json.dumps(rows),),
        )

    @api.model
    def _queue_all(self, warehouses):
        """Have all products of warehouses reckoned anew."""
        for warehouse in warehouses.filtered("logistics_publishes_stock"):
            self.env["stock.quant"].flush_model()
            self.flush_model()
            self.env.cr.execute(
                """
                INSERT INTO logistics_availability_queue (warehouse_id, product_id)
                SELECT %(warehouse)s, product_id FROM stock_quant
                 WHERE location_id = ANY(%(places)s)
                 UNION
                SELECT %(warehouse)s, product_id FROM logistics_availability
                 WHERE warehouse_id = %(warehouse)s
                """,
                {
                    "warehouse": warehouse.id,
                    "places": self._good_places(warehouse),
                },
            )

    @api.model
    def _good_places(self, warehouse):
        """Return the ids of the locations where good stock lies."""
        statuses = self.env["logistics.stock.status"]
        good = statuses._location(warehouse, "good").id
        return [
            location
            for location, place in statuses._places(warehouse).items()
            if place == good
        ]

    # The job

    @api.model
    def _publish_due(self):
        """Reckon what changed, and tell of it. Runs as a cron."""
        commit = self.env["ir.cron"]._commit_progress
        while self._publish_some():
            if commit(PORTION) <= 0:
                break

    @api.model
    def _publish_some(self, limit=PORTION):
        """Reckon some of what is queued; return how many were taken."""
        self.env.cr.execute(
            """
            WITH taken AS (
                DELETE FROM logistics_availability_queue WHERE id IN (
                    SELECT id FROM logistics_availability_queue
                     ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
                RETURNING warehouse_id, product_id)
            SELECT warehouse_id, array_agg(DISTINCT product_id), count(*) FROM taken
             GROUP BY warehouse_id
            """,
            (limit,),
        )
        taken = self.env.cr.fetchall()
        for warehouse_id, product_ids, _count in taken:
            warehouse = self.env["stock.warehouse"].browse(warehouse_id).exists()
            if warehouse.logistics_publishes_stock:
                self._publish_changed(warehouse, product_ids)
        return sum(count for _warehouse, _products, count in taken)

    @api.model
    def _publish_changed(self, warehouse, product_ids):
        """Reckon products, write what changed, and tell of that."""
        changed = self.browse(self._reckon(warehouse, product_ids))
        self.invalidate_model()
        self.env["logistics.event"]._publish("inventory.available", changed)
        changed._send(warehouse)

    @api.model
    def _reckon(self, warehouse, product_ids):
        """Write what may be sold of products; return the ids of what changed.

        Of goods that come in whole pieces no part of a piece is kept back, or offered.
        """
        self.env["stock.quant"].flush_model()
        self.env["logistics.safety.stock"].flush_model()
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                WITH asked AS (SELECT unnest(%(products)s) AS product_id),
                here AS (
                    SELECT product_id, sum(quantity) AS on_hand,
                           sum(reserved_quantity) AS reserved
                      FROM stock_quant
                     WHERE location_id = ANY(%(places)s)
                       AND product_id = ANY(%(products)s)
                     GROUP BY product_id
                ), safe AS (
                    SELECT DISTINCT ON (product_id) product_id, quantity, percent
                      FROM logistics_safety_stock
                     WHERE product_id = ANY(%(products)s) AND company_id = %(company)s
                       AND (warehouse_id IS NULL OR warehouse_id = %(warehouse)s)
                     ORDER BY product_id, warehouse_id NULLS LAST
                ), free AS (
                    SELECT a.product_id, COALESCE(h.on_hand, 0) AS on_hand,
                           COALESCE(h.reserved, 0) AS reserved,
                           GREATEST(COALESCE(h.on_hand - h.reserved, 0), 0) AS free,
                           COALESCE(s.quantity, %(quantity)s) AS quantity,
                           COALESCE(s.percent, %(percent)s) AS percent
                      FROM asked a
                      LEFT JOIN here h USING (product_id)
                      LEFT JOIN safe s USING (product_id)
                ), told AS (
                    SELECT product_id, on_hand, reserved,
                           quantity + share AS safety,
                           GREATEST(trunc((free - quantity - share
                                           + 0.0000001)::numeric, %(digits)s), 0)::float8
                               AS available
                      FROM free,
                           LATERAL (SELECT round((free * percent / 100)::numeric, 6)
                                           AS exact) AS part,
                           LATERAL (SELECT CASE WHEN free = trunc(free) THEN ceil(exact)
                                                ELSE exact END::float8 AS share) AS whole
                )
                INSERT INTO logistics_availability AS v
                    (warehouse_id, company_id, product_id, available, on_hand, reserved,
                     safety, published_at)
                SELECT %(warehouse)s, %(company)s, product_id, available, on_hand,
                       reserved, safety, %(now)s
                  FROM told
                    ON CONFLICT (warehouse_id, product_id) DO UPDATE
                   SET available = EXCLUDED.available, on_hand = EXCLUDED.on_hand,
                       reserved = EXCLUDED.reserved, safety = EXCLUDED.safety,
                       published_at = EXCLUDED.published_at
                 WHERE v.available IS DISTINCT FROM EXCLUDED.available
                RETURNING id
                """,
                products=product_ids,
                places=self._good_places(warehouse),
                warehouse=warehouse.id,
                company=warehouse.company_id.id,
                quantity=warehouse.logistics_safety_quantity,
                percent=warehouse.logistics_safety_percent,
                digits=self.env["decimal.precision"].precision_get("Product Unit"),
                now=fields.Datetime.now(),
            )
        )
        return [row[0] for row in rows]
