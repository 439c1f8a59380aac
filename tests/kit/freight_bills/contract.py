# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A contract with a carrier, and what it asks for a shipment.

This is reckoned here as simply as a person would do it on paper, and shares no code with
the suite, which has to come to the same amounts.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
FIRST_DAY = date(2026, 2, 2)
WEEKS = 6
#: Up to so many kg, a price.
BREAKS = tuple(map(Decimal, (1, 2, 5, 10, 20, 30, 50, 70, 120)))
#: Zone: the first two digits of the postcodes that lie in it.
ZONES = {
    "2": range(10, 30),
    "4": range(30, 55),
    "5": range(55, 75),
    "8": range(75, 100),
}


@dataclass(frozen=True)
class Service:
    """A service; a guaranteed one arrives by noon of the next day."""

    code: str
    factor: Decimal
    is_guaranteed: bool = False


@dataclass(frozen=True)
class Contract:
    """Prices, and the terms beside them.

    :ivar prices: {(service, zone): prices by ``BREAKS``}.
    :ivar extras: {type: amount a shipment} of the accessorials that are agreed on.
    :ivar fuel: percents by week from ``first_day`` on, a Monday.
    :ivar tax_percent: of what is billed.
    """

    carrier: str
    currency: str
    services: tuple[Service, ...]
    prices: dict
    extras: dict
    fuel: tuple[Decimal, ...]
    divisor: int = 5000
    step: Decimal = Decimal("0.5")
    tax_percent: Decimal = Decimal(0)
    first_day: date = FIRST_DAY

    def service(self, code):
        return next(each for each in self.services if each.code == code)

    def zone_of(self, postcode):
        """Return the zone in which a postcode lies."""
        first = int(postcode[:2])
        return next(zone for zone, lies in ZONES.items() if first in lies)

    def fuel_of(self, day):
        """Return the fuel percentage of the week of a day."""
        return self.fuel[(day - self.first_day).days // 7]

    def weigh(self, parcels, divisor=None):
        """Return the chargeable weight: of each parcel scales or size, rounded up."""
        divisor = divisor or self.divisor
        counted = sum(max(each.weight, each.volume / divisor) for each in parcels)
        return rounded_up(counted, self.step)

    def freight(self, service, zone, weight):
        """Return the price of the transport."""
        place = next(at for at, limit in enumerate(BREAKS) if weight <= limit)
        return self.prices[service, zone][place]

    def fuel_on(self, freight, percent):
        """Return the fuel surcharge on a freight."""
        return (freight * percent / 100).quantize(CENT, ROUND_HALF_UP)

    def tax_on(self, amount):
        """Return the tax on an amount."""
        return (amount * self.tax_percent / 100).quantize(CENT, ROUND_HALF_UP)

    def price(self, shipment):
        """Fill in what the contract says of a shipment."""
        shipment.zone = self.zone_of(shipment.to_postcode)
        shipment.billed_weight = self.weigh(shipment.parcels)
        shipment.fuel_percent = self.fuel_of(shipment.ship_date)
        if self.service(shipment.service).is_guaranteed:
            noon = datetime.combine(shipment.ship_date, time(12))
            shipment.guaranteed_until = noon + timedelta(days=1)
        base = self.freight(shipment.service, shipment.zone, shipment.billed_weight)
        shipment.charges = {
            "base": base,
            "fuel": self.fuel_on(base, shipment.fuel_percent),
            **{extra: self.extras[extra] for extra in shipment.extras},
        }


def rounded_up(value, step):
    """Return a weight rounded up to a step."""
    return (value / step).to_integral_value(ROUND_CEILING) * step


def draw_contract(draw, carrier, first_day=FIRST_DAY):
    """Return a contract with prices of its own.

    Prices of neighbouring zones, breaks and services lie more than 1.00 apart, so that
    no tolerance hides which one was billed.
    """
    start = Decimal(draw.randrange(600, 900)) * CENT
    prices = {}
    for service in carrier.services:
        for place, zone in enumerate(ZONES):
            first = start * service.factor * (1 + Decimal("0.3") * place)
            prices[service.code, zone] = [
                (first * (1 + Decimal("0.45") * at)).quantize(CENT)
                for at in range(len(BREAKS))
            ]
    return Contract(
        carrier=carrier.format,
        currency=carrier.currency,
        services=carrier.services,
        prices=prices,
        extras={
            each: Decimal(draw.randrange(250, 950)) * CENT for each in carrier.extras
        },
        fuel=tuple(Decimal(draw.randrange(110, 190)) / 10 for _week in range(WEEKS)),
        tax_percent=Decimal(carrier.tax_percent),
        first_day=first_day,
    )
