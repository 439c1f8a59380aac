# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Documents of interfaces that only shadow a warehouse: compared, never applied."""

import dataclasses
import logging

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.models.loose_fields import LooseMany2one

_logger = logging.getLogger(__name__)

#: What a shadow tells that is about a warehouse.
SHADOWED = (
    "warehouse.fulfillment",
    "warehouse.receipt",
    "inventory.snapshot",
    "inventory.delta",
)


class LogisticsMessage(models.Model):
    """Which documents are of a warehouse that their sender only shadows."""

    _inherit = "logistics.message"

    shadow_warehouse_id = LooseMany2one(
        "stock.warehouse",
        string="Shadowed Warehouse",
        readonly=True,
        index="btree_not_null",
    )

    def _apply(self, integration, items):
        warehouses = self.env["stock.warehouse"]
        if shadowed_ids := warehouses._logistics_shadowed_ids(integration.id):
            self._set_shadow(integration, warehouses.browse(shadowed_ids), items)
        return super()._apply(integration, items)

    @api.model
    def _set_shadow(self, integration, shadowed, items):
        """Have items only be compared that are about warehouses others run.

        What was released, or announced, to the sender itself stays its business: after
        a cutover it finishes what it has begun.
        """
        flat = [
            item
            for group in items.values()
            for item in group
            if item.mode == "live" and item.document.document_type in SHADOWED
        ]
        own = self._numbers_released_to(integration, flat)
        for item in flat:
            if not own.isdisjoint(_numbers(item.document)):
                continue
            code = item.document.warehouse
            meant = shadowed._logistics_meant_in_shadow(integration, code)
            runs = self.env["stock.warehouse"]._logistics_meant(integration, code)
            if runs and (code or not meant):
                continue
            item.mode = "shadow"
            item.reset()
            self._note_shadow(item, meant or shadowed[:1])

    @api.model
    def _numbers_released_to(self, integration, items):
        """Return the numbers of these documents that the sender was told itself."""
        numbers = {number for item in items for number in _numbers(item.document)}
        found = set()
        for model in ("logistics.warehouse.order", "logistics.warehouse.advice"):
            requests = self.env[model].search(
                [
                    ("integration_id", "=", integration.id),
                    "|",
                    ("name", "in", list(numbers)),
                    ("partner_reference", "in", list(numbers)),
                ]
            )
            found |= set(requests.mapped("name")) | set(
                requests.mapped("partner_reference")
            )
        return found & numbers

    @api.model
    def _note_shadow(self, item, warehouse):
        self.env.cr.execute(
            "UPDATE logistics_message SET shadow_warehouse_id = %s WHERE id = %s",
            (warehouse.id, item.message_id),
        )

    @api.model
    def _outbound_flow_vals(self, integration, document_type):
        vals = super()._outbound_flow_vals(integration, document_type)
        if warehouse_id := self.env.context.get("logistics_shadow_warehouse"):
            vals = {name: vals[name] for name in ("priority",)}
            vals |= {
                "state": "done",
                "ack_state": False,
                "shadow_result": "new",
                "shadow_note": self.env._("Not sent: it shadows the warehouse."),
                "shadow_warehouse_id": warehouse_id,
            }
        return vals


class LogisticsWarehouseRequest(models.AbstractModel):
    """Requests are written for the interface that shadows the warehouse, too."""

    _inherit = "logistics.warehouse.request"

    def _send_in_shadow(self, purpose, revision):
        """Write a request as the shadow would have been sent it; send nothing."""
        warehouse = self.warehouse_id
        shadow = warehouse.sudo().logistics_shadow_integration_id
        if not shadow or self.integration_id == shadow:
            return
        document = self._document(purpose, revision)
        messages = self.env["logistics.message"].with_context(
            logistics_shadow_warehouse=warehouse.id
        )
        problem = False
        try:
            with self.env.cr.savepoint():
                messages._send(
                    shadow,
                    self._as_told_to(shadow, document),
                    key=f"{warehouse.id}:{self.name}:{revision}",
                    correlation_id=self.correlation_id,
                )
        except UserError as error:
            problem = f"{self.name}: {error}"[:500]
            _logger.info("Nothing was written for the shadow: %s", problem)
        if warehouse.logistics_shadow_problem != problem:
            warehouse.sudo().logistics_shadow_problem = problem

    def _as_told_to(self, shadow, document):
        """Return a document with the names by which the shadow knows things."""
        goods = self.env["logistics.goods"]
        skus = {line.sku for line in document.lines}
        products = goods._products(self.integration_id, skus)
        all_products = self.env["product.product"].union(*products.values())
        told = goods._told_skus(shadow, all_products)
        lines = tuple(
            dataclasses.replace(line, sku=told[products[line.sku]])
            if line.sku in products
            else line
            for line in document.lines
        )
        code = self.warehouse_id.logistics_shadow_code or document.warehouse
        return dataclasses.replace(document, warehouse=code, lines=lines)


class LogisticsFulfillmentFinder(models.AbstractModel):
    _inherit = "logistics.fulfillment.finder"

    @api.model
    def _orders(self, integration, names):
        """Return orders as the one who was told them would find them."""
        found = super()._orders(integration, names)
        if not self.env.context.get("logistics_shadow"):
            return found
        warehouses = self.env["stock.warehouse"]
        warehouses = warehouses.browse(
            warehouses._logistics_shadowed_ids(integration.id)
        )
        for runner in warehouses.logistics_integration_id:
            for key, orders in super()._orders(runner, names).items():
                own = orders.filtered(lambda one: one.warehouse_id in warehouses)
                if own:
                    found[key] = found.get(key, own) | own
        return found

    @api.model
    def _in_warehouse(self, orders, told):
        # Whoever ran a warehouse before goes on calling it what it did.
        found = super()._in_warehouse(orders, told)
        if not told:
            return found
        return found | orders.filtered(
            lambda order: (
                (order.warehouse_id.logistics_shadow_code or "").strip().upper()
                == told.strip().upper()
            )
        )


def _numbers(document):
    """Return the numbers of requests of ours that a document names."""
    numbers = {getattr(document, name, None) for name in ("order", "advice")}
    numbers |= {one.value for one in getattr(document, "references", ())}
    return numbers - {None, ""}
