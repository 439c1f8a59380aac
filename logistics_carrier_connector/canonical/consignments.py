# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a carrier is asked to carry: from whom, to whom, which pieces, what is inside.

Weights are in kg, lengths in cm, money as it is written. Countries are ISO 3166-1
alpha-2, phone numbers E.164.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from odoo.addons.logistics_base.canonical.documents import Reference, at_most, known
from odoo.addons.logistics_base.canonical.money import Money
from odoo.addons.logistics_base.canonical.parties import Party

CONTENTS = ("merchandise", "gift", "documents", "sample", "return", "other")
DELIVERY_OPTIONS = (
    "signature",
    "adult_signature",
    "saturday",
    "appointment",
    "liftgate_pickup",
    "liftgate_delivery",
    "pickup_point",
)


@dataclass(slots=True, kw_only=True, frozen=True)
class Article:
    """Goods of one kind inside a piece, as customs wants them told.

    ``weight`` and ``value`` are of one unit. ``origin`` is the country of origin.
    """

    description: str
    quantity: float
    sku: str | None = None
    hs_code: str | None = None
    origin: str | None = None
    weight: float | None = None
    value: Money | None = None


@dataclass(slots=True, kw_only=True, frozen=True)
class DangerousGoods:
    """Regulated goods in a piece (UN number, class, packing group, as ADR/IATA/IMDG)."""

    un_number: str | None = None
    hazard_class: str | None = None
    packing_group: str | None = None
    proper_name: str | None = None
    limited_quantity: bool = False


@dataclass(slots=True, kw_only=True, frozen=True)
class Piece:
    """One handling unit. ``key`` is ours and comes back with its tracking number."""

    key: str
    weight: float
    length: float | None = None
    width: float | None = None
    height: float | None = None
    packaging: str | None = None
    description: str | None = None
    value: Money | None = None
    articles: tuple[Article, ...] = ()
    dangerous_goods: tuple[DangerousGoods, ...] = ()


@dataclass(slots=True, kw_only=True, frozen=True)
class Customs:
    """What goes on the commercial invoice beyond the articles of the pieces."""

    contents: str = field(default="merchandise", metadata=known(CONTENTS))
    incoterm: str | None = None
    invoice_number: str | None = None
    invoice_date: date | None = None
    signer: str | None = None
    declared_value: Money | None = None
    export_reason: str | None = None


@dataclass(slots=True, kw_only=True, frozen=True)
class Consignment:
    """One shipment as a carrier is told of it: the common part of rate and booking.

    :ivar ship_at: when the goods are ready, aware UTC.
    :ivar insured_value: to be insured by the carrier or its insurer.
    :ivar payer: who pays the freight: sender, recipient or third party's account.
    """

    ship_from: Party
    ship_to: Party
    pieces: tuple[Piece, ...] = ()
    references: tuple[Reference, ...] = ()
    ship_at: datetime | None = None
    currency: str | None = field(default=None, metadata=at_most(3))
    insured_value: Money | None = None
    customs: Customs | None = None
    options: tuple[str, ...] = field(default=(), metadata=known(DELIVERY_OPTIONS))
    is_return: bool = False
    payer: str = field(
        default="sender", metadata=known(("sender", "recipient", "third_party"))
    )
    payer_account: str | None = None
    pickup_point: str | None = None
    instructions: str | None = field(default=None, metadata=at_most(500))

    @property
    def weight(self):
        """Total weight in kg."""
        return sum(piece.weight for piece in self.pieces)

    @property
    def is_international(self):
        """Whether it leaves the country it is sent from."""
        return self.ship_from.country != self.ship_to.country

    @property
    def has_dangerous_goods(self):
        """Whether any piece holds regulated goods."""
        return any(piece.dangerous_goods for piece in self.pieces)
