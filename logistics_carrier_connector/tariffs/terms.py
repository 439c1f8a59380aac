# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a carrier's contract says, as plain data.

Weights are in kg, lengths in cm, percentages as written (12.5 is 12.5 %), money in the
currency of the tariff. Dates are those of shipping, both ends included.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ZERO = Decimal(0)

#: How a break's weight is read: "up to 5 kg" or "from 100 kg on".
BREAK_READINGS = {"up_to": "Up to", "from": "From … on"}
#: What a break's price is for.
BREAK_KINDS = {
    "flat": "Flat",
    "per_kg": "Per kg",
    "per_100kg": "Per 100 kg",
    "additional": "Flat, and more for each further step",
}
#: What a surcharge's amount is for.
SURCHARGE_UNITS = {
    "shipment": "Per shipment",
    "piece": "Per piece",
    "kg": "Per chargeable kg",
    "percent": "Percent of the freight",
    "insured": "Percent of the insured value",
}


@dataclass(slots=True, frozen=True, kw_only=True)
class Area:
    """Some places; empty parts mean any. ``postcodes``: see ``postcodes``."""

    countries: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    postcodes: str = ""


ANYWHERE = Area()


@dataclass(slots=True, frozen=True, kw_only=True)
class Zone:
    """A lane with prices of its own; of several that fit the first counts."""

    name: str
    origin: Area = ANYWHERE
    destination: Area = ANYWHERE
    transit_days: int | None = None


@dataclass(slots=True, frozen=True, kw_only=True)
class WeightBreak:
    """A price in a zone. ``weight`` None: without limit.

    ``extra`` and ``step`` belong to ``additional``: the price covers the weight the
    break begins at, each started ``step`` kg above it costs ``extra``.
    """

    zone: str
    weight: Decimal | None
    price: Decimal
    kind: str = "flat"
    minimum: Decimal = ZERO
    extra: Decimal = ZERO
    step: Decimal = Decimal(1)


@dataclass(slots=True, frozen=True, kw_only=True)
class Condition:
    """When a surcharge is due; everything that is set must hold.

    The limits of one piece come last: ``girth_over`` is the longest side plus twice the
    other two, ``second_side_over`` the second longest side.
    """

    area: Area = ANYWHERE
    residential: bool = False
    dangerous_goods: bool = False
    international: bool = False
    returns: bool = False
    option: str | None = None
    date_from: date | None = None
    date_until: date | None = None
    weight_over: Decimal | None = None
    length_over: Decimal | None = None
    second_side_over: Decimal | None = None
    girth_over: Decimal | None = None


@dataclass(slots=True, frozen=True, kw_only=True)
class Surcharge:
    """What is added when its condition holds.

    :ivar fuelled: the fuel percentage is taken on it, too.
    :ivar free_value: of the insured value, what is covered without charge.
    :ivar group: of the surcharges in a group only the highest is due, piece by piece.
    """

    code: str
    name: str
    type: str
    amount: Decimal
    unit: str = "shipment"
    condition: Condition = Condition()
    minimum: Decimal = ZERO
    maximum: Decimal | None = None
    free_value: Decimal = ZERO
    fuelled: bool = False
    group: str | None = None


@dataclass(slots=True, frozen=True, kw_only=True)
class Discount:
    """Percent off the freight (``base``) or off the surcharges of one type.

    The highest that the chargeable weight reaches counts, for each ``of``.
    """

    percent: Decimal
    of: str = "base"
    weight_from: Decimal = ZERO


@dataclass(slots=True, frozen=True, order=True)
class FuelWeek:
    """The fuel percentage from that day on, until the next."""

    date_from: date
    percent: Decimal


@dataclass(slots=True, frozen=True, kw_only=True)
class Tariff:
    """One version of a contract for one service.

    :ivar decimals: places behind the point of the currency.
    :ivar break_reading: how the weight of a break is read, see BREAK_READINGS.
    :ivar per_piece: each piece is rated by itself, else the shipment as a whole.
    :ivar weight_step: the chargeable weight is rounded up to it, 0: not at all.
    :ivar coarse_from: from this weight on rounded up to ``coarse_step`` instead.
    :ivar dimensional_divisor: cm³ that count as one kg, 0: size does not count.
    :ivar side_step: sides are rounded up to it before they are multiplied.
    :ivar compare_totals: the sums of actual and dimensional weight are compared, not
        those of each piece.
    :ivar deficit_weight: a heavier break is taken where it is cheaper.
    :ivar minimum_charge: the least freight after discount.
    :ivar has_fuel: a fuel percentage is due; without one there is no price.
    """

    service_code: str
    currency: str
    name: str = ""
    decimals: int = 2
    valid_from: date | None = None
    valid_until: date | None = None
    zones: tuple[Zone, ...] = ()
    breaks: tuple[WeightBreak, ...] = ()
    break_reading: str = "up_to"
    per_piece: bool = False
    weight_step: Decimal = ZERO
    coarse_from: Decimal = ZERO
    coarse_step: Decimal = ZERO
    minimum_weight: Decimal = ZERO
    dimensional_divisor: Decimal = ZERO
    side_step: Decimal = Decimal(1)
    compare_totals: bool = False
    deficit_weight: bool = False
    minimum_charge: Decimal = ZERO
    surcharges: tuple[Surcharge, ...] = ()
    discounts: tuple[Discount, ...] = ()
    fuel: tuple[FuelWeek, ...] = ()
    has_fuel: bool = False
