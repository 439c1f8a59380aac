# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import api, models

from odoo.addons.logistics_base.mapping.errors import DecodeError


class Told(NamedTuple):
    """One line of a delta, in our words; quantities in the product's unit."""

    line: object
    product: object
    location: object
    to_location: object
    lot: object
    lot_name: str
    owner_id: int
    change: float | None
    on_hand: float | None

    def key(self, location):
        """Return which goods it is about, in one place."""
        lot_id = self.lot.id if self.lot else 0
        return (self.product.id, location.id, lot_id, self.lot_name, self.owner_id)


class LogisticsHandlerInventoryDelta(models.AbstractModel):
    """Reads which goods of ours changes are about."""

    _inherit = "logistics.handler.inventory.delta"

    @api.model
    def _is_known(self, batch, item):
        """Tell whether this very change was told before, by whatever way."""
        return bool(item.document.id) and bool(
            self.env["logistics.inventory.change"].search_count(
                [
                    ("integration_id", "=", batch.integration.id),
                    ("told_id", "=", item.document.id),
                ],
                limit=1,
            )
        )

    @api.model
    def _products(self, batch, items):
        skus = {line.sku for item in items for line in item.document.lines}
        return self.env["logistics.goods"]._products(batch.integration, skus)

    @api.model
    def _told(self, batch, item, warehouse, products):
        """Return the lines in our words; what is not known parks or refuses the item."""
        goods = self.env["logistics.goods"]
        lines = item.document.lines
        if missing := sorted({line.sku for line in lines} - set(products)):
            item.park(
                "binding",
                self.env._("Unknown products: %s", ", ".join(missing)),
                goods._waits(missing),
            )
            return []
        owners = self._owners(batch, item)
        if not item.is_open:
            return []
        try:
            return [
                self._told_line(batch, warehouse, line, products[line.sku], owners)
                for line in lines
            ]
        except DecodeError as error:
            item.refuse("mapping", error.message)
            return []

    @api.model
    def _owners(self, batch, item):
        names = {line.owner for line in item.document.lines if line.owner}
        staging = self.env["logistics.inventory.staging"]
        owners = staging._owners_named(batch.integration, names)
        if missing := sorted(names - set(owners)):
            bindings = self.env["logistics.binding"]
            item.park(
                "binding",
                self.env._("Unknown owners: %s", ", ".join(missing)),
                [("binding", bindings._wait_key("res.partner", m)) for m in missing],
            )
        return owners

    @api.model
    def _told_line(self, batch, warehouse, line, product, owners):
        goods = self.env["logistics.goods"]
        change, on_hand = (
            None
            if quantity is None
            else goods._quantity(batch.integration, product, quantity, line.unit)
            for quantity in (line.change, line.on_hand)
        )
        is_tracked = product.tracking != "none" and line.lot
        lots = goods._lots(
            warehouse.company_id, [(product.id, line.lot)] if is_tracked else []
        )
        lot = lots.get((product.id, line.lot), self.env["stock.lot"])
        if line.to_status and change is None:
            raise DecodeError(
                "value", self.env._("Nothing tells how much changed its condition.")
            )
        return Told(
            line=line,
            product=product,
            location=self._place(warehouse, line.status),
            to_location=line.to_status and self._place(warehouse, line.to_status),
            lot=lot,
            lot_name=line.lot if is_tracked and not lot else "",
            owner_id=owners.get(line.owner, 0),
            change=change,
            on_hand=on_hand,
        )

    @api.model
    def _place(self, warehouse, status):
        location = self.env["logistics.stock.status"]._location(warehouse, status)
        if not location:
            raise DecodeError(
                "mapping",
                self.env._(
                    "%(warehouse)s has no location for goods that are “%(status)s”.",
                    warehouse=warehouse.name,
                    status=status,
                ),
            )
        return location
