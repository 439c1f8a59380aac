# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which lines, products and quantities an update of an order means."""

from ..canonical.fulfillment_parts import contents_of, distribute, lots_of
from ..canonical.fulfillments import FulfilledLine
from .fulfillment_telling import Goods, Refused, Waits


class Reader:
    """Reads the updates of one batch."""

    def __init__(self, goods, integration, products):
        self.env = goods.env
        self._goods = goods
        self._integration = integration
        self._products = products

    def read(self, telling):
        """Fill the goods of a telling with all that it says of lines."""
        update = telling.update
        groups = _grouped(update.lines or _lines_of_contents(update))
        contents = self._contents(telling, groups)
        sole = _sole_package(update)
        telling.goods = [
            goods
            for at, group in enumerate(groups)
            for goods in self._of_group(
                telling.order, group, contents.get(at, ()), sole
            )
        ]

    def _of_group(self, order, group, packed, sole):
        first = group[0]
        lines = self._lines_of(order, first)
        product = self._product_of(lines[:1], first)

        def own(quantity):
            return self._in_own_unit(product, quantity, first.unit)

        lots, quantity = [], 0.0
        for line in group:
            named, many = lots_of(line)
            lots += [(lot, own(amount)) for lot, amount in named]
            quantity += own(line.quantity or many)
        boxed = [
            (key, self._in_own_unit(product, amount, each.unit), lot)
            for key, each, amount, lot in packed
        ]
        goods = Goods(
            line=lines[:1],
            product=product,
            quantity=quantity,
            shorted=max(own(line.shorted) for line in group),
            backordered=max(own(line.backordered) for line in group),
            parts=distribute(quantity, lots, boxed, sole),
            reason=next((line.reason for line in group if line.reason), None),
        )
        return [goods] if len(lines) == 1 else _spread(goods, lines)

    # Which line, which product

    def _lines_of(self, order, told):
        """Return the lines of the order that are meant, of which one is enough.

        :raise Refused: none is.
        """
        lines = order.line_ids
        if told.line and (named := lines.filtered(lambda one: one.line == told.line)):
            return named
        sku = told.substitutes or told.sku
        named = lines.filtered(lambda line: sku and line.sku == sku)
        if not named and sku:
            product = self._known(sku)
            named = lines.filtered(lambda line: line.product_id == product)
        if named:
            return named.filtered(lambda line: not line.is_removed) or named
        raise Refused(
            "value",
            self.env._(
                "%(goods)s is not on %(order)s.",
                goods=sku or told.line,
                order=order.name,
            ),
        )

    def _product_of(self, line, told):
        if not told.sku or told.sku == line.sku:
            return line.product_id
        return self._known(told.sku)

    def _known(self, sku):
        if product := self._products.get(sku):
            return product
        raise Waits(
            "binding",
            self.env._("Nobody knows yet which product %s is.", sku),
            self._goods._waits([sku]),
        )

    # Packages

    def _contents(self, telling, groups):
        """Return {position of a group: [(package's key, packed, quantity, lot)]}."""
        found = {}
        for package, packed, quantity, lot in contents_of(telling.update.packages):
            at = self._group_of(telling, groups, packed)
            found.setdefault(at, []).append(
                (package_key(telling.update, package), packed, quantity, lot)
            )
        return found

    def _group_of(self, telling, groups, packed):
        lines = telling.order.line_ids
        own = {line.line: line.sku for line in lines}
        by_line = [
            (at, first)
            for at, (first, *_rest) in enumerate(groups)
            if packed.line and packed.line == first.line
        ]
        # Of one line, substitutes may be there beside what was ordered.
        for at, first in by_line:
            if packed.sku and packed.sku == (first.sku or own.get(first.line)):
                return at
        for at, _first in by_line:
            return at
        for at, (first, *_rest) in enumerate(groups):
            if packed.sku and packed.sku in (first.sku, own.get(first.line)):
                return at
        raise Refused(
            "value",
            self.env._(
                "A package of %(order)s holds %(goods)s, which was not shipped.",
                order=telling.order.name,
                goods=packed.sku or packed.line or "?",
            ),
        )

    # Units

    def _in_own_unit(self, product, quantity, code):
        """Return a quantity in the product's unit.

        :raise Refused: there can be no such quantity of it.
        :raise DecodeError: nobody knows the unit.
        """
        if not quantity:
            return 0.0
        quantity = self._goods._quantity(self._integration, product, quantity, code)
        if product.uom_id.compare(product.uom_id.round(quantity), quantity):
            raise Refused(
                "value",
                self.env._(
                    "%(quantity)s is no quantity of %(product)s, counted in %(unit)s.",
                    quantity=f"{quantity:g}",
                    product=product.display_name,
                    unit=product.uom_id.name,
                ),
            )
        return quantity


def package_key(update, package):
    """Return what a package is called within its update."""
    return package.reference or f"#{update.packages.index(package)}"


def _sole_package(update):
    """Return the key of the only package, where nothing tells what is in it."""
    packages = update.packages
    if len(packages) == 1 and not packages[0].contents:
        return package_key(update, packages[0])
    return None


def _grouped(lines):
    """Return the lines in groups that mean the same goods."""
    groups = {}
    for line in lines:
        key = (line.line, line.sku, line.unit, line.substitutes)
        groups.setdefault(key, []).append(line)
    return list(groups.values())


def _lines_of_contents(update):
    """Return lines that tell what the packages hold, where no line does."""
    if update.status not in ("shipped", "packed"):
        return ()
    sums = {}
    for package in update.packages:
        for packed in package.contents:
            key = (packed.line, packed.sku, packed.unit)
            amount = packed.quantity or len(packed.serials)
            sums[key] = sums.get(key, 0.0) + amount
    return [
        FulfilledLine(line=line, sku=sku, unit=unit, quantity=quantity)
        for (line, sku, unit), quantity in sums.items()
    ]


def _spread(goods, lines):
    """Return the goods over several lines of one product, each as far as it is open."""
    found, rest = [], goods
    for line in lines:
        rest.line = line
        room = line.open_quantity
        if line == lines[-1] or rest.quantity <= room:
            found.append(rest)
            break
        first, rest = rest.split(room)
        if first.quantity:
            found.append(first)
    return found
