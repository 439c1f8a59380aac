# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsGoods(models.AbstractModel):
    """What a partner is told that our products and units are called."""

    _inherit = "logistics.goods"

    @api.model
    def _told_skus(self, integration, products):
        """Return {product: what the partner calls it}.

        What it was told with our master data goes first, then a bound id, then our own
        reference, then the barcode.
        """
        told = self._told_items(integration, products)
        bindings = (
            self.env["logistics.binding"]
            .sudo()
            .search(
                [
                    ("integration_id", "=", integration.id),
                    ("res_model", "=", "product.product"),
                    ("state", "=", "bound"),
                    ("res_id", "in", products.ids),
                ],
                order="id desc",
            )
        )
        bound = {binding.res_id: binding.external_id for binding in bindings}
        return {
            product: told.get(product.id)
            or bound.get(product.id)
            or product.default_code
            or product.barcode
            or f"ODOO-{product.id}"
            for product in products
        }

    @api.model
    def _told_items(self, integration, products):
        """Return {product id: the name under which the partner took it}."""
        found = (
            self.env["logistics.item.sync"]
            .sudo()
            .search(
                [
                    ("integration_id", "=", integration.id),
                    ("product_id", "in", products.ids),
                    ("state", "=", "accepted"),
                ]
            )
        )
        return {sync.product_id.id: sync.told_as for sync in found}

    @api.model
    def _told_units(self, integration, units):
        """Return {unit: its code}, the partner's own where the code map knows it."""
        mapped = {}
        for code, name in self._mapped_units(integration).items():
            mapped[name.strip().upper()] = code
        names = {unit: unit.with_context(lang="en_US").name for unit in units}
        return {
            unit: mapped.get(name.strip().upper(), name) for unit, name in names.items()
        }
