# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL, ormcache

from odoo.addons.logistics_base.mapping.errors import DecodeError

#: An integration's own words overrule those of its preset.
OWN_LAST = "integration_id NULLS FIRST, id"


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
        rows = self._product_rows(
            integration, SQL("SELECT unnest(%s::text[])", list(wanted))
        )
        products = self.env["product.product"]
        found = {sku: products.browse(product_id) for sku, product_id in rows}
        self._queue_unknown(integration, wanted - set(found))
        return found

    @api.model
    def _queue_unknown(self, integration, skus):
        """Have a person say which products these SKUs are."""
        if skus:
            self.env["logistics.binding"]._resolve(integration, "product.product", skus)

    @api.model
    def _product_rows(self, integration, skus):
        """Return [(SKU, product id)] of those that are known.

        :param SQL skus: a query of one column without repetitions.
        """
        products = self.env["product.product"]
        products.flush_model(["default_code", "barcode", "active", "product_tmpl_id"])
        self.env["product.template"].flush_model(["company_id"])
        self.env["logistics.binding"].flush_model()
        return self.env.execute_query(self._product_query(integration, skus))

    @api.model
    def _product_query(self, integration, skus):
        """Return the query behind :meth:`_product_rows`, for use within others.

        A name that several products bear means none of them, but where one alone of
        them is not archived.
        """
        return SQL(
            """
            WITH wanted(sku) AS MATERIALIZED (%(skus)s),
            bound AS (
                SELECT b.external_id AS sku, p.id
                  FROM logistics_binding b JOIN product_product p ON p.id = b.res_id
                 WHERE b.integration_id = %(integration)s AND b.state = 'bound'
                   AND b.res_model = 'product.product'
            ), coded AS (%(by_code)s), scanned AS (%(by_barcode)s)
            SELECT w.sku, COALESCE(b.id, c.id, s.id)
              FROM wanted w
              LEFT JOIN bound b ON b.sku = w.sku
              LEFT JOIN coded c ON c.sku = w.sku
              LEFT JOIN scanned s ON s.sku = w.sku
             WHERE COALESCE(b.id, c.id, s.id) IS NOT NULL
            """,
            skus=skus,
            integration=integration.id,
            by_code=self._named_query(integration.company_id, "default_code"),
            by_barcode=self._named_query(integration.company_id, "barcode"),
        )

    @api.model
    def _named_query(self, company, name):
        """Return the query of (SKU, id) of products that alone bear a wanted name."""
        return SQL(
            """
            SELECT p.%(name)s AS sku,
                   CASE WHEN count(*) FILTER (WHERE p.active) = 1
                        THEN min(p.id) FILTER (WHERE p.active)
                        ELSE min(p.id) END AS id
              FROM wanted w
              JOIN product_product p ON p.%(name)s = w.sku
              JOIN product_template t ON t.id = p.product_tmpl_id
             WHERE t.company_id IS NULL OR t.company_id = %(company)s
             GROUP BY p.%(name)s
            HAVING count(*) FILTER (WHERE p.active) = 1
                OR count(*) = 1
            """,
            name=SQL.identifier(name),
            company=company.id,
        )

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
        unit_id = self._unit_ids(integration.id).get(code.strip().upper())
        unit = self.env["uom.uom"].browse(unit_id)
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
    @ormcache("integration_id")
    def _unit_ids(self, integration_id):
        """Return {code in capitals: unit id}: ours by name, and those of the code map.

        Remembered, as every line of every message asks for its unit. A partner may well
        use one that is archived here.
        """
        integration = self.env["logistics.integration"].sudo().browse(integration_id)
        units = self.env["uom.uom"].sudo().with_context(active_test=False, lang="en_US")
        by_name = {}
        for unit in units.search([("name", "!=", False)], order="active DESC, id"):
            by_name.setdefault(unit.name.strip().upper(), unit.id)
        found = {**by_name}
        for code, name in self._mapped_units(integration).items():
            if unit := by_name.get(name.strip().upper()):
                found[code.strip().upper()] = unit
        return found

    @api.model
    def _code_entries(self, integration, domain, order=None):
        """Return the mapped entries of a domain of a partner's code map.

        :param order: ``OWN_LAST`` where the integration's own shall overrule its
            preset's.
        """
        return (
            self.env["logistics.code.map"]
            .sudo()
            .search(
                [
                    ("domain", "=", domain),
                    ("canonical_code", "!=", False),
                    "|",
                    ("integration_id", "=", integration.id),
                    "&",
                    ("preset", "!=", False),
                    ("preset", "=", integration.preset),
                ],
                order=order,
            )
        )

    @api.model
    def _mapped_units(self, integration):
        """Return {partner's code: name of a unit}; the integration's own goes first.

        Of several codes for one unit the last is the one to be told: the integration's
        own, else the first of the preset.
        """
        entries = self._code_entries(integration, "unit")
        preset_wide = entries.filtered("preset")
        found = {}
        for entry in preset_wide[::-1] + (entries - preset_wide):
            found.pop(entry.external_code, None)
            found[entry.external_code] = entry.canonical_code
        return found

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
