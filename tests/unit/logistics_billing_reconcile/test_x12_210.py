# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics_base.canonical.documents import DocumentError, Reference
from logistics_base.mapping.errors import DecodeError
from logistics_billing_reconcile import edi
from logistics_billing_reconcile.canonical.carrier_invoice import (
    CarrierInvoice,
    InvoiceHead,
    InvoiceLine,
)
from tests.edi_segments import there_and_back, x12

assert edi

BILL = """
    B3**PRO7781*BOL4711*PP*L*20260302*16250**20260304*035*ABCD**LT
    C3*USD
    ITD*******30
    N9*PO*4500012
    N9*11*ACME-9
    G62*86*20260228
    N1*SH*Warehouse East
    N4*Harrisburg*PA*17101*US
    N1*CN*Miller Inc
    N4*Ohio City*OH*44113*US
    LX*1
    L5*1*Machine parts
    L0*1***500*G***2*PLT**L
    L1*1***15000****400
    LX*2
    L5*2*Fuel surcharge
    L1*2***3000****FUE
    LX*3
    L1*3***-1750****DSC****Discount 10%
    L3*500*G***16250
"""


def lines_of(document):
    return [(one.raw_code, str(one.amount)) for one in document.lines]


def test_each_charge_is_a_line_in_whole_money():
    (document,) = x12("210", BILL)
    assert lines_of(document) == [
        ("400", "150.00"),
        ("FUE", "30.00"),
        ("DSC", "-17.50"),
    ]
    assert document.carrier == "ABCD"


def test_the_invoice_tells_whose_it_is_and_when_it_is_due():
    (document,) = x12("210", BILL)
    assert document.invoices == (
        InvoiceHead(
            number="PRO7781",
            account="ACME-9",
            invoice_date=date(2026, 3, 2),
            due_date=date(2026, 4, 1),
            currency="USD",
            total=Decimal("162.50"),
        ),
    )


def test_every_charge_is_found_by_bill_of_lading_order_and_pro():
    (document,) = x12("210", BILL)
    assert {line.references for line in document.lines} == {
        (
            Reference("bol", "BOL4711"),
            Reference("order", "4500012"),
            Reference("pro", "PRO7781"),
        )
    }


def test_every_charge_knows_weight_way_and_days_of_its_shipment():
    (document,) = x12("210", BILL)
    for line in document.lines:
        assert line.actual_weight == 226.796
        assert (line.from_postcode, line.to_postcode) == ("17101", "44113")
        assert (line.ship_date, line.delivery_date) == (
            date(2026, 2, 28),
            date(2026, 3, 4),
        )


def test_loops_with_numbers_of_their_own_are_about_other_shipments():
    (document,) = x12(
        "210",
        """
        B3**77**PP*K*20260302*3000
        LX*1
        N9*CN*PRO1
        L0*1***10*B*******K
        L1*1***1000****400
        LX*2
        N9*CN*PRO2
        L0*1***20*B*******K
        L1*1***2000****400
        """,
    )
    assert [line.references for line in document.lines] == [
        (Reference("pro", "PRO1"),),
        (Reference("pro", "PRO2"),),
    ]
    assert [line.billed_weight for line in document.lines] == [10.0, 20.0]


def test_a_bill_of_less_than_nothing_is_a_credit():
    (document,) = x12("210", "B3**77***K*20260302*-500\nLX*1\nL1*1***-500****FUE")
    assert document.invoices[0].kind == "credit"
    assert document.lines[0].amount == Decimal("-5.00")


def test_an_amount_with_a_point_has_no_implied_cents():
    (document,) = x12("210", "B3**77***K*20260302*12.5\nLX*1\nL1*1***12.5")
    assert document.lines[0].amount == Decimal("12.5")


def test_a_currency_that_is_left_out_is_not_invented():
    (document,) = x12("210", "B3**77***K*20260302*500\nLX*1\nL1*1***500")
    assert document.invoices[0].currency is None


def test_a_total_that_does_not_add_up_is_kept_as_it_is():
    (document,) = x12("210", "B3**77***K*20260302*999\nLX*1\nL1*1***500")
    assert document.invoices[0].total == Decimal("9.99")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("B3***BOL1**K*20260302*500\nLX*1\nL1*1***500", "B3-02"),
        ("B3**77***K*20260302*5OO\nLX*1\nL1*1***500", "B3-07"),
        ("B3**77***K*20260302*500\nLX*1\nL1*1***x", "LX 1: L1-04"),
        ("B3**77***K*20260302*500\nLX*1\nL1*1", "LX 1: L1-04"),
        ("B3**77***K*20261302*500\nLX*1\nL1*1***500", "is no time"),
    ],
)
def test_what_cannot_be_read_is_named(text, told):
    with pytest.raises(DecodeError, match=told):
        x12("210", text)


def test_a_bill_without_charges_is_refused():
    with pytest.raises(DocumentError, match="nothing is charged"):
        x12("210", "B3**77***K*20260302*500\nLX*1\nL5*1*Goods")


# There and back

_texts = st.text("ABCDEFGH 0123456789", min_size=1, max_size=20).map(str.strip)
_numbers = st.text("ABC0123456789", min_size=1, max_size=20)
_days = st.dates(date(2001, 1, 1), date(2040, 12, 31))
_money = st.integers(-(10**9), 10**9).map(lambda cents: Decimal(cents).scaleb(-2))
_lines = st.builds(
    InvoiceLine,
    amount=_money,
    references=st.builds(lambda n: (Reference("pro", n),), _numbers),
    raw_code=st.sampled_from(["400", "FUE", "DSC", "RES"]),
    description=_texts.filter(bool),
    billed_weight=st.integers(1, 10**8).map(lambda g: g / 1000),
)


@given(
    number=_numbers,
    day=_days,
    due=st.none() | _days,
    total=_money,
    lines=st.lists(_lines, min_size=2, max_size=5, unique_by=lambda x: x.references),
)
def test_what_is_written_is_read_as_it_was(number, day, due, total, lines):
    # given an invoice about several shipments
    head = InvoiceHead(
        number=number,
        kind="credit" if total < 0 else "invoice",
        account="A1",
        invoice_date=day,
        due_date=due,
        currency="USD",
        total=total,
    )
    document = CarrierInvoice(invoices=(head,), carrier="ABCD", lines=tuple(lines))

    # when it goes there and back
    (found,) = there_and_back("x12", "210", document)

    # then nothing is lost but what the standard has no place for
    assert found.invoices == (head,)
    assert [
        (x.amount, x.references, x.raw_code, x.description, x.billed_weight)
        for x in found.lines
    ] == [
        (x.amount, x.references, x.raw_code, x.description, x.billed_weight)
        for x in lines
    ]


def test_less_than_a_cent_cannot_be_written():
    head = InvoiceHead(number="1", total=Decimal("1.005"))
    lines = (InvoiceLine(amount=Decimal("1.005")),)
    with pytest.raises(DecodeError, match="whole cents"):
        there_and_back("x12", "210", CarrierInvoice(invoices=(head,), lines=lines))
