# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from decimal import Decimal

import pytest

from logistics_base.canonical.documents import DocumentError, Reference
from logistics_base.mapping.errors import DecodeError
from logistics_base.protocols.edi.registry import reader_of
from logistics_billing_reconcile import edi
from logistics_carrier_connector import edi as carrier_edi
from tests.edi_segments import x12

assert edi and carrier_edi

AIR = """
    B3**AIR55***K*20260310*91000****QFLY
    C3*EUR
    N1*BT*Acme*92*K100
    LX*1
    N1*SH*Acme Berlin
    N4*Berlin**10115*DE
    N1*CN*Kim Trading
    N4*Seoul**04524*KR
    N9*AW*020-11112222
    P1**20260301*012
    POD*20260304*1030*KIM
    L5*1*Spare parts
    L0*1*120*KG*100.5*G***3*CTN**K
    L1*1***80000****AFC
    L4*60*40*50*C
    L1*2***11000****FSC****Fuel
"""


def test_an_air_waybill_is_a_shipment_of_the_invoice():
    (document,) = x12("110", AIR)
    (head,) = document.invoices
    assert (head.number, head.account, head.total) == (
        "AIR55",
        "K100",
        Decimal("910.00"),
    )
    freight, fuel = document.lines
    assert freight.references == (Reference("mawb", "020-11112222"),)
    assert (freight.actual_weight, freight.billed_weight) == (100.5, 120.0)
    assert (freight.length, freight.width, freight.height) == (60.0, 40.0, 50.0)
    assert (freight.from_country, freight.to_country) == ("DE", "KR")
    assert (freight.ship_date, freight.delivery_date) == (
        date(2026, 3, 1),
        date(2026, 3, 4),
    )
    assert (fuel.raw_code, fuel.amount, fuel.description) == (
        "FSC",
        Decimal("110.00"),
        "Fuel",
    )


def test_an_air_invoice_without_waybills_is_refused():
    with pytest.raises(DocumentError, match="nothing is charged"):
        x12("110", "B3**AIR55***K*20260310*91000")


LADING = """
    BOL*ABCD*PP*BOL4711*20260301*1200**PRO99
    B2A*00*LT
    L11*4500012*PO
    N1*SH*Acme
    AT1*1
    AT2*2*PLT*G*L*1000
    AT4*Parts
    AT3*G*K*460*2
"""


def read_for_billing(text):
    from tests.edi_segments import _X12, Interchange, Transaction, segments_of

    lines = "".join(f"{line.strip()}~" for line in text.strip().splitlines())
    transaction = Transaction("211", "1", tuple(segments_of(lines, _X12)[0]))
    read = reader_of("x12", "211", "billing")
    return read(transaction, Interchange("x12"), {})


def test_a_bill_of_lading_tells_numbers_and_weight():
    (document,) = read_for_billing(LADING)
    assert document.document_type == "bill.of.lading"
    assert document.references == (
        Reference("bol", "BOL4711"),
        Reference("pro", "PRO99"),
        Reference("order", "4500012"),
    )
    assert (document.weight, document.pieces) == (460.0, 2)


def test_without_a_total_the_lines_weigh():
    (document,) = read_for_billing(LADING.replace("AT3*G*K*460*2", "NTE*ADD*X"))
    assert document.weight == 453.592


def test_without_a_number_nothing_is_told():
    with pytest.raises(DecodeError, match="BOL-03"):
        read_for_billing(LADING.replace("BOL4711", ""))


def test_who_books_by_bills_of_lading_still_reads_them():
    (document,) = x12("211", LADING)
    assert document.document_type == "booking.request"
