# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Factories for tests of warehouses: who runs them, what is sold from them."""

import json
from itertools import count
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command

from odoo.addons.logistics_base.tests.common import LogisticsCase
from odoo.addons.logistics_base.transport.outgoing import Outgoing

#: What of the company's data decides whether an order may go out.
ADDRESS = {
    "name": "Ada Customer",
    "street": "Invalidenstraße 117",
    "city": "Berlin",
    "zip": "10115",
}
_numbers = count(1)


def canonical_json(_adapter, document, integration=None):
    """Encode as our own JSON: what the partner's words are does not matter here."""
    body = {"type": document.document_type, "data": document.to_json()}
    return Outgoing(
        content=json.dumps(body).encode(),
        content_type="application/json",
        name=document.document_type,
        extension="json",
    )


class WarehouseCase(LogisticsCase):
    """A warehouse that another system runs, and factories for what it ships."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(
            patch.object(
                cls.registry["logistics.adapter.preset"], "_encode", canonical_json
            )
        )
        cls.customer.write({**ADDRESS, "country_id": cls.env.ref("base.de").id})
        cls.wms = cls.make_integration(name="Acme Fulfilment", kind="wms")
        cls.warehouse = cls.make_warehouse()
        cls.orders = cls.env["logistics.warehouse.order"]

    @classmethod
    def make_warehouse(cls, integration=None, **vals):
        """Return a warehouse; ``cls.wms`` runs it unless another one is named."""
        number = next(_numbers)
        return cls.env["stock.warehouse"].create(
            {
                "name": f"Depot {number}",
                "code": f"D{number:03}",
                "logistics_integration_id": (integration or cls.wms).id,
                "logistics_code": f"DEPOT-{number}",
                **vals,
            }
        )

    @classmethod
    def make_product(cls, sku=None, stock=0, warehouse=None, **vals):
        """Return a storable product, of which so many lie in the warehouse."""
        sku = sku or f"SKU-{next(_numbers)}"
        product = cls.env["product.product"].create(
            {
                "name": f"Product {sku}",
                "default_code": sku,
                "type": "consu",
                "is_storable": True,
                "list_price": 10.0,
                "weight": 0.5,
                **vals,
            }
        )
        if stock:
            cls.put(product, stock, warehouse=warehouse)
        return product

    @classmethod
    def put(cls, product, quantity, warehouse=None, lot=None, location=None):
        """Put so much of a product on the warehouse's shelf."""
        cls.env["stock.quant"]._update_available_quantity(
            product,
            location or (warehouse or cls.warehouse).lot_stock_id,
            quantity,
            lot_id=lot,
        )

    @classmethod
    def make_lot(cls, product, name):
        """Return a lot, or a serial number, of a product."""
        return cls.env["stock.lot"].create({"name": name, "product_id": product.id})

    @classmethod
    def make_sale(cls, *lines, warehouse=None, confirm=True, **vals):
        """Return a sales order, confirmed.

        :param lines: (product, quantity) each.
        """
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "warehouse_id": (warehouse or cls.warehouse).id,
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": quantity}
                    )
                    for product, quantity in lines
                ],
                **vals,
            }
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def make_delivery(cls, *lines, **vals):
        """Return the delivery of a new sales order, as for ``make_sale``."""
        return cls.make_sale(*lines, **vals).picking_ids

    @classmethod
    def release_due(cls):
        """Release what is due, as the scheduled job does."""
        cls.orders._release_due()
        cls.env.invalidate_all()

    @classmethod
    def make_order(cls, *lines, **vals):
        """Return the warehouse order of a new delivery, sent to the warehouse."""
        delivery = cls.make_delivery(*lines, **vals)
        delivery._release()
        return delivery.logistics_order_id

    @classmethod
    def sent(cls, order, document_type="warehouse.release"):
        """Return what was sent about an order, decoded, the oldest first."""
        messages = cls.env["logistics.message"].search(
            [
                ("direction", "=", "outbound"),
                ("document_type", "=", document_type),
                ("correlation_id", "=", order.correlation_id),
            ],
            order="id",
        )
        return [json.loads(message._body())["data"] for message in messages]

    @classmethod
    def fulfillment(cls, order, status, **data):
        """Return the JSON by which a warehouse tells how far it is with an order."""
        when = fields.Datetime.now().isoformat() + "Z"
        return {
            "type": "warehouse.fulfillment",
            "timestamp": when,
            "data": {
                "order": order.name,
                "warehouse": order.warehouse_id.logistics_code,
                "status": status,
                "occurred_at": when,
                **data,
            },
        }
