# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Stock of a warehouse and what is told of it, for benchmarks of comparing both."""

import gc
import time
from datetime import datetime, timedelta, timezone

AS_OF = datetime(2026, 3, 2, 8, 0, tzinfo=timezone.utc)
#: One of so many products is told of otherwise.
DIFFERING = 100


class InventoryCommands:
    """What the benchmark of inventories tells its worker."""

    def stock_warehouse(self, products):
        """Make a warehouse that another system runs, with stock of so many products."""
        env = self._env()
        wms = env["logistics.integration"].create(
            {
                "name": "WMS",
                "code": "wms",
                "kind": "wms",
                "preset": "standard_webhooks",
                "state": "live",
            }
        )
        warehouse = env["stock.warehouse"].create(
            {"name": "Depot", "code": "DEPOT", "logistics_integration_id": wms.id}
        )
        template = env["product.template"].create(
            {"name": "Item", "type": "consu", "is_storable": True}
        )
        env.flush_all()
        env.cr.execute(
            _STOCK,
            {
                "count": products,
                "template": template.id,
                "location": warehouse.lot_stock_id.id,
            },
        )
        env.cr.commit()
        self._analyze(env, "product_template", "product_product", "stock_quant")
        env.cr.close()

    def grow_stock_history(self, snapshots, moves):
        """Make what has been: complete snapshots, decided differences, done moves."""
        env = self._env()
        warehouse = self._stocked(env)
        for day in range(snapshots):
            self._take_snapshot(env, AS_OF - timedelta(days=snapshots - day))
        env.cr.execute(
            _HISTORY,
            {
                "count": moves,
                "warehouse": warehouse.id,
                "location": warehouse.lot_stock_id.id,
                "customers": env.ref("stock.stock_location_customers").id,
                "unit": env.ref("uom.product_uom_unit").id,
                "integration": warehouse.logistics_integration_id.id,
            },
        )
        env.cr.commit()
        self._analyze(
            env,
            "stock_move",
            "stock_move_line",
            "logistics_inventory_snapshot_line",
            "logistics_inventory_discrepancy",
            "logistics_inventory_position",
        )
        env.cr.close()

    def compare_stock(self, turn, differing=True):
        """Take a complete snapshot of all products; return how long its parts took.

        ``whole`` is from the document to the last discrepancy, ``compare`` what of it
        comes after the lines were read and resolved, ``join`` the bare join of the
        same rows, in the same transaction.
        """
        env = self._env()
        took = self._take_snapshot(env, AS_OF + timedelta(hours=turn), timed=True)
        warehouse = self._stocked(env)
        snapshot = env["logistics.inventory.snapshot"].search([], limit=1)
        if snapshot.state != "compared":
            raise RuntimeError(snapshot.held_reason or snapshot.state)
        took["join"] = self._bare_join(env, snapshot, warehouse)
        took["differing"] = snapshot.differing_count
        env.cr.commit()
        env.cr.close()
        return took

    def read_long_snapshot(self, lines):
        """Take a partial snapshot of so many lines; return how the memory grew, in MB.

        Measured are the highest marks of the resident memory before and after.
        """
        env = self._env()
        gc.collect()
        before = _high_water()
        self._take_snapshot(env, AS_OF, lines=lines, scope="partial")
        grown = _high_water() - before
        env.cr.rollback()
        env.cr.close()
        return round(grown / 1024, 1)

    def _take_snapshot(self, env, as_of, *, lines=None, scope="complete", timed=False):
        from odoo import fields

        from odoo.addons.logistics_base.canonical.batch import Batch, Item
        from odoo.addons.logistics_wms_sync.canonical import inventories

        wms = self._stocked(env).logistics_integration_id
        env.cr.execute("SELECT count(*) FROM stock_quant")
        count = env.cr.fetchone()[0]
        document = inventories.InventorySnapshot(
            as_of=as_of,
            scope=scope,
            lines=_Lines(inventories.StockLine, lines or count, count),
        )
        item = Item(document, 0, fields.Datetime.now())
        took = self._watch_comparison(env) if timed else {}
        started = time.perf_counter()
        env["logistics.handler.inventory.snapshot"]._apply(
            Batch(wms, document.document_type, [item])
        )
        env.flush_all()
        took["whole"] = time.perf_counter() - started
        if item.problem:
            raise RuntimeError(item.problem)
        return took

    def _watch_comparison(self, env):
        """Have the comparison itself timed; return the dictionary it is noted in."""
        model = type(env["logistics.inventory.comparison"])
        original, took = model._compare_snapshots, {}

        def timed(self, snapshots):
            started = time.perf_counter()
            original(self, snapshots)
            self.env.flush_all()
            took["compare"] = time.perf_counter() - started
            model._compare_snapshots = original

        model._compare_snapshots = timed
        return took

    def _bare_join(self, env, snapshot, warehouse):
        """Return how long the bare join of the same rows takes, at its best."""
        found = []
        for _turn in range(3):
            started = time.perf_counter()
            env.cr.execute(
                """
                SELECT l.product_id, l.product_quantity - q.quantity
                  FROM logistics_inventory_snapshot_line l
                  JOIN stock_quant q ON q.product_id = l.product_id
                                    AND q.location_id = l.location_id
                 WHERE l.snapshot_id = %s AND q.location_id = %s
                """,
                (snapshot.id, warehouse.lot_stock_id.id),
            )
            env.cr.fetchall()
            found.append(time.perf_counter() - started)
        return min(found)

    def _stocked(self, env):
        return env["stock.warehouse"].search([("code", "=", "DEPOT")])


