# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a bill of lading tells of a shipment that is here: its numbers and its weight."""

from dataclasses import dataclass, field
from typing import ClassVar

from odoo.addons.logistics_base.canonical.documents import (
    Document,
    DocumentError,
    Reference,
    between,
    register,
)


@register
@dataclass(slots=True, kw_only=True)
class BillOfLading(Document):
    """The numbers that a carrier's invoice will name. It makes no shipment.

    :ivar weight: kg.
    """

    document_type: ClassVar[str] = "bill.of.lading"
    takes_message_id: ClassVar[bool] = False

    references: tuple[Reference, ...] = ()
    carrier: str | None = None
    weight: float | None = field(default=None, metadata=between(0, 1e7))
    pieces: int | None = None

    def check(self):
        """Raise DocumentError unless it names something."""
        if not self.references:
            raise DocumentError("references", "a bill of lading needs at least one")
