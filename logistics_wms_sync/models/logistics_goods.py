# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.logistics_base.mapping.errors import DecodeError


class LogisticsGoods(models.AbstractModel):
    """Finds which of our products, units and lots a partner means."""

    _name = "logistics.goods"
    _description = "Goods Resolver"

    @api.model
    def _products(self, integration, skus):
        """Return {partner's SKU: product} of those that are known.

        A bound id goes first, then our own reference, then the barcode; archived
        products count, as their goods may still be on a shelf. Whatever stays unknown
        gets a binding in the queue, so that a person says which product it is.
        """
        wanted = {sku for sku in skus if sku}
        found = self._bound_products(integration, wanted)
        missing = wanted - set(found)
        if missing:
            found |= self._named_products(integration.company_id, missing)
        if missing := wanted - set(found):
            self.env["logistics.binding"]._resolve(
                integration, "product.product", missing
            )
        return found

    @api.model
    def _bound_products(self, integration, skus):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT external_id, res_id FROM logistics_binding
                 WHERE integration_id = %s AND res_model = 'product.product'
                   AND state = 'bound' AND external_id = ANY(%s)
                """,
                integration.id,
                list(skus),
            )
        )
        products = self.env["product.product"]
        return {sku: products.browse(product_id) for sku, product_id in rows}

    @api.model
    def _named_products(self, company, skus):
        """Return {SKU: product}; a name that several products bear means none."""
        products = self.env["product.product"].sudo().with_context(active_test=False)
        own = products.search(
            [
                ("company_id", "in", (False, company.id)),
                "|",
                ("default_code", "in", list(skus)),
                ("barcode", "in", list(skus)),
            ]
        )
        found = {}
        for name in ("barcode", "default_code"):
            for sku, same in own.grouped(name).items():
                live = same.filtered("active") or same
                if sku in skus and len(live) == 1:
                    found[sku] = live.with_env(self.env)
        return found

    @api.model
    def _waits(self, skus):
        """Return what a message waits for until somebody binds these SKUs."""
        bindings = self.env["logistics.binding"]
        return [("binding", bindings._wait_key("product.product", sku)) for sku in skus]

    # Units

    @api.model
    def _unit(self, integration, product, code):
        """Return the unit that a partner's code means for a product.

        :raise DecodeError: ``mapping``: nobody knows the unit, or it cannot be turned
            into the product's own.
        """
        if not code:
            return product.uom_id
        unit = self._units(integration).get(code.strip().upper())
        if unit and unit._has_common_reference(product.uom_id):
            return unit
        raise DecodeError(
            "mapping",
            self.env._(
                "%(code)s is no unit of %(product)s.",
                code=code,
                product=product.display_name,
            ),
        )

    @api.model
    def _units(self, integration):
        """Return {code in capitals: unit}: ours by name, and those the code map names."""
        units = self.env["uom.uom"].sudo().search([])
        by_name = {}
        for unit in units.with_context(lang="en_US"):
            by_name.setdefault(unit.name.strip().upper(), unit.with_env(self.env))
        found = {**by_name}
        for code, name in self._mapped_units(integration).items():
            if unit := by_name.get(name.strip().upper()):
                found[code.strip().upper()] = unit
        return found

    @api.model
    def _mapped_units(self, integration):
        """Return {partner's code: name of a unit}; the integration's own goes first."""
        entries = (
            self.env["logistics.code.map"]
            .sudo()
            .search(
                [
                    ("domain", "=", "unit"),
                    ("canonical_code", "!=", False),
                    "|",
                    ("integration_id", "=", integration.id),
                    ("preset", "=", integration.preset),
                ]
            )
        )
        preset_wide = entries.filtered("preset")
        return {
            entry.external_code: entry.canonical_code
            for entry in preset_wide + (entries - preset_wide)
        }

    @api.model
    def _quantity(self, integration, product, quantity, code):
        """Return a quantity in the product's own unit.

        :raise DecodeError: ``mapping``: as for ``_unit``.
        """
        unit = self._unit(integration, product, code)
        if unit == product.uom_id:
            return quantity
        return unit._compute_quantity(
            quantity, product.uom_id, rounding_method="HALF-UP"
        )

    # Lots

    @api.model
    def _lots(self, company, wanted):
        """Return {(product id, name): lot} of those that exist.

        :param wanted: iterable of (product id, name).
        """
        wanted = set(wanted)
        if not wanted:
            return {}
        lots = (
            self.env["stock.lot"]
            .sudo()
            .search(
                [
                    ("name", "in", list({name for _product, name in wanted})),
                    ("product_id", "in", list({product for product, _name in wanted})),
                    ("company_id", "in", (False, company.id)),
                ]
            )
        )
        return {
            (lot.product_id.id, lot.name): lot.with_env(self.env)
            for lot in lots
            if (lot.product_id.id, lot.name) in wanted
        }
