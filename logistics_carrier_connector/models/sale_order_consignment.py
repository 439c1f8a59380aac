# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from odoo.addons.logistics_base.canonical.documents import Reference

from ..canonical.consignments import Consignment, Piece
from .stock_picking_consignment import BULK


class SaleOrder(models.Model):
    """What a carrier is told of a quotation, before anything is packed."""

    _inherit = "sale.order"

    def _logistics_consignment(self):
        """Return the ``Consignment`` of the order's goods as one piece.

        Its weight is the order's shipping weight, which the "Add shipping" wizard lets
        people correct (context key ``order_weight``).
        """
        self.ensure_one()
        consigning = self.env["logistics.consigning"]
        pieces = self._logistics_pieces()
        value = consigning._goods_value(pieces, self.currency_id)
        ship_from = self.warehouse_id.partner_id or self.company_id.partner_id
        return Consignment(
            ship_from=ship_from._logistics_party(),
            ship_to=self.partner_shipping_id._logistics_party(),
            pieces=pieces,
            references=self._logistics_references(),
            ship_at=consigning._aware(self.commitment_date),
            currency=self.currency_id.name,
            insured_value=consigning._insured(
                self.logistics_insured_value, self.carrier_id.shipping_insurance, value
            ),
            customs=consigning._customs(
                self.logistics_export_reason,
                (self.incoterm or self.company_id.incoterm_id).code,
                self.name,
                value,
            ),
            options=tuple(self.logistics_option_ids.mapped("code")),
            pickup_point=self._logistics_pickup_point(),
            instructions=self.logistics_instructions or None,
        )

    def _logistics_goods(self):
        """Return the lines that have to be carried."""
        return self.order_line.filtered(
            lambda line: (
                not line.display_type
                and not line.is_delivery
                and line.product_id.type == "consu"
                and line.product_uom_qty > 0
            )
        )

    def _logistics_pieces(self):
        lines = self._logistics_goods()
        if not lines:
            return ()
        consigning = self.env["logistics.consigning"]
        quantities = [
            (line, line.product_uom_id._compute_quantity(line.product_uom_qty, unit))
            for line in lines
            for unit in line.product_id.uom_id
        ]
        articles = self._logistics_articles(quantities)
        weight = self.env.context.get("order_weight") or self.shipping_weight
        volume = sum(quantity * line.product_id.volume for line, quantity in quantities)
        return (
            Piece(
                key=BULK,
                weight=consigning._kg(weight or self._get_estimated_weight()),
                value=self.env["stock.picking"]._logistics_value(
                    articles, self.currency_id
                ),
                articles=articles,
                dangerous_goods=consigning._dangerous_goods(lines.product_id),
                **consigning._cube(consigning._m3(volume)),
            ),
        )

    def _logistics_articles(self, quantities):
        consigning = self.env["logistics.consigning"]
        date = self.date_order or fields.Datetime.now()
        origin = self.warehouse_id.partner_id.country_id.code
        return tuple(
            consigning._article(
                line.product_id,
                quantity,
                consigning._unit_value(
                    line.product_id, line, self.currency_id, self.company_id, date
                ),
                self.currency_id,
                origin,
            )
            for line, quantity in quantities
        )

    def _logistics_references(self):
        numbers = [("order", self.name), ("customer", self.client_order_ref)]
        return tuple(
            Reference(kind, number[:120])
            for kind, number in numbers
            if number and any(map(str.isalnum, number))
        )

    def _logistics_pickup_point(self):
        """Return the carrier's id of the shop or locker the customer chose."""
        place = self[:1].pickup_location_data or {}
        return str(place["id"]) if place.get("id") else None
