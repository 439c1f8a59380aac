# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tenders, bookings and bills of lading in EDI, written and read."""

from decimal import Decimal

import pytest

from logistics_base.canonical.documents import Reference
from logistics_base.canonical.money import Money
from logistics_base.canonical.reading import DocumentError
from logistics_base.mapping.errors import DecodeError
from logistics_carrier_connector.canonical.bookings import (
    BookingDocument,
    BookingRequest,
)
from logistics_carrier_connector.canonical.tenders import TenderResponse
from logistics_carrier_connector.edi.iftmbc import response_of
from tests.edi_segments import edifact, tags, there_and_back, utc, written, x12

from .edi_examples import consignment, tender

# 204


def test_a_load_tender_has_a_pickup_and_a_delivery_stop():
    segments = written("x12", "204", tender(), scac="acme")

    assert segments[0].elements == ("", "ACME", "", "TND/00042", "", "PP")
    stops = [s.elements[:2] for s in segments if s.tag == "S5"]
    assert stops == [("1", "CL"), ("2", "CU")]
    assert tags(segments)[-1] == "L3"
    respond_by = next(s for s in segments if s.tag == "G62")
    assert respond_by.elements == ("64", "20260302", "1", "1800", "UT")


def test_the_windows_are_told_by_the_clocks_of_the_stops():
    segments = written("x12", "204", tender())
    windows = [s.elements for s in segments if s.tag == "G62"][1:]

    assert windows == [
        ("37", "20260303", "I", "0800", "LT"),
        ("38", "20260303", "K", "1400", "LT"),
        ("53", "20260305", "G", "0800", "LT"),
        ("54", "20260305", "L", "1600", "LT"),
    ]


@pytest.mark.parametrize("unit", ["K", "L"])
@pytest.mark.parametrize("purpose", ["original", "change", "cancel"])
def test_the_carrier_reads_what_is_offered(unit, purpose):
    sent = tender(purpose=purpose)
    (read,) = there_and_back("x12", "204", sent, scac="ACME", weight_unit=unit)

    for name in ("number", "purpose", "respond_by", "pickup_from", "pickup_until"):
        assert getattr(read, name) == getattr(sent, name), name
    assert (read.deliver_from, read.deliver_until) == (
        sent.deliver_from,
        sent.deliver_until,
    )
    assert read.price == sent.price
    assert read.service_code == "FTL53"
    assert read.consignment.ship_from == sent.consignment.ship_from
    assert read.consignment.ship_to.city == "Denver"
    assert read.consignment.weight == pytest.approx(530.5, abs=0.1)
    assert read.consignment.references == sent.consignment.references
    assert [p.description for p in read.consignment.pieces] == [
        "Wheat flour",
        "Oven cleaner",
    ]
    dangerous = read.consignment.pieces[1].dangerous_goods[0]
    assert (dangerous.un_number, dangerous.hazard_class) == ("UN1824", "8")


def test_a_number_that_does_not_fit_is_not_cut():
    with pytest.raises(DecodeError):
        written("x12", "204", tender(number="T" * 31))


@pytest.mark.parametrize("text", ["B2**ACME\nB2A*00", "B2**ACME**TND-1\nB2A*99"])
def test_a_tender_without_number_or_purpose_is_refused(text):
    with pytest.raises(DecodeError):
        x12("204", text)


# 990


@pytest.mark.parametrize(
    ("action", "response"),
    [
        ("A", "accepted"),
        ("B", "counter"),
        ("C", "counter"),
        ("D", "declined"),
        ("E", "declined"),
    ],
)
def test_an_answer_by_its_action_code(action, response):
    (answer,) = x12("990", f"B1*ACME*TND/00042*20260302*{action}\nN9*CN*PRO-5501")

    assert (answer.response, answer.number) == (response, "TND/00042")
    assert Reference("pro", "PRO-5501") in answer.references


def test_a_decline_tells_its_reason():
    (answer,) = x12("990", "B1*ACME*TND/00042*20260302*E**CPU\nK1*NO TRUCK*IN DALLAS")

    assert (answer.reason_code, answer.reason) == ("CPU", "NO TRUCK IN DALLAS")


@pytest.mark.parametrize("action", ["", "X"])
def test_an_answer_that_decides_nothing_is_refused(action):
    with pytest.raises(DecodeError):
        x12("990", f"B1*ACME*TND/00042*20260302*{action}")


def test_an_answer_to_nothing_is_refused():
    with pytest.raises(DocumentError):
        x12("990", "B1*ACME**20260302*A")


@pytest.mark.parametrize("response", ["accepted", "declined", "counter", "cancelled"])
def test_a_written_answer_reads_as_it_was_meant(response):
    sent = TenderResponse(
        response=response,
        number="TND/00042",
        references=(Reference("pro", "PRO-5501"),),
        reason="Only on Friday",
        price=Money(Decimal("700.00"), "USD"),
        pickup_at=utc(2026, 3, 6, 9, 0),
    )
    (read,) = there_and_back("x12", "990", sent, scac="ACME")

    assert (read.response, read.number) == (response, "TND/00042")
    assert read.reason == "700.00 USD Only on Friday"
    assert read.pickup_at == sent.pickup_at


# 211


def request(**changes):
    values = {
        "key": "0123456789abcdef0123456789abcdef",
        "service_code": "LTL",
        "consignment": consignment(ship_at=utc(2026, 3, 3, 14, 0)),
    }
    return BookingRequest(**{**values, **changes})


def test_a_bill_of_lading_books_by_our_key():
    (read,) = there_and_back("x12", "211", request(), scac="ACME", weight_unit="L")

    assert read.key == request().key
    assert read.service_code == "LTL"
    assert read.consignment.ship_at == utc(2026, 3, 3, 14, 0)
    assert read.consignment.ship_to.city == "Denver"
    assert read.consignment.weight == pytest.approx(530.5, abs=0.1)


