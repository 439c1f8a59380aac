# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an answer means: yes, no, nothing, or nobody knows."""

import json
from decimal import Decimal

import pytest

from logistics_base.canonical.documents import ShipmentDocument
from logistics_base.canonical.money import Money
from logistics_base.mapping.errors import PresetError
from logistics_base.mapping.outbound import calls, kinds
from logistics_base.transport.call_errors import CallError

from .outbound_examples import Weighing, known_calls, outbound, read  # noqa: F401

FIELDS = {
    "id": "no",
    "weight": {"value": "weight", "decimal": "comma"},
    "price": {"amount": "total", "currency": {"constant": "EUR"}},
    "words": '[request.key, settings.unit, headers."x-place"]',
}
ERROR = {"message": "error.text", "problems": "error.fields[].join(': ', [name, text])"}


def encoded(value):
    return json.dumps(value).encode()


def test_an_answer_is_mapped_into_our_document():
    found = read(
        encoded({"no": 7, "weight": "1.234,5", "total": "9.90"}),
        request={"key": "WH/1"},
        answer={"fields": FIELDS},
    )
    assert found == Weighing(
        id="7",
        weight=1234.5,
        price=Money(Decimal("9.90"), "EUR"),
        words=("WH/1", "kg", "Utrecht"),
    )


def test_a_list_leaves_out_what_nobody_can_use():
    answer = encoded({"all": [{"no": "a", "w": -1}, {"w": 2}, {"no": "b", "w": 3}]})
    fields = {"each": "all", "fields": {"id": "no", "weight": "w"}}
    found = read(answer, name="weigh_all", answer=fields)
    assert found == [Weighing(id="b", weight=3)]
    broken = encoded({"all": [{"no": "a", "w": -1}]})
    with pytest.raises(CallError, match="below zero"):
        read(broken, name="weigh_all", answer=fields)
    assert read(encoded({"all": []}), name="weigh_all", answer=fields) == []


def test_a_condition_leaves_out_what_does_not_apply():
    answer = encoded({"all": [{"no": "a", "ok": False}, {"no": "b", "ok": True}]})
    fields = {"each": "all", "when": "ok", "fields": {"id": "no"}}
    assert read(answer, name="weigh_all", answer=fields) == [Weighing(id="b")]


def test_a_yes_with_an_error_in_it_is_a_no():
    answer = encoded(
        {
            "ok": False,
            "error": {"text": "Bad\nplace", "fields": [{"name": "zip", "text": "?"}]},
        }
    )
    with pytest.raises(CallError, match="^Bad place$") as raised:
        read(answer, name="change", success="ok", error=ERROR)
    assert raised.value.category == "refused"
    assert raised.value.problems == ("zip: ?",)


def test_neither_yes_nor_no_is_a_doubt():
    with pytest.raises(CallError) as raised:
        read(encoded({"ok": None}), name="change", success="ok", error=ERROR)
    assert raised.value.category == "uncertain"
    with pytest.raises(CallError) as raised:
        read(encoded({"ok": None}), success="ok", error=ERROR)
    assert raised.value.category == "unreachable"


@pytest.mark.parametrize(
    "content", [b"<html>Back soon</html>", b'{"no": "x', b"", b"[]"]
)
def test_what_cannot_be_read_after_a_change_is_a_doubt(content):
    with pytest.raises(CallError) as raised:
        read(content, name="change")
    assert raised.value.category == "uncertain"


def test_a_refusal_is_told_in_the_partners_words():
    with pytest.raises(CallError) as raised:
        read(encoded({"error": {"text": "No such zip"}}), status=422, error=ERROR)
    assert (raised.value.category, raised.value.status) == ("refused", 422)
    assert str(raised.value) == "No such zip"
    with pytest.raises(CallError, match="HTTP 400"):
        read(b"<html>", status=400, name="change")


def test_not_found_means_none_where_there_may_be_none():
    assert read(b"{}", name="find", status=404) is None
    assert read(b"{}", name="find", status=410, none_at=[404, 410]) is None
    assert (
        read(
            encoded({"all": []}),
            name="find",
            answer={"each": "all", "fields": {"id": "no"}},
        )
        is None
    )
    with pytest.raises(CallError) as raised:
        read(b"{}", status=404)
    assert raised.value.category == "refused"


def test_what_must_be_there_is_asked_for():
    with pytest.raises(CallError, match="answer.id: missing") as raised:
        read(
            encoded({"w": 1}),
            answer={"fields": {"id": "no", "weight": "w"}},
            name="change",
        )
    assert raised.value.category == "uncertain"
    with pytest.raises(CallError, match="answer.price.amount: missing"):
        read(encoded({"no": 1}), answer={"fields": FIELDS}, name="change")


def test_xml_is_read_as_in_messages():
    found = read(
        b"<Reply><Item><No>5</No></Item></Reply>",
        name="weigh_all",
        section={"format": "xml", "xml": {"lists": ["Item"]}},
        answer={"each": "Reply.Item", "fields": {"id": "No"}},
    )
    assert found == [Weighing(id="5")]


def test_a_bomb_is_refused():
    with pytest.raises(CallError, match="cannot|nested|levels|not JSON"):
        read(b"[" * 100_000, name="change")


def test_nothing_at_all_can_be_a_yes():
    fields = {"fields": {"id": "request.key"}}
    assert read(b"", status=204, request={"key": "K"}, answer=fields) == Weighing(
        id="K"
    )


def test_our_own_json_needs_no_fields(known_calls):  # noqa: F811
    known = kinds.CallKind(name="told", answer=ShipmentDocument, many=True)
    calls.CALL_KINDS["told"] = known
    told = {"references": [{"type": "order", "value": "SO1"}]}
    answer = {"each": "all", "canonical": True}
    (found,) = read(encoded({"all": [told]}), name="told", answer=answer)
    assert found.references[0].value == "SO1"
    with pytest.raises(CallError, match="answer.references"):
        read(encoded({"all": [{"references": "SO1"}]}), name="told", answer=answer)
    with pytest.raises(PresetError, match="only where a document answers"):
        outbound("told", answer={**answer, "fields": {"id": "no"}})
