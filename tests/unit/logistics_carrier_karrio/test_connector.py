# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A carrier of Karrio's, asked over real HTTP through the protected client."""

import json
import time
from decimal import Decimal

import pytest

from logistics_base.transport.call_errors import CallError
from logistics_base.transport.http.addresses import InternalHosts
from logistics_base.transport.http.client import HttpClient
from logistics_base.transport.http.policy import CallPolicy
from logistics_carrier_connector.canonical.bookings import BookingRequest
from logistics_carrier_connector.canonical.rates import RateRequest
from logistics_carrier_connector.carriers.connector import (
    ConnectorSettings,
    NotSupported,
)
from logistics_carrier_karrio.carriers.connector import KarrioConnector
from logistics_carrier_karrio.carriers.worker_pool import WorkerPool

from .test_reading import consignment

UPS = "https://wwwcie.ups.com"
TOKEN = {"access_token": "tok", "issued_at": "1700000000000", "expires_in": "14399"}
CAPABILITIES = ("rate", "book", "track", "cancel_booking")
SHIPPED = {
    "ShipmentResponse": {
        "Response": {"ResponseStatus": {"Code": "1", "Description": "Success"}},
        "ShipmentResults": {
            "ShipmentIdentificationNumber": "1ZTEST0000000001",
            "ShipmentCharges": {
                "TotalCharges": {"CurrencyCode": "EUR", "MonetaryValue": "21.40"}
            },
            "PackageResults": [
                {
                    "TrackingNumber": f"1ZTEST000000000{number}",
                    "ShippingLabel": {
                        "ImageFormat": {"Code": "ZPL"},
                        "GraphicImage": "XlhBXlhaCg==",
                    },
                }
                for number in (1, 2)
            ],
        },
    }
}


@pytest.fixture(scope="module")
def pool():
    pool = WorkerPool()
    yield pool
    pool.close()


@pytest.fixture
def ups(carrier, karrio_python, pool):
    """The connector of an account at a carrier that answers here."""
    client = HttpClient(
        UPS,
        policy=CallPolicy(
            allow_internal=InternalHosts.parse("127.0.0.1"),
            max_attempts=1,
            read_timeout=1,
            deadline=2,
        ),
        secrets=("s3cret",),
    )
    settings = ConnectorSettings(
        secrets={"client_id": "id", "client_secret": "s3cret"},
        options={
            "karrio_carrier": "ups",
            "karrio_capabilities": CAPABILITIES,
            "karrio_settings": {"account_number": "ABC", "account_country_code": "DE"},
            "endpoints": {UPS: carrier.url},
            "python": karrio_python,
        },
    )
    # Karrio keeps tokens by account: each test has an account of its own.
    settings.options["karrio_settings"]["id"] = carrier.url
    connector = KarrioConnector(client, settings)
    connector.pool = pool
    carrier.answers["/security"] = (200, TOKEN)
    return connector


def booking_request():
    return BookingRequest(
        key="K-1",
        service_code="ups_standard",
        consignment=consignment(),
        label_format="zpl",
    )


def rate_answer(price):
    money = {"CurrencyCode": "EUR", "MonetaryValue": price}
    shipment = {
        "Service": {"Code": "11", "Description": ""},
        "TransportationCharges": money,
        "BaseServiceCharge": money,
        "ServiceOptionsCharges": {"CurrencyCode": "EUR", "MonetaryValue": "0.00"},
        "TotalCharges": money,
    }
    return {"RateResponse": {"RatedShipment": [shipment]}}


def test_a_rate_is_asked_for_and_read(ups, carrier):
    carrier.answers["/api/rating"] = (200, rate_answer("18.25"))

    (rate,) = ups.rate(RateRequest(consignment=consignment()))

    assert rate.service_code == "ups_standard_eu"
    assert rate.price.amount == Decimal("18.25")
    assert rate.price.currency == "EUR"


def test_a_booking_brings_numbers_and_labels(ups, carrier):
    carrier.answers["/api/shipments"] = (200, SHIPPED)

    booking = ups.book(booking_request())

    assert booking.id == "1ZTEST0000000001"
    assert [piece.tracking_number for piece in booking.pieces] == [
        "1ZTEST0000000001",
        "1ZTEST0000000002",
    ]
    assert booking.price is None  # Karrio does not read it from this carrier
    assert booking.label.content


