# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which message it is, what it is known by, and how many documents it gives."""

import json

import pytest

from logistics_base.mapping.errors import DecodeError
from logistics_base.mapping.limits import Limits
from logistics_base.mapping.preset import Preset
from tests.plain import ROOT

from .preset_examples import EVENT, FIELDS, decode, decode_one, preset

MILESTONE = "shipment.milestone"


def _preset(*messages, **keys):
    whole = {"code": "px", "name": "Parcel Express", "kind": "carrier"}
    return Preset.load({**whole, "messages": list(messages), **keys})


def _entry(**keys):
    return {"document_type": MILESTONE, "fields": FIELDS, **keys}


class TestChoice:
    LOADED = _preset(
        {"when": "kind == 'ping'", "ignore": True},
        _entry(when="kind == 'scan'", identity="id"),
        _entry(when="kind == 'last'", identity=["missing", {"join": ["number", "at"]}]),
    )

    @pytest.mark.parametrize("kind", ["scan", "last"])
    def test_the_first_that_applies_is_taken(self, kind):
        assert decode_one(self.LOADED, {"kind": kind}).raw_code == "DLV"

    def test_what_is_ignored_gives_nothing(self):
        assert decode(self.LOADED, {"kind": "ping"}) == []
        assert self.LOADED.identity({"kind": "ping"}) == (None, None)

    def test_what_nothing_applies_to_is_unmapped(self):
        with pytest.raises(DecodeError) as failure:
            decode(self.LOADED, {"kind": "other"})
        assert failure.value.category == "unmapped_message"
        assert self.LOADED.identity({"kind": "other"}) == (None, None)

    @pytest.mark.parametrize(
        ("payload", "key"),
        [
            ({"kind": "scan", "id": "E1"}, "E1"),
            ({"kind": "scan", "id": 17}, "17"),
            ({"kind": "scan", "id": ""}, None),
            ({"kind": "scan", "id": {"not": "text"}}, None),
            ({"kind": "last", "number": "N", "at": "T"}, "N:T"),
        ],
    )
    def test_the_identity_is_the_partners_or_none(self, payload, key):
        assert self.LOADED.identity(payload) == (MILESTONE, key)

    @pytest.mark.parametrize("payload", [None, 7, "x", [], [1, {"kind": 1}]])
    def test_messages_of_any_shape_are_answered(self, payload):
        assert self.LOADED.identity(payload) == (None, None)
        with pytest.raises(DecodeError):
            self.LOADED.decode(json.dumps(payload).encode())


class TestEach:
    EVENTS = [{"status": "A"}, {"status": "B"}]  # noqa: RUF012

    def test_a_list_of_events_with_fields_of_the_whole_message(self):
        fields = {"tracking_number": "root.number", "occurred_at": "root.at"}
        loaded = preset(fields, message={"each": "events"})
        events = decode(loaded, {"events": self.EVENTS})
        assert [event.raw_code for event in events] == ["A", "B"]
        assert {event.references[0].value for event in events} == {"PX0001"}

    @pytest.mark.parametrize("events", [None, [], [None]])
    def test_no_events_are_no_documents(self, events):
        assert decode(preset(message={"each": "events"}), {"events": events}) == []

    def test_one_object_instead_of_a_list_is_a_list_of_one(self):
        loaded = preset({"tracking_number": "root.number"}, message={"each": "event"})
        event = {"status": "A", "at": EVENT["at"]}
        assert decode_one(loaded, {"event": event}).raw_code == "A"

    def test_history_and_latest_status_together(self):
        fields = {"tracking_number": "root.number", "occurred_at": "root.at"}
        loaded = preset(fields, message={"each": "[history[], latest][]"})
        payload = {"history": self.EVENTS, "latest": {"status": "C"}}
        assert [one.raw_code for one in decode(loaded, payload)] == ["A", "B", "C"]

    def test_levels_with_what_stands_above(self):
        loaded = preset(
            {"tracking_number": "parent.no", "occurred_at": "root.at"},
            message={"each": ["trackers", "events"]},
        )
        trackers = [{"no": "1", "events": self.EVENTS}, {"no": "2", "events": []}]
        trackers.append({"no": "3", "events": {"status": "C"}})
        events = decode(loaded, {"trackers": trackers})
        found = [(event.references[0].value, event.raw_code) for event in events]
        assert found == [("1", "A"), ("1", "B"), ("3", "C")]

    def test_a_message_that_is_a_list_itself(self):
        loaded = preset(message={"each": "@"})
        body = json.dumps([EVENT, {**EVENT, "status": "B"}]).encode()
        assert [event.raw_code for event in loaded.decode(body)] == ["DLV", "B"]

    def test_more_documents_than_allowed_are_refused(self):
        loaded = preset(
            {"tracking_number": "root.number", "occurred_at": "root.at"},
            message={"each": "events"},
        )
        with pytest.raises(DecodeError) as failure:
            decode(loaded, {"events": self.EVENTS * 3}, limits=Limits(documents=5))
        assert failure.value.category == "limits"


