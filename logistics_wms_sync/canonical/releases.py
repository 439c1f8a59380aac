# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An order released to a warehouse: pick, pack and ship this."""

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
from odoo.addons.logistics_base.canonical.parties import Party

from .goods import LONGEST_ID, LotQuantity, counted

PURPOSES = ("original", "change", "cancel")
#: May the warehouse send something else in place of what it does not have?
SUBSTITUTIONS = ("no", "ask", "yes")
PRIORITIES = ("normal", "urgent")


@dataclass(slots=True, kw_only=True, frozen=True)
class ReleaseLine:
    """One line of a release.

    :ivar line: ours; answers repeat it.
    :ivar lot: ship this lot and no other. :ivar lots: or these, so much of each.
    :ivar owner: whose goods they are, where they are not the sender's.
    """

    line: str = field(metadata=at_most(LONGEST_ID))
    sku: str = field(metadata=at_most(LONGEST_ID))
    quantity: float = field(metadata=counted())
    unit: str | None = None
    barcode: str | None = None
    description: str | None = None
    lot: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    lots: tuple[LotQuantity, ...] = ()
    owner: str | None = None


@register
@dataclass(slots=True, kw_only=True)
class WarehouseRelease(Document):
    """Ship this from that warehouse.

    :ivar number: ours, the same for every revision: the idempotency key.
    :ivar revision: counts up from 1; an older one that comes late is to be ignored.
    :ivar partner_reference: what the warehouse calls the order, once it has said so: many
        take changes and cancellations by it alone. It tells no two revisions apart.
    :ivar ship_by: the cutoff of the wave it is meant for.
    :ivar ship_complete: all or nothing; otherwise what is there goes first.
    """

    document_type: ClassVar[str] = "warehouse.release"
    takes_message_id: ClassVar[bool] = False

    number: str = field(metadata=at_most(LONGEST_ID))
    revision: int = field(default=1, metadata=between(1, 9999))
    purpose: str = field(default="original", metadata=known(PURPOSES))
    warehouse: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    order: str | None = field(default=None, metadata=at_most(120))
    partner_reference: str | None = field(default=None, metadata=at_most(120))
    references: tuple[Reference, ...] = ()
    priority: str = field(default="normal", metadata=known(PRIORITIES))
    carrier: str | None = None
    service_code: str | None = None
    ship_to: Party | None = None
    customer: str | None = None
    ship_by: datetime | None = None
    promised: datetime | None = None
    ship_complete: bool = False
    substitution: str = field(default="no", metadata=known(SUBSTITUTIONS))
    instructions: str | None = field(default=None, metadata=at_most(500))
    lines: tuple[ReleaseLine, ...] = ()

    def check(self):
        """Raise DocumentError unless it says what is to be shipped where."""
        if self.purpose == "cancel":
            return
        if not self.lines:
            raise DocumentError("lines", "nothing is to be shipped")
        if self.ship_to is None:
            raise DocumentError("ship_to", "missing")