class _Lines:
    """The lines of a long file: made while one goes through them."""

    def __init__(self, cls, count, products):
        self._cls, self._count, self._products = cls, count, products

    def __iter__(self):
        for at in range(1, self._count + 1):
            product = (at - 1) % self._products + 1
            yield self._cls(
                sku=f"SKU{product:07}",
                quantity=product % 90 + 10 + (product % DIFFERING == 0),
            )


def _high_water():
    """Return the highest mark of this process's resident memory, in KiB."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))


_STOCK = """
    WITH grown AS (
        INSERT INTO product_template
        SELECT copy.*
          FROM product_template t, generate_series(1, %(count)s) AS at,
               LATERAL jsonb_populate_record(NULL::product_template, to_jsonb(t)
                    || jsonb_build_object(
                        'id', at - at + nextval('product_template_id_seq'))) AS copy
         WHERE t.id = %(template)s
        RETURNING id
    ), numbered AS (
        SELECT id, row_number() OVER (ORDER BY id) AS at FROM grown
    ), made AS (
        INSERT INTO product_product (product_tmpl_id, default_code, active,
                                     standard_price, combination_indices)
        SELECT id, 'SKU' || lpad(at::text, 7, '0'), TRUE,
               jsonb_build_object('1', 2.5), ''
          FROM numbered
        RETURNING id, default_code
    )
    INSERT INTO stock_quant (product_id, location_id, company_id, quantity,
                             reserved_quantity, in_date)
    SELECT id, %(location)s, 1, substr(default_code, 4)::int %% 90 + 10, 0, now()
      FROM made
"""

#: Moves of a year ago, and a tenth as many differences that were decided since.
_HISTORY = """
    WITH product AS (
        SELECT id, row_number() OVER (ORDER BY id) AS at FROM product_product
         WHERE default_code LIKE 'SKU%%'
    ), grown AS (
        INSERT INTO stock_move (product_id, product_uom, product_uom_qty, product_qty,
                                quantity, location_id, location_dest_id,
                                company_id, state, date, procure_method)
        SELECT p.id, %(unit)s, 1, 1, 1, %(location)s, %(customers)s, 1, 'done',
               timestamp '2025-03-01' + g * interval '1 second', 'make_to_stock'
          FROM generate_series(1, %(count)s) g
          JOIN product p ON p.at = 1 + g %% (SELECT count(*) FROM product)
        RETURNING id, product_id, date
    ), lines AS (
        INSERT INTO stock_move_line (move_id, product_id, product_uom_id, quantity,
                                     quantity_product_uom, location_id,
                                     location_dest_id, company_id, state, date)
        SELECT id, product_id, %(unit)s, 1, 1, %(location)s, %(customers)s, 1, 'done',
               date
          FROM grown
    )
    INSERT INTO logistics_inventory_discrepancy
        (company_id, warehouse_id, integration_id, product_id, location_id, status,
         state, difference, first_seen, last_seen, as_of)
    SELECT 1, %(warehouse)s, %(integration)s, product_id, %(location)s, 'good',
           'adjusted', -1, date, date, date
      FROM grown WHERE id %% 10 = 0
"""
