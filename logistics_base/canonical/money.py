# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Amounts of money in canonical documents."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(slots=True, frozen=True)
class Money:
    """An amount in the units of its currency (ISO 4217), such as 12.50 EUR."""

    amount: Decimal
    currency: str = field(metadata={"max_length": 3})
