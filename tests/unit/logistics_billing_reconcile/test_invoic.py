# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from decimal import Decimal

import pytest

from logistics_base.canonical.documents import DocumentError, Reference
from logistics_base.mapping.errors import DecodeError
from logistics_billing_reconcile import edi
from logistics_billing_reconcile.canonical.carrier_invoice import InvoiceHead
from tests.edi_segments import edifact

assert edi

BILL = """
    BGM+380+RE-2026-17+9
    DTM+137:20260302:102
    RFF+ADE:K-4711
    NAD+SU+++Nordfracht GmbH
    NAD+IV+900::91++Acme AG
    CUX+2:EUR:4
    PAT+1
    DTM+13:20260401:102
    LIN+1
    IMD+F++:::Stueckgut
    MEA+WT+G+KGM:420
    MEA+WT+CHW+KGM:500
    DTM+35:20260228:102
    MOA+203:140.5
    RFF+CN:NF0001
    RFF+DQ:WH/OUT/00017
    NAD+CN+++Mueller KG++Bremen++28195+DE
    TAX+7+VAT+++:::19
    ALC+C++++FUE:::Diesel
    MOA+8:20.50
    ALC+A++++DI:::Rabatt
    MOA+204:10
    LIN+2
    IMD+F++:::Stueckgut
    MOA+203:80
    RFF+CN:NF0002
    UNS+S
    MOA+77:262.40
    MOA+124:41.90
"""


def lines_of(document):
    return [(one.raw_code, str(one.amount)) for one in document.lines]


def test_the_freight_is_what_charges_and_allowances_leave():
    (document,) = edifact("INVOIC", BILL)
    assert lines_of(document) == [
        ("FC", "130.00"),
        ("FUE", "20.50"),
        ("DI", "-10"),
        ("FC", "80"),
    ]
    assert sum(line.amount for line in document.lines) == Decimal("220.50")


def test_the_invoice_tells_whose_it_is_and_when_it_is_due():
    (document,) = edifact("INVOIC", BILL)
    assert document.carrier == "Nordfracht GmbH"
    assert document.invoices == (
        InvoiceHead(
            number="RE-2026-17",
            account="K-4711",
            invoice_date=date(2026, 3, 2),
            due_date=date(2026, 4, 1),
            currency="EUR",
            total=Decimal("262.40"),
            tax_total=Decimal("41.90"),
        ),
    )


def test_each_line_is_about_a_shipment_of_its_own():
    (document,) = edifact("INVOIC", BILL)
    first, *_extras, last = document.lines
    assert first.references == (
        Reference("pro", "NF0001"),
        Reference("delivery", "WH/OUT/00017"),
    )
    assert last.references == (Reference("pro", "NF0002"),)
    assert (first.actual_weight, first.billed_weight) == (420.0, 500.0)
    assert (first.to_postcode, first.to_country) == ("28195", "DE")
    assert first.delivery_date == date(2026, 2, 28)
    assert first.tax_rate == Decimal(19)


def test_a_credit_note_gives_back():
    text = BILL.replace("BGM+380", "BGM+381")
    (document,) = edifact("INVOIC", text)
    assert document.invoices[0].kind == "credit"
    assert document.invoices[0].total == Decimal("-262.40")
    assert lines_of(document)[:3] == [
        ("FC", "-130.00"),
        ("FUE", "-20.50"),
        ("DI", "10"),
    ]


def test_a_charge_of_the_whole_is_of_no_shipment():
    text = BILL.replace(
        "    LIN+1\n", "    ALC+C++++INV:::Fee\n    MOA+23:3\n    LIN+1\n"
    )
    (document,) = edifact("INVOIC", text)
    assert [x.subject for x in document.lines if x.raw_code == "INV"] == ["invoice"]


def test_an_older_directory_says_the_same():
    # D.96A names the sum 86, and leaves the currency to the amounts.
    text = BILL.replace("MOA+77:262.40", "MOA+86:262.40:SEK")
    (document,) = edifact("INVOIC", text.replace("    CUX+2:EUR:4\n", ""))
    assert document.invoices[0].total == Decimal("262.40")
    assert document.invoices[0].currency == "SEK"


def test_a_currency_that_nothing_names_is_not_invented():
    (document,) = edifact("INVOIC", BILL.replace("    CUX+2:EUR:4\n", ""))
    assert document.invoices[0].currency is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("BGM+380+RE-2026-17", "BGM+380+", "BGM 1004"),
        ("MOA+203:140.5", "MOA+203:abc", "MOA 203"),
        ("MOA+203:80", "PRI+AAA:80", "LIN 2"),
        ("MOA+8:20.50", "RTE+1:5", "ALC FUE"),
        ("DTM+137:20260302", "DTM+137:20261302", "is no time"),
    ],
)
def test_what_cannot_be_read_is_named(old, new, told):
    with pytest.raises(DecodeError, match=told):
        edifact("INVOIC", BILL.replace(old, new))


def test_a_bill_without_charges_is_refused():
    with pytest.raises(DocumentError, match="nothing is charged"):
        edifact("INVOIC", "BGM+380+1\nUNS+S\nMOA+77:5")
