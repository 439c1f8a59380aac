# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timezone
from decimal import Decimal

from odoo import api, models
from odoo.tools import html2plaintext, ormcache

from odoo.addons.logistics_base.canonical.money import Money

from ..canonical.consignments import Article, Customs, DangerousGoods

#: Reason for export -> what customs is told of the contents; else merchandise.
CONTENTS = {
    "return": "return",
    "sample": "sample",
    "gift": "gift",
    "documents": "documents",
    "repair": "other",
    "personal": "other",
}


class LogisticsConsigning(models.AbstractModel):
    """From Odoo's records and units to what carriers are told.

    Weights become kg, lengths cm, volumes m³, whatever units Odoo is set to.
    """

    _name = "logistics.consigning"
    _description = "Consignment Builder"

    # Units

    @api.model
    def _kg(self, weight):
        return round((weight or 0.0) * self._factors()[0], 3)

    @api.model
    def _cm(self, length):
        return round((length or 0.0) * self._factors()[1], 1)

    @api.model
    def _m3(self, volume):
        return round((volume or 0.0) * self._factors()[2], 6)

    @api.model
    @ormcache()
    def _factors(self):
        """Return (kg, cm, m³) of one of the units that Odoo is set to."""
        products = self.env["product.template"]
        return tuple(
            unit._compute_quantity(1.0, self.env.ref(target), round=False)
            for unit, target in (
                (
                    products._get_weight_uom_id_from_ir_config_parameter(),
                    "uom.product_uom_kgm",
                ),
                (
                    products._get_length_uom_id_from_ir_config_parameter(),
                    "uom.product_uom_cm",
                ),
                (
                    products._get_volume_uom_id_from_ir_config_parameter(),
                    "uom.product_uom_cubic_meter",
                ),
            )
        )

    @api.model
    def _money(self, amount, currency):
        """Return ``Money``, exact to the currency's smallest unit."""
        places = currency.decimal_places
        return Money(Decimal(f"{amount:.{places}f}"), currency.name)

    @api.model
    def _aware(self, when):
        return when and when.replace(tzinfo=timezone.utc) or None

    @api.model
    def _sides(self, package_type):
        """Return the sides in cm of a type of package, nothing where it has none."""
        kind = package_type
        if not (kind.packaging_length and kind.width and kind.height):
            return {}
        return {
            "length": self._cm(kind.packaging_length),
            "width": self._cm(kind.width),
            "height": self._cm(kind.height),
        }

    @api.model
    def _cube(self, volume):
        """Return the sides in cm of a box that holds a volume in m³.

        Goods that nobody packed yet are rated by it: dimensional weight counts volume.
        """
        if not volume or volume <= 0:
            return {}
        side = round(volume ** (1 / 3) * 100, 1)
        return {"length": side, "width": side, "height": side}

    # Goods

    @api.model
    def _article(self, product, quantity, unit_value, currency, origin):
        """Return the ``Article`` of a product.

        :param float quantity: in the product's own unit.
        :param float unit_value: of one unit, in ``currency``.
        :param origin: country code where the product does not tell its own.
        """
        return Article(
            description=product.name,
            quantity=quantity,
            sku=product.default_code or None,
            hs_code=product.hs_code or None,
            origin=product.country_of_origin.code or origin or None,
            weight=self._kg(product.weight),
            value=self._money(unit_value, currency),
        )

    @api.model
    def _unit_value(self, product, line, currency, company, date):
        """Return what customs is told one unit is worth, before taxes.

        The price on the order, where these very goods were sold at one; else their cost,
        as customs takes nothing for worthless; else their list price.
        """
        if line and line.product_id == product and line.price_reduce_taxexcl:
            return line.product_uom_id._compute_price(
                line.price_reduce_taxexcl, product.uom_id
            )
        product = product.with_company(company)
        worth = product.standard_price or product.lst_price
        return company.currency_id._convert(worth, currency, company, date)

    @api.model
    def _dangerous_goods(self, products):
        """Return a ``DangerousGoods`` for each product that is regulated."""
        return tuple(
            DangerousGoods(
                un_number=product.logistics_un_number or None,
                hazard_class=product.logistics_hazard_class or None,
                packing_group=product.logistics_packing_group or None,
                proper_name=product.logistics_proper_name or None,
                limited_quantity=product.logistics_limited_quantity,
            )
            for product in products
            if product.logistics_is_dangerous
        )

    # Terms

    @api.model
    def _goods_value(self, pieces, currency):
        total = sum(
            (piece.value.amount for piece in pieces if piece.value), start=Decimal(0)
        )
        return Money(total, currency.name)

    @api.model
    def _insured(self, own, percentage, goods_value):
        """Return the ``Money`` to insure: told by hand, else a part of the value."""
        if own:
            places = -goods_value.amount.as_tuple().exponent
            return Money(Decimal(f"{own:.{places}f}"), goods_value.currency)
        if not percentage or not goods_value.amount:
            return None
        part = goods_value.amount * percentage / 100
        return Money(part.quantize(goods_value.amount), goods_value.currency)

    @api.model
    def _customs(self, reason, incoterm, number, goods_value, signer=None, date=None):
        """Return the ``Customs`` of goods sent for a reason."""
        return Customs(
            contents=CONTENTS.get(reason, "merchandise"),
            incoterm=incoterm or None,
            invoice_number=number or None,
            invoice_date=date,
            signer=signer or None,
            declared_value=goods_value,
            export_reason=reason or "sale",
        )

    @api.model
    def _plain(self, text):
        return (html2plaintext(text).strip() if text else "")[:500] or None
