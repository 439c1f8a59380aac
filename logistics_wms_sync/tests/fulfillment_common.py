# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Factories for tests of what warehouses tell of orders."""

from itertools import count

from .common import WarehouseCase

_ids = count(1)


class FulfillmentCase(WarehouseCase):
    """An order that a warehouse works on, and the telling of what became of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product(stock=100)

    @classmethod
    def tell_of(cls, order, status, **data):
        """Have the warehouse tell something of an order; return the message, applied."""
        body = cls.fulfillment(order, status, **data)
        return cls.tell(body, integration=order.integration_id)

    @classmethod
    def ship(cls, order, *lines, **data):
        """Have the warehouse ship so much of products: (product, quantity, extras)."""
        data.setdefault("id", f"ship-{next(_ids)}")
        told = [
            {
                "sku": product.default_code,
                "quantity": quantity,
                **(more[0] if more else {}),
            }
            for product, quantity, *more in lines
        ]
        return cls.tell_of(order, "shipped", lines=told, **data)

    def on_shelf(self, product, warehouse=None):
        """Return how much of a product is in the warehouse, by Odoo."""
        warehouse = warehouse or self.warehouse
        return product.with_context(warehouse_id=warehouse.id).qty_available
