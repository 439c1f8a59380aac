# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The day's dealings with a carrier: collection, close-out, checking addresses."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from odoo.addons.logistics_base.canonical.documents import (
    Attachment,
    Document,
    at_most,
    register,
)
from odoo.addons.logistics_base.canonical.money import Money
from odoo.addons.logistics_base.canonical.parties import Party


@register
@dataclass(slots=True, kw_only=True)
class PickupRequest(Document):
    """Come and collect. Times are aware UTC; ``key`` makes it happen once."""

    document_type: ClassVar[str] = "pickup.request"

    key: str = field(metadata=at_most(64))
    address: Party
    ready_at: datetime
    closes_at: datetime
    booking_ids: tuple[str, ...] = ()
    tracking_numbers: tuple[str, ...] = ()
    piece_count: int = 0
    weight: float = 0.0
    service_code: str | None = None
    instructions: str | None = None


@dataclass(slots=True, kw_only=True, frozen=True)
class PickupConfirmation:
    """The carrier comes. ``id`` is needed to call it off."""

    id: str
    confirmation: str | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None
    price: Money | None = None


@register
@dataclass(slots=True, kw_only=True)
class ManifestRequest(Document):
    """Close out what was booked: these are handed over today."""

    document_type: ClassVar[str] = "manifest.request"

    key: str = field(metadata=at_most(64))
    address: Party
    booking_ids: tuple[str, ...] = ()
    tracking_numbers: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True, frozen=True)
class ManifestConfirmation:
    """The close-out, with the paper the driver signs."""

    id: str
    documents: tuple[Attachment, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True, frozen=True)
class AddressCheck:
    """Whether an address can be delivered to; ``suggestion`` is the corrected one."""

    deliverable: bool
    suggestion: Party | None = None
    problems: tuple[str, ...] = ()
