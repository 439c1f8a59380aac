# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from decimal import Decimal

import pytest

from logistics_base.mapping.errors import DecodeError

from .bill_files import charges, decode, table

CODE = "dhl_mybill"
HEADER = (
    *("Line Type", "Billing Account", "Invoice Number", "Invoice Date", "Due Date"),
    *("Currency", "Total amount (incl. VAT)", "Total Tax", "Shipment Number"),
    *("Shipment Date", "Product", "Product Name", "Weight (kg)", "Weight Charge"),
    *("Weight Tax (VAT)", "XC1 Code", "XC1 Name", "XC1 Charge", "XC1 Tax"),
    *("XC2 Code", "XC2 Name", "XC2 Charge", "XC2 Tax"),
)
HEAD = ("I", "96X", "MUC1", "20260131", "20260214", "EUR", "47.60", "7.60")
SHIPMENT = ("S", "96X", "MUC1", "20260131", "20260214", "EUR", "", "", "1234567890")


def shipment(*rest):
    cells = [*SHIPMENT, "20260120", "P", "EXPRESS WORLDWIDE", "2.5", "30.00", "5.70"]
    cells += rest
    return [*cells, *[""] * (len(HEADER) - len(cells))]


def head():
    return [*HEAD, *[""] * (len(HEADER) - len(HEAD))]


def test_the_transport_and_each_extra_are_charges():
    # given an invoice, and a shipment with fuel and a remote area
    text = table(
        HEADER,
        head(),
        shipment(
            "FF", "FUEL SURCHARGE", "6.00", "1.14", "OO", "REMOTE", "4.00", "0.76"
        ),
    )

    # when it is read
    document = decode(CODE, text)

    # then the row I is the invoice, and the groups are charges
    (invoice,) = document.invoices
    assert (invoice.total, invoice.tax_total) == (Decimal("47.60"), Decimal("7.60"))
    assert invoice.due_date == date(2026, 2, 14)
    assert charges(document) == [
        ("1234567890", "Weight Charge", "30.00"),
        ("1234567890", "FF", "6.00"),
        ("1234567890", "OO", "4.00"),
    ]
    assert [line.tax_amount for line in document.lines] == [
        *(Decimal("5.70"), Decimal("1.14"), Decimal("0.76"))
    ]


def test_shipments_may_stand_before_their_invoice():
    document = decode(CODE, table(HEADER, shipment(), head()))
    assert document.invoices[0].total == Decimal("47.60")


def test_a_row_of_another_kind_is_refused():
    odd = ["X", *shipment()[1:]]
    with pytest.raises(DecodeError, match="is no line type"):
        decode(CODE, table(HEADER, head(), odd))
