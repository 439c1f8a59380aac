# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a carrier bills: invoices, and in them one line for each charge."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar

from odoo.addons.logistics_base.canonical.documents import (
    Document,
    DocumentError,
    Reference,
    at_most,
    known,
    register,
)
from odoo.addons.logistics_base.canonical.vocabulary import CHARGE_TYPES

KINDS = ("invoice", "credit")
#: Of what a charge is: of the transport, of a correction told afterwards, of a parcel
#: that was voided, of money that comes back, of the invoice as a whole.
SUBJECTS = ("shipment", "adjustment", "void", "refund", "invoice")


@dataclass(slots=True, kw_only=True, frozen=True)
class InvoiceHead:
    """An invoice without its charges.

    :ivar total: what is to be paid, taxes included, as the carrier adds it up; negative
        of a credit.
    """

    number: str = field(metadata=at_most(64))
    kind: str = field(default="invoice", metadata=known(KINDS))
    account: str | None = field(default=None, metadata=at_most(64))
    invoice_date: date | None = None
    due_date: date | None = None
    currency: str | None = field(default=None, metadata=at_most(3))
    total: Decimal | None = None
    tax_total: Decimal | None = None


@dataclass(slots=True, kw_only=True, frozen=True)
class InvoiceLine:
    """One charge. Weights in kg, lengths in cm, money without tax.

    :ivar invoice: the number of its invoice, where a file holds several.
    :ivar amount: what is charged; negative where the carrier takes it back.
    :ivar discount: what the carrier took off already, as a positive amount.
    :ivar raw_code: the carrier's code of the charge; ``type`` is our word for it, where
        the partner speaks it.
    :ivar divisor: cm³ for each kg, where the weight was reckoned from the volume.
    :ivar raw: the row as it came.
    """

    amount: Decimal
    invoice: str | None = field(default=None, metadata=at_most(64))
    subject: str = field(default="shipment", metadata=known(SUBJECTS))
    tracking_number: str | None = field(default=None, metadata=at_most(120))
    references: tuple[Reference, ...] = ()
    raw_code: str | None = field(default=None, metadata=at_most(200))
    type: str | None = field(default=None, metadata=known(CHARGE_TYPES))
    description: str | None = field(default=None, metadata=at_most(500))
    discount: Decimal | None = None
    tax_rate: Decimal | None = None
    tax_amount: Decimal | None = None
    currency: str | None = field(default=None, metadata=at_most(3))
    service_code: str | None = None
    zone: str | None = None
    pieces: int | None = None
    ship_date: date | None = None
    delivery_date: date | None = None
    actual_weight: float | None = None
    billed_weight: float | None = None
    length: float | None = None
    width: float | None = None
    height: float | None = None
    divisor: float | None = None
    from_postcode: str | None = None
    from_country: str | None = None
    to_name: str | None = None
    to_postcode: str | None = None
    to_country: str | None = None
    raw: str | None = None


@register
@dataclass(slots=True, kw_only=True)
class CarrierInvoice(Document):
    """What a carrier sent to be paid: one invoice, or a file of several.

    ``lines`` may be any iterable that can be gone through again; a long file is read
    while one does.

    :ivar invoices: the heads; each line names its own where there are several.
    """

    document_type: ClassVar[str] = "carrier.invoice"
    takes_message_id: ClassVar[bool] = False

    invoices: tuple[InvoiceHead, ...] = ()
    carrier: str | None = None
    references: tuple[Reference, ...] = ()
    lines: tuple[InvoiceLine, ...] = ()

    @classmethod
    def _unfold(cls, values):
        """Let a single invoice be written without a list."""
        if "number" not in values or "invoices" in values:
            return values
        names = InvoiceHead.__dataclass_fields__
        head = {name: values[name] for name in names if name in values}
        return {**values, "invoices": [head]}

    def check(self):
        """Raise DocumentError unless each line belongs to an invoice that is there."""
        if not self.invoices:
            raise DocumentError("number", "missing")
        numbers = [head.number for head in self.invoices]
        if len(set(numbers)) != len(numbers):
            raise DocumentError("invoices", "an invoice number is there twice")
        if not isinstance(self.lines, tuple):
            return
        if not self.lines:
            raise DocumentError("lines", "nothing is charged")
        for position, line in enumerate(self.lines):
            if line.invoice is None and len(numbers) > 1:
                raise DocumentError(f"lines[{position}].invoice", "missing")
            if line.invoice is not None and line.invoice not in numbers:
                raise DocumentError(f"lines[{position}].invoice", "not in this file")
