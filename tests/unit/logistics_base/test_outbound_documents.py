# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A partner is told documents as its preset says, and its answer means something."""

import json
from email.message import Message
from types import SimpleNamespace

import pytest

from logistics_base.canonical.documents import Reference, ShipmentDocument, to_json
from logistics_base.mapping.errors import DecodeError, PresetError
from logistics_base.mapping.outbound.documents import entry_at, entry_of
from logistics_base.mapping.preset import Preset
from logistics_base.transport.call_errors import CallError

SHIPMENT = ShipmentDocument(
    id="S-1",
    references=(Reference("order", "SO1"), Reference("bol", "B7")),
    packages=("P1", "P2"),
    weight=2.5,
)
ENTRY = {"path": "/shipments", "body": {"no": "id"}}
MESSAGES = [
    {
        "document_type": "shipment.milestone",
        "fields": {"tracking_number": "no", "code": "code", "occurred_at": "at"},
    }
]
TAKEN = {
    "document_type": "shipment",
    "fields": {
        "id": "request.id",
        "references": [{"type": {"constant": "booking"}, "value": "number"}],
    },
}
REFUSED = {
    "when": "status == `422`",
    "document_type": "shipment",
    "fields": {
        "id": "request.id",
        "references": [{"type": {"constant": "other"}, "value": "problem.text"}],
    },
}


def load(documents, **section):
    """A preset whose partner is told these documents."""
    return Preset.load(
        {
            "code": "px",
            "name": "Parcel Express",
            "kind": "wms",
            "messages": MESSAGES,
            "outbound": {"documents": documents, **section},
        }
    )


def told(entry, document=SHIPMENT, settings=None, **section):
    """The messages that tell the document."""
    documents = load({"shipment": entry}, **section).outbound.documents
    values = to_json(document, whole=True)
    _place, found = entry_of(documents, "shipment", values, settings or {})
    return found.told(document, values, settings or {})


def answered(content, *, status=200, request=None, entry=None, **section):
    """What an answer to the document means."""
    preset = load({"shipment": {**ENTRY, **(entry or {})}}, **section)
    found = entry_at(preset.outbound.documents, "shipment/0")
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    answer = SimpleNamespace(status=status, headers=Message(), content=body)
    return found.answer.read(answer, request or {"id": "S-1"}, {}, preset.decode_parsed)


def test_it_is_posted_where_the_preset_says():
    (one,) = told(
        {
            "path": "/accounts/{settings.account}/shipments/{id}",
            "query": {"kind": "references[].type"},
            "headers": {"X-Order": "references[0].value"},
            "idempotency": {"header": "Idempotency-Key", "value": "id"},
            "timeout": 7,
            "name": {"join": ["id", "references[1].value"], "separator": "-"},
            "body": {"no": "id", "kg": "weight"},
        },
        settings={"account": "a/b"},
    )
    request = one.request
    assert (request.method, request.path) == ("POST", "/accounts/a%2Fb/shipments/S-1")
    assert request.query == (("kind", "order"), ("kind", "bol"))
    assert request.headers == {"X-Order": "SO1", "Idempotency-Key": "S-1"}
    assert (request.repeatable, request.timeout) == (True, 7.0)
    assert json.loads(one.content) == {"no": "S-1", "kg": 2.5}
    assert (one.name, one.extension) == ("S-1-B7", "json")


def test_it_is_the_first_way_that_applies():
    documents = load(
        {
            "shipment": [
                {"when": "weight > `10`", "path": "/heavy"},
                {"method": "PUT", "path": "/light"},
            ]
        }
    ).outbound.documents
    heavy, light = (
        entry_of(documents, "shipment", {"weight": weight}, {}) for weight in (11, 9)
    )
    assert (heavy[0], light[0]) == ("shipment/0", "shipment/1")
    assert entry_at(documents, "shipment/1") is light[1]
    assert entry_at(documents, "shipment/2") is None


def test_what_a_partner_is_not_told():
    documents = load({"shipment": {**ENTRY, "when": "weight"}}).outbound.documents
    assert entry_of(documents, "shipment", {}, {}) == (None, None)
    assert entry_of(documents, "shipment.milestone", {}, {}) == (None, None)


