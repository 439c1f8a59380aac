# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a preset can say of one event's fields."""

import json

import pytest

from logistics_base.canonical.documents import Attachment, Reference
from logistics_base.mapping.errors import DecodeError

from .preset_examples import decode_one, failure_of, preset


class TestValues:
    @pytest.mark.parametrize(
        ("value", "payload", "expected"),
        [
            ("text", {"text": " hello "}, "hello"),
            ("text", {"text": "  "}, None),
            ("text", {"text": 7}, "7"),
            ("text", {"text": True}, "true"),
            ("a.b.c.d", {"a": {"b": {"c": {"d": "x"}}}}, "x"),
            ("a.b.c", {"a": {"b": ["c"]}}, None),
            (["missing", "text"], {"text": "second"}, "second"),
            (["empty", "text"], {"empty": "", "text": "second"}, "second"),
            ({"value": ["empty", "text"]}, {"empty": "", "text": "b"}, "b"),
            ({"constant": "always"}, {}, "always"),
            ({"value": "text", "default": "else"}, {}, "else"),
            ({"value": "text", "case": "upper"}, {"text": "abc"}, "ABC"),
            ({"value": "n", "map": {"1": "one"}}, {"n": 1}, "one"),
            ({"value": "n", "map": {"1": "one"}}, {"n": 2}, None),
            ({"value": "n", "map": {"1": "one"}, "default": "many"}, {"n": 2}, "many"),
            ({"value": "text", "when": "n > `1`"}, {"text": "x", "n": 2}, "x"),
            ({"value": "text", "when": "n > `1`"}, {"text": "x", "n": 1}, None),
            ({"join": ["a", "b"]}, {"a": "x", "b": 7}, "x:7"),
            (
                {"join": ["a", "b", "c"], "separator": ""},
                {"a": 1, "b": 2, "c": 3},
                "123",
            ),
            ({"join": ["a", "b"]}, {"a": "x", "b": None}, None),
            ("join(':', [a, b])", {"a": "x"}, None),
            ('headers."x-kind"', {}, "scan"),
            ("root.text", {"text": "r"}, "r"),
        ],
    )
    def test_forms_and_options(self, value, payload, expected):
        loaded = preset({"description": value})
        event = decode_one(loaded, payload, headers={"X-Kind": "scan"})
        assert event.description == expected

    def test_an_object_where_text_is_wanted_fails_with_its_path(self):
        failure = failure_of(preset({"description": "a"}), {"a": {"b": 1}})
        assert failure.category == "value"
        assert failure.message.startswith("messages[0].fields.description: text")

    def test_optional_makes_a_malformed_value_absent(self):
        loaded = preset({"description": {"value": "a", "optional": True}})
        assert decode_one(loaded, {"a": [1]}).description is None

    def test_a_failure_shows_little_of_the_payload(self):
        failure = failure_of(preset(), {"at": "x" * 500})
        assert failure.category == "value" and len(failure.message) < 150

    @pytest.mark.parametrize(
        ("value", "payload", "expected"),
        [
            ("n", {"n": 51.5}, 51.5),
            ("n", {"n": "1,234.5"}, 1234.5),
            ({"value": "n", "decimal": "comma"}, {"n": "1.234,5"}, 1234.5),
            ({"value": "n", "decimal": "comma"}, {"n": "1 234,5"}, 1234.5),
            ({"value": "n", "scale": 2}, {"n": "1234"}, 12.34),
            ("n", {"n": "12.5-"}, -12.5),
            ("n", {"n": "1e2"}, 100.0),
            ("n", {"n": ""}, None),
        ],
    )
    def test_numbers(self, value, payload, expected):
        assert self._weigh(value, json.dumps(payload)) == expected

    @pytest.mark.parametrize(
        "n", ['"1,5"', '"ten"', "true", "[]", f'"{"9" * 500}"', '"nan"', "1e999"]
    )
    def test_what_is_no_number_fails(self, n):
        with pytest.raises(DecodeError) as failure:
            self._weigh("n", f'{{"n": {n}}}')
        assert failure.value.category == "value"
        assert failure.value.message.startswith("messages[0].fields.weight: a number")

    def _weigh(self, value, body):
        fields = {
            "references": [{"type": "order", "value": "'SO1'"}],
            "weight": value,
        }
        message = {"document_type": "shipment", "fields": fields}
        loaded = preset(message=message)
        (document,) = loaded.decode(body.encode())
        return document.weight


class TestReferences:
    def test_number_and_references_together_without_repeats(self):
        loaded = preset(
            {
                "references": [
                    {"type": "order", "value": "order"},
                    {"type": "tracking", "value": "number"},
                    {"type": "bol", "value": "missing"},
                ]
            }
        )
        event = decode_one(loaded, {"order": "SO1"})
        assert event.references == (
            Reference("tracking", "PX0001"),
            Reference("order", "SO1"),
        )

    def test_a_list_of_numbers_gives_one_each(self):
        event = decode_one(
            preset({"tracking_number": "numbers"}), {"numbers": ["1", 2]}
        )
        assert [one.value for one in event.references] == ["1", "2"]

    def test_types_told_by_the_message(self):
        kinds = {"BKG": "booking", "EQ": "container"}
        loaded = preset(
            {
                "references": [
                    {
                        "each": "refs",
                        "value": "v",
                        "type": {"value": "t", "map": kinds, "default": "other"},
                    },
                ]
            }
        )
        refs = [{"t": "BKG", "v": "B1"}, {"t": "ZZ", "v": "Z1"}, {"t": "EQ"}]
        event = decode_one(loaded, {"refs": refs})
        assert event.references[1:] == (
            Reference("booking", "B1"),
            Reference("other", "Z1"),
        )

    def test_without_any_reference_the_event_is_refused(self):
        failure = failure_of(preset(), {"number": ""})
        assert (failure.category, "references" in failure.message) == ("missing", True)

    def test_a_reference_beyond_measure_is_refused(self):
        assert failure_of(preset(), {"number": "x" * 121}).category == "value"


