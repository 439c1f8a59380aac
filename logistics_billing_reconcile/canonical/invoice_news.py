# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What becomes of invoices: they are posted, paid, disputed.

The same three documents travel both ways, and speak of both sides: of what customers
owe us, and of what carriers bill us. ``party`` tells which.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
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
from odoo.addons.logistics_base.canonical.vocabulary import CHARGE_TYPES

from .carrier_invoice import KINDS

#: Whose invoice it is: one to a customer, or one from a carrier.
PARTIES = ("customer", "carrier")
#: How a dispute stands.
DISPUTE_STATES = (
    "submitted",
    "acknowledged",
    "accepted",
    "partial",
    "rejected",
    "credited",
    "closed",
)


@dataclass(slots=True, kw_only=True)
class InvoiceNews(Document):
    """What all three have in common.

    :ivar number: of the invoice, as its issuer writes it.
    :ivar partner: the customer's, or carrier's, id or number in the other system.
    :ivar references: of orders and shipments that it charges.
    :ivar amount: what the document is about: the total, what was paid, what is disputed;
        taxes included.
    """

    number: str = field(metadata=at_most(64))
    party: str = field(default="customer", metadata=known(PARTIES))
    partner: str | None = field(default=None, metadata=at_most(200))
    currency: str | None = field(default=None, metadata=at_most(3))
    amount: Decimal | None = None
    references: tuple[Reference, ...] = ()

    def check(self):
        """Raise DocumentError unless it says of which invoice it speaks."""
        if not self.number.strip():
            raise DocumentError("number", "missing")
        if self.amount is not None and not self.amount.is_finite():
            raise DocumentError("amount", "a number is expected here")


@dataclass(slots=True, kw_only=True, frozen=True)
class PostedLine:
    """One line of an invoice; ``amount`` without tax.

    :ivar references: of the shipment or order that this line charges.
    """

    amount: Decimal
    description: str | None = field(default=None, metadata=at_most(500))
    product: str | None = field(default=None, metadata=at_most(200))
    quantity: Decimal | None = None
    references: tuple[Reference, ...] = ()


@register
@dataclass(slots=True, kw_only=True)
class InvoicePosted(InvoiceNews):
    """An invoice, or credit note, that is final."""

    document_type: ClassVar[str] = "invoice.posted"
    takes_message_id: ClassVar[bool] = False

    kind: str = field(default="invoice", metadata=known(KINDS))
    invoice_date: date | None = None
    due_date: date | None = None
    tax: Decimal | None = None
    credits: str | None = field(default=None, metadata=at_most(64))
    lines: tuple[PostedLine, ...] = ()


@register
@dataclass(slots=True, kw_only=True)
class InvoicePaid(InvoiceNews):
    """Money came, or went, for an invoice.

    :ivar open: what is still to be paid; nothing, where it is not told.
    """

    document_type: ClassVar[str] = "invoice.paid"
    takes_message_id: ClassVar[bool] = False

    paid_date: date | None = None
    open: Decimal | None = None


@dataclass(slots=True, kw_only=True, frozen=True)
class DisputedCharge:
    """One charge that is disputed, or decided about.

    :ivar billed: what is charged; ``expected``: what would be right.
    :ivar credited: what is given back of it.
    """

    tracking_number: str | None = field(default=None, metadata=at_most(120))
    type: str | None = field(default=None, metadata=known(CHARGE_TYPES))
    raw_code: str | None = field(default=None, metadata=at_most(200))
    billed: Decimal | None = None
    expected: Decimal | None = None
    credited: Decimal | None = None
    reason: str | None = field(default=None, metadata=at_most(1000))


@register
@dataclass(slots=True, kw_only=True)
class InvoiceDisputed(InvoiceNews):
    """An invoice, or some of its charges, is disputed; or that dispute moved on.

    :ivar dispute: the number of the dispute, by whoever raised it.
    :ivar their_number: the other side's own number of it.
    :ivar credit_note: the credit note in which it ended.
    """

    document_type: ClassVar[str] = "invoice.disputed"
    takes_message_id: ClassVar[bool] = False

    dispute: str | None = field(default=None, metadata=at_most(64))
    their_number: str | None = field(default=None, metadata=at_most(64))
    state: str = field(default="submitted", metadata=known(DISPUTE_STATES))
    reason: str | None = field(default=None, metadata=at_most(1000))
    respond_by: date | None = None
    credited: Decimal | None = None
    credit_note: str | None = field(default=None, metadata=at_most(64))
    charges: tuple[DisputedCharge, ...] = ()
    attachments: tuple[Attachment, ...] = ()
