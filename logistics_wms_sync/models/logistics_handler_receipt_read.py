# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import api, models

from odoo.addons.logistics_base.mapping.errors import DecodeError

from ..canonical.receipt_parts import Part

#: Where goods go by what is decided about them; scrap is taken from the shelf at once.
STATUS_BY_DISPOSITION = {"restock": "good", "quarantine": "hold", "scrap": "good"}


class LogisticsHandlerWarehouseReceipt(models.AbstractModel):
    """Reads what a receipt says: which goods, how many, which lots, where they go."""

    _inherit = "logistics.handler.warehouse.receipt"

    @api.model
    def _read(self, integration, one, products):
        """Fill the parts of one receipt; what cannot be read is parked or refused."""
        unknown = [
            line.sku
            for line in one.told.lines
            if line.sku and line.sku not in products and not self._line_of(one, line)
        ]
        if unknown:
            one.item.park(
                "binding",
                self.env._("Nobody knows which product %s is.", ", ".join(unknown[:5])),
                self.env["logistics.goods"]._waits(unknown),
            )
            return
        try:
            one.parts = [
                part
                for line in one.told.lines
                if (part := self._part(integration, one, line, products))
            ]
            self._check_lots(one)
            self._check_places(one)
            self._check_over(one)
        except DecodeError as error:
            one.parts = []
            one.item.refuse(error.category, str(error))

    @api.model
    def _line_of(self, one, line):
        """Return the line of the advice by its number, where the product may be it."""
        by_number = one.advice.line_ids.filtered(lambda own: own.line == line.line)
        return by_number if not line.sku or by_number.sku == line.sku else None

    @api.model
    def _part(self, integration, one, line, products):
        """Return the part that a line stands for; None where nothing came."""
        advised = self._line_of(one, line)
        product = advised.product_id if advised else products.get(line.sku)
        if not product:
            raise DecodeError(
                "value", self.env._("Line %s was not announced.", line.line or line.sku)
            )
        advised = advised or self._line_with(one, line, product)
        goods = self.env["logistics.goods"]
        lots = self._lots_of(integration, line, product)
        told = goods._quantity(integration, product, line.quantity, line.unit)
        quantity = told or sum(amount for _name, amount, _expires in lots)
        if product.uom_id.is_zero(quantity):
            return None
        part = Part(
            product=product,
            line=advised,
            quantity=quantity,
            condition=line.condition,
            disposition=line.disposition,
            reason=line.reason,
            lots=lots,
            contents=self._packed(integration, one, line, product),
        )
        self._place(part)
        return part

    @api.model
    def _line_with(self, one, line, product):
        """Return the line of a product; of several the one that misses most."""
        same = one.advice.line_ids.filtered(lambda own: own.product_id == product)
        by_number = same.filtered(lambda own: own.line == line.line)
        return by_number or same.sorted("short", reverse=True)[:1]

    @api.model
    def _place(self, part):
        """Set where the goods go; what nobody announced is held until somebody looks."""
        if not part.line or part.line.is_wrong:
            part.is_wrong = True
            if part.condition == "good":
                part.condition = "hold"
        part.status = STATUS_BY_DISPOSITION.get(part.disposition, part.condition)
        if part.is_wrong and part.status == "good" and part.disposition != "scrap":
            part.status = "hold"

    @api.model
    def _lots_of(self, integration, line, product):
        """Return [(name, quantity, expiry)]; a product without lots has none."""
        if product.tracking == "none":
            return []
        goods = self.env["logistics.goods"]
        lots = [
            (
                lot.lot.strip(),
                goods._quantity(integration, product, lot.quantity, line.unit),
                lot.expires,
            )
            for lot in line.lots
        ]
        return lots + [(serial.strip(), 1.0, None) for serial in line.serials]

    @api.model
    def _packed(self, integration, one, line, product):
        """Return [(package, quantity, lot or None)] of what packages hold of a line."""
        goods = self.env["logistics.goods"]
        found = []
        for package in one.told.packages:
            for content in package.contents:
                named = (
                    content.line == line.line
                    if content.line and line.line
                    else content.sku == line.sku
                )
                if not named or not package.reference:
                    continue
                if content.serials:
                    found += [
                        (package.reference, 1.0, serial) for serial in content.serials
                    ]
                else:
                    amount = goods._quantity(
                        integration, product, content.quantity, content.unit
                    )
                    found.append((package.reference, amount, content.lot))
        return found

    # Checks

    @api.model
    def _check_lots(self, one):
        """Raise DecodeError where the lots do not make up what was received."""
        tracked = [part for part in one.parts if part.product.tracking != "none"]
        if not tracked:
            return
        for part in tracked:
            told = sum(amount for _name, amount, _expires in part.lots)
            if part.product.uom_id.compare(told, part.quantity):
                raise DecodeError(
                    "value",
                    self.env._(
                        "%(quantity)g of %(product)s were received, but lots or serial "
                        "numbers are told for %(told)g.",
                        quantity=part.quantity,
                        product=part.product.display_name,
                        told=told,
                    ),
                )
        self._check_serials(one, [p for p in tracked if p.product.tracking == "serial"])
        if one.advice.kind == "return":
            self._check_known(one, tracked)

    @api.model
    def _check_serials(self, one, parts):
        counts = Counter(
            (part.product.id, name) for part in parts for name, *_rest in part.lots
        )
        twice = [name for (_product, name), count in counts.items() if count > 1]
        more = [
            name for part in parts for name, amount, _expires in part.lots if amount > 1
        ]
        if wrong := twice + more:
            raise DecodeError(
                "value", self.env._("Serial number %s is there twice.", wrong[0])
            )
        lots = self.env["logistics.goods"]._lots(one.advice.company_id, counts)
        if not lots:
            return
        stocked = self.env["stock.quant"].search(
            [
                ("lot_id", "in", [lot.id for lot in lots.values()]),
                ("location_id.usage", "=", "internal"),
                ("quantity", ">", 0),
            ],
            limit=1,
        )
        if stocked:
            raise DecodeError(
                "value",
                self.env._(
                    "Serial number %(serial)s is in stock already, in %(location)s.",
                    serial=stocked.lot_id.name,
                    location=stocked.location_id.display_name,
                ),
            )

    @api.model
    def _check_known(self, one, parts):
        """What comes back was here before: its lot is known."""
        wanted = {(p.product.id, name) for p in parts for name, *_rest in p.lots}
        known = self.env["logistics.goods"]._lots(one.advice.company_id, wanted)
        if missing := wanted - set(known):
            raise DecodeError(
                "value",
                self.env._(
                    "No lot or serial number %s ever went out.", sorted(missing)[0][1]
                ),
            )

    @api.model
    def _check_places(self, one):
        """Raise DecodeError where nobody has said where goods of a condition lie."""
        warehouse = one.advice.warehouse_id
        for status in {part.status for part in one.parts} - {"good"}:
            if not self.env["logistics.stock.status"]._location(warehouse, status):
                labels = self._status_labels()
                raise DecodeError(
                    "mapping",
                    self.env._(
                        "Nothing tells where goods that are %(status)s lie in "
                        "%(warehouse)s: give that status its location on the "
                        "warehouse's page “Stock”.",
                        status=labels[status].lower(),
                        warehouse=warehouse.display_name,
                    ),
                )

    @api.model
    def _status_labels(self):
        return dict(
            self.env["logistics.stock.status"]
            ._fields["status"]
            ._description_selection(self.env)
        )

    @api.model
    def _check_over(self, one):
        """Raise DecodeError for more than was announced, where that is not taken in."""
        if one.advice.warehouse_id.logistics_surplus_policy != "refuse":
            return
        told = Counter()
        for part in one.parts:
            if part.line and not part.is_wrong:
                told[part.line] += part.quantity
        for line, quantity in told.items():
            if line.uom_id.compare(quantity, line.short) > 0:
                raise DecodeError(
                    "value",
                    self.env._(
                        "%(quantity)g of %(product)s came, %(expected)g were expected; "
                        "this warehouse takes in no more than was announced.",
                        quantity=quantity,
                        product=line.product_id.display_name,
                        expected=line.short,
                    ),
                )
