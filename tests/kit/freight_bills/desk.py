# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where shipments are drawn, and bills for them are written: first the right way."""

import itertools
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from .contract import BREAKS, CENT, ZONES
from .model import Bill, Charge, Entry, Parcel, Planted, Scenario, Shipment

#: Days after the first one of the contract.
BILLED_AFTER = timedelta(days=35)
CUSTOMERS = ("Alder & Finch", "Brightwater Mill", "Corran Supply", "Dunmore Labs")
#: Kinder to the eye than what is drawn: sides of boxes in cm.
SIDES = (10, 15, 20, 25, 30, 40)


class Desk:
    """Draws what a scenario is made of.

    :ivar draw: a ``random.Random``; the same seed makes the same scenario.
    """

    def __init__(self, seed, draw, carrier, contract):
        self.draw, self.carrier, self.contract = draw, carrier, contract
        self.scenario = Scenario(seed, contract)
        self._numbers = itertools.count(draw.randrange(10**8, 9 * 10**8))
        self._bills = itertools.count(draw.randrange(1000, 9000))
        self._open = None

    # Shipments

    def number(self):
        """Return a tracking number that nobody had before."""
        return self.carrier.numbers.format(next(self._numbers))

    def ship(self, *, service=None, parcels=1, heavy=False, boxes=None, **facts):
        """Return a shipment that was carried as the contract says, and delivered.

        :param heavy: the scales decide about its price, not its size.
        """
        service = service or self.contract.services[0].code
        # Monday to Thursday: the next day is a working day.
        week, weekday = self.draw.randrange(4), self.draw.randrange(4)
        day = self.contract.first_day + timedelta(weeks=week, days=weekday)
        shipment = Shipment(
            reference=f"SO{next(self._numbers)}",
            service=service,
            zone="",
            to_name=self.draw.choice(CUSTOMERS),
            to_postcode=f"{self.draw.randrange(10, 100)}{self.draw.randrange(1000):03}",
            ship_date=day,
            parcels=boxes or tuple(self._parcel(heavy) for _each in range(parcels)),
            delivered_at=datetime.combine(day, time(10)) + timedelta(days=1),
            **facts,
        )
        self.contract.price(shipment)
        if not self.contract.service(service).is_guaranteed:
            shipment.delivered_at += timedelta(days=self.draw.randrange(3))
        self.scenario.shipments.append(shipment)
        return shipment

    def _parcel(self, heavy):
        weight = Decimal(self.draw.randrange(8, 60)) / 4
        sides = sorted(self.draw.choices(SIDES, k=3), reverse=True)
        if heavy:
            sides = (20, 15, 10)
        return Parcel(self.number(), weight, *sides)

    def bulky(self, divisor):
        """Return a parcel whose price another divisor makes higher."""
        while True:
            sides = sorted(self.draw.choices(range(20, 75), k=3), reverse=True)
            parcel = Parcel(self.number(), Decimal(self.draw.randrange(4, 12)), *sides)
            right = self.contract.weigh([parcel])
            wrong = self.contract.weigh([parcel], divisor)
            if parcel.weight < right < wrong <= 70 and place(right) != place(wrong):
                return parcel

    def other_zone(self, zone):
        return self.draw.choice([each for each in ZONES if each != zone])

    # Bills

    def bill(self):
        """Return the bill that is being written."""
        if self._open is None or len(self._open.entries) >= self.carrier.longest_bill:
            self._open = self.new_bill()
        return self._open

    def close_bill(self):
        """Let what comes next stand on another bill."""
        self._open = None

    def new_bill(self, currency=None):
        """Return a bill of its own."""
        number = f"{self.carrier.account[-4:]}{next(self._bills):06}"
        bill = Bill(
            number=number,
            date=self.contract.first_day + BILLED_AFTER,
            currency=currency or self.contract.currency,
            account=self.carrier.account,
            entries=[],
        )
        self.scenario.bills.append(bill)
        return bill

    def take(self, shipment, bill=None, **wrong):
        """Bill a shipment; return (bill, entries).

        :param wrong: what is billed otherwise than the contract says, see ``entries``.
        """
        bill = bill or self.bill()
        entries = self.entries(shipment, **wrong)
        bill.entries += entries
        return bill, entries

    def entries(
        self, shipment, *, service=None, zone=None, weight=None, more=0, fuel=0
    ):
        """Return a shipment's entries, one for each parcel.

        :param weight: billed instead of the right one. :param more: on the freight.
        :param fuel: percentage points more.
        """
        service, zone = service or shipment.service, zone or shipment.zone
        weight = weight or shipment.billed_weight
        base = self.contract.freight(service, zone, weight) + more
        percent = shipment.fuel_percent + fuel
        amounts = {"base": base, "fuel": self.contract.fuel_on(base, percent)}
        extras = {t: a for t, a in shipment.charges.items() if t not in amounts}
        parts = len(shipment.parcels)
        found = []
        for at, parcel in enumerate(shipment.parcels):
            charges = [
                self.charge(kind, share(amount, parts, at))
                for kind, amount in amounts.items()
            ]
            if at == 0:
                charges += [
                    self.charge(kind, amount) for kind, amount in extras.items()
                ]
            found.append(
                Entry(
                    shipment=shipment,
                    tracking_number=parcel.tracking_number,
                    lead=shipment.tracking_number,
                    service=service,
                    zone=zone,
                    charges=charges,
                    actual_weight=parcel.weight,
                    billed_weight=weight
                    if parts == 1
                    else self.contract.weigh([parcel]),
                    sides=(parcel.length, parcel.width, parcel.height),
                    divisor=self.contract.divisor,
                    ship_date=shipment.ship_date,
                    reference=shipment.reference,
                    to_name=shipment.to_name,
                    to_postcode=shipment.to_postcode,
                )
            )
        return found

    def charge(self, kind, amount, **more):
        """Return a charge with its tax."""
        return Charge(kind, amount, tax=self.contract.tax_on(amount), **more)

    def plant(self, kind, bill, tracking_number="", charge=""):
        """Write an error into the answer key, as the format lets it be seen."""
        kind = self.carrier.seen_as.get(kind, kind)
        self.scenario.planted.append(
            Planted(bill.number, kind, tracking_number, charge)
        )


def place(weight):
    """Return which break a weight falls into."""
    return next(at for at, limit in enumerate(BREAKS) if weight <= limit)


def share(amount, parts, at):
    """Return one of ``parts`` shares that add up to the amount."""
    each = (amount / parts).quantize(CENT, ROUND_HALF_UP)
    return amount - each * (parts - 1) if at == 0 else each
