# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How heavy a piece is to the carrier: by the scales, or by its size."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from .phrases import _, number
from .rating import NotRated
from .terms import ZERO


@dataclass(slots=True, frozen=True)
class Measured:
    """A piece as the carrier counts it: kg, and cm from the longest side down."""

    actual: Decimal
    dimensional: Decimal
    sides: tuple[Decimal, ...]

    @property
    def girth(self):
        """Longest side plus twice the other two, in cm; 0 where the size is unknown."""
        if not self.sides:
            return ZERO
        return self.sides[0] + 2 * (self.sides[1] + self.sides[2])

    @property
    def weight(self):
        """What counts: the greater of both."""
        return max(self.actual, self.dimensional)


@dataclass(slots=True, frozen=True)
class Weighed:
    """A chargeable weight in kg, and how it came about."""

    weight: Decimal
    phrase: object


def rounded_up(value, step):
    """Return the value rounded up to a multiple of ``step``; 0 leaves it as it is."""
    if not step:
        return value
    return (value / step).to_integral_value(ROUND_CEILING) * step


def measure(piece, position, terms):
    """Return a piece as measured.

    :raise NotRated: if it has no weight: there is no price for nothing.
    """
    actual = _exact(piece.weight)
    if not actual > 0:
        raise NotRated(_("piece %(position)s has no weight", position=position))
    sides = _sides(piece, terms.side_step)
    if not sides or not terms.dimensional_divisor:
        return Measured(actual, ZERO, sides)
    volume = sides[0] * sides[1] * sides[2]
    return Measured(actual, volume / terms.dimensional_divisor, sides)


def weigh(pieces, terms):
    """Return the chargeable weight of measured pieces taken together."""
    actual = sum(piece.actual for piece in pieces)
    dimensional = sum(piece.dimensional for piece in pieces)
    if terms.compare_totals:
        counted = max(actual, dimensional)
    else:
        counted = sum(piece.weight for piece in pieces)
    weight = rounded_up(counted, _step(counted, terms))
    weight = max(weight, terms.minimum_weight)
    return Weighed(weight, _how(pieces, weight, counted, actual, terms))


def _step(weight, terms):
    if terms.coarse_from and weight > terms.coarse_from:
        return terms.coarse_step
    return terms.weight_step


def _exact(value):
    found = Decimal(str(value or 0))
    if not found.is_finite():
        return ZERO
    return found


def _sides(piece, step):
    sides = [_exact(side) for side in (piece.length, piece.width, piece.height)]
    if any(side <= 0 for side in sides):
        return ()
    return tuple(sorted((rounded_up(side, step) for side in sides), reverse=True))


def _how(pieces, weight, counted, actual, terms):
    """Return the phrase that explains a chargeable weight."""
    if weight > counted and weight == terms.minimum_weight:
        return _("%(weight)s kg at least", weight=number(weight))
    if counted == actual:
        return _("%(weight)s kg", weight=number(weight))
    sizes = ", ".join(
        "×".join(number(side) for side in piece.sides)
        for piece in pieces
        if piece.sides and (terms.compare_totals or piece.dimensional > piece.actual)
    )
    return _(
        "%(weight)s kg dimensional (%(sizes)s cm / %(divisor)s)",
        weight=number(weight),
        sizes=sizes,
        divisor=number(terms.dimensional_divisor),
    )
