# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from decimal import Decimal

import pytest

from logistics_base.mapping.errors import DecodeError

from .bill_files import charges, decode, table

CODE = "fedex_billing_csv"
PAIR = ("Tracking ID Charge Description", "Tracking ID Charge Amount")
HEADER = (
    *("Bill to Account Number", "Invoice Date", "Invoice Number"),
    *("Original Amount Due", "Ground Tracking ID Prefix"),
    *("Express or Ground Tracking ID", "Transportation Charge Amount"),
    *("Net Charge Amount", "Service Type", "Shipment Date", "POD Delivery Date"),
    *("Rated Weight Amount", "Rated Weight Units", "Dim Length", "Dim Divisor"),
    *("Dim Unit", "Recipient Zip Code", "Original Customer Reference"),
    *(*PAIR, *PAIR, *PAIR),
)
ROW = {
    "Bill to Account Number": "123",
    "Invoice Date": "20260120",
    "Invoice Number": "8-1",
    "Original Amount Due": "17.20",
    "Express or Ground Tracking ID": "790000000077",
    "Transportation Charge Amount": "15.90",
    "Net Charge Amount": "17.20",
    "Service Type": "FedEx Ground",
    "Shipment Date": "20260112",
    "POD Delivery Date": "20260114",
    "Rated Weight Amount": "10",
    "Rated Weight Units": "L",
    "Dim Length": "20",
    "Dim Divisor": "139",
    "Dim Unit": "I",
    "Original Customer Reference": "SO9",
}


def row(*pairs, **values):
    told = {**ROW, **values}
    cells = [told.get(name, "") for name in HEADER[:-6]]
    flat = [text for pair in pairs for text in pair]
    return [*cells, *flat, *[""] * (6 - len(flat))]


def test_each_pair_is_a_charge():
    # given a shipment whose charges come in pairs of the same two names
    text = table(HEADER, row(("Fuel Surcharge", "2.40"), ("Earned Discount", "-1.10")))

    # when it is read
    document = decode(CODE, text)

    # then none of them is lost, and discounts are negative
    assert charges(document) == [
        ("790000000077", "Transportation Charge", "15.90"),
        ("790000000077", "Fuel Surcharge", "2.40"),
        ("790000000077", "Earned Discount", "-1.10"),
    ]
    (head,) = document.invoices
    assert (head.number, head.invoice_date) == ("8-1", date(2026, 1, 20))
    line = next(iter(document.lines))
    assert (line.billed_weight, line.length) == (4.536, 50.8)
    assert (line.delivery_date, line.service_code) == (
        date(2026, 1, 14),
        "FedEx Ground",
    )
    assert line.divisor == pytest.approx(5021.7)


def test_what_the_pairs_leave_of_the_net_amount_is_told_apart():
    text = table(HEADER, row(("Fuel Surcharge", "1.00")))
    assert charges(decode(CODE, text))[-1] == (
        *("790000000077", "Net Charge Amount", "0.30"),
    )


def test_the_prefix_belongs_to_the_number():
    text = table(HEADER, row(**{"Ground Tracking ID Prefix": "96"}))
    assert next(iter(decode(CODE, text).lines)).tracking_number == "96790000000077"


def test_a_refund_takes_back_what_was_charged():
    text = table(
        HEADER,
        row(("Transportation Charge", "-15.90"), **{"Net Charge Amount": "0.00"}),
    )
    assert sum(line.amount for line in decode(CODE, text).lines) == Decimal(0)


@pytest.mark.parametrize("missing", ["Invoice Number", "Transportation Charge Amount"])
def test_a_column_it_cannot_do_without(missing):
    header = [name if name != missing else "Else" for name in HEADER]
    with pytest.raises(DecodeError, match="no column"):
        decode(CODE, table(header, row()))


def test_a_header_alone_is_no_bill():
    with pytest.raises(DecodeError) as raised:
        decode(CODE, table(HEADER))
    assert raised.value.category == "missing"
