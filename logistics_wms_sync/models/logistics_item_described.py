# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import api, models

from ..canonical.items import Item, ItemParty, ItemUnit


class Described(NamedTuple):
    """A record as a partner is told of it."""

    sync: object
    part: object
    told_as: str
    digest: str


class LogisticsItemSync(models.Model):
    """Describes products, contacts and addresses for partners."""

    _inherit = "logistics.item.sync"

    def _described(self, integration):
        """Return how they are told; what cannot be told is refused here at once."""
        products = self.filtered("product_id")
        partners = self - products
        told = products._described_products(integration)
        return told + partners._described_partners(integration)

    def _describe(self, part, told_as):
        return Described(self, part, told_as, self._digest_of(part))

    # Products

    def _described_products(self, integration):
        goods = self.env["logistics.goods"]
        products = self.product_id.with_company(integration.company_id)
        # What was refused before is told anew; what has no name cannot be.
        nameless = products.filtered(lambda one: not (one.default_code or one.barcode))
        bound = goods._bound_ids(integration, nameless)
        nameless = nameless.filtered(lambda one: one.id not in bound)
        unknown = goods._unknown(integration, nameless)
        known = self.filtered(lambda sync: sync.product_id.id not in unknown)
        for sync in self - known:
            sync.write({"state": "refused", "refusal": unknown[sync.product_id.id]})
        called = goods._told_skus(integration, known.product_id)
        # Our own name for it, not what the partner calls it since: it is told of us.
        skus = {
            product: product.default_code or product.barcode or called[product]
            for product in known.product_id
        }
        units = goods._told_units(
            integration, known.product_id.uom_id | known.product_id.uom_ids
        )
        scope = self._ids_in_scope(known.product_id, integration._item_domain())
        return [
            sync._describe(
                self._item(
                    sync.product_id, skus[sync.product_id], units, integration, scope
                ),
                skus[sync.product_id],
            )
            for sync in known
        ]

    @api.model
    def _ids_in_scope(self, records, domain):
        found = records.sudo().with_context(active_test=False)
        return set(found.search([("id", "in", records.ids), *domain]).ids)

    @api.model
    def _item(self, product, sku, units, integration, scope):
        """Return the ``Item`` that tells of a product."""
        product = product.with_company(integration.company_id).with_context(
            display_default_code=False, lang=integration.company_id.partner_id.lang
        )
        own = product._fields
        barcodes = [product.barcode, *product.product_uom_ids.mapped("barcode")]
        return Item(
            sku=sku,
            name=product.display_name[:200],
            active=product.active and product.id in scope,
            barcodes=tuple(dict.fromkeys(filter(None, barcodes))),
            unit=units[product.uom_id],
            units=tuple(self._item_units(product, units)),
            weight=product.weight or None,
            volume=product.volume or None,
            tracking=product.tracking,
            expires="use_expiration_date" in own and product.use_expiration_date,
            hs_code="hs_code" in own and product.hs_code or None,
            origin="country_of_origin" in own
            and product.country_of_origin.code
            or None,
            category=product.categ_id.complete_name or None,
        )

    @api.model
    def _item_units(self, product, units):
        barcodes = {own.uom_id: own.barcode for own in product.product_uom_ids}
        for unit in product.uom_ids - product.uom_id:
            if unit._has_common_reference(product.uom_id):
                yield ItemUnit(
                    code=units[unit],
                    quantity=unit._compute_quantity(1.0, product.uom_id, round=False),
                    barcode=barcodes.get(unit),
                )

    # Contacts and addresses

    def _described_partners(self, integration):
        scope = self._ids_in_scope(self.partner_id, integration._item_partner_domain())
        bound = self._bound_partners(integration)
        told = []
        for sync in self:
            partner = sync.partner_id
            code = partner.ref or bound.get(partner.id) or f"ODOO-{partner.id}"
            part = ItemParty(
                code=code,
                party=partner._logistics_consignee(),
                active=partner.active and partner.id in scope,
            )
            told.append(sync._describe(part, code))
        return told

    def _bound_partners(self, integration):
        bindings = self.env["logistics.binding"].sudo()
        found = bindings.search(
            [
                ("integration_id", "=", integration.id),
                ("res_model", "=", "res.partner"),
                ("state", "=", "bound"),
                ("res_id", "in", self.partner_id.ids),
            ]
        )
        return {binding.res_id: binding.external_id for binding in found}
