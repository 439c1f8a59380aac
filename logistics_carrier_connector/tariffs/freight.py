# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The freight itself: which break of a zone a weight falls into, and its price."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from .phrases import _, number
from .rating import NotRated
from .terms import ZERO

_UNLIMITED = Decimal("Infinity")


@dataclass(slots=True, frozen=True)
class Freight:
    """A price before rounding, and how it came about."""

    amount: Decimal
    phrase: object


class BreakTable:
    """The breaks of one zone, in the order of their weight."""

    __slots__ = ("_breaks", "_bounds", "_lowest", "_reads_from", "_deficit")

    def __init__(self, breaks, terms):
        limit = ZERO if terms.break_reading == "from" else _UNLIMITED
        self._reads_from = terms.break_reading == "from"
        self._deficit = terms.deficit_weight
        ordered = sorted(breaks, key=lambda b: _bound(b, limit))
        self._breaks = ordered
        self._bounds = [_bound(b, limit) for b in ordered]
        self._lowest = self._bounds if self._reads_from else [ZERO, *self._bounds[:-1]]

    def price(self, weight):
        """Return the Freight of a weight in kg.

        :raise NotRated: where no break holds it.
        """
        at = self._find(weight)
        amount = self._amount(at, weight)
        best, billed = at, weight
        if self._deficit:
            for later in range(at + 1, len(self._breaks)):
                cheaper = self._amount(later, self._lowest[later])
                if cheaper < amount:
                    best, amount, billed = later, cheaper, self._lowest[later]
        return Freight(amount, self._how(best, billed, weight))

    def at(self, weight):
        """Return the break a weight in kg falls into, None where there is none."""
        try:
            return self._breaks[self._find(weight)]
        except NotRated:
            return None

    def _find(self, weight):
        find = bisect_right if self._reads_from else bisect_left
        at = find(self._bounds, weight) - (1 if self._reads_from else 0)
        if at < 0:
            raise NotRated(
                _(
                    "%(weight)s kg is less than the %(least)s kg the prices begin at",
                    weight=number(weight),
                    least=number(self._bounds[0]),
                )
            )
        if at >= len(self._bounds):
            raise NotRated(
                _(
                    "%(weight)s kg is more than the %(most)s kg the prices end at",
                    weight=number(weight),
                    most=number(self._bounds[-1]),
                )
            )
        return at

    def _amount(self, at, weight):
        entry = self._breaks[at]
        if entry.kind == "flat":
            amount = entry.price
        elif entry.kind == "per_kg":
            amount = entry.price * weight
        elif entry.kind == "per_100kg":
            amount = entry.price * weight / 100
        else:
            amount = entry.price + entry.extra * self._steps(at, weight)
        return max(amount, entry.minimum)

    def _steps(self, at, weight):
        above = max(weight - self._lowest[at], ZERO)
        return (above / self._breaks[at].step).to_integral_value(ROUND_CEILING)

    def _how(self, at, billed, weight):
        entry, values = self._breaks[at], {"price": number(self._breaks[at].price)}
        if billed != weight:
            return _(
                "billed as %(weight)s kg, which is cheaper (%(price)s %(kind)s)",
                weight=number(billed),
                kind=_KINDS[entry.kind],
                **values,
            )
        if self._amount(at, billed) == entry.minimum and entry.kind != "flat":
            return _("minimum %(minimum)s", minimum=number(entry.minimum))
        if entry.kind == "per_kg":
            return _("%(price)s per kg", **values)
        if entry.kind == "per_100kg":
            return _("%(price)s per 100 kg", **values)
        if entry.kind == "additional":
            return self._how_additional(at, billed, values)
        return self._how_flat(at, values)

    def _how_additional(self, at, weight, values):
        entry = self._breaks[at]
        return _(
            "%(price)s up to %(begin)s kg and %(steps)s × %(extra)s for each further "
            "%(step)s kg",
            begin=number(self._lowest[at]),
            steps=number(self._steps(at, weight)),
            extra=number(entry.extra),
            step=number(entry.step),
            **values,
        )

    def _how_flat(self, at, values):
        bound = self._bounds[at]
        if bound == _UNLIMITED:
            return _("any weight: %(price)s", **values)
        if self._reads_from:
            return _("from %(bound)s kg on: %(price)s", bound=number(bound), **values)
        return _("up to %(bound)s kg: %(price)s", bound=number(bound), **values)


_KINDS = {
    "flat": "",
    "per_kg": "/ kg",
    "per_100kg": "/ 100 kg",
    "additional": "+",
}


def _bound(entry, unlimited):
    return unlimited if entry.weight is None else entry.weight