class TestSeveralDocuments:
    def test_documents_of_several_kinds_with_conditions(self):
        eta = {**FIELDS, "occurred_at": "eta", "classifier": {"constant": "estimated"}}
        shipment = {
            "references": [{"type": "order", "value": "order"}],
            "packages": "parcels[].no",
            "weight": "kg",
        }
        loaded = _preset(
            {
                "documents": [
                    _entry(),
                    _entry(fields=eta, when="eta"),
                    {"document_type": "shipment", "fields": shipment},
                ]
            }
        )
        payload = {
            "eta": "2026-01-18T12:00:00Z",
            "order": "SO1",
            "kg": "4.5",
            "parcels": [{"no": "1"}, {"no": "2"}],
        }
        event, estimate, document = decode(loaded, payload)
        assert (event.classifier, estimate.classifier) == ("actual", "estimated")
        assert (document.packages, document.weight) == (("1", "2"), 4.5)
        assert len(decode(loaded, {**payload, "eta": None})) == 2

    def test_the_door_files_it_under_the_first_or_the_named_kind(self):
        documents = [_entry()]
        assert _preset({"documents": documents}).identity({})[0] == MILESTONE
        named = {"documents": documents, "document_type": "shipment"}
        assert _preset(named).identity({})[0] == "shipment"


class TestFormats:
    def test_xml(self):
        loaded = preset(
            {"tracking_number": '"@no"', "raw_code": "Code", "occurred_at": "At"},
            message={"each": "Feed.Event"},
            format="xml",
            xml={"lists": ["Event"]},
        )
        body = (
            b"<Feed><Event no='7'><Code>D</Code><At>2026-01-17T09:00:00Z</At>"
            b"</Event></Feed>"
        )
        (event,) = loaded.decode(body)
        assert (event.raw_code, event.references[0].value) == ("D", "7")

    def test_csv_with_a_header_and_decimal_commas(self):
        loaded = preset(
            {
                "tracking_number": '"Tracking ID"',
                "raw_code": "Code",
                "occurred_at": {"value": "At", "formats": ["%d.%m.%Y"], "zone": "UTC"},
                "location": {"latitude": {"value": "Lat", "decimal": "comma"}},
            },
            message={"each": "rows"},
            format="csv",
            encoding="latin-1",
        )
        body = "Tracking ID;Code;At;Lat\nPX1;ü;17.01.2026;52,5\n".encode("latin-1")
        (event,) = loaded.decode(body)
        assert (event.raw_code, event.location.latitude) == ("ü", 52.5)


class TestCanonical:
    LOADED = _preset({"canonical": True})
    DATA = {
        "tracking_number": "1",
        "code": "delivered",  # noqa: RUF012
        "occurred_at": "2026-01-17T10:00:00+01:00",
    }

    def _decode(self, body, headers=None):
        return self.LOADED.decode(json.dumps(body).encode(), headers=headers)

    def test_any_registered_type_is_spoken(self):
        (event,) = self._decode({"type": MILESTONE, "data": self.DATA})
        assert (event.code, event.utc_offset_minutes) == ("delivered", 60)
        body = {"type": "shipment", "data": {"tracking_number": "1"}}
        assert self._decode(body)[0].document_type == "shipment"

    @pytest.mark.parametrize(
        ("headers", "own", "key"),
        [({"Webhook-Id": "m1"}, "e1", "m1"), (None, "e1", "e1"), (None, None, None)],
    )
    def test_the_webhook_id_then_the_events_own_is_the_identity(
        self, headers, own, key
    ):
        body = {"type": MILESTONE, "data": {**self.DATA, "id": own}}
        assert self.LOADED.identity(body, headers) == (MILESTONE, key)

    def test_the_webhook_id_becomes_the_events_where_it_has_none(self):
        body = {"type": MILESTONE, "data": self.DATA}
        (event,) = self._decode(body, {"webhook-id": "m1"})
        assert event.id == "m1"

    @pytest.mark.parametrize(
        ("body", "category"),
        [
            ([], "value"),
            ({"data": {}}, "missing"),
            ({"type": MILESTONE}, "missing"),
            ({"type": MILESTONE, "data": []}, "missing"),
            ({"type": "tea.served", "data": {}}, "unmapped_message"),
            ({"type": MILESTONE, "data": {**DATA, "code": "beamed"}}, "value"),
            ({"type": MILESTONE, "data": {**DATA, "occurred_at": "noon"}}, "value"),
        ],
    )
    def test_what_is_wrong_is_named_but_can_be_stored(self, body, category):
        with pytest.raises(DecodeError) as failure:
            self._decode(body)
        assert failure.value.category == category
        assert self.LOADED.identity(body, {"webhook-id": "m1"})[1] == "m1"


def test_the_documentations_example_is_true():
    text = (ROOT / "logistics_base/readme/PRESETS.md").read_text()
    blocks = [part.split("```")[0] for part in text.split("```")[1::2]]
    payload, preset_file, documents = blocks[:3]
    loaded = Preset.load(preset_file.removeprefix("yaml\n"))
    decoded = loaded.decode(payload.removeprefix("json\n").encode())
    expected = json.loads(documents.removeprefix("json\n"))
    assert [one.to_json() for one in decoded] == expected
