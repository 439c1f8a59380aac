# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What changes of our master data partners are told of; it costs next to nothing."""

from odoo import api, models

PRODUCT_FIELDS = {
    "active",
    "barcode",
    "categ_id",
    "company_id",
    "country_of_origin",
    "default_code",
    "hs_code",
    "is_storable",
    "additional_product_tag_ids",
    "name",
    "product_tag_ids",
    "tracking",
    "type",
    "uom_id",
    "uom_ids",
    "use_expiration_date",
    "volume",
    "weight",
}
PARTNER_FIELDS = {
    "active",
    "category_id",
    "city",
    "company_id",
    "company_name",
    "country_id",
    "email",
    "is_company",
    "name",
    "parent_id",
    "phone",
    "ref",
    "state_id",
    "street",
    "street2",
    "zip",
}


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def write(self, vals):
        result = super().write(vals)
        if not PRODUCT_FIELDS.isdisjoint(vals):
            self.env["logistics.item.sync"]._mark("product_tmpl_id", self.ids)
        return result


class ProductProduct(models.Model):
    _inherit = "product.product"

    def write(self, vals):
        result = super().write(vals)
        if not PRODUCT_FIELDS.isdisjoint(vals):
            self.env["logistics.item.sync"]._mark("product_id", self.ids)
        return result


class ProductUom(models.Model):
    """Barcodes of packagings are the product's."""

    _inherit = "product.uom"

    def _logistics_mark(self):
        self.env["logistics.item.sync"]._mark("product_id", self.product_id.ids)

    @api.model_create_multi
    def create(self, vals_list):
        barcodes = super().create(vals_list)
        barcodes._logistics_mark()
        return barcodes

    def write(self, vals):
        self._logistics_mark()
        result = super().write(vals)
        self._logistics_mark()
        return result

    def unlink(self):
        products = self.product_id
        result = super().unlink()
        self.env["logistics.item.sync"]._mark("product_id", products.ids)
        return result


class UomUom(models.Model):
    _inherit = "uom.uom"

    def write(self, vals):
        result = super().write(vals)
        if not {"name", "relative_factor", "relative_uom_id"}.isdisjoint(vals):
            templates = (
                self.env["product.template"]
                .sudo()
                .with_context(active_test=False)
                .search(["|", ("uom_id", "in", self.ids), ("uom_ids", "in", self.ids)])
            )
            self.env["logistics.item.sync"]._mark("product_tmpl_id", templates.ids)
        return result


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if not PARTNER_FIELDS.isdisjoint(vals):
            # Addresses are told with what they lack taken from their company.
            self.env["logistics.item.sync"]._mark(
                "partner_id", (self | self.sudo().child_ids).ids
            )
        return result
