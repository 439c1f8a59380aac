# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import ormcache

from .logistics_goods import OWN_LAST


class LogisticsGoods(models.AbstractModel):
    """What must be known of goods and words before an order may go out."""

    _inherit = "logistics.goods"

    @api.model
    def _unknown(self, integration, products):
        """Return {product id: why} of products that the partner cannot know.

        Addons, and the exchange of master data, know of further reasons.
        """
        nameless = products.filtered(lambda p: not (p.default_code or p.barcode))
        bound = self._bound_ids(integration, nameless) if nameless else set()
        unknown = {
            product.id: self.env._(
                "%(product)s has neither an internal reference nor a barcode, and "
                "%(partner)s gave it no id of its own.",
                product=product.display_name,
                partner=integration.name,
            )
            for product in nameless
            if product.id not in bound
        }
        return self._refused(integration, products) | unknown

    @api.model
    def _refused(self, integration, products):
        """Return {product id: why} of products that the partner would not take on."""
        items = self.env["logistics.item.sync"].sudo()
        domain = [
            ("integration_id", "=", integration.id),
            ("product_id", "in", products.ids),
            ("state", "=", "refused"),
        ]
        return {
            item.product_id.id: self.env._(
                "%(partner)s refused %(product)s: %(reason)s",
                partner=integration.name,
                product=item.product_id.display_name,
                reason=item.refusal or self.env._("no reason given"),
            )
            for item in items.search(domain)
        }

    @api.model
    def _bound_ids(self, integration, products):
        bindings = self.env["logistics.binding"].sudo()
        domain = [
            ("integration_id", "=", integration.id),
            ("res_model", "=", "product.product"),
            ("state", "=", "bound"),
            ("res_id", "in", products.ids),
        ]
        return set(bindings.search(domain).mapped("res_id"))

    @api.model
    def _partner_codes(self, integration, domain):
        """Return {our word: the partner's code} of a domain of its code map.

        The integration's own entries go before those of its preset.
        """
        return self._codes_of(integration.id, domain)

    @api.model
    @ormcache("integration_id", "domain")
    def _codes_of(self, integration_id, domain):
        integration = self.env["logistics.integration"].sudo().browse(integration_id)
        entries = self._code_entries(integration, domain, OWN_LAST)
        return {entry.canonical_code: entry.external_code for entry in entries}
