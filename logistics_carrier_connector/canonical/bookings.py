# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Booking a carrier, what it answers, and calling it off."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from odoo.addons.logistics_base.canonical.documents import (
    Attachment,
    Document,
    DocumentError,
    Reference,
    at_most,
    known,
    register,
)
from odoo.addons.logistics_base.canonical.money import Money

from .consignments import Consignment
from .rates import RateCharge

LABEL_FORMATS = ("pdf", "zpl", "png")
BOOKING_STATUSES = ("requested", "confirmed", "declined", "cancelled")
REQUEST_PURPOSES = ("original", "cancel")
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)


@register
@dataclass(slots=True, kw_only=True)
class BookingRequest(Document):
    """Carry this by that service.

    :ivar key: ours, the same however often the booking is tried: partners that honour
        idempotency keys get it as theirs, the others as a reference to search by.
    :ivar rate_id: the partner's offer that was chosen, if any.
    :ivar purpose: ``cancel`` calls off by message what was booked by message; carriers
        that are called have a call of their own for that.
    :ivar documents: papers that go along, such as a commercial invoice of ours.
    """

    document_type: ClassVar[str] = "booking.request"

    key: str = field(metadata=at_most(64))
    service_code: str
    consignment: Consignment
    rate_id: str | None = None
    label_format: str = field(default="pdf", metadata=known(LABEL_FORMATS))
    purpose: str = field(default="original", metadata=known(REQUEST_PURPOSES))
    documents: tuple[Attachment, ...] = ()


@dataclass(slots=True, kw_only=True, frozen=True)
class BookedPiece:
    """A piece with what the carrier gave it. ``label`` is its label, if per piece."""

    key: str | None = None
    tracking_number: str | None = field(default=None, metadata=at_most(120))
    label: Attachment | None = None


@register
@dataclass(slots=True, kw_only=True)
class BookingDocument(Document):
    """What a carrier says about a booking: the answer to a call, a file, a webhook.

    :ivar key: our key of the request, where the carrier repeats it; else ``references``
        tell which booking is meant.
    :ivar id: the carrier's id, which cancelling and reprinting need.
    :ivar label: one for all pieces, where the carrier does not give one for each.
    :ivar documents: commercial invoice, receipts and the like.
    """

    document_type: ClassVar[str] = "shipment.booking"
    # The id is the booking's, which no message's id can stand for.
    takes_message_id: ClassVar[bool] = False

    status: str = field(default="confirmed", metadata=known(BOOKING_STATUSES))
    key: str | None = field(default=None, metadata=at_most(64))
    id: str | None = field(default=None, metadata=at_most(200))
    references: tuple[Reference, ...] = ()
    service_code: str | None = None
    pieces: tuple[BookedPiece, ...] = ()
    price: Money | None = None
    charges: tuple[RateCharge, ...] = ()
    label: Attachment | None = None
    documents: tuple[Attachment, ...] = ()
    tracking_url: str | None = None
    deliver_by: datetime | None = None
    reason: str | None = None

    def __post_init__(self):
        """Drop an address that is none of the web: people are shown it as a link."""
        if self.tracking_url and not _WEB.match(self.tracking_url):
            self.tracking_url = None

    def check(self):
        """Raise DocumentError unless it tells which booking is meant."""
        if not (self.key or self.id or self.references):
            raise DocumentError("key", "nothing tells which booking is meant")


@dataclass(slots=True, kw_only=True, frozen=True)
class Cancellation:
    """``status``: ``cancelled``, ``pending`` (a refund is decided later), ``refused``."""

    status: str
    reason: str | None = None
