# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a warehouse tells of an order that was released to it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from odoo.addons.logistics_base.canonical.documents import (
    Document,
    DocumentError,
    Reference,
    at_most,
    between,
    known,
    register,
)

from .goods import LONGEST_ID, HandlingUnit, LotQuantity, check_lines, counted

#: In the order of the work. ``cancel_refused``: it was too late to cancel or change.
STATUSES = (
    "accepted",
    "rejected",
    "allocated",
    "picking",
    "picked",
    "packed",
    "shipped",
    "short",
    "backordered",
    "cancelled",
    "cancel_refused",
)


@dataclass(slots=True, kw_only=True, frozen=True)
class FulfilledLine:
    """What became of one line of the order.

    Quantities of ``shipped`` are what this one shipment holds, never totals; what is
    ``shorted`` or ``backordered`` is of the order as a whole, as far as known then.

    :ivar line: the line of the release, where the partner repeats it.
    :ivar quantity: done: picked, packed or shipped, as the status says.
    :ivar shorted: will not come. :ivar backordered: will come later.
    :ivar substitutes: the product that this one is sent in place of.
    """

    line: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    sku: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    quantity: float = field(default=0.0, metadata=counted())
    unit: str | None = None
    shorted: float = field(default=0.0, metadata=counted())
    backordered: float = field(default=0.0, metadata=counted())
    substitutes: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    lots: tuple[LotQuantity, ...] = ()
    serials: tuple[str, ...] = field(default=(), metadata=at_most(LONGEST_ID))
    reason: str | None = None


@register
@dataclass(slots=True, kw_only=True)
class FulfillmentUpdate(Document):
    """How far a warehouse is with an order.

    :ivar id: the partner's id of what is told: of one shipment for ``shipped``. The same
        id again, by whatever way, is the same thing.
    :ivar order: the number of our release.
    :ivar revision: of our release that is answered, where the partner says so.
    :ivar is_final: nothing of the order comes after this shipment; None where the
        partner does not tell: then what is missing is expected to follow.
    :ivar partner_reference: what the warehouse calls the order.
    """

    document_type: ClassVar[str] = "warehouse.fulfillment"
    #: A poll tells the same under another message: then what it says is its identity.
    takes_message_id: ClassVar[bool] = False

    id: str | None = field(default=None, metadata=at_most(200))
    order: str | None = field(default=None, metadata=at_most(120))
    revision: int | None = field(default=None, metadata=between(1, 9999))
    warehouse: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    status: str = field(metadata=known(STATUSES))
    occurred_at: datetime | None = None
    references: tuple[Reference, ...] = ()
    partner_reference: str | None = field(default=None, metadata=at_most(120))
    carrier: str | None = None
    service_code: str | None = None
    is_final: bool | None = None
    reason: str | None = field(default=None, metadata=at_most(500))
    lines: tuple[FulfilledLine, ...] = ()
    packages: tuple[HandlingUnit, ...] = ()

    def check(self):
        """Raise DocumentError unless it tells of which order, and of which goods."""
        if not (self.order or self.references):
            raise DocumentError("order", "nothing tells which order is meant")
        check_lines(self.lines)
        if self.status == "shipped" and not (self.lines or self.packages):
            raise DocumentError("lines", "nothing tells what was shipped")
