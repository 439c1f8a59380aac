# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""FedEx Billing Online, CSV: a row for each shipment, its charges in repeated pairs.

Columns are found by their names; "Tracking ID Charge Description" and "... Amount" come
again and again, so a row is never read by name alone. Discounts are negative pairs; the
"Transportation Charge Amount" is the gross price of the transport.
"""

from decimal import Decimal

from odoo.addons.logistics_base.canonical.documents import Reference
from odoo.addons.logistics_base.mapping.errors import DecodeError

from ..canonical.carrier_invoice import InvoiceHead, InvoiceLine
from .bill_file import HeadedBillFile, is_nothing, to_cm, to_kg
from .registry import bills
from .writing_style import whole_number

_NAMES = {
    "account": "bill to account number",
    "invoice_date": "invoice date",
    "invoice": "invoice number",
    "total": "original amount due",
    "currency": "currency code",
    "prefix": "ground tracking id prefix",
    "tracking_number": "express or ground tracking id",
    "transportation": "transportation charge amount",
    "net": "net charge amount",
    "service": "service type",
    "ground_service": "ground service",
    "ship_date": "shipment date",
    "delivery_date": "pod delivery date",
    "actual_weight": "actual weight amount",
    "actual_unit": "actual weight units",
    "billed_weight": "rated weight amount",
    "billed_unit": "rated weight units",
    "pieces": "number of pieces",
    "master": "tdmastertrackingid",
    "length": "dim length",
    "width": "dim width",
    "height": "dim height",
    "divisor": "dim divisor",
    "length_unit": "dim unit",
    "to_company": "recipient company",
    "to_name": "recipient name",
    "to_postcode": "recipient zip code",
    "to_country": "recipient country/territory",
    "from_postcode": "shipper zip code",
    "from_country": "shipper country/territory",
    "reference_1": "original customer reference",
    "reference_2": "original ref#2",
    "reference_3": "original ref#3/po number",
    "zone": "zone code",
}
_NEEDED = ("invoice", "tracking_number", "transportation")
_CHARGE = "tracking id charge description"
_AMOUNT = "tracking id charge amount"
#: The price of the transport itself.
_TRANSPORTATION = "Transportation Charge"


@bills("fedex_billing_csv")
class FedexBilling(HeadedBillFile):
    """FedEx Billing Online."""

    options = {"header": False}
    names, needed = _NAMES, _NEEDED
    amounts = ("total", "transportation", "net")
    days = ("invoice_date", "ship_date", "delivery_date")

    def layout(self, file):
        """Return the places of the columns, ``charges`` as [(description, amount)].

        :raise DecodeError: what a bill cannot do without is not there.
        """
        names = self.header(file)
        layout = self.places(names)
        layout["charges"] = [
            (place, place + 1)
            for place, name in enumerate(names, start=1)
            if name == _CHARGE and names[place : place + 1] == [_AMOUNT]
        ]
        return layout

    def amount_places(self, layout):
        """Return the places of all amounts, those of the pairs as well."""
        pairs = [amount for _description, amount in layout["charges"]]
        return [*super().amount_places(layout), *pairs]

    def head(self, row, layout, style):
        """Return (number, InvoiceHead)."""
        number = self._text(row, layout, "invoice")
        if not number:
            raise DecodeError("missing", "no invoice number")
        total = style.amount(self._text(row, layout, "total"), "Original Amount Due")
        return number, InvoiceHead(
            number=number,
            kind="credit" if total is not None and total < 0 else "invoice",
            account=self._text(row, layout, "account"),
            invoice_date=style.day(
                self._text(row, layout, "invoice_date"), "Invoice Date"
            ),
            currency=self._text(row, layout, "currency"),
            total=total,
        )

    def charges(self, row, layout, style):
        """Yield the transport's price and each charge beside it.

        What the charges leave of the net amount is told as a charge of its own, so that
        nothing billed goes unseen.
        """
        common = self._common(row, layout, style)
        gross = style.amount(
            self._text(row, layout, "transportation"), "Transportation Charge Amount"
        )
        told = Decimal(0)
        for description, amount in self._told(row, layout, style, gross):
            told += amount
            yield InvoiceLine(
                raw_code=description, description=description, amount=amount, **common
            )
        net = style.amount(self._text(row, layout, "net"), "Net Charge Amount")
        if net is not None and net != told:
            yield InvoiceLine(
                raw_code="Net Charge Amount",
                type="other",
                description="Not told apart",
                amount=net - told,
                **common,
            )

    def _told(self, row, layout, style, gross):
        if not is_nothing(gross):
            yield _TRANSPORTATION, gross
        for description_at, amount_at in layout["charges"]:
            amount = style.amount(row[amount_at], "Tracking ID Charge Amount")
            if not is_nothing(amount):
                yield row[description_at] or "Other", amount

    def _common(self, row, layout, style):
        text, unit = self._text, row[layout.get("length_unit", 0)]
        sides = {
            name: to_cm(style.number(text(row, layout, name), name), unit)
            for name in ("length", "width", "height")
        }
        return {
            "invoice": text(row, layout, "invoice"),
            "tracking_number": self._number(row, layout),
            "references": self._references(row, layout),
            "currency": text(row, layout, "currency"),
            "service_code": text(row, layout, "service")
            or text(row, layout, "ground_service"),
            "zone": (text(row, layout, "zone") or "").lstrip("0") or None,
            "pieces": whole_number(text(row, layout, "pieces")),
            "ship_date": style.day(text(row, layout, "ship_date"), "Shipment Date"),
            "delivery_date": style.day(
                text(row, layout, "delivery_date"), "POD Delivery Date"
            ),
            "actual_weight": self._weight(row, layout, style, "actual"),
            "billed_weight": self._weight(row, layout, style, "billed"),
            **sides,
            "divisor": _metric(
                style.number(text(row, layout, "divisor"), "Dim Divisor"), unit
            ),
            "from_postcode": text(row, layout, "from_postcode"),
            "from_country": text(row, layout, "from_country"),
            "to_name": text(row, layout, "to_company") or text(row, layout, "to_name"),
            "to_postcode": text(row, layout, "to_postcode"),
            "to_country": text(row, layout, "to_country"),
            "raw": row.raw(),
        }

    def _number(self, row, layout):
        number = self._text(row, layout, "tracking_number") or ""
        return f"{self._text(row, layout, 'prefix') or ''}{number}" or None

    def _references(self, row, layout):
        texts = dict.fromkeys(
            self._text(row, layout, name)
            for name in ("reference_1", "reference_2", "reference_3")
        )
        found = [Reference("customer", text[:120]) for text in texts if text]
        if master := self._text(row, layout, "master"):
            found.append(Reference("tracking", master[:120]))
        return tuple(found)

    def _weight(self, row, layout, style, which):
        number = style.number(self._text(row, layout, f"{which}_weight"), "Weight")
        return to_kg(number, self._text(row, layout, f"{which}_unit"))

    @staticmethod
    def _text(row, layout, name):
        return row[layout.get(name, 0)] or None


def _metric(divisor, unit):
    """Return cm³ for each kg, of a divisor in cubic inches for each pound as well."""
    if not divisor:
        return None
    if (unit or "").strip().upper() in ("I", "IN"):
        return round(divisor * 2.54**3 / 0.45359237, 1)
    return divisor
