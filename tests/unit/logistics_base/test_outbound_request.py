# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is sent: bodies from templates, addresses, headers, and nothing smuggled in."""

import pytest

from logistics_base.mapping.errors import PresetError
from logistics_base.transport.call_errors import CallError

from .outbound_examples import known_calls, outbound, prepared, sent_body  # noqa: F401

PIECES = [{"key": "A", "weight": 1.2345}, {"key": "B", "weight": 2}]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ({"ref": "key"}, {"ref": "WH/1"}),
        (
            {"fixed": "'PX'", "number": 5, "flag": True},
            {"fixed": "PX", "number": 5, "flag": True},
        ),
        ({"word": {"$constant": "PX"}}, {"word": "PX"}),
        ({"value": "key", "map": "key"}, {"value": "WH/1", "map": "WH/1"}),
        ({"gone": "nowhere", "deep": {"gone": "nowhere"}}, {}),
        ({"list": ["key", "nowhere", "'x'"]}, {"list": ["WH/1", "x"]}),
        ({"account": "settings.account"}, {"account": "00123"}),
        ({"grams": {"$value": "weight", "$times": 1000, "$round": 0}}, {"grams": 2346}),
        ({"kg": {"$value": "weight", "$round": 1}}, {"kg": 2.3}),
        ({"kg": {"$value": "weight", "$as": "text"}}, {"kg": "2.3455"}),
        ({"price": {"$value": "price", "$as": "number"}}, {"price": 12.5}),
        (
            {"kind": {"$value": "kind", "$map": {"a": "1"}, "$default": "9"}},
            {"kind": "9"},
        ),
        ({"name": {"$value": ["nowhere", "key"], "$cut": 2}}, {"name": "WH"}),
        ({"both": {"$join": ["key", "kind"], "$separator": "-"}}, {"both": "WH/1-z"}),
        ({"day": {"$value": "at", "$format": "%d.%m.%Y"}}, {"day": "02.03.2026"}),
        (
            {"hour": {"$value": "at", "$format": "%H:%M", "$zone": "Europe/Berlin"}},
            {"hour": "00:30"},
        ),
        (
            {"at": {"$value": "at", "$format": "iso", "$zone": "Europe/Berlin"}},
            {"at": "2026-03-03T00:30:00+01:00"},
        ),
        (
            {"extra": {"$when": "kind == 'z'", "$object": {"k": "kind"}}},
            {"extra": {"k": "z"}},
        ),
        ({"extra": {"$when": "kind == 'q'", "$object": {"k": "kind"}}}, {}),
        (
            {
                "first": {
                    "$of": "pieces[0]",
                    "$object": {"id": "key", "of": "parent.key"},
                }
            },
            {"first": {"id": "A", "of": "WH/1"}},
        ),
        ({"none": {"$of": "nowhere", "$object": {"id": "'x'"}}}, {}),
        (
            {
                "parcels": {
                    "$each": "pieces",
                    "$when": "weight > `1.5`",
                    "$item": {"id": "key", "of": "parent.key", "for": "root.key"},
                }
            },
            {"parcels": [{"id": "B", "of": "WH/1", "for": "WH/1"}]},
        ),
    ],
)
def test_a_body_is_made_from_a_template(template, expected):
    request = {
        "key": "WH/1",
        "weight": 2.3455,
        "price": "12.50",
        "kind": "z",
        "at": "2026-03-02T23:30:00Z",
        "pieces": PIECES,
    }
    assert sent_body(template, request, {"account": "00123"}) == expected


def test_what_people_write_stays_what_they_wrote():
    hostile = '{{7*7}} ${x} "}, {"admin": true} \'; root'
    assert sent_body({"note": "note"}, {"note": hostile}) == {"note": hostile}


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("A 1/2", "/b/A%201%2F2/label"),
        ("../../admin", "/b/..%2F..%2Fadmin/label"),
        ("a?b=c#d", "/b/a%3Fb%3Dc%23d/label"),
        ("ü", "/b/%C3%BC/label"),
        ("{key}", "/b/%7Bkey%7D/label"),
    ],
)
def test_a_path_holds_values_as_one_segment(value, path):
    assert prepared({"id": value}, path="/b/{id}/label").path == path


@pytest.mark.parametrize("value", [None, "", ".", "..", ["x"], "x" * 3000])
def test_a_path_without_its_value_is_not_sent(value):
    with pytest.raises(CallError) as raised:
        prepared({"id": value}, path="/b/{id}")
    assert raised.value.category == "refused"
    assert raised.value.nothing_happened


@pytest.mark.parametrize(
    "value", ["a\r\nX-Evil: 1", "a\nb", "a\0b", "ümlaut", "x" * 3000]
)
def test_a_header_cannot_be_broken_out_of(value):
    with pytest.raises(CallError, match="unfit for a header"):
        prepared({"v": value}, headers={"X-Value": "v"})


@pytest.mark.parametrize(
    "name",
    ["Host", "authorization", "Content-Length", "Transfer-Encoding", "A B", "A:B"],
)
def test_some_headers_are_not_the_presets_to_set(name):
    with pytest.raises(PresetError, match="header"):
        outbound(headers={name: "v"})


