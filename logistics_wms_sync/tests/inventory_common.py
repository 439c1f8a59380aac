# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Factories for tests of stock: what warehouses tell of it, and what follows."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields

from odoo.addons.logistics_base.canonical.batch import Batch, Item

from .common import WarehouseCase

#: When the warehouse counts, where a test does not say otherwise.
COUNTED = datetime(2026, 3, 2, 8, 0)


class InventoryCase(WarehouseCase):
    """A warehouse that tells what it has."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.statuses = cls.env["logistics.stock.status"]
        cls.statuses._suggest_locations(cls.warehouse)
        cls.snapshots = cls.env["logistics.inventory.snapshot"]
        cls.discrepancies = cls.env["logistics.inventory.discrepancy"]
        # What is settled by approvals is tested where it matters.
        cls.env["logistics.inventory.limit"].search([]).amount = 0

    @classmethod
    def damaged(cls):
        """Return the location of damaged goods."""
        return cls.statuses._location(cls.warehouse, "damaged")

    @classmethod
    def snapshot(cls, *lines, hours=0, **data):
        """Return the JSON of a snapshot.

        :param lines: (SKU, quantity) each, or a dict of all that a line tells.
        :param hours: after ``COUNTED``.
        """
        data = {
            "warehouse": cls.warehouse.logistics_code,
            "as_of": cls._moment(hours),
            "lines": [cls._line(line) for line in lines],
            **data,
        }
        return cls._said("inventory.snapshot", data)

    @classmethod
    def delta(cls, *lines, hours=1, **data):
        """Return the JSON of a change; lines as (SKU, change) or dicts."""
        data = {
            "warehouse": cls.warehouse.logistics_code,
            "as_of": cls._moment(hours),
            "lines": [cls._line(line, "change") for line in lines],
            **data,
        }
        return cls._said("inventory.delta", data)

    @classmethod
    def _moment(cls, hours):
        return (COUNTED + timedelta(hours=hours)).isoformat() + "Z"

    @classmethod
    def _line(cls, line, quantity="quantity"):
        return line if isinstance(line, dict) else {"sku": line[0], quantity: line[1]}

    @classmethod
    def _said(cls, document_type, data):
        data = {name: value for name, value in data.items() if value is not None}
        return {"type": document_type, "timestamp": data.get("as_of"), "data": data}

    @classmethod
    def told(cls, *said, integration=None):
        """Have the warehouse say something, and take it in; return the messages."""
        messages = cls.receive(*said, integration=integration or cls.wms)
        cls.drain()
        return messages

    @classmethod
    def kept(cls, order=None):
        """Return the snapshots of the warehouse, the newest first."""
        return cls.snapshots.search(
            [("warehouse_id", "=", cls.warehouse.id)], order=order
        )

    @classmethod
    def differences(cls, *states):
        """Return the discrepancies of the warehouse in these states, all live ones."""
        return cls.discrepancies.search(
            [
                ("warehouse_id", "=", cls.warehouse.id),
                ("state", "in", states or ("open", "explained", "approved")),
            ],
            order="id",
        )

    @classmethod
    def stock(cls, product, location=None, lot=None):
        """Return how much of a product lies in a location."""
        domain = [
            ("product_id", "=", product.id),
            ("location_id", "=", (location or cls.warehouse.lot_stock_id).id),
        ]
        if lot:
            domain.append(("lot_id", "=", lot.id))
        return sum(cls.env["stock.quant"].search(domain).mapped("quantity"))

    def assertDiffers(self, *expected):
        """See that exactly these products differ: (product, expected, told) each."""
        found = self.differences()
        self.assertEqual(
            sorted(
                (one.product_id.id, one.expected_quantity, one.told_quantity)
                for one in found
            ),
            sorted((product.id, here, told) for product, here, told in expected),
        )
        return found

    def apply(self, document):
        """Apply a document as the inbox would."""
        item = Item(document, 0, fields.Datetime.now())
        batch = Batch(self.wms, document.document_type, [item])
        document.warehouse = self.warehouse.logistics_code
        self.env["logistics.handler.inventory.snapshot"]._apply(batch)
        self.assertTrue(item.is_open, item.problem)
        return item

    def ship(self, product, quantity, at):
        """Return the done move of goods to a customer."""
        return self.move(
            product,
            quantity,
            self.warehouse.lot_stock_id,
            self.env.ref("stock.stock_location_customers"),
            at=at,
        )

    def move(self, product, quantity, source, destination, at):
        """Return the move of goods that was entered at that time."""
        with freeze_time(at):
            move = self.env["stock.move"].create(
                {
                    "product_id": product.id,
                    "product_uom_qty": quantity,
                    "location_id": source.id,
                    "location_dest_id": destination.id,
                }
            )
            move._action_confirm()
            move.quantity = quantity
            move.picked = True
            move._action_done()
        return move
