# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""UPS Billing Data: 250 columns, no header, a row for each charge."""

import csv
import io

COLUMNS = 250
_COUNTRY = "US"


def write(carrier, bills):
    """Return the file as bytes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for bill in bills:
        for entry in bill.entries:
            for charge in entry.charges:
                writer.writerow(
                    _row(carrier, bill, entry, _charge(carrier, charge, entry))
                )
                if charge.tax:
                    writer.writerow(_row(carrier, bill, entry, _tax(charge)))
    return out.getvalue().encode()


def _row(carrier, bill, entry, charge):
    cells = [""] * COLUMNS
    told = {
        1: "2.1",
        2: f"000{carrier.account}",
        3: f"000{carrier.account}",
        4: _COUNTRY,
        5: bill.date.isoformat(),
        6: bill.number,
        10: bill.currency,
        11: f"{bill.total:.2f}",
        12: entry.ship_date.isoformat(),
        14: entry.lead or "",
        16: entry.reference,
        19: "1",
        21: entry.tracking_number,
        27: f"{entry.actual_weight:.2f}",
        28: "K",
        29: f"{entry.billed_weight:.1f}",
        30: "K",
        33: "x".join(f"{side:.1f}" for side in entry.sides),
        34: f"{int(entry.zone):03}",
        35: "ADJ" if entry.is_refund else "SHP",
        36: "GSR" if entry.is_refund else "ISS",
        51: bill.currency,
        73: "10001",
        74: _COUNTRY,
        76: entry.to_name,
        81: entry.to_postcode,
        82: _COUNTRY,
        **charge,
    }
    for at, text in told.items():
        cells[at - 1] = text
    return cells


def _charge(carrier, charge, entry):
    is_freight = charge.type == "base"
    code = charge.code or carrier.codes[charge.type]
    return {
        44: "FRT" if is_freight else "FSC" if charge.type == "fuel" else "ACC",
        45: entry.service if is_freight else code,
        46: charge.type.replace("_", " ").title(),
        52: f"{-charge.discount:.2f}",
        53: f"{charge.amount:.2f}",
    }


def _tax(charge):
    return {44: "TAX", 45: "01", 46: "Tax", 52: "0.00", 53: f"{charge.tax:.2f}"}
