# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What warehouses are told in X12: the segments, and what is not written."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from logistics_base.canonical.documents import Reference
from logistics_base.canonical.parties import Party
from logistics_base.mapping.errors import DecodeError
from logistics_base.protocols.edi.registry import writer_of
from logistics_wms_sync import edi  # noqa: F401  registers the sets
from logistics_wms_sync.canonical.advices import WarehouseReceipt
from logistics_wms_sync.canonical.counts import CountLine, CountRequest
from logistics_wms_sync.canonical.fulfillments import FulfillmentUpdate
from logistics_wms_sync.canonical.inventories import (
    AvailableLine,
    InventoryAvailability,
    InventoryDelta,
    StockChange,
)
from logistics_wms_sync.canonical.items import ItemBatchResult, ItemResult
from logistics_wms_sync.canonical.releases import ReleaseLine, WarehouseRelease
from tests.edi_segments import lines_of, there_and_back, utc, written, x12

CHICAGO = ZoneInfo("America/Chicago")


def release(**values):
    return WarehouseRelease(
        **{
            "number": "WH/OUT/00042",
            "warehouse": "WH01",
            "order": "SO-7",
            "references": (Reference("bol", "BL-1"),),
            "ship_to": Party(company="Bakery", city="Denver", state="CO", country="US"),
            "carrier": "ACME",
            "service_code": "GROUND",
            "ship_by": utc(2026, 3, 4, 2, 0),
            "lines": (line(),),
            **values,
        }
    )


def line(**values):
    return ReleaseLine(
        **{"line": "1", "sku": "FLOUR-25", "quantity": 12.0, "unit": "Units", **values}
    )


def test_an_order_as_a_940():
    assert lines_of(written("x12", "940", release(), zone=CHICAGO)) == [
        "W05*N*WH/OUT/00042*SO-7",
        "N1*ST*Bakery",
        "N4*Denver*CO**US",
        "N1*WH*WH01*92*WH01",
        "N9*BM*BL-1",
        "N9*V0*1",
        # The evening before, on the warehouse's clocks.
        "G62*38*20260303*K*2000*19",
        "W66*PP*M***GROUND*****ACME",
        "LX*1",
        "W01*12*EA**VN*FLOUR-25********",
        "N9*LI*1",
        "W76*12",
    ]


def test_a_release_is_written_as_940_and_an_advice_as_943_unless_agreed_otherwise():
    assert writer_of("x12", "warehouse.release").set_id == "940"
    assert writer_of("x12", "warehouse.advice").set_id == "943"
    assert writer_of("x12", "warehouse.advice", "856").set_id == "856"


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        (None, "EA"),
        ("Units", "EA"),
        ("C62", "EA"),
        ("Dozens", "DZ"),
        ("KGM", "KG"),
        ("kg", "KG"),
        ("CA", "CA"),
        ("Pack of 6", "PK"),
    ],
)
def test_units_are_written_as_x12_calls_them(unit, code):
    document = release(lines=(line(unit=unit),))

    segments = written("x12", "940", document, **{"unit.Pack of 6": "PK"})

    assert next(one for one in segments if one.tag == "W01").text(2) == code


@pytest.mark.parametrize(
    "document",
    [
        release(number="WH/OUT/00042-0123456789"),
        release(lines=(line(unit="Bushels"),)),
        release(lines=(line(sku="F" * 49),)),
        release(lines=(line(lot="L" * 51),)),
    ],
)
def test_what_does_not_fit_is_not_cut(document):
    with pytest.raises(DecodeError):
        written("x12", "940", document)


@pytest.mark.parametrize(
    ("barcode", "elements"),
    [
        ("012345678905", ("012345678905", "VN", "FLOUR-25")),
        ("4006381333931", ("", "VN", "FLOUR-25", "EN", "4006381333931")),
        ("no barcode", ("", "VN", "FLOUR-25")),
    ],
)
def test_barcodes_by_their_kind(barcode, elements):
    segments = written("x12", "940", release(lines=(line(barcode=barcode),)))

    w01 = next(one for one in segments if one.tag == "W01")
    assert w01.elements[2 : 2 + len(elements)] == elements
    assert not any(w01.elements[2 + len(elements) :])


def test_stock_that_may_be_sold():
    document = InventoryAvailability(
        as_of=utc(2026, 3, 2, 9, 30),
        warehouse="WH01",
        lines=(
            AvailableLine(sku="A", available=7.0, on_hand=10.0, unit="Units"),
            AvailableLine(sku="B", available=0.0, on_hand=-2.0),
        ),
    )

    assert lines_of(written("x12", "846", document)) == [
        "BIA*00*SI*AV20260302093000*20260302*0930*UT",
        "N1*WH*WH01*92*WH01",
        "LIN*1*VN*A",
        "QTY*33*7*EA",
        "QTY*17*10*EA",
        "LIN*2*VN*B",
        "QTY*33*0*EA",
        "CTT*2",
    ]


def test_a_count_is_asked_for_and_understood():
    request = CountRequest(
        number="CNT-1",
        warehouse="WH01",
        count_by=utc(2026, 3, 6, 17, 0),
        lines=(
            CountLine(sku="A", lot="L1"),
            CountLine(sku="B", barcode="4006381333931"),
        ),
    )

    assert there_and_back("x12", "846", request) == [request]


@pytest.mark.parametrize("status", ["accepted", "picking", "packed", "rejected"])
def test_a_945_tells_only_of_what_goes_or_does_not(status):
    update = FulfillmentUpdate(status=status, order="OUT-42")

    with pytest.raises(DecodeError):
        written("x12", "945", update)


def test_steps_that_no_set_tells_are_not_written():
    with pytest.raises(DecodeError):
        written("x12", "824", FulfillmentUpdate(status="picking", order="OUT-42"))
    with pytest.raises(DecodeError):
        written("x12", "824", FulfillmentUpdate(status="rejected"), now=utc(2026, 1, 1))
    with pytest.raises(DecodeError):
        written("x12", "944", WarehouseReceipt(advice="IN-6", answer="accepted"))
    with pytest.raises(DecodeError):
        change = StockChange(sku="A", on_hand=5.0)
        written("x12", "947", InventoryDelta(lines=(change,)), now=utc(2026, 1, 1))


def test_what_was_refused_of_master_data():
    result = ItemBatchResult(
        id="ADV-1",
        results=(
            ItemResult(sku="FLOUR-25"),
            ItemResult(sku="YEAST", result="refused", reason="No weight"),
        ),
    )

    (read,) = there_and_back("x12", "824", result, now=utc(2026, 3, 2, 9, 30))

    assert [(one.sku, one.result) for one in read.results] == [
        ("FLOUR-25", "accepted"),
        ("YEAST", "refused"),
    ]
    assert "No weight" in read.results[1].reason


def test_a_volume_in_a_unit_of_its_own_is_refused():
    with pytest.raises(DecodeError):
        x12("832", "BCT*SC*ITEMS/1\nLIN*1*VN*A\nMEA*PD*VOL*3*CF")


@pytest.mark.parametrize("answer", ["accepted", "rejected"])
def test_what_a_warehouse_says_to_an_advice(answer):
    receipt = WarehouseReceipt(
        id="ADV-1",
        advice="IN-6",
        answer=answer,
        received_at=utc(2026, 3, 2, 9, 30),
        reason="No dock free",
    )

    (read,) = there_and_back("x12", "824", receipt)

    assert replace(read, id="ADV-1", reason="No dock free") == receipt
    assert "No dock free" in read.reason
