# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""UPS Billing Data, CSV: 250 columns without a header, one row for each charge.

Columns after the data dictionary of UPS Billing Data (version 2.1). Trailing columns may
be cut off. What is read lies in the first 85.
"""

import re
from decimal import Decimal

from odoo.addons.logistics_base.canonical.documents import Reference
from odoo.addons.logistics_base.mapping.errors import DecodeError

from ..canonical.carrier_invoice import InvoiceHead, InvoiceLine
from .bill_file import BillFile, is_nothing, to_cm, to_kg
from .registry import bills
from .writing_style import whole_number

_PLACES = {
    "account": 3,
    "invoice_date": 5,
    "invoice": 6,
    "currency": 10,
    "total": 11,
    "ship_date": 12,
    "lead_number": 14,
    "shipment_reference_1": 16,
    "shipment_reference_2": 17,
    "pieces": 19,
    "tracking_number": 21,
    "package_reference_1": 22,
    "package_reference_2": 23,
    "entered_weight": 27,
    "entered_unit": 28,
    "billed_weight": 29,
    "billed_unit": 30,
    "dimensions": 33,
    "zone": 34,
    "category": 35,
    "category_detail": 36,
    "classification": 44,
    "charge_code": 45,
    "description": 46,
    "charge_currency": 51,
    "incentive": 52,
    "net": 53,
    "due_date": 63,
    "from_postcode": 73,
    "from_country": 74,
    "to_name": 76,
    "to_postcode": 81,
    "to_country": 82,
}
#: No row with an amount ends before it.
_FEWEST = _PLACES["net"]
#: 12.0 x 10.0 x 8.0, as it was measured or told.
_DIMENSIONS = re.compile(r"([\d.,]+)\s*[xX*]\s*([\d.,]+)\s*[xX*]\s*([\d.,]+)")
_REFERENCES = (
    "shipment_reference_1",
    "shipment_reference_2",
    "package_reference_1",
    "package_reference_2",
)
#: Charge category, and its detail, that mean more than a shipment.
_SUBJECTS = {
    ("SHP", "VOID"): "void",
    ("ADJ", "VOID"): "void",
    ("ADJ", "GSR"): "refund",
    ("ADJ", None): "adjustment",
    ("MIS", None): "invoice",
}
_TAX, _INFORMATION = "TAX", "INF"


@bills("ups_billing_csv")
class UpsBilling(BillFile):
    """UPS Billing Data."""

    amounts = ("total", "incentive", "net")
    days = ("invoice_date", "ship_date", "due_date")

    def layout(self, file):
        """Return the places of the columns: they are the same in every file."""
        return _PLACES

    def head(self, row, layout, style):
        """Return (number, InvoiceHead). :raise DecodeError: a row without a number."""
        number = row[layout["invoice"]]
        if not number:
            raise DecodeError("missing", "no invoice number in column 6")
        if len(row.texts) < _FEWEST:
            raise DecodeError(
                "truncated",
                f"{len(row.texts)} columns; a charge takes {_FEWEST} at least",
            )
        total = style.amount(row[layout["total"]], "Invoice Amount")
        return number, InvoiceHead(
            number=number,
            kind="credit" if total is not None and total < 0 else "invoice",
            account=row[layout["account"]] or None,
            invoice_date=style.day(row[layout["invoice_date"]], "Invoice Date"),
            due_date=style.day(row[layout["due_date"]], "Invoice Due Date"),
            currency=row[layout["currency"]].upper() or None,
            total=total,
        )

    def charges(self, row, layout, style):
        """Yield the charge of a row; rows that tell without charging have none."""
        net = style.amount(row[layout["net"]], "Net Amount")
        incentive = style.amount(row[layout["incentive"]], "Incentive Amount")
        if is_nothing(net) and is_nothing(incentive):
            return
        if row[layout["classification"]].upper() == _INFORMATION and is_nothing(net):
            return
        is_tax = row[layout["classification"]].upper() == _TAX
        yield InvoiceLine(
            invoice=row[layout["invoice"]],
            subject=_subject(row, layout),
            tracking_number=row[layout["tracking_number"]]
            or row[layout["lead_number"]]
            or None,
            references=_references(row, layout),
            raw_code=row[layout["charge_code"]]
            or row[layout["classification"]]
            or None,
            type="vat" if is_tax else None,
            description=row[layout["description"]] or None,
            amount=net or Decimal(0),
            discount=-incentive if incentive else None,
            currency=row[layout["charge_currency"]].upper() or None,
            service_code=_service(row, layout),
            zone=row[layout["zone"]].lstrip("0") or None,
            pieces=whole_number(row[layout["pieces"]]),
            ship_date=style.day(row[layout["ship_date"]], "Transaction Date"),
            **_weights(row, layout, style),
            **_dimensions(row, layout, style),
            from_postcode=row[layout["from_postcode"]] or None,
            from_country=row[layout["from_country"]] or None,
            to_name=row[layout["to_name"]] or None,
            to_postcode=row[layout["to_postcode"]] or None,
            to_country=row[layout["to_country"]] or None,
            raw=row.raw(),
        )


def _subject(row, layout):
    category = row[layout["category"]].upper()
    detail = row[layout["category_detail"]].upper()
    if not row[layout["tracking_number"]] and not row[layout["lead_number"]]:
        return "invoice"
    return _SUBJECTS.get((category, detail)) or _SUBJECTS.get(
        (category, None), "shipment"
    )


def _service(row, layout):
    """The code of a freight charge is the service: 003 is Ground Commercial."""
    if row[layout["classification"]].upper() != "FRT":
        return None
    return row[layout["charge_code"]] or None


def _references(row, layout):
    texts = dict.fromkeys(row[layout[name]] for name in _REFERENCES)
    found = [Reference("customer", text[:120]) for text in texts if text]
    lead = row[layout["lead_number"]]
    if lead and lead != row[layout["tracking_number"]]:
        found.append(Reference("tracking", lead[:120]))
    return tuple(found)


def _weights(row, layout, style):
    entered = style.number(row[layout["entered_weight"]], "Entered Weight")
    billed = style.number(row[layout["billed_weight"]], "Billed Weight")
    return {
        "actual_weight": to_kg(entered, row[layout["entered_unit"]]),
        "billed_weight": to_kg(billed, row[layout["billed_unit"]]),
    }


def _dimensions(row, layout, style):
    found = _DIMENSIONS.search(row[layout["dimensions"]])
    if not found:
        return {}
    # Inches where the weight is in pounds, as the account's country has it.
    unit = "CM" if row[layout["billed_unit"]].upper() == "K" else "IN"
    names = ("length", "width", "height")
    return {
        name: to_cm(style.number(text, "Package Dimensions"), unit)
        for name, text in zip(names, found.groups(), strict=True)
    }
