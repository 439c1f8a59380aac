# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Asking a warehouse to count."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from odoo.addons.logistics_base.canonical.documents import (
    Document,
    at_most,
    register,
)

from .goods import LONGEST_ID


@dataclass(slots=True, kw_only=True, frozen=True)
class CountLine:
    """What is to be counted."""

    sku: str = field(metadata=at_most(LONGEST_ID))
    barcode: str | None = None
    lot: str | None = field(default=None, metadata=at_most(LONGEST_ID))


@register
@dataclass(slots=True, kw_only=True)
class CountRequest(Document):
    """Count these; a partial snapshot that names the count's number answers."""

    document_type: ClassVar[str] = "warehouse.count"
    takes_message_id: ClassVar[bool] = False

    number: str = field(metadata=at_most(LONGEST_ID))
    warehouse: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    count_by: datetime | None = None
    reason: str | None = None
    lines: tuple[CountLine, ...] = ()
