# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Asking what carriage costs, and what is answered."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from odoo.addons.logistics_base.canonical.documents import (
    Document,
    DocumentError,
    known,
    register,
)
from odoo.addons.logistics_base.canonical.money import Money
from odoo.addons.logistics_base.canonical.vocabulary import CHARGE_TYPES

from .consignments import Consignment


@dataclass(slots=True, kw_only=True, frozen=True)
class RateCharge:
    """One part of a price, by the kind of charge; a discount is negative."""

    type: str = field(metadata=known(CHARGE_TYPES))
    amount: Money
    description: str | None = None
    raw_code: str | None = None


@dataclass(slots=True, kw_only=True, frozen=True)
class Rate:
    """What one service asks for one consignment.

    :ivar id: the partner's id of the offer, needed to buy at this price.
    :ivar price: what is paid in all, the sum of ``charges`` where these are told.
    :ivar deliver_by: promised or estimated arrival, aware UTC.
    """

    service_code: str
    price: Money
    id: str | None = None
    service_name: str | None = None
    carrier: str | None = None
    charges: tuple[RateCharge, ...] = ()
    deliver_by: datetime | None = None
    transit_days: int | None = None
    guaranteed: bool = False
    expires_at: datetime | None = None

    def check(self):
        """Raise DocumentError where nobody should pay or promise this."""
        if self.price.amount < Decimal(0):
            raise DocumentError("price", "a price below zero")
        if len(self.price.currency) != 3:
            raise DocumentError("price.currency", "not an ISO 4217 code")


@register
@dataclass(slots=True, kw_only=True)
class RateRequest(Document):
    """What does it cost to carry this? ``services`` empty: by any service."""

    document_type: ClassVar[str] = "rate.request"

    consignment: Consignment
    services: tuple[str, ...] = ()
