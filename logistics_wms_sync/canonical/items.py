# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Master data: what a warehouse must know of products, and what it refused."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from odoo.addons.logistics_base.canonical.documents import (
    Document,
    DocumentError,
    at_most,
    known,
    register,
)
from odoo.addons.logistics_base.canonical.parties import Party

from .goods import LONGEST_ID

TRACKING = ("none", "lot", "serial")
RESULTS = ("accepted", "refused")


@dataclass(slots=True, kw_only=True, frozen=True)
class ItemUnit:
    """A unit beside the product's own: a case of twelve, a pallet of 960."""

    code: str
    quantity: float
    barcode: str | None = None


@dataclass(slots=True, kw_only=True, frozen=True)
class Item:
    """One product. Weight in kg, volume in m³, lengths in cm; each is of one unit."""

    sku: str = field(metadata=at_most(LONGEST_ID))
    name: str = field(metadata=at_most(200))
    active: bool = True
    barcodes: tuple[str, ...] = ()
    unit: str | None = None
    units: tuple[ItemUnit, ...] = ()
    weight: float | None = None
    volume: float | None = None
    length: float | None = None
    width: float | None = None
    height: float | None = None
    tracking: str = field(default="none", metadata=known(TRACKING))
    expires: bool = False
    hs_code: str | None = None
    origin: str | None = None
    category: str | None = None


@dataclass(slots=True, kw_only=True, frozen=True)
class ItemParty:
    """A contact or address that the warehouse must know, by our id."""

    code: str = field(metadata=at_most(LONGEST_ID))
    party: Party
    active: bool = True


@register
@dataclass(slots=True, kw_only=True)
class ItemBatch(Document):
    """What changed in our master data since the last batch."""

    document_type: ClassVar[str] = "warehouse.items"
    takes_message_id: ClassVar[bool] = False

    number: str = field(metadata=at_most(LONGEST_ID))
    as_of: datetime | None = None
    items: tuple[Item, ...] = ()
    parties: tuple[ItemParty, ...] = ()

    def check(self):
        """Raise DocumentError for a batch of nothing."""
        if not (self.items or self.parties):
            raise DocumentError("items", "nothing changed")


@dataclass(slots=True, kw_only=True, frozen=True)
class ItemResult:
    """What became of one item: ``sku`` or a party's ``code``, and why."""

    sku: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    code: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    result: str = field(default="accepted", metadata=known(RESULTS))
    partner_id: str | None = field(default=None, metadata=at_most(200))
    reason: str | None = field(default=None, metadata=at_most(500))


@register
@dataclass(slots=True, kw_only=True)
class ItemBatchResult(Document):
    """What the other side took of a batch, and what it refused."""

    document_type: ClassVar[str] = "warehouse.items.result"

    id: str | None = field(default=None, metadata=at_most(200))
    number: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    results: tuple[ItemResult, ...] = ()
