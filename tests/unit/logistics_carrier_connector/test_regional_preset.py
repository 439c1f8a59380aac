# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A carrier connected by its preset alone, against the running courier."""

import dataclasses
import io

import pytest
from pypdf import PdfReader

import logistics_carrier_connector.carriers.calls  # noqa: F401
from logistics_base.mapping.preset import Preset
from logistics_base.transport.call_errors import CallError
from logistics_base.transport.http import HeaderAuth
from logistics_carrier_connector.canonical.booking_answer import price_problem
from logistics_carrier_connector.canonical.labels import content_of, format_of
from logistics_carrier_connector.canonical.rates import RateRequest
from logistics_carrier_connector.carriers.connector import (
    ConnectorSettings,
    NotSupported,
)
from logistics_carrier_connector.carriers.registry import connector_class
from tests.plain import ROOT
from tests.simulators.process import called, process

from .carrier_examples import client, piece
from .sandbox_common import make_booking_request, make_consignment

PRESET = ROOT / "logistics_carrier_connector/presets/regional/preset.yaml"
HEAVY = piece(key="A", weight=2.3456)


def _courier(integration, **api):
    partner = called(integration, "regional", journeys=False, **api)
    partner["api"]["dialect"] = "regional"
    return partner


@pytest.fixture(scope="module")
def carrier():
    with process([_courier("regional")]) as running:
        yield running


@pytest.fixture(scope="module")
def preset():
    return Preset.load(PRESET.read_text())


@pytest.fixture
def connect(carrier, preset):
    carrier.behave("regional")

    def make(key="the key of a test", **policy):
        auth = HeaderAuth("X-Courier-Key", key)
        http = client(carrier.api_url("regional"), auth=auth, **policy)
        return connector_class(preset)(http, ConnectorSettings())

    return make


@pytest.fixture
def courier(connect):
    return connect()


def text_of(pdf):
    return PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def booking(**values):
    return make_booking_request(service_code="DAY", **values)


def test_it_can_be_asked_what_the_preset_says(courier):
    assert courier.capabilities == {
        "rate",
        "book",
        "find_booking",
        "cancel_booking",
        "reprint",
        "return_label",
        "track",
    }
    assert courier.honours_keys
    assert courier.track_batch_size == 20
    with pytest.raises(NotSupported):
        courier.schedule_pickup(None)


def test_rates_come_in_our_words_and_units(courier):
    goods = make_consignment(pieces=(HEAVY,))
    rates = courier.rate(RateRequest(consignment=goods))
    assert {rate.service_code for rate in rates} == {"ECO", "DAY", "FAST"}
    for rate in rates:
        assert rate.price.currency == "EUR"
        assert rate.price.amount == sum(c.amount.amount for c in rate.charges)
        assert {c.type for c in rate.charges} >= {"base", "fuel"}
        assert rate.deliver_by.utcoffset().total_seconds() == 0
    only = courier.rate(RateRequest(consignment=goods, services=("FAST",)))
    assert [rate.service_code for rate in only] == ["FAST"]


@pytest.mark.parametrize("form", ["pdf", "zpl"])
def test_a_booking_gives_numbers_price_and_label(courier, form):
    goods = make_consignment(pieces=(HEAVY, piece(key="B")))
    document = courier.book(booking(consignment=goods, label_format=form))
    assert [p.key for p in document.pieces] == ["A", "B"]
    assert all(p.tracking_number.startswith("SB") for p in document.pieces)
    assert document.price.amount == sum(c.amount.amount for c in document.charges)
    assert document.label.name == f"label.{form}"
    assert format_of(content_of(document.label)) == form


def test_a_repeated_booking_is_the_same(courier, carrier):
    request = booking()
    first = courier.book(request)
    assert courier.book(request).id == first.id
    assert courier.find_booking(request).id == first.id
    assert not carrier.ledger("regional")["booked_twice"]


def test_a_lost_answer_is_made_good_by_repeating(courier, carrier):
    carrier.fault("cut", "regional", after=True, path="/api/2/consignments")
    request = booking()
    document = courier.book(request)
    assert document.key == request.key
    assert not carrier.ledger("regional")["booked_twice"]


def test_nothing_booked_is_nothing_found(courier):
    assert courier.find_booking(booking()) is None


def test_a_no_with_status_200_names_the_fields(courier):
    nobody = dataclasses.replace(make_consignment().ship_to, postcode=None)
    with pytest.raises(CallError) as raised:
        courier.book(booking(consignment=make_consignment(ship_to=nobody)))
    assert (raised.value.category, raised.value.status) == ("refused", 200)
    assert raised.value.problems == ("deliver.zip: the postcode is missing",)


