# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The control API over real HTTP, against a receiver that records."""

import http.client
import json
import time
from urllib.parse import urlsplit

import pytest

from tests.simulators.clock import Clock
from tests.simulators.shapes import SHAPES
from tests.simulators.simulator import running

from .common import make_partner, make_shipment
from .receiver import receiving


@pytest.fixture(scope="module")
def receiver():
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def control(receiver):
    """A simulator whose journeys stand still: only what is asked for is sent."""
    receiver.received.clear()
    partners = [
        (make_partner("shippo"), [make_shipment("SIM1", packages=["PKG1", "PKG2"])]),
        (make_partner("standard_webhooks"), [make_shipment("SIM2")]),
        (make_partner("sendcloud"), [make_shipment("SIM3")]),
    ]
    with running(receiver.url, partners, clock=Clock(1e-9), backoff=0.01) as (_it, url):
        yield Control(url)


class Control:
    """A client of the control API."""

    def __init__(self, url):
        self.host = urlsplit(url).netloc

    def ask(self, method, path, body=None, content_type="application/json"):
        connection = http.client.HTTPConnection(self.host, timeout=10)
        headers = {"Content-Type": content_type} if body is not None else {}
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        content = json.loads(response.read())
        connection.close()
        return response.status, content

    def post(self, path, **values):
        return self.ask("POST", path, json.dumps(values))

    def status(self):
        return self.ask("GET", "/status")[1]

    def burst(self, **values):
        """Send a burst and wait for its end."""
        status, burst = self.post("/burst", **values)
        assert status == 202, burst
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            [found] = [b for b in self.status()["bursts"] if b["id"] == burst["id"]]
            if found["done"]:
                return found
            time.sleep(0.02)
        raise AssertionError("the burst did not end")


def test_it_documents_itself(control):
    status, content = control.ask("GET", "/")
    assert status == 200
    for path in ("/send", "/repeat", "/retract", "/burst", "/silence", "/shipments"):
        assert content[f"POST {path}"]["does"]
    assert set(content["POST /burst"]["takes"]["shape"]) == set(SHAPES)


def test_send_tells_one_event_and_the_answer(control, receiver):
    status, content = control.post(
        "/send",
        integration="shippo-test",
        tracking_number="PKG2",
        code="delivered",
        signatory="Ng",
    )
    assert status == 200
    assert content["answer"]["outcome"] == "accepted"
    [received] = receiver.received
    assert received.path == "/logistics/v1/inbound/shippo-test"
    assert received.content["data"]["tracking_number"] == "PKG2"
    assert received.content["data"]["tracking_status"]["status"] == "DELIVERED"


def test_send_takes_words_nobody_mapped(control, receiver):
    control.post(
        "/send", integration="shippo-test", tracking_number="SIM1", code="TELEPORTED"
    )
    [received] = receiver.received
    substatus = received.content["data"]["tracking_status"]["substatus"]
    assert substatus["code"] == "TELEPORTED"


def test_repeat_is_a_true_duplicate(control, receiver):
    package = {"integration": "shippo-test", "tracking_number": "PKG1"}
    control.post("/send", code="arrived", **package)
    _status, content = control.post("/repeat", **package)
    assert content["answer"]["outcome"] == "duplicate"
    first, second = receiver.received
    assert first.body == second.body


def test_retract_names_the_event_it_takes_back(control, receiver):
    package = {"integration": "standard_webhooks-test", "tracking_number": "SIM2"}
    _status, sent = control.post("/send", code="delivered", **package)
    status, taken = control.post("/retract", **package)
    assert status == 200
    assert taken["event"]["retracts"] == sent["event"]["id"]
    assert receiver.received[-1].content["data"]["retracts"] == sent["event"]["id"]


def test_a_partner_that_cannot_says_so(control):
    package = {"integration": "shippo-test", "tracking_number": "PKG1"}
    assert control.post("/repeat", **package)[0] == 422
    control.post("/send", code="arrived", **package)
    status, content = control.post("/retract", **package)
    assert (status, content) == (422, {"error": "Shippo takes no event back."})
    status, content = control.post(
        "/burst", integration="sendcloud-test", count=1, shape="stale"
    )
    assert status == 422
    assert "signs no time" in content["error"]


@pytest.mark.parametrize("shape", sorted(set(SHAPES) - {"huge", "duplicates"}))
def test_bursts_send_as_many_as_asked_each_of_its_own(control, receiver, shape):
    burst = control.burst(integration="shippo-test", count=12, shape=shape)
    assert (burst["sent"], burst["done"]) == (12, True)
    assert len({received.body for received in receiver.received}) == 12


