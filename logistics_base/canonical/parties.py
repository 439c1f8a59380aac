# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who takes part in a transport or an order, with an address.

Countries are ISO 3166-1 alpha-2, phone numbers E.164.
"""

from dataclasses import dataclass, field

from .documents import at_most


@dataclass(slots=True, kw_only=True, frozen=True)
class Party:
    """Somebody with an address: shipper, consignee, who pays, who is notified."""

    name: str | None = field(default=None, metadata=at_most(120))
    company: str | None = field(default=None, metadata=at_most(120))
    street: str | None = None
    street2: str | None = None
    city: str | None = None
    state: str | None = None
    postcode: str | None = None
    country: str | None = field(default=None, metadata=at_most(2))
    phone: str | None = None
    email: str | None = None
    residential: bool | None = None
    tax_id: str | None = None
    eori: str | None = None
    partner_code: str | None = None
