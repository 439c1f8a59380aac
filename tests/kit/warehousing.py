# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a worker can be told about warehouses that others run."""

from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED

CODE = "wms"
ADDRESS = {
    "street": "200 W 20th St",
    "city": "New York",
    "zip": "10011",
    "phone": "+1 212 555 0143",
}


class WarehousingCommands:
    """Opens a warehouse, sells from it, and tells what Odoo knows of it."""

    def open_warehouse(self, url, secret, api_key, stock, **warehouse):
        """Make a live warehouse that answers at ``url`` and holds what is told.

        :param stock: {SKU: quantity}.
        :param warehouse: further values of it.
        """
        env = self._env()
        integration = env["logistics.integration"].create(
            {
                "name": "Simulated 3PL",
                "code": CODE,
                "kind": "wms",
                "preset": "wms_rest",
                "company_id": env.company.id,
                "base_url": url,
                "auth_scheme": "bearer",
                "allow_internal_address": True,
                "call_rate": 0,
            }
        )
        for name, value in (
            ("webhook_secret", secret),
            ("signing_secret", secret),
            ("api_key", api_key),
        ):
            env["logistics.credential"].create(
                {"integration_id": integration.id, "name": name, "value": value}
            )
        integration.state = "live"
        found = env["stock.warehouse"].create(
            {
                "name": "Simulated 3PL",
                "code": "SIM",
                "logistics_integration_id": integration.id,
                "logistics_release_stock": "some",
                **warehouse,
            }
        )
        found.action_logistics_suggest_statuses()
        self._stock(env, found, stock)
        self._close(env)

    def _stock(self, env, warehouse, stock):
        for sku, quantity in stock.items():
            product = env["product.product"].create(
                {
                    "name": sku.capitalize(),
                    "default_code": sku,
                    "type": "consu",
                    "is_storable": True,
                    "weight": 0.5,
                    "standard_price": 10,
                }
            )
            env["stock.quant"]._update_available_quantity(
                product, warehouse.lot_stock_id, quantity
            )

    def _close(self, env):
        env.cr.commit()
        env.cr.close()

    def sell(self, count, lines):
        """Confirm orders of (SKU, quantity) each; return the numbers of deliveries."""
        env = self._env()
        warehouse = self._warehouse(env)
        customer = env["res.partner"].create(
            {
                "name": "Ada Customer",
                **ADDRESS,
                "state_id": env.ref("base.state_us_27").id,
                "country_id": env.ref("base.us").id,
            }
        )
        orders = env["sale.order"].create(
            [
                {
                    "partner_id": customer.id,
                    "warehouse_id": warehouse.id,
                    "order_line": [
                        (0, 0, {"product_id": product.id, "product_uom_qty": quantity})
                        for product, quantity in self._goods(env, lines)
                    ],
                }
                for _at in range(count)
            ]
        )
        orders.action_confirm()
        numbers = orders.picking_ids.mapped("name")
        self._close(env)
        return numbers

    def _warehouse(self, env):
        return env["stock.warehouse"].search(
            [("logistics_integration_id.code", "=", CODE)]
        )

    def _goods(self, env, lines):
        for sku, quantity in lines:
            yield (
                env["product.product"].search([("default_code", "=", sku)]),
                quantity,
            )

    def announce(self, lines):
        """Expect goods of (SKU, quantity) from a supplier; return the number."""
        env = self._env()
        warehouse = self._warehouse(env)
        kind = warehouse.in_type_id
        supplier = env["res.partner"].create({"name": "Bob Supplier"})
        source = env.ref("stock.stock_location_suppliers")
        receipt = env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "partner_id": supplier.id,
                "location_id": source.id,
                "location_dest_id": kind.default_location_dest_id.id,
                "move_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "location_id": source.id,
                            "location_dest_id": kind.default_location_dest_id.id,
                        },
                    )
                    for product, quantity in self._goods(env, lines)
                ],
            }
        )
        receipt.action_confirm()
        number = receipt.name
        self._close(env)
        return number

    # What Odoo knows

    def warehouse_orders(self):
        """Return {state: how many orders of the warehouse are in it}."""
        return self._asked(
            "SELECT state, count(*) FROM logistics_warehouse_order GROUP BY state"
        )

    def transfers(self, code="outgoing"):
        """Return {state: how many transfers of the warehouse are in it}."""
        return self._asked(
            """
            SELECT p.state, count(*) FROM stock_picking p
              JOIN stock_picking_type t ON t.id = p.picking_type_id
              JOIN stock_warehouse w ON w.id = t.warehouse_id
             WHERE w.logistics_integration_id IS NOT NULL AND t.code = %s
             GROUP BY p.state
            """,
            code,
        )

    def stock(self):
        """Return {SKU: {location's status: quantity}} of the warehouse."""
        env = self._env()
        warehouse = self._warehouse(env)
        found = {}
        for status in warehouse.logistics_status_ids:
            quants = env["stock.quant"].search(
                [("location_id", "child_of", status.location_id.id)]
            )
            for quant in quants.filtered("quantity"):
                of_sku = found.setdefault(quant.product_id.default_code, {})
                total = of_sku.get(status.status, 0) + quant.quantity
                of_sku[status.status] = total
        env.cr.close()
        return found

    def shipped(self):
        """Return {number of a delivery: [pieces of each transfer that left]}."""
        env = self._env()
        env.cr.execute(
            """
            SELECT o.name, p.id, sum(m.quantity)
              FROM logistics_warehouse_order o
              JOIN stock_picking p ON p.logistics_order_id = o.id
              JOIN stock_move m ON m.picking_id = p.id
             WHERE p.state = 'done' AND m.state = 'done'
             GROUP BY o.name, p.id ORDER BY o.name, p.id
            """
        )
        found = {}
        for name, _picking, quantity in env.cr.fetchall():
            found.setdefault(name, []).append(float(quantity))
        env.cr.close()
        return found

    def substituted(self):
        """Return [(ordered SKU, SKU that left in its place, quantity)]."""
        env = self._env()
        moves = env["stock.move"].search(
            [("logistics_substitutes_id", "!=", False), ("state", "=", "done")]
        )
        found = [
            (
                move.logistics_substitutes_id.default_code,
                move.product_id.default_code,
                move.quantity,
            )
            for move in moves
        ]
        env.cr.close()
        return found

    def message_troubles(self):
        """Return what is wrong with messages: [(type, state, text)]."""
        env = self._env()
        env.cr.execute(
            "SELECT document_type, state, left(error_message, 200) "
            "FROM logistics_message WHERE state NOT IN ('done', 'discarded') "
            "ORDER BY id LIMIT 20"
        )
        found = env.cr.fetchall()
        env.cr.close()
        return found

    # Differences

    def discrepancies(self):
        """Return [(id, SKU, difference, state)] of what is to be looked at."""
        env = self._env()
        found = [
            (one.id, one.product_id.default_code, one.difference, one.state)
            for one in env["logistics.inventory.discrepancy"].search(
                [("state", "in", ("open", "explained", "approved"))]
            )
        ]
        env.cr.close()
        return found

    def compared(self, identity):
        """Tell whether a snapshot has been compared, by the partner's id of it."""
        env = self._env()
        found = env["logistics.inventory.snapshot"].search_count(
            [("reference", "=", identity), ("state", "=", "compared")]
        )
        env.cr.close()
        return bool(found)

    def approve(self, ids):
        """Approve differences as an administrator does; return what became of them."""
        env = self._env()
        found = env["logistics.inventory.discrepancy"].browse(ids)
        outcome = found.with_user(env.ref("base.user_admin"))._approve("Counted again")
        counts = {
            name: len(some) for name, some in outcome.items() if name != "problems"
        }
        self._close(env)
        return counts

    def reconcile(self):
        """Ask the warehouse how things stand, as the scheduled pass does."""
        env = self._env()
        integration = self._warehouse(env).logistics_integration_id
        env["logistics.reconciliation"]._begin(integration)
        env["logistics.message"]._wake_drain(everybody=True)
        self._close(env)

    def repaired(self):
        """Compare what was answered; return how much was caught up on."""
        env = self._env()
        passes = env["logistics.reconciliation"].search([("state", "=", "asked")])
        passes.action_conclude()
        found = sum(passes.mapped("repaired_count"))
        self._close(env)
        return found

    # Time

    def an_hour_passes(self, stranded=False):
        """Let what waits for a later time be due now, and wake whoever does it.

        :param stranded: what was on its way when its process died, too; only where no
            process runs.
        """
        env = self._env()
        env.cr.rollback()
        env.cr.connection.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
        env.cr.execute(
            """
            UPDATE logistics_message
               SET next_attempt_at = next_attempt_at - interval '1 hour'
             WHERE state = 'retry' OR (%s AND state = 'processing');
            UPDATE logistics_gate SET retry_at = retry_at - 3600
             WHERE circuit <> 'closed'
            """,
            (stranded,),
        )
        env["logistics.message"]._wake_outbox()
        env["logistics.message"]._wake_drain(everybody=True)
        self._close(env)

    def _asked(self, statement, *values):
        env = self._env()
        env.cr.execute(statement, values)
        found = dict(env.cr.fetchall())
        env.cr.close()
        return found
