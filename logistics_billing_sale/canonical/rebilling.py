# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a customer pays for a charge of the carrier, and why there is that charge.

Amounts are ``Decimal``, or texts and floats that are read as the decimals they show.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

#: Why carriers take a charge, as far as its type tells it.
CAUSES = {
    "address_correction": "customer",
    "reattempt": "customer",
    "residential": "customer",
    "remote_area": "customer",
    "liftgate": "customer",
    "detention": "customer",
    "return": "customer",
    "signature": "service",
    "saturday": "service",
    "declared_value": "service",
    "duty": "customs",
    "import_tax": "customs",
    "brokerage": "customs",
    "dim_weight_correction": "sender",
    "additional_handling": "sender",
    "peak": "carrier",
    "other": "carrier",
}
#: Types that are charged on by themselves; the others are the freight.
REBILLABLE = tuple(CAUSES)


@dataclass(frozen=True)
class Terms:
    """How a price is made from a cost; zero stands for "not set".

    :ivar percent: of the cost, added to it.
    :ivar fixed: added once.
    :ivar step: the price is rounded to multiples of it, halves up.
    """

    percent: Decimal = Decimal(0)
    fixed: Decimal = Decimal(0)
    minimum: Decimal = Decimal(0)
    maximum: Decimal = Decimal(0)
    step: Decimal = Decimal(0)


def price_of(cost, terms):
    """Return what is charged for a cost.

    Bounds come last: rounding never lifts a price above the maximum.
    """
    cost = _decimal(cost)
    percent, fixed = _decimal(terms.percent), _decimal(terms.fixed)
    price = cost + cost * percent / 100 + fixed
    step = _decimal(terms.step)
    if step > 0:
        price = (price / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    if terms.minimum:
        price = max(price, _decimal(terms.minimum))
    if terms.maximum:
        price = min(price, _decimal(terms.maximum))
    return price


def credit_of(price, given, cost, credited):
    """Return what a customer gets back: the share of the price that the cost fell by.

    :param given: what the customer got back before.
    :param credited: what the carrier credited of the cost, in all.
    """
    cost = _decimal(cost)
    if cost <= 0:
        return Decimal(0)
    share = min(Decimal(1), _decimal(credited) / cost)
    return max(Decimal(0), _decimal(price) * share - _decimal(given))


def spread(credit, open_amounts):
    """Return how much of a credit falls on each of the charges, the first ones first.

    :param open_amounts: what is not credited yet of each charge.
    """
    left, parts = _decimal(credit), []
    for amount in open_amounts:
        part = min(left, max(Decimal(0), _decimal(amount)))
        parts.append(part)
        left -= part
    return parts


def _decimal(value):
    return value if isinstance(value, Decimal) else Decimal(str(value))
