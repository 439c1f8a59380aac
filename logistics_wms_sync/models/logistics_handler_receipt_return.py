# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import api, models

from odoo.addons.logistics_base.mapping.errors import DecodeError


class LogisticsHandlerWarehouseReceipt(models.AbstractModel):
    """Customers' goods that come back, announced or not, and what becomes of them."""

    _inherit = "logistics.handler.warehouse.receipt"

    @api.model
    def _return_of(self, one, shipped):
        """Return the advice of a return that is made now, for what came back.

        :param shipped: the delivery by which the goods went out.
        """
        if not shipped:
            return None
        try:
            came = self._came_back(one, shipped)
        except DecodeError as error:
            one.item.refuse(error.category, str(error))
            return None
        if not came:
            one.item.refuse(
                "value",
                self.env._(
                    "Nothing of what came back went out by %s.", shipped.display_name
                ),
            )
            return None
        return self._announce_late(
            self._make_return(shipped, came), is_blind=True, state="receiving"
        )

    @api.model
    def _came_back(self, one, shipped):
        """Return {product: quantity} of what came back and had gone out."""
        integration = shipped.picking_type_id.warehouse_id.logistics_integration_id
        goods = self.env["logistics.goods"]
        products = goods._products(integration, {line.sku for line in one.told.lines})
        came = Counter()
        for line in one.told.lines:
            product = products.get(line.sku)
            if product and product in shipped.move_ids.product_id:
                told = line.quantity or sum(lot.quantity for lot in line.lots)
                told = told or len(line.serials)
                came[product] += goods._quantity(integration, product, told, line.unit)
        return +came

    @api.model
    def _make_return(self, shipped, came):
        """Return the transfer back, as Odoo's return wizard makes it."""
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=shipped.id, active_model="stock.picking")
            .create({"picking_id": shipped.id})
        )
        for line in wizard.product_return_moves:
            left = came.get(line.product_id, 0.0)
            sent = line.move_id.product_qty
            taken = min(left, sent)
            line.quantity = line.product_id.uom_id._compute_quantity(
                taken, line.move_id.product_uom
            )
            if taken:
                came[line.product_id] -= taken
        return wizard._create_return()

    # What becomes of them

    @api.model
    def _dispose(self, one):
        """Scrap what the warehouse gave up."""
        for line, entry in zip(one.receipt.line_ids, one.entered, strict=True):
            if entry.part.disposition != "scrap":
                continue
            scraps = self.env["stock.scrap"].create(
                [self._scrap_vals(one, detail) for detail in entry.details]
            )
            scraps.do_scrap()
            line.scrap_id = scraps[:1]

    @api.model
    def _scrap_vals(self, one, detail):
        return {
            "product_id": detail.product_id.id,
            "product_uom_id": detail.product_id.uom_id.id,
            "scrap_qty": detail.quantity_product_uom,
            "lot_id": detail.lot_id.id,
            "package_id": detail.result_package_id.id,
            "owner_id": detail.owner_id.id,
            "location_id": detail.location_dest_id.id,
            "company_id": detail.company_id.id,
            "picking_id": detail.picking_id.id,
            "origin": one.advice.name,
        }
