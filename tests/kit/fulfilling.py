# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a worker can be told about orders that a warehouse ships."""

import json
import time

from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED

LINES = 5
PRODUCTS = 200
STOCK = 10_000_000
WMS = "bench-wms"


class FulfillingCommands:
    """Makes deliveries, and ships them: as a warehouse tells, or as Odoo's users do."""

    def prepare_fulfilling(self):
        """Make a warehouse that another system runs, and what lies in it."""
        env = self._env()
        integration = env["logistics.integration"].create(
            {
                "name": WMS,
                "code": WMS,
                "kind": "wms",
                "preset": "standard_webhooks",
                "state": "live",
            }
        )
        warehouse = env["stock.warehouse"].create(
            {
                "name": "Bench",
                "code": "BENCH",
                "logistics_integration_id": integration.id,
            }
        )
        products = env["product.product"].create(
            [
                {
                    "name": f"Bench {at}",
                    "default_code": f"BENCH-{at}",
                    "type": "consu",
                    "is_storable": True,
                }
                for at in range(PRODUCTS)
            ]
        )
        for product in products:
            env["stock.quant"]._update_available_quantity(
                product, warehouse.lot_stock_id, STOCK
            )
        env["res.partner"].create({"name": "Bench Customer", "city": "Bonn"})
        # Nobody is to be written to, by either way.
        env.company.stock_move_email_validation = False
        env.cr.commit()
        env.cr.close()

    def make_sold(self, count):
        """Sell so many deliveries of five lines each; return their ids."""
        env = self._env()
        products = env["product.product"].search([("default_code", "like", "BENCH-%")])
        warehouse = env["stock.warehouse"].search([("code", "=", "BENCH")])
        customer = env["res.partner"].search([("name", "=", "Bench Customer")], limit=1)
        start = next(self._keys) * count
        orders = env["sale.order"].create(
            [
                {
                    "partner_id": customer.id,
                    "warehouse_id": warehouse.id,
                    "order_line": [
                        (
                            0,
                            0,
                            {
                                "product_id": products[
                                    ((start + at) * LINES + line) % PRODUCTS
                                ].id,
                                "product_uom_qty": 3,
                            },
                        )
                        for line in range(LINES)
                    ],
                }
                for at in range(count)
            ]
        )
        orders.action_confirm()
        pickings = orders.picking_ids
        env.cr.commit()
        env.cr.close()
        return pickings.ids

    def tell_shipped(self, picking_ids):
        """Release deliveries, and take in what their warehouse ships of them: all."""
        env = self._env()
        pickings = env["stock.picking"].browse(picking_ids)
        orders = env["logistics.warehouse.order"]._of_pickings(pickings)
        orders._set_state("sent")
        integration = env["logistics.integration"].search([("code", "=", WMS)])
        for order in orders:
            data = self._shipped(order)
            integration.receive(
                json.dumps({"type": "warehouse.fulfillment", "data": data}).encode(),
                content_type="application/json",
                headers={"webhook-id": f"{self._run}-{order.id}"},
            )
        env.cr.commit()
        env.cr.close()

    def _shipped(self, order):
        return {
            "id": f"ship-{order.id}",
            "order": order.name,
            "warehouse": "BENCH",
            "status": "shipped",
            "occurred_at": "2026-03-02T10:00:00Z",
            "is_final": True,
            "lines": [
                {"line": line.line, "sku": line.sku, "quantity": 3}
                for line in order.line_ids
            ],
        }

    def apply_shipped(self, limit=500):
        """Apply what was taken in; return the seconds, and what became of it."""
        env = self._env()
        env.cr.rollback()
        env.cr.connection.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
        started, queries = time.perf_counter(), env.cr.sql_log_count
        while env["logistics.message"]._process_batch(limit):
            env.cr.commit()
        seconds = time.perf_counter() - started
        queries = env.cr.sql_log_count - queries
        env.cr.execute(
            "SELECT state, count(*) FROM logistics_message "
            "WHERE direction = 'inbound' GROUP BY state"
        )
        states = dict(env.cr.fetchall())
        env.cr.close()
        return {"seconds": seconds, "queries": queries, "states": states}

    def validate_one_by_one(self, picking_ids):
        """Validate deliveries as Odoo does, each by its button; return the seconds."""
        env = self._env()
        env.cr.rollback()
        env.cr.connection.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
        started, queries = time.perf_counter(), env.cr.sql_log_count
        for picking in env["stock.picking"].browse(picking_ids):
            picking.move_ids.picked = True
            if picking.button_validate() is not True:
                raise RuntimeError(f"{picking.name} asks something")
            env.cr.commit()
        seconds = time.perf_counter() - started
        queries = env.cr.sql_log_count - queries
        env.cr.close()
        return {"seconds": seconds, "queries": queries}

    def grow_fulfilled(self, count):
        """Add orders of the past that were shipped, by the bare database.

        Each is a copy of the newest that really was, with all that belongs to it.
        """
        env = self._env()
        order = env["logistics.warehouse.order"].search(
            [("state", "=", "shipped")], order="id desc", limit=1
        )
        picking, lines = order.picking_id, order.line_ids.sorted("id")
        moves = [line.move_ids[:1] for line in lines]
        copies = {
            "stock_picking": (picking.ids, {"name": "'PAST/' || n"}),
            "logistics_warehouse_order": (
                order.ids,
                {"name": "'PAST/' || n", "picking_id": "stock_picking"},
            ),
            "logistics_warehouse_order_line": (
                lines.ids,
                {"order_id": "logistics_warehouse_order"},
            ),
            "stock_move": (
                [move.id for move in moves],
                {
                    "picking_id": "stock_picking",
                    "logistics_line_id": "logistics_warehouse_order_line",
                },
            ),
            "stock_move_line": (
                [move.move_line_ids[:1].id for move in moves],
                {"picking_id": "stock_picking", "move_id": "stock_move"},
            ),
            "logistics_fulfillment": (
                order.fulfillment_ids.ids,
                {"order_id": "logistics_warehouse_order"},
            ),
        }
        bases = {}
        for table, (ids, links) in copies.items():
            bases[table] = self._copy_rows(env, table, ids, links, count, bases)
        env.cr.commit()
        self._analyze(env, *copies)
        env.cr.close()

    def _copy_rows(self, env, table, ids, links, count, bases):
        """Copy rows so many times; return (the first new id, rows of each copy)."""
        cr, size = env.cr, len(ids)
        cr.execute(f"SELECT max(id) FROM {table}")  # noqa: S608
        base = cr.fetchone()[0]
        values = {"id": f"{base} + (n - 1) * {size} + p"}
        for name, link in links.items():
            if link not in bases:
                values[name] = link
                continue
            start, each = bases[link]
            values[name] = f"{start} + (n - 1) * {each} + {'p' if each > 1 else 1}"
        cr.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
            (table,),
        )
        names = [row[0] for row in cr.fetchall()]
        columns = ", ".join(f'"{name}"' for name in names)
        source = ", ".join(values.get(name, f't."{name}"') for name in names)
        cr.execute(
            f"INSERT INTO {table} ({columns}) SELECT {source} "  # noqa: S608
            "FROM unnest(%s) WITH ORDINALITY AS o(id, p) "
            f"JOIN {table} t ON t.id = o.id, generate_series(1, %s) n",
            (ids, count),
        )
        cr.execute(f"SELECT setval('{table}_id_seq', max(id)) FROM {table}")  # noqa: S608
        return base, size
