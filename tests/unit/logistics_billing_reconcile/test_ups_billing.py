# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from decimal import Decimal

import pytest

from logistics_base.mapping.errors import DecodeError
from logistics_billing_reconcile.formats.writing_style import WritingStyle

from .bill_files import charges, decode, ups_row

CODE = "ups_billing_csv"


def lines(*rows):
    return "\n".join(rows) + "\n"


def test_a_row_is_a_charge():
    # given a parcel with its freight and fuel
    text = lines(
        ups_row(
            incentive="-3.10",
            billed="5.0",
            billed_unit="L",
            zone="005",
            reference="SO7",
        ),
        ups_row(classification="FSC", code="FSC", description="Fuel", net="2.20"),
    )

    # when it is read
    document = decode(CODE, text)

    # then there is one invoice with both charges, in our units
    (head,) = document.invoices
    assert (head.number, head.account) == ("000000XY0106", "0000XY")
    assert (head.invoice_date, head.total) == (date(2026, 3, 7), Decimal("14.20"))
    freight, fuel = document.lines
    assert (freight.amount, freight.discount) == (Decimal("12.00"), Decimal("3.10"))
    assert (freight.billed_weight, freight.zone) == (2.268, "5")
    assert freight.service_code == "003"
    assert [(r.type, r.value) for r in freight.references] == [("customer", "SO7")]
    assert (fuel.raw_code, fuel.amount, fuel.service_code) == (
        "FSC",
        Decimal("2.20"),
        None,
    )


def test_several_invoices_in_one_file():
    text = lines(ups_row(), ups_row(invoice="000000XY0107", total="12.00"))
    document = decode(CODE, text)
    assert [head.number for head in document.invoices] == [
        "000000XY0106",
        "000000XY0107",
    ]
    assert [line.invoice for line in document.lines] == [
        "000000XY0106",
        "000000XY0107",
    ]


def test_british_files_have_commas_and_days_first():
    # given semicolons, decimal commas, and a day that no month can be
    text = lines(
        ups_row(
            delimiter=";",
            total="1.014,20",
            net="12,00",
            invoice_date="27/03/2026",
            ship_date="02/03/2026",
        )
    )
    document = decode(CODE, text)
    (head,), (line,) = document.invoices, document.lines
    assert (head.total, line.amount) == (Decimal("1014.20"), Decimal("12.00"))
    assert (head.invoice_date, line.ship_date) == (date(2026, 3, 27), date(2026, 3, 2))


def test_what_a_file_leaves_open_follows_the_setting():
    text = lines(ups_row(invoice_date="03/04/2026", ship_date="02/04/2026"))
    assert decode(CODE, text).invoices[0].invoice_date == date(2026, 3, 4)
    style = WritingStyle(day_first=True)
    assert decode(CODE, text, style).invoices[0].invoice_date == date(2026, 4, 3)


def test_trailing_columns_may_be_cut_off():
    text = lines(ups_row(columns=60), ups_row(columns=60, code="054"))
    assert len(list(decode(CODE, text).lines)) == 2


def test_voids_refunds_adjustments_and_the_invoice_itself():
    text = lines(
        ups_row(),
        ups_row(detail="VOID", net="-12.00"),
        ups_row(category="ADJ", detail="GSR", net="-12.00"),
        ups_row(category="ADJ", detail="ADC", code="ADC", net="19.00"),
        ups_row(tracking="", code="SVC", net="31.50"),
    )
    assert [line.subject for line in decode(CODE, text).lines] == [
        *("shipment", "void", "refund", "adjustment", "invoice")
    ]


def test_rows_that_charge_nothing_are_no_charges():
    text = lines(ups_row(), ups_row(net="0.00"), ups_row(net=""))
    assert len(list(decode(CODE, text).lines)) == 1


def test_a_discount_that_takes_all_is_a_charge_of_nothing():
    text = lines(ups_row(net="0.00", incentive="-12.00"))
    (line,) = decode(CODE, text).lines
    assert (line.amount, line.discount) == (Decimal(0), Decimal("12.00"))


def test_a_formula_stays_text():
    text = lines(ups_row(description="=HYPERLINK(0)"))
    (line,) = decode(CODE, text).lines
    assert line.description == "=HYPERLINK(0)"


def test_ten_thousand_charges_of_one_parcel():
    text = lines(*[ups_row()] * 10_000)
    assert sum(line.amount for line in decode(CODE, text).lines) == 120_000


@pytest.mark.parametrize(
    ("values", "category", "words"),
    [
        ({"invoice": ""}, "missing", "line 2: no invoice number"),
        ({"net": "twelve"}, "value", "line 2: Net Amount: “twelve” is not an amount"),
        ({"ship_date": "2026-13-45"}, "time", "line 2: Transaction Date"),
        ({"total": "99.00"}, "value", "line 2: rows of invoice"),
        ({"net": '"12,34"'}, "value", "writes its numbers in two ways"),
    ],
)
def test_what_is_wrong_is_told_by_its_line(values, category, words):
    text = lines(ups_row(), ups_row(**values))
    with pytest.raises(DecodeError, match=words) as raised:
        charges(decode(CODE, text))
    assert raised.value.category == category


def test_a_file_cut_in_half_is_refused_whole():
    whole = lines(*[ups_row()] * 10)
    with pytest.raises(DecodeError) as raised:
        decode(CODE, whole[: len(whole) // 2 + 100])
    assert raised.value.category == "truncated"


@pytest.mark.parametrize("text", ["", "\n\n", "invoice,amount\n1,2\n"])
def test_what_is_no_bill_at_all(text):
    with pytest.raises(DecodeError):
        decode(CODE, text)