def test_one_call_for_each_part():
    parts = told(
        {
            "each": "references[]",
            "path": "/{parent.id}/references/{value}",
            "body": {"kind": "type", "of": "root.id"},
        }
    )
    assert [one.request.path for one in parts] == [
        "/S-1/references/SO1",
        "/S-1/references/B7",
    ]
    assert json.loads(parts[0].content) == {"kind": "order", "of": "S-1"}
    with pytest.raises(DecodeError, match="nothing to tell"):
        told({**ENTRY, "each": "legs"})


def test_rows_for_lines_as_csv():
    (one,) = told(
        {
            "sent_as": "csv",
            "csv": {"delimiter": ";", "line_end": "lf"},
            "body": {
                "$each": "references",
                "$item": {
                    "Order": "parent.id",
                    "Kind": "type",
                    "Number": "value",
                    "Note": {"$constant": 'say "hi"; bye', "$when": "type == 'bol'"},
                },
            },
        }
    )
    assert one.content.decode() == (
        'Order;Kind;Number;Note\nS-1;order;SO1;\nS-1;bol;B7;"say ""hi""; bye"\n'
    )
    assert (one.request.content_type, one.extension) == (
        "text/csv; charset=utf-8",
        "csv",
    )
    assert one.request.path is None


def test_csv_without_header_and_with_columns_of_its_own():
    (one,) = told(
        {
            "sent_as": "csv",
            "csv": {"columns": ["b", "a"], "header": False},
            "body": [{"a": "id", "b": {"$constant": True}}],
        }
    )
    assert one.content == b"true,S-1\r\n"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"$each": "legs", "$item": {"a": "id"}}, "at least one row"),
        ([{"a": "references"}], "one text"),
        (["id"], "is an object"),
    ],
)
def test_what_is_no_row_is_refused(body, words):
    with pytest.raises(DecodeError, match=words):
        told({"sent_as": "csv", "csv": {"columns": ["a"]}, "body": body})


def test_xml_is_written_as_in_calls():
    (one,) = told({"body": {"Ship": {"@no": "id"}}}, format="xml")
    assert one.content.endswith(b'<Ship no="S-1" />')
    assert (one.request.content_type, one.extension) == ("application/xml", "xml")


def test_our_own_json_needs_no_mapping():
    documents = load({"any": {"canonical": True, "signed": True}}).outbound.documents
    place, entry = entry_of(documents, "shipment", {}, {})
    (one,) = entry.told(SHIPMENT, to_json(SHIPMENT, whole=True), {})
    found = json.loads(one.content)
    assert (place, entry.signed) == ("any/0", True)
    assert set(found) == {"type", "timestamp", "data"}
    assert (found["type"], found["data"]) == (
        "shipment",
        to_json(SHIPMENT, whole=True),
    )


def test_what_is_needed_and_not_there_is_refused():
    with pytest.raises(DecodeError, match="nothing to put for carrier"):
        told({"path": "/{carrier}"})


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"pth": "/x"}, "unknown key “pth”"),
        ({"path": "x"}, "begins with one /"),
        ({"sent_as": "edi"}, "is none of"),
        ({"csv": {"columns": ["a"]}}, "the body is sent as json"),
        ({"sent_as": "csv", "body": "id"}, "csv.columns: missing"),
        ({"canonical": True, "body": "id"}, "not beside canonical"),
        ({"answer": {"document_type": "nonsense", "fields": {}}}, "unknown document"),
        ({"answer": [{"when": "a ==", "ignore": True}]}, "when"),
        ({"headers": {"Authorization": "id"}}, "not the preset's to set"),
    ],
)
def test_a_preset_that_is_not_right_says_where(entry, words):
    with pytest.raises(PresetError, match=words):
        load({"shipment": entry})


def test_an_unknown_document_type_is_a_mistake():
    with pytest.raises(PresetError, match="unknown key “shipmnt”"):
        load({"shipmnt": ENTRY})