class TestCodes:
    SPELLINGS = [{"join": ["status", "sub"]}, "status", "kind"]  # noqa: RUF012

    @pytest.mark.parametrize(
        ("payload", "code", "others"),
        [
            ({"status": "A", "sub": "1", "kind": "K"}, "A:1", ("A", "K")),
            ({"status": "A", "kind": "K"}, "A", ("K",)),
            ({"status": "A", "kind": "A"}, "A", ()),
            ({"status": 11}, "11", ()),
        ],
    )
    def test_spellings_from_the_most_specific_on(self, payload, code, others):
        event = decode_one(preset({"raw_code": self.SPELLINGS}), payload)
        assert (event.raw_code, event.raw_code_alternatives) == (code, others)
        assert event.code is None

    @pytest.mark.parametrize(
        ("payload", "expected"),
        [
            ({"status": "ETA"}, "estimated"),
            ({"status": "DLV"}, "actual"),
            ({"status": "ETA", "sub": "1"}, "estimated"),
            ({"status": "ETA", "class": "PLN"}, "planned"),
            ({"status": "ETA", "class": "?"}, "estimated"),
        ],
    )
    def test_the_message_then_the_code_tells_the_classifier(self, payload, expected):
        codes = {"ETA": {"code": "delivered", "classifier": "estimated"}}
        fields = {
            "raw_code": self.SPELLINGS,
            "classifier": {
                "value": "class",
                "map": {"PLN": "planned", "ACT": "actual"},
            },
        }
        loaded = preset(fields, codes={"milestone": {**codes, "DLV": "delivered"}})
        assert loaded.codes["milestone"] == {"ETA": "delivered", "DLV": "delivered"}
        assert decode_one(loaded, payload).classifier == expected

    def test_a_word_outside_the_vocabulary_fails(self):
        failure = failure_of(preset({"classifier": "class"}), {"class": "maybe"})
        assert failure.category == "value"

    def test_without_a_code_the_event_is_refused(self):
        assert failure_of(preset(), {"status": None}).category == "missing"

    def test_a_retraction_needs_nothing_else(self):
        loaded = preset({"retracts": "undo"})
        event = decode_one(loaded, {"undo": "E1", "status": None, "at": None})
        assert (event.retracts, event.occurred_at) == ("E1", None)


class TestNested:
    def test_a_location_of_which_nothing_is_found_is_none(self):
        loaded = preset({"location": {"city": "place.city", "country": "place.c"}})
        assert decode_one(loaded, {"place": {"city": ""}}).location is None
        assert decode_one(loaded, {"place": None}).location is None

    @pytest.mark.parametrize(
        ("written", "country"),
        [("USA", "US"), ("nl", "NL"), ("xk", "XK"), ("Mars", None), (7, None)],
    )
    def test_countries_become_iso_codes_where_they_name_one(self, written, country):
        loaded = preset({"location": {"country": "c", "city": {"constant": "x"}}})
        assert decode_one(loaded, {"c": written}).location.country == country

    def test_a_unlocode_has_five_characters(self):
        loaded = preset({"location": {"unlocode": "u"}})
        assert decode_one(loaded, {"u": "nl rtm"}).location.unlocode == "NLRTM"
        assert decode_one(loaded, {"u": "Rotterdam"}).location is None

    def test_degrees_off_the_globe_fail(self):
        loaded = preset({"location": {"longitude": "n"}})
        assert decode_one(loaded, {"n": "-179.5"}).location.longitude == -179.5
        assert failure_of(loaded, {"n": 999}).category == "value"

    def test_markup_in_a_name_stays_what_it_is(self):
        name = "<script>alert(1)</script>"
        event = decode_one(preset({"location": {"name": "n"}}), {"n": name})
        assert event.location.name == name

    def test_a_proof_with_its_condition_time_and_attachments(self):
        loaded = preset(
            {
                "proof": {
                    "when": "status == 'DLV'",
                    "signatory": "by",
                    "signed_at": "at",
                    "attachments": [
                        {"each": "photos", "name": {"constant": "photo"}, "url": "href"}
                    ],
                }
            }
        )
        proof = decode_one(
            loaded, {"by": "Jo", "photos": [{"href": "https://x"}]}
        ).proof
        assert proof.signatory == "Jo" and proof.signed_at.hour == 9
        assert proof.attachments == (Attachment(name="photo", url="https://x"),)
        assert decode_one(loaded, {"by": "Jo", "status": "TRN"}).proof is None