def test_a_street_is_told_as_it_is_written(ups, carrier):
    """Karrio alone would send "7 Hauptstraße"."""
    carrier.answers["/api/shipments"] = (200, SHIPPED)

    ups.book(booking_request())

    ((_method, _path, _headers, body),) = carrier.asked_for("/api/shipments")
    assert "Hauptstraße 7" in json.dumps(json.loads(body), ensure_ascii=False)


def test_no_secret_is_in_the_record_of_the_calls(ups, carrier):
    carrier.answers["/api/shipments"] = (200, SHIPPED)

    ups.book(booking_request())

    record = json.dumps([str(vars_of(exchange)) for exchange in ups.client.exchanges])
    assert len(ups.client.exchanges) == 2
    assert "s3cret" not in record
    assert "Basic " not in record


def vars_of(exchange):
    return {name: getattr(exchange, name) for name in exchange.__dataclass_fields__}


def test_a_booking_whose_fate_is_unknown_is_sent_once(ups, carrier):
    """Karrio alone would send it again where Sentry is installed."""
    carrier.answers["/api/shipments"] = (500, {"oops": True})

    with pytest.raises(CallError) as raised:
        ups.book(booking_request())

    assert raised.value.category == "uncertain"
    assert len(carrier.asked_for("/api/shipments")) == 1


def test_what_the_carrier_refuses_is_told_in_its_words(ups, carrier):
    carrier.answers["/api/shipments"] = (
        400,
        {
            "response": {
                "errors": [{"code": "120100", "message": "Missing postal code"}]
            }
        },
    )

    with pytest.raises(CallError, match="Missing postal code") as raised:
        ups.book(booking_request())

    assert raised.value.category == "refused"


def test_without_a_token_nothing_was_booked(ups, carrier):
    carrier.answers["/security"] = (500, {})

    with pytest.raises(CallError) as raised:
        ups.book(booking_request())

    assert raised.value.nothing_happened
    assert carrier.asked_for("/api/shipments") == []


def test_an_answer_with_nothing_in_it_leaves_a_booking_in_doubt(ups, carrier):
    carrier.answers["/api/shipments"] = (200, {})

    with pytest.raises(CallError) as raised:
        ups.book(booking_request())

    assert raised.value.category == "uncertain"


def test_a_carrier_that_hangs_is_given_up_in_time(ups, carrier):
    """Karrio alone waits for ever."""
    carrier.answers["/security"] = (200, TOKEN)
    answer = carrier.answer
    carrier.answer = lambda path: (time.sleep(4), answer(path))[1]
    started = time.monotonic()

    with pytest.raises(CallError):
        ups.book(booking_request())

    assert time.monotonic() - started < 4


def test_an_address_inside_our_network_is_refused(ups, carrier):
    ups.client.policy = CallPolicy(max_attempts=1)
    ups.client.base_url = carrier.url

    with pytest.raises(CallError) as raised:
        ups.rate(RateRequest(consignment=consignment()))

    assert carrier.asked == []
    assert raised.value.nothing_happened


def test_events_have_the_offset_that_the_carrier_gave(ups, carrier):
    activity = {
        "date": "20260302",
        "time": "081500",
        "gmtDate": "20260302",
        "gmtTime": "13:15:00",
        "gmtOffset": "-05:00",
        "location": {
            "address": {"city": "Memphis", "stateProvince": "TN", "country": "US"}
        },
        "status": {"type": "I", "code": "AR", "description": "Arrived at Facility"},
    }
    package = {
        "trackingNumber": "1ZTEST0000000001",
        "activity": [activity],
        "deliveryDate": [],
        "packageAddress": [],
        "deliveryInformation": {},
        "service": {},
        "weight": {},
    }
    carrier.answers["/api/track"] = (
        200,
        {"trackResponse": {"shipment": [{"package": [package]}]}},
    )

    (event,) = ups.track(["1ZTEST0000000001"])

    assert event.raw_code == "ups:AR"
    assert event.occurred_at.isoformat() == "2026-03-02T14:15:00+00:00"
    assert event.location.city == "Memphis"


def test_what_a_plugin_cannot_do_is_not_tried(ups, carrier):
    with pytest.raises(NotSupported):
        ups.cancel_pickup("P-1")

    assert carrier.asked == []


def test_an_interpreter_that_is_not_there_is_told(ups):
    ups.settings.options["python"] = "/nowhere/python"

    with pytest.raises(CallError, match="Cannot run /nowhere/python") as raised:
        ups.rate(RateRequest(consignment=consignment()))

    assert raised.value.nothing_happened