# Answers


def test_a_yes_tells_the_partners_number():
    (found,) = answered(
        {"number": "BK9"}, status=201, entry={"answer": TAKEN}
    ).documents
    assert (found.id, found.references) == ("S-1", (Reference("booking", "BK9"),))


def test_a_refusal_that_is_understood_is_told_and_is_no_error():
    found = answered(
        {"problem": {"text": "no such street"}},
        status=422,
        entry={"answer": [REFUSED, TAKEN], "error": {"message": "problem.text"}},
    )
    assert found.refusal == "no such street"
    assert found.documents[0].references[0].value == "no such street"


def test_a_refusal_that_is_not_understood_is_one():
    with pytest.raises(CallError, match="no way") as raised:
        answered(
            {"text": "no way"},
            status=409,
            entry={"answer": [REFUSED, TAKEN], "error": {"message": "text"}},
        )
    assert (raised.value.category, raised.value.status) == ("refused", 409)


def test_already_there_counts_as_a_yes():
    known = {"when": "status == `409`", "ignore": True}
    found = answered({}, status=409, entry={"answer": [known, TAKEN]})
    assert found.documents == ()
    assert "409" in found.refusal


def test_a_no_inside_of_a_yes():
    entry = {
        "answer": [{"when": "errors", "ignore": True}, TAKEN],
        "success": "!errors",
        "error": {"message": "errors[0].message"},
    }
    found = answered({"errors": [{"message": "Bad SKU"}]}, entry=entry)
    assert (found.documents, found.refusal) == ((), "Bad SKU")


def test_a_refusal_that_lacks_what_its_entry_needs_is_still_a_refusal():
    entry = {"answer": REFUSED, "error": {"message": "text"}}
    with pytest.raises(CallError, match="^no$") as raised:
        answered({"text": "no"}, status=422, entry=entry)
    assert raised.value.category == "refused"


def test_an_answer_in_the_words_of_messages():
    told_ = {"no": "T1", "code": "in_transit", "at": "2026-03-02T08:00:00Z"}
    (found,) = answered(told_, entry={"answer": {"messages": True}}).documents
    assert found.references == (Reference("tracking", "T1"),)


def test_several_documents_of_our_own_in_one_answer():
    one = {"type": "shipment", "data": {"references": [{"type": "bol", "value": "1"}]}}
    two = {"type": "shipment", "data": {"references": [{"type": "bol", "value": "2"}]}}
    entry = {"answer": {"canonical": True, "each": "documents"}}
    found = answered({"documents": [one, two]}, entry=entry).documents
    assert [document.references[0].value for document in found] == ["1", "2"]


@pytest.mark.parametrize("content", [b"", b"thank you", b"<html>"])
def test_what_nobody_reads_may_be_anything(content):
    assert answered(content, status=202).documents == ()


@pytest.mark.parametrize("content", [b"<html>", b'{"number": ', b"{}"])
def test_an_answer_that_should_tell_and_cannot_be_read_is_a_doubt(content):
    needs = {
        "answer": {
            "document_type": "shipment.milestone",
            "fields": {"tracking_number": "number"},
        }
    }
    with pytest.raises(CallError) as raised:
        answered(content, entry=needs)
    assert raised.value.category == "uncertain"


def test_what_is_told_is_known_only_where_it_is_asked_for():
    (silent,) = told({**ENTRY, "answer": {"ignore": True}})
    (asking,) = told({**ENTRY, "answer": TAKEN})
    assert silent.subject is None
    assert asking.subject["id"] == "S-1"


def test_a_partner_that_is_busy_is_asked_again_later():
    entry = {
        "busy": "errors[?code == `30`]",
        "success": "!errors",
        "error": {"message": "errors[0].message"},
        "answer": [{"when": "errors", "ignore": True}],
    }
    told = {"errors": [{"code": 30, "message": "not enough credits"}]}
    with pytest.raises(CallError, match="not enough credits") as raised:
        answered(told, entry=entry)
    assert (raised.value.category, raised.value.may_pass) == ("throttled", True)
