# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the connector of a preset does with answers that are not what they should be."""

import base64
import json
from email.message import Message

import pytest

import logistics_carrier_connector.carriers.calls  # noqa: F401
from logistics_base.mapping.preset import Preset
from logistics_base.transport.call_errors import CallError
from logistics_base.transport.http import Answer
from logistics_carrier_connector.canonical.day import ManifestRequest
from logistics_carrier_connector.canonical.labels import content_of
from logistics_carrier_connector.carriers.connector import ConnectorSettings
from logistics_carrier_connector.carriers.registry import connector_class

from .carrier_examples import SHIPPER, booking

ZPL = b"^XA^FDlabel^FS^XZ"
BOOK = {
    "method": "POST",
    "path": "/orders",
    "body": {"ref": "key", "account": "settings.account"},
    "error": {"message": "why", "problems": "all"},
    "answer": {
        "fields": {
            "id": "id",
            "key": "ref",
            "label": {
                "name": {"constant": "label.zpl"},
                "content": "zpl",
                "url": "link",
            },
        }
    },
}


class Carrier:
    """Stands for the protected client: answers by turns, and remembers."""

    base_url = "https://api.px.example/v1"

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def request(self, method, path, **how):
        self.asked.append((method, path, how.get("json")))
        return self._next(how.get("changes", False))

    def fetch(self, url):
        self.asked.append(("FETCH", url, None))
        return self._next(False)

    def _next(self, changes):
        status, content = self.answers.pop(0)
        if not isinstance(content, bytes):
            content = json.dumps(content).encode()
        return Answer(status, Message(), content, changes)


CLOSE_OUT = {
    "method": "POST",
    "path": "/manifests",
    "body": {"orders": "booking_ids"},
    "answer": {
        "fields": {
            "id": "id",
            "documents": [
                {"each": "[@]", "name": {"constant": "m.pdf"}, "url": "link"}
            ],
        }
    },
}


def connect(carrier, *, file_hosts=(), calls=None, **options):
    calls = calls or {"book": BOOK}
    outbound = {"calls": calls, "file_hosts": list(file_hosts)}
    preset = Preset.load(
        {
            "code": "px",
            "name": "Parcel Express",
            "kind": "carrier",
            "outbound": outbound,
        }
    )
    settings = ConnectorSettings(secrets={"api_key": "hush-hush"}, options=options)
    return connector_class(preset)(carrier, settings)


def test_a_label_can_come_inside_the_answer():
    label = base64.b64encode(ZPL).decode()
    carrier = Carrier((200, {"id": "7", "zpl": label}))
    document = connect(carrier, account="00123").book(booking())
    assert content_of(document.label) == ZPL
    assert document.key == "WH/OUT/00042"
    assert carrier.asked == [
        ("POST", "/orders", {"ref": "WH/OUT/00042", "account": "00123"})
    ]


@pytest.mark.parametrize(
    ("link", "asked"),
    [
        ("https://api.px.example/files/1", "GET"),
        ("files/1", "GET"),
        ("https://labels.px.example/1", "FETCH"),
        ("https://a.cdn.example/1", "FETCH"),
    ],
)
def test_a_label_is_fetched_from_hosts_that_are_the_carriers(link, asked):
    carrier = Carrier((200, {"id": "7", "link": link}), (200, ZPL))
    hosts = ("labels.px.example", "*.cdn.example")
    document = connect(carrier, file_hosts=hosts).book(booking())
    assert content_of(document.label) == ZPL
    assert carrier.asked[1][0] == asked


@pytest.mark.parametrize(
    "link",
    [
        "https://elsewhere.example/1",
        "http://labels.px.example/1",
        "https://labels.px.example.evil.example/1",
        "https://cdn.example/1",
        "file:///etc/passwd",
        "//169.254.169.254/latest",
        "https://labels.px.example@evil.example/1",
        "http://api.px.example/files/1",
    ],
)
def test_a_label_elsewhere_is_not_fetched_and_the_booking_stays(link):
    carrier = Carrier((200, {"id": "7", "link": link}))
    hosts = ("labels.px.example", "*.cdn.example")
    document = connect(carrier, file_hosts=hosts).book(booking())
    assert document.id == "7"
    assert document.label is None
    assert "file_hosts" in document.reason
    assert len(carrier.asked) == 1


def test_half_a_label_inside_an_answer_is_none():
    half = base64.b64encode(ZPL[:9]).decode()
    document = connect(Carrier((200, {"id": "7", "zpl": half}))).book(booking())
    assert document.label is None
    assert "incomplete" in document.reason


def test_an_answer_about_another_booking_is_a_doubt():
    with pytest.raises(CallError, match="another booking") as raised:
        connect(Carrier((200, {"id": "7", "ref": "OTHER"}))).book(booking())
    assert raised.value.category == "uncertain"


def test_an_answer_without_anything_to_know_it_by_is_known_by_our_key():
    document = connect(Carrier((200, {"zpl": None, "id": 7}))).book(booking())
    assert (document.id, document.key) == ("7", "WH/OUT/00042")


def test_a_secret_that_comes_back_is_not_shown():
    refusal = {"why": "Key hush-hush is not yours", "all": ["hush-hush: unknown"]}
    with pytest.raises(CallError) as raised:
        connect(Carrier((422, refusal))).book(booking())
    assert str(raised.value) == "Key … is not yours"
    assert raised.value.problems == ("…: unknown",)


def test_a_page_instead_of_an_answer_leaves_a_booking_in_doubt():
    with pytest.raises(CallError) as raised:
        connect(Carrier((200, b"<html>Back soon</html>"))).book(booking())
    assert raised.value.category == "uncertain"


@pytest.mark.parametrize("link", ["files/1", "https://elsewhere.example/1"])
def test_what_is_closed_out_stays_so_where_its_paper_cannot_be_had(link):
    carrier = Carrier((200, {"id": "M7", "link": link}), (200, b""))
    connector = connect(carrier, calls={"close_out": CLOSE_OUT})
    confirmation = connector.close_out(
        ManifestRequest(key="M-1", address=SHIPPER, booking_ids=("7",))
    )
    assert (confirmation.id, confirmation.documents) == ("M7", ())


def test_a_call_may_be_repeated_only_if_it_bears_a_key_itself():
    keyed = {**BOOK, "idempotency": "body"}
    connector = connect(
        Carrier(),
        calls={"book": keyed, "return_label": BOOK, "close_out": CLOSE_OUT},
    )
    assert connector.knows_keys_of("book")
    assert not connector.knows_keys_of("close_out")
    assert not connector.knows_keys_of("schedule_pickup")
    # A return is booked by a call of its own, under the same rules.
    assert not connector.honours_keys
