# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from dataclasses import replace

from odoo import models


class StockPicking(models.Model):
    """What stands on the invoice that goes with the goods through customs."""

    _inherit = "stock.picking"

    def _logistics_invoice(self):
        """Return what the report prints; values are in the order's currency.

        The goods are those of :meth:`_logistics_consignment`, so paper and booking tell
        customs the same.
        """
        self.ensure_one()
        consignment = self._logistics_consignment()
        lines = self._logistics_invoice_lines(consignment)
        goods_value = sum(line["total"] for line in lines)
        seller, consignee = self._logistics_addresses()
        insured = consignment.insured_value
        return {
            "is_sale": (self.logistics_export_reason or "sale") == "sale",
            "consignment": consignment,
            "currency": self._logistics_currency(),
            "seller": seller,
            "consignee": consignee,
            "buyer": self.sale_id.partner_invoice_id - consignee,
            "lines": lines,
            "goods_value": goods_value,
            "freight": self.carrier_price,
            "insured_value": float(insured.amount) if insured else 0.0,
            "total": goods_value + self.carrier_price,
            "net_weight": sum(line["weight"] for line in lines),
            "dangerous_goods": {
                goods for piece in consignment.pieces for goods in piece.dangerous_goods
            },
            "numbers": self.sudo().logistics_shipment_id.tracking_reference
            or self.carrier_tracking_ref,
        }

    def _logistics_invoice_lines(self, consignment):
        """Return a line for each kind of goods, whatever the pieces they lie in."""
        quantities = defaultdict(float)
        for piece in consignment.pieces:
            for article in piece.articles:
                quantities[replace(article, quantity=1.0)] += article.quantity
        origins = self.env["res.country"].search(
            [("code", "in", [article.origin for article in quantities])]
        )
        names = {country.code: country.name for country in origins}
        return [
            {
                "article": article,
                "origin": names.get(article.origin),
                "unit": self._logistics_product(article).uom_id.name,
                "quantity": quantity,
                "value": float(article.value.amount),
                "total": float(article.value.amount) * quantity,
                "weight": (article.weight or 0.0) * quantity,
            }
            for article, quantity in quantities.items()
        ]
