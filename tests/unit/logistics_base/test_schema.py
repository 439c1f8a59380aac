# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The schemas say what the documents' own readers do."""

import json
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from logistics_base.canonical.acknowledgement import Acknowledgement
from logistics_base.canonical.documents import DOCUMENTS, DocumentError, TrackingEvent
from logistics_base.canonical.schema import json_schema
from tests.preset_samples import samples

EVENT = {
    "tracking_number": "1",
    "code": "delivered",
    "occurred_at": "2026-01-17T09:00:00Z",
}
TEXT = st.sampled_from(["x", "2026-01-17T09:00:00Z", "delivered", "actual", "order"])
BROKEN = st.dictionaries(
    st.sampled_from([field.name for field in fields(TrackingEvent)]),
    TEXT
    | st.just([])
    | st.just({})
    | st.just([{"type": "order", "value": "SO1"}])
    | st.just([{"type": "tea", "value": "SO1"}])
    | st.just([{"type": "order"}]),
    max_size=4,
)


def _accepts(cls, values):
    return Draft202012Validator(json_schema(cls)).is_valid(values)


def _reads(cls, values):
    try:
        cls.from_json(values)
    except DocumentError:
        return False
    return True


@pytest.mark.parametrize("cls", DOCUMENTS.values(), ids=DOCUMENTS)
def test_every_document_type_has_a_valid_schema(cls):
    schema = json_schema(cls)
    Draft202012Validator.check_schema(schema)
    assert schema["properties"].keys() >= {field.name for field in fields(cls)}
    assert json.loads(json.dumps(schema)) == schema


def _of_format(suffix):
    return [one for one in samples("logistics_base") if one.message.suffix == suffix]


@pytest.mark.parametrize("sample", _of_format(".json"), ids=str)
def test_samples_and_what_they_give_are_valid(sample):
    message = json.loads(sample.body)
    cls = DOCUMENTS[message["type"]]
    assert _accepts(cls, message["data"])
    assert all(_accepts(cls, document) for document in sample.expected)


@pytest.mark.parametrize("sample", _of_format(".edi"), ids=str)
def test_what_samples_of_acknowledgements_give_is_valid(sample):
    assert sample.expected
    assert all(_accepts(Acknowledgement, one) for one in sample.expected)


@pytest.mark.parametrize(
    "change",
    [
        {"tracking_number": None},
        {"code": "beamed"},
        {"code": None},
        {"occurred_at": None},
        {"classifier": "maybe"},
        {"references": [{"type": "tea", "value": "1"}]},
        {"references": [{"type": "order"}]},
        {"location": "Rotterdam"},
        {"location": {"latitude": "north"}},
        {"proof": {"attachments": {}}},
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(change):
    values = {**EVENT, **change}
    values = {key: value for key, value in values.items() if value is not None}
    assert not _reads(TrackingEvent, values)
    assert not _accepts(TrackingEvent, values)


@settings(max_examples=400, deadline=None)
@given(BROKEN)
def test_what_the_schema_accepts_the_reader_reads(change):
    values = {**EVENT, **change}
    times = ("occurred_at", "estimated_delivery")
    # Formats are annotations in JSON Schema: only the reader judges a time.
    values = {
        key: "2026-01-17T09:00:00Z" if key in times and value == "x" else value
        for key, value in values.items()
        if not (key in times and value in ("delivered", "actual", "order"))
    }
    if _accepts(TrackingEvent, values):
        assert _reads(TrackingEvent, values)
