# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Goods as warehouses speak of them: lines, lots and what they are packed in.

Quantities are in the unit that is named with them, the product's own where none is.
Weights are in kg, lengths in cm.
"""

from dataclasses import dataclass, field
from datetime import date

from odoo.addons.logistics_base.canonical.documents import (
    DocumentError,
    at_most,
    between,
)

#: More of one line is no quantity but a mistake.
MOST = 1_000_000_000
#: Longest id of a line, a product, a lot, a handling unit.
LONGEST_ID = 64


def counted():
    """Return field metadata: a quantity that somebody can have counted."""
    return between(0, MOST)


def differing():
    """Return field metadata: a difference, of either sign."""
    return between(-MOST, MOST)


@dataclass(slots=True, kw_only=True, frozen=True)
class LotQuantity:
    """So much of one lot; a serial number is a lot of one."""

    lot: str = field(metadata=at_most(LONGEST_ID))
    quantity: float = field(default=1.0, metadata=counted())
    expires: date | None = None


@dataclass(slots=True, kw_only=True, frozen=True)
class PackedLine:
    """What of a line is in one handling unit."""

    line: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    sku: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    quantity: float = field(default=0.0, metadata=counted())
    unit: str | None = None
    lot: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    serials: tuple[str, ...] = field(default=(), metadata=at_most(LONGEST_ID))


@dataclass(slots=True, kw_only=True, frozen=True)
class HandlingUnit:
    """A carton, a pallet: whatever bears a number of its own.

    :ivar reference: its number; an SSCC (18 digits, GS1) where it has one.
    :ivar parent: the number of what it stands on or in.
    :ivar type: the partner's word for its packaging.
    """

    reference: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    parent: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    type: str | None = None
    tracking_number: str | None = field(default=None, metadata=at_most(120))
    weight: float | None = field(default=None, metadata=counted())
    length: float | None = field(default=None, metadata=counted())
    width: float | None = field(default=None, metadata=counted())
    height: float | None = field(default=None, metadata=counted())
    contents: tuple[PackedLine, ...] = ()


def check_lines(lines):
    """Raise DocumentError unless each line names goods, and no serial number twice."""
    for position, line in enumerate(lines):
        at = f"lines[{position}]"
        if not (line.line or line.sku):
            raise DocumentError(at, "neither a line nor a product")
        if len(set(line.serials)) != len(line.serials):
            raise DocumentError(at, "a serial number is there twice")
