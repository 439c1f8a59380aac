# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Offering a load to a carrier, which may accept or decline it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from odoo.addons.logistics_base.canonical.documents import (
    Document,
    DocumentError,
    Reference,
    at_most,
    known,
    register,
)
from odoo.addons.logistics_base.canonical.money import Money

from .consignments import Consignment

PURPOSES = ("original", "change", "cancel")
RESPONSES = ("accepted", "declined", "counter", "cancelled")


@register
@dataclass(slots=True, kw_only=True)
class TenderDocument(Document):
    """Will you carry this? ``number`` is ours; answers name it."""

    document_type: ClassVar[str] = "shipment.tender"

    number: str = field(metadata=at_most(30))
    consignment: Consignment
    purpose: str = field(default="original", metadata=known(PURPOSES))
    service_code: str | None = None
    mode: str | None = None
    respond_by: datetime | None = None
    pickup_from: datetime | None = None
    pickup_until: datetime | None = None
    deliver_from: datetime | None = None
    deliver_until: datetime | None = None
    price: Money | None = None


@register
@dataclass(slots=True, kw_only=True)
class TenderResponse(Document):
    """What the carrier answers to a tender."""

    document_type: ClassVar[str] = "tender.response"

    response: str = field(metadata=known(RESPONSES))
    number: str | None = field(default=None, metadata=at_most(30))
    references: tuple[Reference, ...] = ()
    reason_code: str | None = None
    reason: str | None = None
    price: Money | None = None
    pickup_at: datetime | None = None

    def check(self):
        """Raise DocumentError unless it tells which tender is meant."""
        if not (self.number or self.references):
            raise DocumentError("number", "nothing tells which tender is answered")