def test_a_wrong_key_is_unauthorized(connect):
    with pytest.raises(CallError) as raised:
        connect("wrong").rate(RateRequest(consignment=make_consignment()))
    assert raised.value.category == "unauthorized"


@pytest.mark.parametrize("kind", ["html", "malformed", "error_body"])
def test_an_answer_nobody_understands_books_once(connect, carrier, kind):
    request = booking()
    carrier.fault(kind, "regional", path="/api/2/consignments", method="POST")
    with pytest.raises(CallError) as raised:
        connect().book(request)
    assert raised.value.category == "uncertain"
    assert connect().book(request).key == request.key
    assert not carrier.ledger("regional")["booked_twice"]


def test_a_price_below_zero_is_no_offer(courier, carrier):
    carrier.fault("negative_price", "regional")
    with pytest.raises(CallError, match="below zero"):
        courier.rate(RateRequest(consignment=make_consignment()))


def test_prices_in_another_currency_are_told_as_they_are(courier, carrier):
    carrier.fault("wrong_currency", "regional", path="/api/2/quote")
    rates = courier.rate(RateRequest(consignment=make_consignment()))
    assert {rate.price.currency for rate in rates} == {"USD"}
    assert {c.amount.currency for rate in rates for c in rate.charges} == {"USD"}


def test_a_tracking_number_somebody_else_has_is_told_as_it_is(courier, carrier):
    first = courier.book(booking())
    carrier.fault("duplicate_tracking", "regional", path="/api/2/consignments")
    second = courier.book(booking())
    assert second.id != first.id
    assert second.pieces[0].tracking_number == first.pieces[0].tracking_number


def test_a_negative_price_of_a_booking_leaves_what_was_booked(courier, carrier):
    carrier.fault("negative_price", "regional", path="/api/2/consignments")
    document = courier.book(booking())
    assert document.id
    assert price_problem(document.price) == "negative_price"


@pytest.mark.parametrize("call", ["rate", "book"])
def test_a_weight_of_zero_is_refused_by_name_whatever_is_asked(courier, carrier, call):
    goods = make_consignment(pieces=(piece(key="A", weight=0.0),))
    before = carrier.ledger("regional")["bookings"]
    with pytest.raises(CallError) as raised:
        if call == "rate":
            courier.rate(RateRequest(consignment=goods))
        else:
            courier.book(booking(consignment=goods))
    assert raised.value.category == "refused"
    (problem,) = raised.value.problems
    assert problem.startswith("colli[0].grams: ")
    assert carrier.ledger("regional")["bookings"] == before


@pytest.mark.parametrize("after", [True, False])
def test_a_carrier_that_hangs_is_not_waited_for_and_books_once(connect, carrier, after):
    request = booking()
    carrier.fault(
        "hang",
        "regional",
        path="/api/2/consignments",
        method="POST",
        seconds=2.0,
        after=after,
    )
    with pytest.raises(CallError) as raised:
        connect(read_timeout=0.3, deadline=1.0, max_attempts=1).book(request)
    assert raised.value.category == "uncertain"
    assert connect().book(request).key == request.key
    assert not carrier.ledger("regional")["booked_twice"]


def test_half_a_label_keeps_the_booking(courier, carrier):
    carrier.fault("half_label", "regional", path="*/labels")
    document = courier.book(booking())
    assert document.pieces[0].tracking_number
    assert document.label is None
    assert "incomplete" in document.reason
    again = courier.reprint(document.id, "zpl")
    assert format_of(content_of(again.label)) == "zpl"
    assert again.pieces == document.pieces


def test_a_booking_is_called_off(courier):
    request = booking()
    document = courier.book(request)
    assert courier.cancel_booking(document.id).status == "cancelled"
    assert courier.cancel_booking(document.id).status == "cancelled"
    assert courier.find_booking(request).status == "cancelled"


def test_a_return_is_booked_as_one(courier):
    goods = make_consignment(is_return=True)
    document = courier.return_label(booking(consignment=goods))
    assert "RETURN" in text_of(content_of(document.label))


def test_an_unknown_number_tells_nothing(courier):
    assert courier.track(["SB0000000000000"]) == []


def test_a_redirect_to_another_host_is_refused(courier, carrier):
    carrier.fault("redirect", "regional", path="*/consignments", method="GET")
    with pytest.raises(CallError) as raised:
        courier.find_booking(booking())
    assert raised.value.category == "forbidden_address"
