# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Goods on their way to a warehouse, and what it received of them."""

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

from .goods import LONGEST_ID, HandlingUnit, LotQuantity, check_lines, counted

KINDS = ("purchase", "transfer", "return", "production")
PURPOSES = ("original", "change", "cancel")
CONDITIONS = ("good", "damaged", "hold")
#: What a warehouse says to an advice before anything came.
ANSWERS = ("accepted", "rejected", "cancelled")
#: What becomes of goods that came back.
DISPOSITIONS = ("restock", "quarantine", "scrap")


@dataclass(slots=True, kw_only=True, frozen=True)
class AdvisedLine:
    """One line that is announced; answers repeat its ``line``."""

    line: str = field(metadata=at_most(LONGEST_ID))
    sku: str = field(metadata=at_most(LONGEST_ID))
    quantity: float = field(metadata=counted())
    unit: str | None = None
    barcode: str | None = None
    description: str | None = None
    lots: tuple[LotQuantity, ...] = ()
    owner: str | None = None


@register
@dataclass(slots=True, kw_only=True)
class InboundAdvice(Document):
    """These goods are coming: an advance notice.

    :ivar number: ours, the same for every revision: the idempotency key.
    :ivar shipped_order: of a return, the order by which the goods went out.
    :ivar partner_reference: what the warehouse calls the advice, once it has said so. It
        tells no two revisions apart.
    """

    document_type: ClassVar[str] = "warehouse.advice"
    takes_message_id: ClassVar[bool] = False

    number: str = field(metadata=at_most(LONGEST_ID))
    revision: int = field(default=1, metadata=between(1, 9999))
    purpose: str = field(default="original", metadata=known(PURPOSES))
    kind: str = field(default="purchase", metadata=known(KINDS))
    warehouse: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    order: str | None = field(default=None, metadata=at_most(120))
    shipped_order: str | None = field(default=None, metadata=at_most(120))
    partner_reference: str | None = field(default=None, metadata=at_most(120))
    references: tuple[Reference, ...] = ()
    supplier: Party | None = None
    expected_at: datetime | None = None
    instructions: str | None = field(default=None, metadata=at_most(500))
    lines: tuple[AdvisedLine, ...] = ()
    packages: tuple[HandlingUnit, ...] = ()

    def check(self):
        """Raise DocumentError unless it says what is coming."""
        if self.purpose != "cancel" and not self.lines:
            raise DocumentError("lines", "nothing is announced")


@dataclass(slots=True, kw_only=True, frozen=True)
class ReceivedLine:
    """What was received of one line: in one condition, with one disposition.

    :ivar sku: what is really there; another than was announced is a wrong product.
    """

    line: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    sku: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    quantity: float = field(default=0.0, metadata=counted())
    unit: str | None = None
    condition: str = field(default="good", metadata=known(CONDITIONS))
    disposition: str | None = field(default=None, metadata=known(DISPOSITIONS))
    lots: tuple[LotQuantity, ...] = ()
    serials: tuple[str, ...] = field(default=(), metadata=at_most(LONGEST_ID))
    reason: str | None = None


@register
@dataclass(slots=True, kw_only=True)
class WarehouseReceipt(Document):
    """What a warehouse received.

    :ivar id: the partner's id of this receipt: the same id again is the same receipt.
    :ivar advice: the number of our advice; without one ``references`` tell.
    :ivar answer: it tells of no goods, but what the warehouse says to the advice itself.
    :ivar is_final: nothing more is expected of the advice; None: not told, more may come.
    :ivar is_return: customers' goods that came back, announced or not.
    """

    document_type: ClassVar[str] = "warehouse.receipt"

    id: str | None = field(default=None, metadata=at_most(200))
    advice: str | None = field(default=None, metadata=at_most(120))
    answer: str | None = field(default=None, metadata=known(ANSWERS))
    warehouse: str | None = field(default=None, metadata=at_most(LONGEST_ID))
    received_at: datetime | None = None
    references: tuple[Reference, ...] = ()
    partner_reference: str | None = field(default=None, metadata=at_most(120))
    is_final: bool | None = None
    is_return: bool = False
    reason: str | None = field(default=None, metadata=at_most(500))
    lines: tuple[ReceivedLine, ...] = ()
    packages: tuple[HandlingUnit, ...] = ()

    def check(self):
        """Raise DocumentError unless it tells what was received, and of what."""
        if not (self.advice or self.references):
            raise DocumentError("advice", "nothing tells what was announced")
        if self.answer and (self.lines or self.packages):
            raise DocumentError("answer", "an answer tells of no goods")
        check_lines(self.lines)
