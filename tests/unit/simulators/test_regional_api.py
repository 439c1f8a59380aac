# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The regional courier's API as a program of a customer meets it."""

import json
import urllib.error
import urllib.request
from urllib.parse import urlencode

import pytest

from tests.simulators.process import called, process
from tests.unit.simulators.receiver import receiving

from .test_booked_parcels import SPEED, until

COURIER = {"integration": "courier", "dialect": "regional"}
CONTENT = {
    "product": "DAY",
    "printer": "PDF",
    "collect": {
        "company": "Lampen Nord GmbH",
        "street": "Torstraße 12",
        "town": "Berlin",
        "zip": "10115",
        "land": "DE",
    },
    "deliver": {
        "contact": "Jan Bakker",
        "street": "Kade 4",
        "town": "Venlo",
        "zip": "5928 LX",
        "land": "NL",
        "private": True,
    },
    "colli": [
        {"mark": "PACK1", "grams": 2500, "mm": [300, 200, 150]},
        {"mark": "PACK2", "grams": 800},
    ],
}


def courier(**account):
    partner = called(**COURIER, journey="delivered", **account)
    partner["api"]["dialect"] = "regional"
    return partner


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


@pytest.fixture(scope="module")
def running():
    with process([courier(journeys=False)]) as carrier:
        yield carrier


class Customer:
    def __init__(self, url, key="the key of a test"):
        self._url, self._key = url, key

    def ask(self, method, path, content=None, **query):
        """Return the status and the body."""
        url = f"{self._url}/api/2/{path}?{urlencode(query)}"
        if path.startswith("http"):
            url = path
        body = None if content is None else json.dumps(content).encode()
        headers = {"X-Courier-Key": self._key, "Content-Type": "application/json"}
        request = urllib.request.Request(url, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def told(self, method, path, content=None, **query):
        """Return the decoded body of a success."""
        status, body = self.ask(method, path, content, **query)
        assert status in (200, 201), body
        return json.loads(body)

    def take(self, reference, **values):
        content = {**CONTENT, "yourRef": reference, **values}
        return self.told("POST", "consignments", content)["consignment"]


@pytest.fixture
def customer(running):
    return Customer(running.api_url("courier"))


def test_quotes_in_cents(customer):
    quotes = customer.told("POST", "quote", CONTENT)["quotes"]
    assert {quote["product"] for quote in quotes} == {"ECO", "DAY", "FAST"}
    for quote in quotes:
        assert quote["cents"] == sum(part["cents"] for part in quote["parts"])
        assert quote["curr"] == "EUR"


def test_a_consignment_its_labels_and_its_reference(customer):
    taken = customer.take("OUT/1")

    assert [colli["mark"] for colli in taken["colli"]] == ["PACK1", "PACK2"]
    status, label = customer.ask("GET", taken["labels"]["url"])
    assert status == 200 and label.startswith(b"%PDF")
    found = customer.told("GET", "consignments", yourRef="OUT/1")["consignments"]
    assert found == [taken]
    assert customer.take("OUT/1")["no"] == taken["no"]


def test_a_refusal_comes_with_status_200(customer):
    deliver = {**CONTENT["deliver"], "zip": None}
    content = {**CONTENT, "yourRef": "OUT/2", "deliver": deliver}
    told = customer.told("POST", "consignments", content)
    assert not told["ok"]
    assert told["fields"] == [
        {"name": "deliver.zip", "text": "the postcode is missing"}
    ]


def test_calling_off(customer):
    taken = customer.take("OUT/3")
    path = f"consignments/{taken['no']}"
    assert customer.told("DELETE", path)["state"] == "VOID"
    assert customer.told("GET", path)["consignment"]["state"] == "VOID"
    assert customer.ask("DELETE", "consignments/NC99999999")[0] == 404


def test_no_key_no_answer(running):
    stranger = Customer(running.api_url("courier"), key="guessed")
    assert stranger.ask("POST", "quote", CONTENT)[0] == 401


def test_half_a_label(running, customer):
    taken = customer.take("OUT/4")
    running.fault("half_label", "courier", path="*/labels")
    _status, half = customer.ask("GET", taken["labels"]["url"])
    _status, whole = customer.ask("GET", taken["labels"]["url"])
    assert whole.startswith(half) and len(half) == len(whole) // 2


def test_scans_are_told_and_can_be_asked_for(receiver):
    with process([courier()], odoo=receiver.url, speed=SPEED) as carrier:
        customer = Customer(carrier.api_url("courier"))
        barcode = customer.take("OUT/5")["colli"][0]["barcode"]

        def told():
            return [each.content["scan"] for each in list(receiver.received)]

        until(lambda: any(scan["code"] == "D9" for scan in told()))
        scans = customer.told("GET", "tracking", barcodes=barcode)["scans"]

    ours = [scan for scan in told() if scan["barcode"] == barcode]
    assert [scan["code"] for scan in ours] == ["A0", "C1", "H2", "H1", "D1", "D9"]
    assert [scan["id"] for scan in scans] == [scan["id"] for scan in ours]
    assert ours[-1]["town"] == "Venlo" and ours[-1]["yourRef"] == "OUT/5"
    assert receiver.received[-1].headers["X-Signature"]
