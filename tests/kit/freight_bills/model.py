# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is shipped, what is billed for it, and what is wrong with that: plain data."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class Parcel:
    """A parcel: kg and cm."""

    tracking_number: str
    weight: Decimal
    length: int
    width: int
    height: int

    @property
    def volume(self):
        return Decimal(self.length * self.width * self.height)


@dataclass
class Shipment:
    """What was shipped, and what the contract asks for it.

    :ivar charges: {type of charge: amount} that the carrier may bill.
    """

    reference: str
    service: str
    zone: str
    to_name: str
    to_postcode: str
    ship_date: date
    parcels: tuple[Parcel, ...]
    extras: tuple[str, ...] = ()
    guaranteed_until: datetime | None = None
    delivered_at: datetime | None = None
    has_proof: bool = True
    is_cancelled: bool = False
    is_ours: bool = True
    billed_weight: Decimal = Decimal(0)
    fuel_percent: Decimal = Decimal(0)
    charges: dict = field(default_factory=dict)

    @property
    def actual_weight(self):
        return sum((parcel.weight for parcel in self.parcels), Decimal(0))

    @property
    def tracking_number(self):
        """The number of its first parcel, which leads the others."""
        return self.parcels[0].tracking_number


@dataclass
class Charge:
    """One charge as it is billed; ``amount`` is what remains after ``discount``.

    :ivar code: the carrier's own word, where it is not the usual one of its type.
    """

    type: str
    amount: Decimal
    discount: Decimal = Decimal(0)
    code: str | None = None
    tax: Decimal = Decimal(0)


@dataclass
class Entry:
    """What is billed for one parcel."""

    shipment: Shipment | None
    tracking_number: str
    service: str
    zone: str
    charges: list
    actual_weight: Decimal
    billed_weight: Decimal
    ship_date: date
    lead: str | None = None
    reference: str = ""
    sides: tuple = ()
    divisor: int | None = None
    to_name: str = ""
    to_postcode: str = ""
    is_refund: bool = False


@dataclass
class Bill:
    """An invoice, or a credit note where its total is below zero."""

    number: str
    date: date
    currency: str
    entries: list
    account: str = ""
    #: What is added to the total that its charges have.
    total_is_off_by: Decimal = Decimal(0)

    @property
    def net(self):
        return sum((c.amount for e in self.entries for c in e.charges), Decimal(0))

    @property
    def tax(self):
        return sum((c.tax for e in self.entries for c in e.charges), Decimal(0))

    @property
    def total(self):
        return self.net + self.tax + self.total_is_off_by


@dataclass(frozen=True, order=True)
class Planted:
    """An error that is to be found: on which bill, of what type, on which parcel.

    :ivar charge: which of the parcel's charges it is of; empty for any of them.
    """

    bill: str
    type: str
    tracking_number: str = ""
    charge: str = ""


@dataclass
class Scenario:
    """A contract, what was shipped by it, what is billed, and the answer key."""

    seed: int
    contract: object
    shipments: list = field(default_factory=list)
    bills: list = field(default_factory=list)
    planted: list = field(default_factory=list)
