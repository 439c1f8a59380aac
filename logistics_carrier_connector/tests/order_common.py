# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Factories for orders, deliveries and what becomes of them."""

from odoo.fields import Command

from odoo.addons.logistics_base.tests.common import LogisticsCase


class OrderCase(LogisticsCase):
    """A warehouse in Berlin that sells lamps of 2 kg and 20 dm³."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.env.company.id)], limit=1
        )
        cls.warehouse.delivery_steps = "ship_only"
        cls.warehouse.partner_id = cls.make_partner(
            "Lamps Warehouse", is_company=True, phone="+49 30 901820"
        )
        cls.consignee = cls.make_partner("Ada Consignee", email="ada@example.com")
        cls.lamp = cls.make_product("Lamp", stock=1000)
        cls.carrier = cls.make_carrier()

    @classmethod
    def make_partner(cls, name, **vals):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "street": "Invalidenstraße 43",
                "city": "Berlin",
                "zip": "10115",
                "country_id": cls.env.ref("base.de").id,
                "phone": "030 901821",
                **vals,
            }
        )

    @classmethod
    def make_product(cls, name, stock=0, **vals):
        product = cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "is_storable": True,
                "weight": 2.0,
                "volume": 0.02,
                "list_price": 50.0,
                "standard_price": 20.0,
                "taxes_id": False,
                **vals,
            }
        )
        if stock:
            cls.env["stock.quant"]._update_available_quantity(
                product, cls.warehouse.lot_stock_id, stock
            )
        return product

    @classmethod
    def make_carrier(cls, name="Fixed Price", **vals):
        """Return a delivery method of Odoo's own."""
        product = cls.env["product.product"].create(
            {"name": name, "type": "service", "taxes_id": False}
        )
        return cls.env["delivery.carrier"].create(
            {"name": name, "product_id": product.id, "delivery_type": "fixed", **vals}
        )

    @classmethod
    def make_order(cls, *lines, confirm=True, **vals):
        """Return an order of (product, quantity), of three lamps unless told."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.consignee.id,
                # Whatever price lists the database has.
                "pricelist_id": False,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": qty})
                    for product, qty in lines or [(cls.lamp, 3)]
                ],
                **vals,
            }
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def ship(cls, picking, quantity=None, backorder=True):
        """Validate a transfer, as a whole or ``quantity`` of each line."""
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty if quantity is None else quantity
            move.picked = True
        context = {"skip_backorder": True}
        if not backorder:
            context["picking_ids_not_to_backorder"] = picking.ids
        return picking.with_context(**context).button_validate()

    @classmethod
    def take_back(cls, picking):
        """Return the transfer that brings everything back."""
        wizard = (
            cls.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({"picking_id": picking.id})
        )
        action = wizard.action_create_returns_all()
        return cls.env["stock.picking"].browse(action["res_id"])

    @classmethod
    def pack(cls, picking, quantity, package_type=None):
        """Put ``quantity`` of the first unpacked line into a package of its own."""
        line = picking.move_line_ids.filtered(lambda each: not each.result_package_id)[
            :1
        ]
        rest = line.quantity - quantity
        if rest:
            line.copy({"quantity": rest})
            line.quantity = quantity
        package = cls.env["stock.package"].create(
            {
                "name": cls.env["ir.sequence"].next_by_code("stock.package") or "PACK",
                "package_type_id": package_type and package_type.id,
            }
        )
        line.result_package_id = package
        return package
