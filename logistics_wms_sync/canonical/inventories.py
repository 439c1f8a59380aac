# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is on the shelf: counted as a whole, or how it changed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from odoo.addons.logistics_base.canonical.documents import (
    Document,
    DocumentError,
    at_most,
    between,
    known,
    register,
)

from .goods import LONGEST_ID, counted, differing

STATUSES = ("good", "damaged", "hold", "in_transit")
SCOPES = ("complete", "partial")
_LARGEST = 2**53


@dataclass(slots=True, kw_only=True, frozen=True)
class StockLine:
    """So much of a product, in one condition, of one lot and owner.

    A negative quantity is refused: nothing less than nothing lies on a shelf.
    """

    sku: str = field(metadata=at_most(LONGEST_ID))
    quantity: float = field(metadata=counted())
    unit: str | None = None
    status: str = field(default="good", metadata=known(STATUSES))
    lot: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    owner: str | None = field(default=None, metadata=at_most(120))


@register
@dataclass(slots=True, kw_only=True)
class InventorySnapshot(Document):
    """What a warehouse had at one moment.

    ``lines`` may be any iterable that can be gone through again; long files are read
    while one does, so nobody makes a list of it.

    :ivar as_of: the moment; None where the partner does not tell: when it was received.
    :ivar scope: of a ``complete`` one, a product that is not there has no stock; of a
        ``partial`` one nothing is known of it.
    :ivar sequence: counts up with the partner's messages about stock.
    """

    document_type: ClassVar[str] = "inventory.snapshot"

    id: str | None = field(default=None, metadata=at_most(200))
    warehouse: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    as_of: datetime | None = None
    scope: str = field(default="partial", metadata=known(SCOPES))
    sequence: int | None = field(default=None, metadata=between(0, _LARGEST))
    count: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    lines: tuple[StockLine, ...] = ()

    def check(self):
        """Raise DocumentError where it would say that a whole warehouse is empty."""
        if isinstance(self.lines, tuple) and not self.lines:
            raise DocumentError("lines", "no stock is told of")


@dataclass(slots=True, kw_only=True, frozen=True)
class StockChange:
    """How the stock of a product changed, and what it is since, where that is told.

    :ivar change: what came (positive) or went.
    :ivar on_hand: what is there afterwards.
    :ivar to_status: the goods changed their condition from ``status`` to this one.
    """

    sku: str = field(metadata=at_most(LONGEST_ID))
    change: float | None = field(default=None, metadata=differing())
    on_hand: float | None = field(default=None, metadata=counted())
    unit: str | None = None
    status: str = field(default="good", metadata=known(STATUSES))
    to_status: str | None = field(default=None, metadata=known(STATUSES))
    lot: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    owner: str | None = field(default=None, metadata=at_most(120))
    reason: str | None = field(default=None, metadata=at_most(200))
    reference: str | None = field(default=None, metadata=at_most(120))


@register
@dataclass(slots=True, kw_only=True)
class InventoryDelta(Document):
    """Changes of stock that no order explains: found, lost, damaged, released.

    :ivar id: the partner's id of the change; the same again changes nothing.
    :ivar as_of: when; one at or before the last snapshot is contained in that.
    """

    document_type: ClassVar[str] = "inventory.delta"

    id: str | None = field(default=None, metadata=at_most(200))
    warehouse: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    as_of: datetime | None = None
    sequence: int | None = field(default=None, metadata=between(0, _LARGEST))
    lines: tuple[StockChange, ...] = ()

    def check(self):
        """Raise DocumentError unless every line says how much."""
        if not self.lines:
            raise DocumentError("lines", "nothing changed")
        for position, line in enumerate(self.lines):
            if line.change is None and line.on_hand is None:
                raise DocumentError(f"lines[{position}]", "nothing tells how much")


@dataclass(slots=True, kw_only=True, frozen=True)
class AvailableLine:
    """What may be sold of a product: on hand, less reserved, less safety stock."""

    sku: str = field(metadata=at_most(LONGEST_ID))
    available: float = field(metadata=counted())
    on_hand: float | None = field(default=None, metadata=differing())
    unit: str | None = None
    barcode: str | None = None


@register
@dataclass(slots=True, kw_only=True)
class InventoryAvailability(Document):
    """What shops and marketplaces may promise from now on."""

    document_type: ClassVar[str] = "inventory.availability"

    warehouse: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    as_of: datetime
    lines: tuple[AvailableLine, ...] = ()