def test_duplicates_are_one_message_many_times(control, receiver):
    control.burst(integration="shippo-test", count=50, shape="duplicates")
    assert len(receiver.received) == 50
    assert len({received.body for received in receiver.received}) == 1
    statistics = control.status()["partners"]["shippo-test"]["statistics"]
    assert (statistics["accepted"], statistics["duplicate"]) == (1, 49)


def test_reverse_sends_the_newest_first(control, receiver):
    control.burst(integration="shippo-test", count=10, shape="reverse")
    statuses = [got.content["data"]["tracking_status"] for got in receiver.received]
    dates = [status["status_date"] for status in statuses]
    assert dates == sorted(dates, reverse=True)
    assert len(set(dates)) == 10


def test_huge_bodies_are_huge_and_well_formed(control, receiver):
    control.burst(integration="shippo-test", count=1, shape="huge")
    [got] = receiver.received
    assert len(got.body) > 10 * 1024 * 1024
    assert got.content["data"]["tracking_number"] == "PKG1"


def test_malformed_bodies_do_not_parse(control, receiver):
    control.burst(integration="shippo-test", count=2, shape="malformed")
    for got in receiver.received:
        with pytest.raises(ValueError, match="Unterminated|Expecting"):
            json.loads(got.body)


def test_unsigned_bodies_bear_no_signature(control, receiver):
    control.burst(integration="shippo-test", count=1, shape="unsigned")
    assert "Shippo-Auth-Signature" not in receiver.received[0].headers


def test_strangers_have_numbers_nobody_gave(control, receiver):
    control.burst(integration="shippo-test", count=3, shape="unknown_tracking")
    numbers = {got.content["data"]["tracking_number"] for got in receiver.received}
    assert len(numbers) == 3
    assert not numbers & {"PKG1", "PKG2", "SIM1"}


def test_a_burst_keeps_its_rate(control, receiver):
    began = time.monotonic()
    control.burst(integration="shippo-test", count=11, rate=50)
    assert time.monotonic() - began >= 0.2
    assert len(receiver.received) == 11


def test_a_silent_partner_sends_nothing_until_it_is_over(control, receiver):
    control.post("/silence", integration="shippo-test", seconds=60)
    for path in ("/send", "/burst"):
        status, _content = control.post(
            path,
            integration="shippo-test",
            tracking_number="PKG1",
            code="arrived",
            count=1,
        )
        assert status == 409
    assert not receiver.received
    control.post("/silence", integration="shippo-test", seconds=0)
    control.burst(integration="shippo-test", count=1)
    assert len(receiver.received) == 1


def test_a_further_shipment_is_carried(control):
    shipment = {
        "integration": "sendcloud-test",
        "tracking_number": "SIM9",
        "journey": "pickup_point",
    }
    assert control.post("/shipments", **shipment)[0] == 201
    carried = control.status()["partners"]["sendcloud-test"]["shipments"]
    assert [each["tracking_number"] for each in carried] == ["SIM3", "SIM9"]
    assert control.post("/shipments", **shipment)[0] == 422


@pytest.mark.parametrize(
    ("path", "values", "status"),
    [
        ("/burst", {"integration": "nobody", "count": 1}, 404),
        ("/burst", {"integration": "shippo-test"}, 400),
        ("/burst", {"integration": "shippo-test", "count": 0}, 400),
        ("/burst", {"integration": "shippo-test", "count": 1.5}, 400),
        ("/burst", {"integration": "shippo-test", "count": True}, 400),
        ("/burst", {"integration": "shippo-test", "count": 1, "shape": "odd"}, 400),
        ("/burst", {"integration": "shippo-test", "count": 1, "rate": -1}, 400),
        ("/send", {"integration": "shippo-test", "code": "arrived"}, 400),
        (
            "/send",
            {"integration": "shippo-test", "tracking_number": "NO", "code": "arrived"},
            422,
        ),
        (
            "/shipments",
            {"integration": "shippo-test", "tracking_number": "X", "journey": "odd"},
            400,
        ),
        ("/silence", {"integration": "shippo-test", "seconds": "long"}, 400),
        ("/nothing", {}, 404),
    ],
)
def test_wrong_requests_are_told_what_is_wrong(control, receiver, path, values, status):
    answered, content = control.post(path, **values)
    assert answered == status, content
    assert content["error"]
    assert not receiver.received


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"text"'])
def test_bodies_that_are_no_objects_are_refused(control, body):
    assert control.ask("POST", "/burst", body)[0] == 400


def test_web_pages_cannot_post_forms(control):
    assert control.ask("POST", "/burst", "{}", "text/plain")[0] == 415


def test_no_secret_is_told(control):
    _status, content = control.ask("GET", "/status")
    assert make_partner("shippo").secret not in json.dumps(content)
