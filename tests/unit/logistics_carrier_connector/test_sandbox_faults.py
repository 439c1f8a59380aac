# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the connector makes of each way in which the Sandbox Carrier misbehaves.

After every fault the question that matters is asked, too: was it bought or not, and
can that be found out?
"""

import http.server
import signal
import threading
from datetime import datetime, timezone

import pytest

from logistics_base.transport.call_errors import CallError
from logistics_base.transport.http.auth import Auth, OAuth2ClientCredentials, TokenStore
from logistics_carrier_connector.canonical.booking_answer import judge
from logistics_carrier_connector.canonical.labels import content_of, is_complete
from logistics_carrier_connector.offers.sieve import sift
from tests.simulators.process import called, process
from tests.unit.logistics_carrier_connector.sandbox_common import (
    make_booking_request,
    make_client,
    make_connector,
    make_rate_request,
)

PARTNERS = [called(journeys=False, token_lifetime=3600), called("other")]


@pytest.fixture(scope="module")
def running():
    with process(PARTNERS) as carrier:
        yield carrier


@pytest.fixture
def carrier(running):
    yield running
    running.behave()


@pytest.fixture
def connector(carrier):
    return make_connector(carrier.api_url(), read_timeout=0.5)


def booked_at(carrier):
    return carrier.ledger()["bookings"]


# Fault, its details, what the connector raises, and whether it was bought.
FAILURES = [
    ("error", {}, "uncertain", False),
    ("error", {"after": True}, "uncertain", True),
    ("hang", {"seconds": 1.0, "after": True}, "uncertain", True),
    ("cut", {}, "uncertain", False),
    ("cut", {"after": True}, "uncertain", True),
    ("html", {}, "uncertain", False),
    ("html", {"after": True}, "uncertain", True),
    ("error_body", {}, "uncertain", False),
    ("malformed", {}, "uncertain", True),
    ("huge", {}, "uncertain", True),
    ("trickle", {"seconds": 8.0}, "uncertain", True),
    ("throttle", {"seconds": 1}, "throttled", False),
    ("unavailable", {"seconds": 1}, "throttled", False),
    ("unauthorized", {}, "unauthorized", False),
    ("redirect", {}, "forbidden_address", False),
]


@pytest.mark.parametrize("kind, details, category, bought", FAILURES)
def test_a_booking_that_fails(carrier, kind, details, category, bought):
    connector = make_connector(carrier.api_url(), read_timeout=0.5, deadline=3.0)
    request = make_booking_request()
    before = booked_at(carrier)
    carrier.fault(kind, path="/v1/shipments", **details)

    with pytest.raises(CallError) as caught:
        connector.book(request)

    assert caught.value.category == category
    assert booked_at(carrier) - before == bought
    # Whatever was said is safe to rely on: where nothing happened, nothing did.
    assert not (caught.value.nothing_happened and bought)
    found = connector.find_booking(request)
    assert (found is not None) == bought
    # And once more, as the engine does: there is one booking in the end.
    connector.book(request)
    assert booked_at(carrier) - before == 1


def test_a_request_that_arrives_after_we_gave_up(carrier, connector):
    request = make_booking_request()
    before = booked_at(carrier)
    carrier.fault("hang", path="/v1/shipments", seconds=1.0)

    with pytest.raises(CallError) as caught:
        connector.book(request)
    assert caught.value.category == "uncertain"

    connector.book(request)
    threading.Event().wait(1.0)
    assert booked_at(carrier) - before == 1


def test_the_wait_that_was_asked_for_is_told(carrier, connector):
    carrier.fault("throttle", seconds=7)
    with pytest.raises(CallError) as caught:
        connector.book(make_booking_request())
    assert caught.value.retry_after == 7


def test_half_a_label_is_seen_and_had_again_whole(carrier, connector):
    request = make_booking_request()
    carrier.fault("half_label")

    booked = connector.book(request)

    assert not is_complete(content_of(booked.pieces[0].label))
    assert judge(booked, ["PACK1"]).problem == "no_label"
    again = connector.reprint(booked.id, "pdf")
    assert is_complete(content_of(again.pieces[0].label))


def test_a_tracking_number_somebody_else_has(carrier, connector):
    first = connector.book(make_booking_request())
    carrier.fault("duplicate_tracking")

    second = connector.book(make_booking_request())

    number = first.pieces[0].tracking_number
    assert second.pieces[0].tracking_number == number
    assert carrier.ledger()["duplicate_numbers"][number] == 2


def test_prices_in_another_currency(carrier, connector):
    carrier.fault("wrong_currency", path="/v1/rates")
    rates = connector.rate(make_rate_request())
    assert {rate.price.currency for rate in rates} == {"USD"}


def test_prices_below_zero_are_told_with_the_reason(carrier, connector):
    carrier.fault("negative_price", path="/v1/rates")
    rates = connector.rate(make_rate_request())
    kept, refused = sift(rates, (), datetime.now(timezone.utc))
    assert rates and not kept
    assert {each.service_code for each in refused} == {r.service_code for r in rates}
    assert all("below zero" in each.phrase.template for each in refused)


def test_a_negative_price_of_a_booking_is_told_as_it_is(carrier, connector):
    carrier.fault("negative_price", path="/v1/shipments")
    assert connector.book(make_booking_request()).price.amount < 0


def test_rates_are_asked_for_again(carrier):
    connector = make_connector(carrier.api_url(), max_attempts=3)
    carrier.fault("error", path="/v1/rates", count=2)
    assert connector.rate(make_rate_request())


def test_rates_that_stay_out(carrier, connector):
    carrier.fault("html", path="/v1/rates")
    with pytest.raises(CallError) as caught:
        connector.rate(make_rate_request())
    assert caught.value.category == "unreachable"


def test_no_redirect_reaches_another_host(carrier, connector):
    calls = []

    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            calls.append(self.headers)
            self.send_error(500)

        def log_message(self, *_args):
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/v1/shipments"
        carrier.fault("redirect", location=url)
        with pytest.raises(CallError) as caught:
            connector.book(make_booking_request())
    finally:
        server.shutdown()
        server.server_close()
    assert caught.value.category == "forbidden_address"
    assert not calls


def test_one_call_in_five_fails_and_nothing_is_bought_twice(carrier, connector):
    before = carrier.ledger()
    carrier.fault("cut", path="/v1/shipments", probability=0.1, after=True)
    carrier.fault("error", path="/v1/shipments", probability=0.1)

    requests = [make_booking_request() for _ in range(40)]
    for request in requests:
        while True:
            try:
                found = connector.find_booking(request)
                assert found or connector.book(request)
                break
            except CallError:
                continue

    after = carrier.ledger()
    assert after["bookings"] - before["bookings"] == 40
    assert after["booked_twice"] == {}


def test_faults_are_of_one_partner_and_end(carrier, connector):
    carrier.fault("error", count=1)
    make_connector(carrier.api_url("other")).rate(make_rate_request())
    with pytest.raises(CallError):
        connector.rate(make_rate_request())
    assert connector.rate(make_rate_request())


def test_a_token_that_was_withdrawn_is_fetched_again(carrier):
    tokens = make_client(f"{carrier.api_url()}/oauth/token", auth=Auth())
    login = OAuth2ClientCredentials(
        TokenStore(), tokens, "the client of a test", "the secret of a test"
    )
    client = make_client(carrier.api_url(), auth=login, max_attempts=2)
    assert client.request("GET", "v1/ping").status == 200
    carrier.fault("unauthorized", path="/v1/ping")
    assert client.request("GET", "v1/ping").status == 200
    calls = carrier.ledger()["calls"]
    assert calls["POST /oauth/token"] == 2


def test_a_restart_forgets_nothing():
    with process([called(journeys=False)]) as carrier:
        connector = make_connector(carrier.api_url())
        request = make_booking_request()
        rate = connector.rate(make_rate_request(services=("express",)))[0]
        booked = connector.book(request)

        carrier.stop(signal.SIGKILL)
        carrier.start()

        connector = make_connector(carrier.api_url())
        assert connector.book(request) == booked
        later = make_booking_request(rate_id=rate.id)
        assert connector.book(later).price == rate.price
        assert carrier.ledger()["bookings"] == 2
