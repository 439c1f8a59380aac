# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What carriage costs: services, zones, dimensional weight, fuel and surcharges.

The prices are invented, the way they are put together is that of parcel carriers: a
zone by origin and destination, the greater of the actual and the dimensional weight,
a fuel percentage that changes each week, and accessorial charges beside it.
"""

import math
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
#: cubic centimetres that are charged as one kilogramme
DIVISOR = 5000
REGIONS = {
    "europe": "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LI LT LU LV MT NL"
    " NO PL PT RO SE SI SK",
    "north_america": "CA MX US",
}
#: longest side in cm from which a parcel needs additional handling
LONG = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One product of the carrier.

    :param days: business days of transit by zone, 1 to 4; a zone it does not reach is
        None.
    :param most: heaviest parcel in kg.
    """

    code: str
    name: str
    base: tuple
    per_kg: tuple
    days: tuple
    most: float = 31.5
    guaranteed: bool = False
    saturday: bool = False
    dangerous_goods: bool = False


def _money(*texts):
    return tuple(None if text is None else Decimal(text) for text in texts)


SERVICES = {
    service.code: service
    for service in (
        Service(
            code="economy",
            name="Sandbox Economy",
            base=_money("3.90", "4.60", "9.80", None),
            per_kg=_money("0.30", "0.42", "1.10", None),
            days=(2, 3, 6, None),
        ),
        Service(
            code="standard",
            name="Sandbox Standard",
            base=_money("4.80", "5.70", "12.40", "29.00"),
            per_kg=_money("0.35", "0.50", "1.45", "4.20"),
            days=(1, 2, 4, 9),
            dangerous_goods=True,
        ),
        Service(
            code="express",
            name="Sandbox Express",
            base=_money("9.90", "12.50", "24.00", "48.00"),
            per_kg=_money("0.80", "1.10", "2.90", "7.60"),
            days=(1, 1, 2, 3),
            most=70.0,
            saturday=True,
        ),
        Service(
            code="next_noon",
            name="Sandbox Next Day by Noon",
            base=_money("14.90", "18.90", None, None),
            per_kg=_money("1.20", "1.60", None, None),
            days=(1, 1, None, None),
            guaranteed=True,
            saturday=True,
        ),
        Service(
            code="freight",
            name="Sandbox Freight",
            base=_money("48.00", "59.00", "118.00", None),
            per_kg=_money("0.22", "0.31", "0.55", None),
            days=(2, 3, 6, None),
            most=1200.0,
            dangerous_goods=True,
        ),
    )
}
_OPTIONS = {
    "signature": ("SIG", "signature", "Signature", "1.75"),
    "adult_signature": ("ASIG", "signature", "Adult signature", "4.10"),
    "saturday": ("SAT", "saturday", "Saturday delivery", "6.00"),
    "liftgate_pickup": ("LGP", "liftgate", "Lift gate at pickup", "18.00"),
    "liftgate_delivery": ("LGD", "liftgate", "Lift gate at delivery", "18.00"),
}
HANDLING = Decimal("7.50")
RESIDENTIAL = Decimal("1.90")
INSURANCE = Decimal("0.01")
LEAST_INSURANCE = Decimal("1.00")
#: what one unit of the currency costs in euro: the prices above are in euro
CURRENCIES = {"EUR": Decimal("1"), "USD": Decimal("1.10"), "GBP": Decimal("0.86")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """One part of a price. ``kind`` is a canonical charge type."""

    code: str
    kind: str
    description: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What one service costs for one consignment, and when it arrives (aware UTC)."""

    service: Service
    charges: tuple
    currency: str
    zone: int
    transit_days: int
    deliver_by: object

    @property
    def total(self):
        return sum(charge.amount for charge in self.charges)


def offers(consignment, ship_at, currency="EUR", services=()):
    """Return an Offer of each service that can carry the consignment, cheapest first.

    :param services: codes to ask for; empty for all.
    """
    chosen = [SERVICES[code] for code in services or SERVICES if code in SERVICES]
    found = [
        offer(service, consignment, ship_at, currency)
        for service in chosen
        if carries(service, consignment)
    ]
    return sorted(found, key=lambda each: each.total)


def carries(service, consignment):
    """Tell whether a service takes this consignment there at all."""
    if service.days[zone_of(consignment) - 1] is None:
        return False
    if any(piece.weight > service.most for piece in consignment.pieces):
        return False
    if consignment.has_dangerous_goods and not service.dangerous_goods:
        return False
    return "saturday" not in consignment.options or service.saturday


def zone_of(consignment):
    """Return 1 (near) to 4 (overseas)."""
    ours, theirs = consignment.ship_from, consignment.ship_to
    if ours.country == theirs.country:
        near = (ours.postcode or "")[:2] == (theirs.postcode or "")[:2]
        return 1 if near else 2
    shared = {ours.country, theirs.country}
    return 3 if any(shared <= set(region.split()) for region in REGIONS.values()) else 4


def chargeable(piece):
    """Return the weight in kg that is charged: full half kilogrammes."""
    sides = (piece.length or 0, piece.width or 0, piece.height or 0)
    dimensional = sides[0] * sides[1] * sides[2] / DIVISOR
    return Decimal(math.ceil(max(piece.weight, dimensional, 0.5) * 2)) / 2


def fuel_percentage(day):
    """Return the fuel surcharge of the week of a date, 11.0 to 14.5 per cent."""
    return Decimal(22 + day.isocalendar().week % 8) / 2


def offer(service, consignment, ship_at, currency="EUR"):
    """Return what a service that carries the consignment costs."""
    zone = zone_of(consignment)
    days = service.days[zone - 1]
    charges = list(_charges(service, consignment, zone, ship_at))
    return Offer(
        service=service,
        charges=tuple(_in_currency(charge, currency) for charge in charges),
        currency=currency,
        zone=zone,
        transit_days=days,
        deliver_by=_arrival(service, ship_at, days, "saturday" in consignment.options),
    )


def _charges(service, consignment, zone, ship_at):
    freight = sum(
        service.base[zone - 1] + service.per_kg[zone - 1] * chargeable(piece)
        for piece in consignment.pieces
    )
    accessorials = list(_accessorials(consignment))
    yield Charge(code="FRT", kind="base", description="Freight", amount=freight)
    yield from accessorials
    percentage = fuel_percentage(ship_at)
    yield Charge(
        code="FSC",
        kind="fuel",
        description=f"Fuel surcharge {percentage} %",
        amount=freight * percentage / 100,
    )


def _accessorials(consignment):
    for name in consignment.options:
        if name in _OPTIONS:
            code, kind, description, price = _OPTIONS[name]
            yield Charge(
                code=code, kind=kind, description=description, amount=Decimal(price)
            )
    if consignment.ship_to.residential:
        yield Charge(
            code="RES",
            kind="residential",
            description="Residential delivery",
            amount=RESIDENTIAL,
        )
    long = [piece for piece in consignment.pieces if (piece.length or 0) > LONG]
    if long:
        yield Charge(
            code="AHC",
            kind="additional_handling",
            description="Additional handling",
            amount=HANDLING * len(long),
        )
    if consignment.insured_value:
        premium = consignment.insured_value.amount * INSURANCE
        yield Charge(
            code="INS",
            kind="declared_value",
            description="Insurance",
            amount=max(premium, LEAST_INSURANCE),
        )


def _in_currency(charge, currency):
    amount = charge.amount * CURRENCIES[currency]
    return Charge(
        code=charge.code,
        kind=charge.kind,
        description=charge.description,
        amount=amount.quantize(CENT, ROUND_HALF_UP),
    )


def _arrival(service, ship_at, days, on_saturday):
    """Return the end of the last business day of transit, or its noon."""
    moment = ship_at
    while days:
        moment += timedelta(days=1)
        works = moment.weekday() < 5 or (moment.weekday() == 5 and on_saturday)
        days -= works
    hour = 12 if service.guaranteed else 18
    return moment.replace(hour=hour, minute=0, second=0, microsecond=0)