def test_headers_of_the_section_hold_for_all_calls_and_can_be_overridden():
    made = prepared(
        {"v": "1"},
        section={"headers": {"X-A": "'section'", "X-B": "'section'"}},
        headers={"X-B": "v", "X-None": "nowhere"},
    )
    assert made.headers == {"X-A": "section", "X-B": "1"}


def test_a_query_repeats_lists_and_leaves_out_what_is_not_there():
    made = prepared(
        {"numbers": ["1 2", "3&4"], "yes": True},
        query={"n": "numbers", "none": "nowhere", "y": {"value": "yes"}, "f": 1},
    )
    assert made.query == (("n", "1 2"), ("n", "3&4"), ("y", "true"), ("f", "1"))
    assert made.arguments()["params"] == list(made.query)


def test_an_idempotency_key_makes_a_change_repeatable():
    made = prepared(
        {"key": "WH/1"},
        name="change",
        method="POST",
        idempotency={"header": "Idempotency-Key"},
    )
    assert made.headers == {"Idempotency-Key": "WH/1"}
    assert made.repeatable and made.changes
    assert prepared({}, name="change", method="POST", idempotency="body").repeatable
    assert not prepared({}, name="change", method="POST").repeatable
    asked = prepared({}, name="weigh", method="POST")
    assert asked.repeatable and not asked.changes
    with pytest.raises(CallError, match="there is no key"):
        prepared({}, name="change", idempotency={"header": "X-Key"})


def test_a_form_holds_texts():
    made = prepared(
        {"a": 1.5, "b": True},
        method="POST",
        sent_as="form",
        body={"a": "a", "b": "b"},
    )
    assert made.arguments()["form"] == {"a": "1.5", "b": "true"}
    with pytest.raises(CallError, match="texts alone"):
        prepared({"a": 1}, method="POST", sent_as="form", body={"a": {"deep": "a"}})


def test_xml_is_escaped_and_repeats_lists():
    made = prepared(
        {"key": "<&\"'", "pieces": PIECES},
        method="POST",
        sent_as="xml",
        namespace="urn:px",
        body={
            "Order": {
                "@id": "key",
                "Note": "key",
                "Piece": {
                    "$each": "pieces",
                    "$item": {"@key": "key", "#text": "weight"},
                },
            }
        },
    )
    assert made.content.decode() == (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        '<Order id="&lt;&amp;&quot;\'" xmlns="urn:px"><Note>&lt;&amp;"\'</Note>'
        '<Piece key="A">1.2345</Piece><Piece key="B">2</Piece></Order>'
    )
    assert made.arguments()["content_type"] == "application/xml"


def test_xml_refuses_what_it_cannot_hold():
    with pytest.raises(CallError, match="XML cannot hold"):
        prepared({"k": "a\x0bb"}, method="POST", sent_as="xml", body={"O": {"n": "k"}})
    with pytest.raises(CallError, match="one root"):
        prepared({"k": "a"}, method="POST", sent_as="xml", body={"O": "k", "P": "k"})


def test_a_body_has_a_limit():
    with pytest.raises(CallError, match="more than"):
        sent_body({"note": "note"}, {"note": "x" * 2_000_000})


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        ({"path": "weigh"}, "outbound.calls.weigh.path: a path begins with one /"),
        ({"path": "//evil.example/x"}, "outbound.calls.weigh.path: a path begins"),
        ({"path": "/x?a=b"}, "outbound.calls.weigh.path"),
        ({"path": "/{a b}"}, "outbound.calls.weigh.path"),
        ({"method": "TRACE"}, "outbound.calls.weigh.method"),
        ({"body": {"a": "b"}}, "outbound.calls.weigh.body: a GET has none"),
        ({"method": "POST", "body": {"a": "b c"}}, "outbound.calls.weigh.body.a"),
        ({"method": "POST", "body": {"a": {"$value": "b", "c": 1}}}, "side by side"),
        ({"method": "POST", "body": {"a": {"$velue": "b"}}}, "unknown key “velue”"),
        ({"method": "POST", "body": {"a": {"$each": "b"}}}, "body.a.item: missing"),
        (
            {"method": "POST", "body": {"a": {"$value": "b", "$zone": "X/Y"}}},
            "only beside",
        ),
        ({"timeout": 999}, "outbound.calls.weigh.timeout"),
        ({"batch_size": 5}, "outbound.calls.weigh.batch_size"),
        ({"answer": {"fields": {"idd": "x"}}}, "answer.fields: unknown key “idd”"),
        ({"answer": {}}, "outbound.calls.weigh.answer.fields: missing"),
        ({"succes": "x"}, "outbound.calls.weigh: unknown key “succes”"),
        ({"none_at": [200, "x"]}, "outbound.calls.weigh.none_at"),
        ({"idempotency": {"header": "Cookie"}}, "idempotency.header"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(call, problem):
    with pytest.raises(PresetError) as raised:
        outbound(**call)
    assert problem in str(raised.value)


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(PresetError) as raised:
        outbound(
            method="SEND",
            path="x",
            section={
                "auth": {"scheme": "magic"},
                "base_url": "ftp://x",
                "connector": "y",
            },
        )
    assert len(raised.value.problems) == 5


def test_an_unknown_call_is_said():
    with pytest.raises(PresetError, match="outbound.calls: unknown key “teleport”"):
        outbound("teleport")