@pytest.mark.parametrize(
    ("standard", "set_id"),
    [("x12", "211"), ("edifact", "IFTMIN"), ("edifact", "IFTMBF")],
)
def test_a_booking_is_called_off_by_the_same_message(standard, set_id):
    (read,) = there_and_back(standard, set_id, request(purpose="cancel"))

    assert (read.key, read.purpose) == (request().key, "cancel")


def test_a_bill_of_lading_without_a_date_is_not_written():
    with pytest.raises(DecodeError):
        written("x12", "211", request(consignment=consignment()))


# 310

RECEIPT = """
    B3*3*BILL-9*BILL-9*MX**20260830*00****OCNL*20260830*PP
    N9*BN*BOOK-9
    R4*L*UN*CLSVE*SAN VICENTE*CL
    R4*D*UN*USBAL*BALTIMORE*US***MD
    LX*1
    N7*ABCU*123456*17007*G*3810******CN*****M*K*7
    L0*1***17007*G*31.32*X*36*PKG**K
    L1*1*3371*FR*316100****COF
    C3*USD
    L1*2*875*FR*87900****BUA
    C3*USD
"""


def test_an_ocean_bill_of_lading_names_its_containers():
    (shipment,) = x12("310", RECEIPT)

    assert (shipment.mode, shipment.carrier) == ("ocean", "OCNL")
    assert (shipment.weight, shipment.volume) == (17007.0, 31.32)
    assert Reference("container", "ABCU1234567") in shipment.references
    assert Reference("booking", "BOOK-9") in shipment.references
    assert shipment.destination.unlocode == "USBAL"


def test_its_charges_have_implied_cents():
    _shipment, booking = x12("310", RECEIPT, charges_from_310=True)

    assert [(c.type, c.amount.amount) for c in booking.charges] == [
        ("base", Decimal("3161.00")),
        ("fuel", Decimal("879.00")),
    ]
    assert booking.price == Money(Decimal("4040.00"), "USD")


# IFTMIN, IFTMBF, IFTMBC


@pytest.mark.parametrize("set_id", ["IFTMIN", "IFTMBF"])
def test_a_booking_is_read_as_it_was_written(set_id):
    (read,) = there_and_back("edifact", set_id, request(), scac="ACME")

    assert (read.key, read.service_code) == (request().key, "LTL")
    sent = request().consignment
    assert read.consignment.ship_from == sent.ship_from
    assert read.consignment.ship_at == sent.ship_at
    assert [p.key for p in read.consignment.pieces] == ["P1", "P2"]
    assert read.consignment.weight == sent.weight
    assert set(read.consignment.references) == set(sent.references)
    assert read.consignment.pieces[1].dangerous_goods[0].packing_group == "II"


@pytest.mark.parametrize("purpose", ["original", "change", "cancel"])
def test_an_offer_by_firm_booking_stays_an_offer(purpose):
    sent = tender(purpose=purpose, mode="ocean")
    (read,) = there_and_back("edifact", "IFTMBF", sent)

    assert read.document_type == "shipment.tender"
    for name in ("number", "purpose", "mode", "price", "respond_by", "deliver_until"):
        assert getattr(read, name) == getattr(sent, name), name


def test_the_first_message_for_a_booking_instructs():
    segments = written("edifact", None, request())

    assert segments[0].elements == ("610", request().key, "9")


def confirmation(bgm, *more):
    lines = [bgm, "RFF+ACW:KEY-1", "RFF+BN:BOOK-1", *more]
    (document,) = edifact("IFTMBC", "\n".join(lines))
    return document


def test_a_confirmation_names_our_key_and_their_booking():
    document = confirmation(
        "BGM+770+BOOK-1+9+AP",
        "TDT+20++1",
        "LOC+7+DEHAM:139:6",
        "DTM+132:202609011200:203",
        "EQD+CN+ABCU1234567",
    )

    assert (document.status, document.key, document.id) == (
        "confirmed",
        "KEY-1",
        "BOOK-1",
    )
    assert document.deliver_by == utc(2026, 9, 1, 10, 0)
    assert Reference("container", "ABCU1234567") in document.references


@pytest.mark.parametrize(
    ("bgm", "status", "answer"),
    [
        ("BGM+770+B+9+AP", "confirmed", "accepted"),
        ("BGM+770+B+9+RE", "declined", "declined"),
        ("BGM+770+B+RE+9", "declined", "declined"),
        ("BGM+770+B+9+PE", "requested", None),
        ("BGM+770+B+9+CA", "requested", "counter"),
        ("BGM+770+B+1", "cancelled", "cancelled"),
        ("BGM+770+B+9", "confirmed", "accepted"),
    ],
)
def test_what_becomes_of_a_booking_or_an_offer(bgm, status, answer):
    document = confirmation(bgm, "FTX+AAI+++No room")
    response = response_of(document)

    assert document.status == status
    assert (response and response.response) == answer


def test_a_confirmation_that_confirms_nothing_is_refused():
    with pytest.raises(DecodeError):
        confirmation("BGM+770+B+9+ZZ")


@pytest.mark.parametrize("status", ["confirmed", "requested", "declined", "cancelled"])
def test_a_written_confirmation_reads_as_it_was_meant(status):
    sent = BookingDocument(status=status, key="KEY-1", id="BOOK-1", reason="As you see")
    (read,) = there_and_back("edifact", "IFTMBC", sent)

    assert (read.status, read.key, read.id) == (status, "KEY-1", "BOOK-1")
    assert read.reason == "As you see"
