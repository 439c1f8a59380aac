# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Factories for goods that come to a warehouse."""

import uuid

from odoo.fields import Command

from .common import WarehouseCase


class InboundCase(WarehouseCase):
    """Receipts that are announced to the warehouse, and what it tells of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier = cls.env["res.partner"].create(
            {"name": "Supplies Ltd", "is_company": True, "city": "Hamburg"}
        )
        cls.env["logistics.stock.status"]._suggest_locations(cls.warehouse)
        statuses = cls.env["logistics.stock.status"]
        cls.damaged = statuses._location(cls.warehouse, "damaged")
        cls.hold = statuses._location(cls.warehouse, "hold")
        cls.shelf = cls.warehouse.lot_stock_id
        cls.widget = cls.make_product("WIDGET")
        cls.gadget = cls.make_product("GADGET")

    @classmethod
    def make_receipt(cls, *lines, warehouse=None, **vals):
        """Return a confirmed receipt from the supplier; lines are (product, quantity)."""
        warehouse = warehouse or cls.warehouse
        incoming = warehouse.in_type_id
        places = {
            "location_id": cls.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": incoming.default_location_dest_id.id,
        }
        picking = cls.env["stock.picking"].create(
            {
                "partner_id": cls.supplier.id,
                "picking_type_id": incoming.id,
                **places,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            **places,
                        }
                    )
                    for product, quantity in lines
                ],
                **vals,
            }
        )
        picking.action_confirm()
        return picking

    @classmethod
    def make_advice(cls, *lines, **vals):
        """Return the advice of a new receipt, sent to the warehouse."""
        advice = cls.make_receipt(*lines, **vals).logistics_advice_id
        cls.tell_due()
        return advice

    @classmethod
    def tell_due(cls):
        """Announce what is new, as the scheduled job does."""
        cls.env["logistics.warehouse.advice"]._tell_stale()
        cls.env.invalidate_all()

    @classmethod
    def received(cls, about, *lines, **data):
        """Return the JSON by which the warehouse tells what it received.

        :param lines: (sku, quantity) or whole lines.
        """
        told = [
            line if isinstance(line, dict) else {"sku": line[0], "quantity": line[1]}
            for line in lines
        ]
        return {
            "type": "warehouse.receipt",
            "timestamp": "2026-03-02T10:00:00Z",
            "data": {
                "id": uuid.uuid4().hex,
                "advice": about and about.name,
                "warehouse": cls.warehouse.logistics_code,
                "received_at": "2026-03-02T09:30:00Z",
                "lines": told,
                **data,
            },
        }

    @classmethod
    def tell_received(cls, about, *lines, **data):
        """Take in and process what the warehouse received; return the message."""
        return cls.tell(cls.received(about, *lines, **data), integration=cls.wms)

    def on_hand(self, product, location=None):
        """Return how much of a product lies in a location; all below it included."""
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", product.id),
                ("location_id", "child_of", (location or self.shelf).id),
            ]
        )
        return sum(quants.mapped("quantity"))
