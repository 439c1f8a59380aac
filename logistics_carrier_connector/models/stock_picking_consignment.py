# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models

from odoo.addons.logistics_base.canonical.documents import Reference

from ..canonical.consignments import Consignment, Piece

#: Key of the piece that holds what lies in no package.
BULK = "bulk"


class StockPicking(models.Model):
    """What a carrier is told of a transfer."""

    _inherit = "stock.picking"

    def _logistics_consignment(self):
        """Return the ``Consignment`` as it stands: packed goods, else what is demanded.

        Each outermost package is a piece, its key ``pack-<id of stock.package>``; goods
        in no package are one more, its key ``bulk``.
        """
        self.ensure_one()
        consigning = self.env["logistics.consigning"]
        currency = self._logistics_currency()
        pieces = self._logistics_pieces(currency)
        value = consigning._goods_value(pieces, currency)
        ship_from, ship_to = self._logistics_addresses()
        order = self.sale_id
        return Consignment(
            ship_from=ship_from._logistics_party(),
            ship_to=ship_to._logistics_party(),
            pieces=pieces,
            references=self._logistics_references(),
            ship_at=consigning._aware(self.scheduled_date),
            currency=currency.name,
            insured_value=consigning._insured(
                self.logistics_insured_value, self.carrier_id.shipping_insurance, value
            ),
            customs=self._logistics_customs(value),
            options=tuple(self.logistics_option_ids.mapped("code")),
            is_return=self._logistics_direction() == "return",
            pickup_point=order._logistics_pickup_point(),
            instructions=self.logistics_instructions or None,
        )

    def _logistics_currency(self):
        return self.sale_id.currency_id or self.company_id.currency_id

    # Who

    def _logistics_warehouse_address(self):
        """Return where the goods leave us, or come to us."""
        return (
            self.picking_type_id.warehouse_id.partner_id
            or self.sale_id.warehouse_id.partner_id
            or self.company_id.partner_id
        )

    def _logistics_addresses(self):
        """Return (where the goods are fetched, where they are brought)."""
        self.ensure_one()
        ours = self._logistics_warehouse_address()
        order = self.sale_id
        if self._logistics_direction() not in ("outbound", None):
            if self.location_dest_id.usage == "supplier":
                return order.partner_shipping_id, self._logistics_vendor()
            return self.partner_id, ours
        if self.location_id.usage == "supplier":
            vendor = self._logistics_vendor()
            return vendor, order.partner_shipping_id or self.partner_id
        return ours, self.partner_id or order.partner_shipping_id

    def _logistics_vendor(self):
        """Return who sends goods that never see our warehouse."""
        if "purchase_line_id" in self.env["stock.move"]._fields:
            vendors = self.sudo().move_ids.purchase_line_id.order_id.partner_id
            if vendors:
                return vendors[0].sudo(self.env.su)
        return self.partner_id - self.sale_id.partner_shipping_id

    # What

    def _logistics_pieces(self, currency):
        lines = self.move_line_ids.filtered(lambda line: line.quantity > 0)
        if not lines:
            return self._logistics_demanded(currency)
        contents = defaultdict(lambda: self.env["stock.move.line"])
        for line in lines:
            contents[self._logistics_outermost(line.result_package_id)] |= line
        return tuple(
            self._logistics_piece(package, inside, currency)
            for package, inside in sorted(
                contents.items(), key=lambda each: each[0].id or float("inf")
            )
        )

    def _logistics_outermost(self, package):
        """Return the handling unit: done transfers have settled what lies in what."""
        if self.state != "done":
            return package.outermost_package_id
        while package.parent_package_id:
            package = package.parent_package_id
        return package

    def _logistics_piece(self, package, lines, currency):
        consigning = self.env["logistics.consigning"]
        kind = package.package_type_id
        articles = self._logistics_articles(
            [(line.move_id, line.quantity_product_uom) for line in lines], currency
        )
        sides = consigning._sides(kind) or consigning._cube(
            self._logistics_volume(lines)
        )
        return Piece(
            key=f"pack-{package.id}" if package else BULK,
            weight=consigning._kg(self._logistics_weight(package, lines)),
            packaging=kind.shipper_package_code or None,
            description=package.name or None,
            value=self._logistics_value(articles, currency),
            articles=articles,
            dangerous_goods=consigning._dangerous_goods(lines.product_id),
            **sides,
        )

    def _logistics_demanded(self, currency):
        """Return the one piece of goods that nobody reserved yet."""
        moves = self.move_ids.filtered(lambda move: move.state != "cancel")
        if not moves:
            return ()
        consigning = self.env["logistics.consigning"]
        articles = self._logistics_articles(
            [(move, move.product_qty) for move in moves], currency
        )
        volume = sum(move.product_qty * move.product_id.volume for move in moves)
        return (
            Piece(
                key=BULK,
                weight=consigning._kg(self.weight),
                value=self._logistics_value(articles, currency),
                articles=articles,
                dangerous_goods=consigning._dangerous_goods(moves.product_id),
                **consigning._cube(consigning._m3(volume)),
            ),
        )

    def _logistics_weight(self, package, lines):
        """Return what a piece weighs, in Odoo's unit: as weighed, else as counted."""
        if package.shipping_weight:
            return package.shipping_weight
        if not package and lines == self.move_line_ids and self.shipping_weight:
            return self.shipping_weight
        boxes = sum(
            each.package_type_id.base_weight
            for each in lines.result_package_id | package
        )
        return boxes + sum(
            line.quantity_product_uom * line.product_id.weight for line in lines
        )

    def _logistics_volume(self, lines):
        """Return the volume of goods in m³."""
        return self.env["logistics.consigning"]._m3(
            sum(line.quantity_product_uom * line.product_id.volume for line in lines)
        )

    def _logistics_articles(self, quantities, currency):
        """Return the ``Article`` tuple, one for each product and price.

        :param list quantities: (move, quantity in the product's unit).
        """
        consigning = self.env["logistics.consigning"]
        date = self.scheduled_date or fields.Datetime.now()
        # People who handle goods see the value of them here, not the order.
        origin = self._logistics_addresses()[0].country_id.code
        totals = defaultdict(float)
        for move, quantity in quantities:
            product = move.product_id.with_context(lang=self.partner_id.lang)
            line = move.sudo().sale_line_id
            value = consigning._unit_value(
                product, line, currency, self.company_id, date
            )
            totals[product, value] += quantity
        return tuple(
            consigning._article(product, quantity, value, currency, origin)
            for (product, value), quantity in totals.items()
            if product.type == "consu" and quantity > 0
        )

    @api.model
    def _logistics_value(self, articles, currency):
        total = sum(
            float(each.value.amount) * each.quantity for each in articles if each.value
        )
        return self.env["logistics.consigning"]._money(total, currency)

    # Terms

    def _logistics_references(self):
        """Return the ``Reference`` tuple that a shipment of this transfer is known by."""
        order = self.sale_id
        numbers = [
            ("delivery", self.name),
            ("order", order.name or self.origin),
            ("customer", order.client_order_ref),
        ]
        return tuple(
            Reference(kind, number[:120])
            for kind, number in numbers
            if number and any(map(str.isalnum, number))
        )

    def _logistics_customs(self, value):
        order = self.sale_id
        # Who packs may see neither invoices nor purchases; their numbers go along.
        invoices = order.sudo().invoice_ids
        invoice = invoices.filtered(lambda move: move.state == "posted")[:1]
        return self.env["logistics.consigning"]._customs(
            self.logistics_export_reason,
            (order.incoterm or self.company_id.incoterm_id).code,
            invoice.name or self.name,
            value,
            signer=(self.user_id or order.user_id).name,
            date=invoice.invoice_date
            or fields.Date.context_today(self, self.date_done or None),
        )
