# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Small billing files to try things with."""

import io

from logistics_base.mapping.csv_file import CsvFile
from logistics_billing_reconcile.formats import FORMATS

_UPS = {
    "account": 3,
    "invoice_date": 5,
    "invoice": 6,
    "currency": 10,
    "total": 11,
    "ship_date": 12,
    "reference": 16,
    "tracking": 21,
    "entered": 27,
    "entered_unit": 28,
    "billed": 29,
    "billed_unit": 30,
    "dimensions": 33,
    "zone": 34,
    "category": 35,
    "detail": 36,
    "classification": 44,
    "code": 45,
    "description": 46,
    "charge_currency": 51,
    "incentive": 52,
    "net": 53,
}
_UPS_DEFAULTS = {
    "account": "0000XY",
    "invoice_date": "2026-03-07",
    "invoice": "000000XY0106",
    "currency": "USD",
    "total": "14.20",
    "ship_date": "2026-03-02",
    "tracking": "1ZXY00000000000001",
    "category": "SHP",
    "detail": "ISS",
    "classification": "FRT",
    "code": "003",
    "description": "Ground Commercial",
    "charge_currency": "USD",
    "net": "12.00",
}


def ups_row(columns=250, delimiter=",", **values):
    """Return a row of UPS Billing Data."""
    cells = [""] * columns
    for name, value in {**_UPS_DEFAULTS, **values}.items():
        cells[_UPS[name] - 1] = value
    return delimiter.join(cells)


def table(*rows):
    """Return rows of texts as CSV."""
    return "\n".join(",".join(row) for row in rows) + "\n"


def decode(code, text, style=None):
    """Return the document that a billing file means."""
    bill_format = FORMATS[code]
    content = text.encode() if isinstance(text, str) else text
    file = CsvFile(lambda: io.BytesIO(content), bill_format.options)
    return bill_format.decode(file, style)


def charges(document):
    """Return [(tracking number, raw code, amount as text)]."""
    return [
        (line.tracking_number, line.raw_code, str(line.amount))
        for line in document.lines
    ]
