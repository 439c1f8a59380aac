# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What Karrio answers becomes canonical, with what it leaves out put back."""

from datetime import datetime, timezone
from decimal import Decimal

import pytest

from logistics_base.canonical.money import Money
from logistics_base.canonical.parties import Party
from logistics_carrier_connector.canonical.bookings import BookingRequest
from logistics_carrier_connector.canonical.consignments import Consignment, Piece
from logistics_carrier_karrio.carriers import answers, requests
from logistics_carrier_karrio.carriers.charge_names import charge_type
from logistics_carrier_karrio.carriers.places import location_of, offset_at
from logistics_carrier_karrio.carriers.wall_clock import offsets_in, wall_time

UTC = timezone.utc


def party(name, city, postcode, country):
    return Party(
        name=name, street="Hauptstraße 7", city=city, postcode=postcode, country=country
    )


def consignment(**values):
    return Consignment(
        **{
            "ship_from": party("Ada", "Berlin", "10115", "DE"),
            "ship_to": party("Bo", "Paris", "75001", "FR"),
            "pieces": (Piece(key="P1", weight=2.5), Piece(key="P2", weight=1.0)),
            "currency": "EUR",
            **values,
        }
    )


def booking_request():
    return BookingRequest(
        key="K-1", service_code="ups_standard", consignment=consignment()
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"d": "2026-03-02T08:15:00-05:00"}', {"2026-03-02 08:15": -300}),
        ('{"d": "2026-03-02T08:15:00.000Z"}', {"2026-03-02 08:15": 0}),
        ('{"d": "2026-03-02 08:15 +0530"}', {"2026-03-02 08:15": 330}),
        ('{"d": "2026-03-02T08:15:00"}', {}),
        ("2026-03-02T08:15:00+01:00 2026-03-02T08:15:00+02:00", {}),
    ],
)
def test_the_offset_is_found_in_what_the_carrier_said(text, expected):
    assert offsets_in(text) == expected


@pytest.mark.parametrize(
    ("day", "time", "expected"),
    [
        ("2026-03-02", "08:15", datetime(2026, 3, 2, 8, 15)),
        ("2026-03-02", "08:15 PM", datetime(2026, 3, 2, 20, 15)),
        ("2026-03-02", None, datetime(2026, 3, 2, 12, 0)),
        ("2026-03-02", "late", datetime(2026, 3, 2, 12, 0)),
        ("02.03.2026", "08:15", None),
        (None, None, None),
    ],
)
def test_karrios_date_and_time_make_a_moment(day, time, expected):
    assert wall_time(day, time) == expected


def test_a_place_is_taken_apart_as_far_as_it_can_be():
    place = location_of("MEMPHIS, TN, 38118, US")

    assert (place.city, place.state, place.postcode, place.country) == (
        "MEMPHIS",
        "TN",
        "38118",
        "US",
    )
    assert offset_at(place, datetime(2026, 7, 1, 12, 0)) == -300
    assert offset_at(place, datetime(2026, 1, 1, 12, 0)) == -360


@pytest.mark.parametrize("text", [None, "", "On the way", ",", "12345"])
def test_a_place_that_says_little_tells_no_time(text):
    assert offset_at(location_of(text), datetime(2026, 1, 1)) is None


def tracking(**event):
    return {
        "carrier_name": "fedex",
        "tracking_number": "794600000001",
        "delivered": False,
        "events": [{"date": "2026-03-02", "time": "08:15", "code": "AR", **event}],
    }


def test_the_carriers_own_offset_beats_the_place():
    details = tracking(location="BERLIN, DE", status="in_transit")

    (event,) = answers.events(details, {"2026-03-02 08:15": -300})

    assert event.occurred_at == datetime(2026, 3, 2, 13, 15, tzinfo=UTC)
    assert event.utc_offset_minutes == -300
    assert not event.time_assumed


def test_without_an_offset_the_place_tells_the_time():
    (event,) = answers.events(tracking(location="BERLIN, DE"), {})

    assert event.occurred_at == datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
    assert not event.time_assumed


def test_a_time_that_nothing_tells_is_marked_as_assumed():
    (event,) = answers.events(tracking(), {})

    assert event.occurred_at == datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
    assert event.time_assumed


def test_an_event_is_told_by_its_raw_code_even_without_karrios_status():
    (bare,) = answers.events(tracking(), {})
    (told,) = answers.events(tracking(status="in_transit"), {})

    assert (bare.raw_code, bare.raw_code_alternatives) == ("fedex:AR", ())
    assert told.raw_code_alternatives == ("karrio:in_transit",)


def test_a_delivery_brings_its_proof():
    details = {
        **tracking(),
        "delivered": True,
        "info": {"signed_by": "B. OKAFOR"},
        "images": {"signature_image": "aGFuZA=="},
    }

    _event, proof = answers.events(details, {})

    assert proof.code == "pod_received"
    assert proof.proof.signatory == "B. OKAFOR"
    assert proof.proof.attachments[0].content == "aGFuZA=="


def test_a_rate_keeps_its_charges_by_kind():
    rate = answers.rate(
        {
            "service": "ups_standard",
            "carrier_name": "ups",
            "currency": "EUR",
            "total_charge": 12.34,
            "transit_days": 2,
            "extra_charges": [
                {"name": "BASE CHARGE", "amount": 10.0, "currency": "EUR"},
                {"name": "Fuel Surcharge", "amount": 2.34, "currency": "EUR"},
            ],
        }
    )

    assert rate.price == Money(Decimal("12.34"), "EUR")
    assert [(c.type, c.amount.amount) for c in rate.charges] == [
        ("base", Decimal("10.0")),
        ("fuel", Decimal("2.34")),
    ]


@pytest.mark.parametrize("missing", [{"currency": None}, {"total_charge": None}])
def test_an_offer_without_a_price_is_none(missing):
    offer = {"service": "x", "currency": "EUR", "total_charge": 1.0, **missing}

    assert answers.rate(offer) is None


def test_a_booking_gives_each_piece_its_number():
    document = answers.booking(
        {
            "carrier_name": "ups",
            "tracking_number": "1Z1",
            "shipment_identifier": "S-9",
            "label_type": "PDF",
            "docs": {"label": "JVBERg==", "invoice": "JVBERi0="},
            "meta": {"tracking_numbers": ["1Z1", "1Z2"]},
        },
        booking_request(),
    )

    assert document.id == "S-9"
    assert document.key == "K-1"
    assert [(p.key, p.tracking_number) for p in document.pieces] == [
        ("P1", "1Z1"),
        ("P2", "1Z2"),
    ]
    assert document.label.mimetype == "application/pdf"
    assert [paper.name for paper in document.documents] == ["invoice.pdf"]


def test_a_consignment_is_told_in_kilograms_and_centimetres():
    told = requests.booking(booking_request())

    assert [(p["weight"], p["weight_unit"]) for p in told["parcels"]] == [
        (2.5, "KG"),
        (1.0, "KG"),
    ]
    assert told["reference"] == "K-1"
    assert "customs" not in told


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("FUEL SURCHARGE", "fuel"),
        ("Volume discount", "discount"),
        ("Delivery Area Surcharge", "remote_area"),
        ("Residential", "residential"),
        ("Something else", "other"),
    ],
)
def test_charges_are_known_by_their_names(name, kind):
    assert charge_type(name) == kind
