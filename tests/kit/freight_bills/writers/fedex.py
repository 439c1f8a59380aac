# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""FedEx Billing Online: a row for each parcel, its charges in repeated pairs."""

import csv
import io

PAIRS = 12
_BEFORE = (
    *("Bill to Account Number", "Invoice Date", "Invoice Number"),
    *("Original Amount Due", "Currency Code", "Ground Tracking ID Prefix"),
    *("Express or Ground Tracking ID", "Transportation Charge Amount"),
    *("Net Charge Amount", "Service Type", "Shipment Date", "POD Delivery Date"),
    *("Actual Weight Amount", "Actual Weight Units", "Rated Weight Amount"),
    *("Rated Weight Units", "Number of Pieces", "TDMasterTrackingID", "Dim Length"),
    *("Dim Width", "Dim Height", "Dim Divisor", "Dim Unit", "Recipient Company"),
    *("Recipient Zip Code", "Recipient Country/Territory", "Shipper Zip Code"),
    *("Shipper Country/Territory", "Original Customer Reference", "Zone Code"),
)
_PAIR = ("Tracking ID Charge Description", "Tracking ID Charge Amount")


def write(carrier, bills):
    """Return the file as bytes."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*_BEFORE, *_PAIR * PAIRS])
    for bill in bills:
        for entry in bill.entries:
            writer.writerow(_row(carrier, bill, entry))
    return out.getvalue().encode()


def _row(carrier, bill, entry):
    freight, *others = _told(carrier, entry)
    pairs = [text for pair in others for text in pair]
    net = sum(charge.amount for charge in entry.charges)
    return [
        *(carrier.account, f"{bill.date:%Y%m%d}", bill.number, f"{bill.total:.2f}"),
        *(bill.currency, "", entry.tracking_number, freight[1], f"{net:.2f}"),
        *(entry.service, f"{entry.ship_date:%Y%m%d}", ""),
        *(f"{entry.actual_weight:.2f}", "K", f"{entry.billed_weight:.1f}", "K", "1"),
        entry.lead if entry.lead != entry.tracking_number else "",
        *(map(str, entry.sides) if entry.sides else ("", "", "")),
        *(str(entry.divisor or ""), "C", entry.to_name, entry.to_postcode, "US"),
        *("10001", "US", entry.reference, f"{int(entry.zone):02}"),
        *pairs,
        *[""] * (2 * PAIRS - len(pairs)),
    ]


def _told(carrier, entry):
    """Return the freight first, then the pairs: [(description, amount as text)]."""
    freight, pairs = None, []
    for charge in entry.charges:
        if charge.type == "base" and freight is None:
            freight = ("", f"{charge.amount + charge.discount:.2f}")
        else:
            word = charge.code or carrier.codes[charge.type]
            pairs.append((word, f"{charge.amount + charge.discount:.2f}"))
        if charge.discount:
            pairs.append((carrier.codes["discount"], f"{-charge.discount:.2f}"))
    return [freight or ("", ""), *pairs]
