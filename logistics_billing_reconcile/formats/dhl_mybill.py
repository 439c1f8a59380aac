# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""DHL MyBill, CSV: a row I for the invoice, a row S for each shipment.

Of a shipment, the price of the transport stands in "Weight Charge", each extra charge in
a group of columns XC1 to XC9 (code, name, charge, tax code, tax, discount, total).
Amounts of the charges are without tax.
"""

import re
from decimal import Decimal

from odoo.addons.logistics_base.canonical.documents import Reference
from odoo.addons.logistics_base.mapping.errors import DecodeError, shown

from ..canonical.carrier_invoice import InvoiceHead, InvoiceLine
from .bill_file import HeadedBillFile, is_nothing, to_kg
from .registry import bills
from .writing_style import whole_number

_NAMES = {
    "line_type": "line type",
    "account": "billing account",
    "invoice": "invoice number",
    "invoice_date": "invoice date",
    "due_date": "due date",
    "invoice_type": "invoice type",
    "currency": "currency",
    "total": "total amount (incl. vat)",
    "net_total": "total amount (excl. vat)",
    "tax_total": "total tax",
    "tracking_number": "shipment number",
    "ship_date": "shipment date",
    "service": "product",
    "service_name": "product name",
    "pieces": "pieces",
    "billed_weight": "weight (kg)",
    "weight_flag": "weight flag",
    "weight_charge": "weight charge",
    "weight_tax": "weight tax (vat)",
    "other_1": "other charges 1",
    "discount": "discount 1 amount",
    "reference_1": "shipment reference 1",
    "reference_2": "shipment reference 2",
    "reference_3": "shipment reference 3",
    "from_postcode": "senders postcode",
    "from_country": "senders country",
    "to_name": "receivers name",
    "to_postcode": "receivers postcode",
    "to_country": "receivers country",
    "zone": "zone",
}
_GROUP = re.compile(r"xc(\d) (code|name|charge|tax|discount)")
_NEEDED = ("line_type", "invoice", "tracking_number", "weight_charge")
_CREDITS = ("C", "CN", "CREDIT", "CREDIT NOTE")
_TRANSPORT = "Weight Charge"


@bills("dhl_mybill")
class DhlMybill(HeadedBillFile):
    """DHL MyBill."""

    names, needed = _NAMES, _NEEDED
    amounts = ("total", "tax_total", "weight_charge", "discount")
    days = ("invoice_date", "due_date", "ship_date")

    def layout(self, file):
        """Return the places of the columns, ``groups`` as {number: {name: place}}.

        :raise DecodeError: what a bill cannot do without is not there.
        """
        names = self.header(file)
        layout = self.places(names)
        groups = {}
        for place, name in enumerate(names, start=1):
            if found := _GROUP.fullmatch(name):
                groups.setdefault(int(found[1]), {}).setdefault(found[2], place)
        layout["groups"] = dict(sorted(groups.items()))
        return layout

    def amount_places(self, layout):
        """Return the places of all amounts, those of the groups as well."""
        groups = [g["charge"] for g in layout["groups"].values() if "charge" in g]
        return [*super().amount_places(layout), *groups]

    def head(self, row, layout, style):
        """Return (number, InvoiceHead of a row I, else None)."""
        number = self._text(row, layout, "invoice")
        if not number:
            raise DecodeError("missing", "no invoice number")
        kind = row[layout["line_type"]].upper()
        if kind not in ("I", "S"):
            raise DecodeError("value", f"{shown(kind)} is no line type")
        total = style.amount(self._text(row, layout, "total"), "Total Amount")
        if kind == "S":
            total = None
        said = (self._text(row, layout, "invoice_type") or "").upper()
        is_credit = said in _CREDITS or (total is not None and total < 0)
        head = InvoiceHead(
            number=number,
            kind="credit" if is_credit else "invoice",
            account=self._text(row, layout, "account"),
            invoice_date=style.day(
                self._text(row, layout, "invoice_date"), "Invoice Date"
            ),
            due_date=style.day(self._text(row, layout, "due_date"), "Due Date"),
            currency=self._text(row, layout, "currency"),
            total=total,
            tax_total=style.amount(self._text(row, layout, "tax_total"), "Total Tax")
            if kind == "I"
            else None,
        )
        return number, head

    def merged(self, known, head):
        """Return what is known of an invoice: a row I says more than a row S."""
        if known is None or (known.total is None and head.total is not None):
            return head
        return known

    def charges(self, row, layout, style):
        """Yield the charges of a row S: the transport's, what was taken off, extras."""
        if row[layout["line_type"]].upper() != "S":
            return
        common = self._common(row, layout, style)
        weight = style.amount(self._text(row, layout, "weight_charge"), _TRANSPORT)
        if not is_nothing(weight):
            yield InvoiceLine(
                raw_code=_TRANSPORT,
                description=self._text(row, layout, "service_name"),
                amount=weight,
                tax_amount=style.amount(
                    self._text(row, layout, "weight_tax"), "Weight Tax"
                ),
                **common,
            )
        yield from self._other(row, layout, style, common)
        for group in layout["groups"].values():
            yield from self._extra(row, group, style, common)

    def _other(self, row, layout, style, common):
        taken = style.amount(self._text(row, layout, "discount"), "Discount")
        if not is_nothing(taken):
            yield InvoiceLine(
                raw_code="Discount",
                type="discount",
                description="Discount",
                amount=-abs(taken),
                **common,
            )
        other = style.amount(self._text(row, layout, "other_1"), "Other Charges 1")
        if not is_nothing(other):
            yield InvoiceLine(
                raw_code="Other Charges 1",
                description="Other Charges",
                amount=other,
                **common,
            )

    def _extra(self, row, group, style, common):
        code, name = row[group.get("code", 0)], row[group.get("name", 0)]
        charge = style.amount(row[group.get("charge", 0)], "XC Charge")
        if is_nothing(charge):
            return
        discount = style.amount(row[group.get("discount", 0)], "XC Discount")
        yield InvoiceLine(
            raw_code=code or name or "XC",
            description=name or code or None,
            amount=charge - abs(discount or Decimal(0)),
            discount=abs(discount) if discount else None,
            tax_amount=style.amount(row[group.get("tax", 0)], "XC Tax"),
            **common,
        )

    def _common(self, row, layout, style):
        text = self._text
        weight = style.number(text(row, layout, "billed_weight"), "Weight")
        return {
            "invoice": text(row, layout, "invoice"),
            "tracking_number": text(row, layout, "tracking_number"),
            "references": self._references(row, layout),
            "currency": text(row, layout, "currency"),
            "service_code": text(row, layout, "service"),
            "zone": text(row, layout, "zone"),
            "pieces": whole_number(text(row, layout, "pieces")),
            "ship_date": style.day(text(row, layout, "ship_date"), "Shipment Date"),
            "billed_weight": to_kg(weight, "KG"),
            "from_postcode": text(row, layout, "from_postcode"),
            "from_country": text(row, layout, "from_country"),
            "to_name": text(row, layout, "to_name"),
            "to_postcode": text(row, layout, "to_postcode"),
            "to_country": text(row, layout, "to_country"),
            "raw": row.raw(),
        }

    def _references(self, row, layout):
        texts = dict.fromkeys(
            self._text(row, layout, name)
            for name in ("reference_1", "reference_2", "reference_3")
        )
        return tuple(Reference("customer", text[:120]) for text in texts if text)

    @staticmethod
    def _text(row, layout, name):
        return row[layout.get(name, 0)] or None
