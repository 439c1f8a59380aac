# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a quantity costs by a rate: tiers, steps, minimums, parts of a period.

Quantities and prices are ``Decimal``; nothing is rounded to a currency here.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

ZERO = Decimal(0)
ONE = Decimal(1)


@dataclass(frozen=True)
class Tier:
    """The price of what is above a quantity.

    :ivar above: the tier begins right above it.
    """

    above: Decimal
    price: Decimal


def rounded_up(quantity, step):
    """Return the next multiple of ``step``; the quantity itself without a step."""
    if not step or step <= 0:
        return quantity
    return (quantity / step).quantize(ONE, ROUND_CEILING) * step


def amount_of(quantity, price, tiers=(), graduated=True):
    """Return what a quantity costs.

    :param price: of what lies below all tiers.
    :param graduated: each tier's price is for what falls into it; otherwise the tier
        that is reached prices the whole quantity.
    """
    if quantity <= 0:
        return ZERO
    bands = [Tier(ZERO, price), *sorted(tiers, key=lambda tier: tier.above)]
    if not graduated:
        reached = [band for band in bands if quantity > band.above]
        return quantity * reached[-1].price
    ends = [band.above for band in bands[1:]] + [quantity]
    return sum(
        (max(ZERO, min(quantity, end) - band.above) * band.price)
        for band, end in zip(bands, ends, strict=True)
    )


def top_up(amount, minimum, share=ONE):
    """Return what is missing to the minimum of a period.

    :param share: the part of the period that the minimum is agreed for.
    """
    return max(ZERO, minimum * share - amount)
