# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""DHL MyBill: a row I for each invoice, a row S for each parcel, groups XC1 to XC9.

Decimal commas, dd/mm/yyyy and semicolons, as a European account downloads it.
"""

import csv
import io

_COLUMNS = (
    *("Line Type", "Billing Account", "Invoice Number", "Invoice Date", "Invoice Type"),
    *("Currency", "Total amount (incl. VAT)", "Total Tax", "Shipment Number"),
    *("Shipment Date", "Product", "Product Name", "Pieces", "Weight (kg)"),
    *("Weight Flag", "Weight Charge", "Weight Tax (VAT)", "Discount 1 Amount"),
    *("Shipment Reference 1", "Senders Postcode", "Senders Country"),
    *("Receivers Name", "Receivers Postcode", "Receivers Country", "Zone"),
)
_GROUP = ("Code", "Name", "Charge", "Tax")
GROUPS = 9


def write(carrier, bills):
    """Return the file as bytes."""
    out = io.StringIO()
    names = [*_COLUMNS]
    for group in range(1, GROUPS + 1):
        names += [f"XC{group} {part}" for part in _GROUP]
    writer = csv.DictWriter(out, names, restval="", delimiter=";")
    writer.writeheader()
    for bill in bills:
        writer.writerow(_head(carrier, bill))
        for entry in bill.entries:
            writer.writerow(_row(carrier, bill, entry))
    return out.getvalue().encode()


def _common(carrier, bill):
    return {
        "Billing Account": carrier.account,
        "Invoice Number": bill.number,
        "Invoice Date": f"{bill.date:%d/%m/%Y}",
        "Invoice Type": "C" if bill.total < 0 else "I",
        "Currency": bill.currency,
    }


def _head(carrier, bill):
    return {
        **_common(carrier, bill),
        "Line Type": "I",
        "Total amount (incl. VAT)": _comma(bill.total),
        "Total Tax": _comma(bill.tax),
    }


def _row(carrier, bill, entry):
    freight = [charge for charge in entry.charges if charge.type == "base"][:1]
    told = {
        **_common(carrier, bill),
        "Line Type": "S",
        "Shipment Number": entry.tracking_number,
        "Shipment Date": f"{entry.ship_date:%d/%m/%Y}",
        "Product": entry.service,
        "Product Name": "Express",
        "Pieces": "1",
        "Weight (kg)": _comma(entry.billed_weight, 1),
        "Shipment Reference 1": entry.reference,
        "Senders Postcode": "10001",
        "Senders Country": "US",
        "Receivers Name": entry.to_name,
        "Receivers Postcode": entry.to_postcode,
        "Receivers Country": "US",
        "Zone": entry.zone,
    }
    for charge in freight:
        told["Weight Charge"] = _comma(charge.amount + charge.discount)
        told["Weight Tax (VAT)"] = _comma(charge.tax)
        told["Discount 1 Amount"] = _comma(charge.discount) if charge.discount else ""
    extras = [charge for charge in entry.charges if charge not in freight]
    for group, charge in enumerate(extras, start=1):
        word = charge.code or carrier.codes[charge.type]
        told[f"XC{group} Code"] = word
        told[f"XC{group} Name"] = charge.type.replace("_", " ").upper()
        told[f"XC{group} Charge"] = _comma(charge.amount)
        told[f"XC{group} Tax"] = _comma(charge.tax)
    return told


def _comma(amount, places=2):
    return f"{amount:.{places}f}".replace(".", ",")
