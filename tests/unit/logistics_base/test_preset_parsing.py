# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bytes to plain structures, and everything that can be wrong with bytes."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics_base.mapping.errors import DecodeError
from logistics_base.mapping.limits import Limits
from logistics_base.mapping.parsing import parse

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
).filter(lambda value: "\\u0000" not in json.dumps(value))


def _refused(body, category, **how):
    with pytest.raises(DecodeError) as refusal:
        parse(body, **how)
    assert refusal.value.category == category
    return refusal.value.message


class TestJson:
    @given(JSON)
    def test_gives_what_was_written(self, value):
        assert parse(json.dumps(value).encode()) == value

    def test_long_integers_keep_all_their_digits(self):
        assert parse(b'{"n": 92055901755477000000001}')["n"] == 92055901755477000000001

    @pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
    def test_unicode_in_any_dress_is_recognised(self, charset):
        assert parse('{"name": "Łódź"}'.encode(charset)) == {"name": "Łódź"}

    def test_a_declared_charset_is_followed(self):
        body = '{"name": "Köln"}'.encode("latin-1")
        declared = 'application/json; charset="ISO-8859-1"'
        assert parse(body, declared) == {"name": "Köln"}
        assert parse(body, options={"encoding": "latin-1"}) == {"name": "Köln"}

    def test_latin_1_that_nothing_declares_is_refused_with_the_place(self):
        message = _refused('{"name": "Köln"}'.encode("latin-1"), "encoding")
        assert "0xf6 at 11" in message

    @pytest.mark.parametrize("charset", ["unicode_escape", "rot13", "zlib", "x" * 50])
    def test_a_charset_that_is_none_is_refused(self, charset):
        _refused(b"{}", "encoding", content_type=f"text/json; charset={charset}")

    @pytest.mark.parametrize(
        "body",
        [b"", b"{", b'{"a": 1', b"{'a': 1}", b'{"a": NaN}', b"[1,]", b'{"a": 1} x']
        + [b'{"a": "\x01"}', b'{"a": Infinity}'],
    )
    def test_what_is_no_json_is_refused(self, body):
        _refused(body, "syntax")

    @pytest.mark.parametrize(
        "body",
        [b'{"a": "\x00"}', rb'{"a": "\u0000"}', rb'{"\u0000": 1}']
        + [rb'{"a": "\ud800"}', rb'["x", {"b": ["\uDC00 low"]}]'],
    )
    def test_nul_characters_and_lone_surrogates_are_refused(self, body):
        _refused(body, "encoding")

    def test_proper_surrogate_pairs_and_escaped_backslashes_are_not(self):
        assert parse(rb'["\ud83d\ude9a", "\\u0000"]') == ["🚚", r"\u0000"]

    def test_nesting_up_to_the_limit_is_read(self):
        assert parse(b"[" * 64 + b"]" * 64)
        _refused(b"[" * 65 + b"]" * 65, "limits")

    def test_many_brackets_side_by_side_or_inside_texts_are_no_nesting(self):
        assert len(parse(b"[" + b"[]," * 500 + b"[]]")) == 501
        assert parse(json.dumps({"a": '["' * 500}).encode())

    def test_too_many_values_are_refused_before_they_are_built(self):
        body = b"[" + b"0," * 300_000 + b"0]"
        _refused(body, "limits")

    def test_more_bytes_than_the_door_allows_are_refused(self):
        _refused(b"[1, 2, 3]", "limits", limits=Limits(bytes=5))

    @pytest.mark.parametrize(
        "body",
        [b"[" * 1_000_000, b'{"a":' * 500_000, b'"\\' * 500_000, b'["\\"' * 400_000]
        + [b"9" * 1_000_000, b'"' * 1_000_001],
        ids=["lists", "objects", "escapes", "quotes", "digits", "strings"],
    )
    def test_hostile_bodies_are_refused_quickly(self, body):
        begun = time.perf_counter()
        with pytest.raises(DecodeError):
            parse(body)
        assert time.perf_counter() - begun < 2


class TestXml:
    OPTIONS = {"lists": ["Event"]}  # noqa: RUF012

    def _parse(self, text, **options):
        return parse(text.encode(), form="xml", options={**self.OPTIONS, **options})

    def test_elements_attributes_and_text(self):
        text = '<F xmlns="urn:x"><Id>7</Id><Event at="1">in</Event><No/></F>'
        assert self._parse(text) == {
            "F": {"Id": "7", "Event": [{"@at": "1", "#text": "in"}], "No": None}
        }

    def test_what_repeats_is_a_list(self):
        assert self._parse("<F><A>1</A><A>2</A><A/></F>") == {
            "F": {"A": ["1", "2", None]}
        }

    def test_the_declared_encoding_is_followed(self):
        text = '<?xml version="1.0" encoding="ISO-8859-1"?><F>Köln</F>'
        assert parse(text.encode("latin-1"), form="xml") == {"F": "Köln"}

    @pytest.mark.parametrize(
        "text",
        [
            '<!DOCTYPE F [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><F>&b;</F>',
            '<!DOCTYPE F [<!ENTITY x SYSTEM "file:///etc/passwd">]><F>&x;</F>',
            '<!DOCTYPE F SYSTEM "http://partner.example/x.dtd"><F/>',
        ],
    )
    def test_bombs_and_external_entities_are_refused(self, text):
        message = _refused(text.encode(), "limits", form="xml")
        assert "entities" in message and "passwd" not in message

    def test_deep_nesting_is_refused(self):
        assert self._parse("<a>" * 64 + "</a>" * 64)
        _refused(b"<a>" * 65 + b"</a>" * 65, "limits", form="xml")
        _refused(b"<a>" * 50_000 + b"</a>" * 50_000, "limits", form="xml")

    def test_too_many_elements_are_refused(self):
        _refused(b"<a>" + b"<b/>" * 450_000 + b"</a>", "limits", form="xml")
        _refused(b"<a>" + b"<b/>" * 210_000 + b"</a>", "limits", form="xml")

    @pytest.mark.parametrize("body", [b"", b"<a>", b"<a></b>", b"{}", b"<a>&x;</a>"])
    def test_what_is_no_xml_is_refused(self, body):
        _refused(body, "syntax", form="xml")

    def test_an_unknown_encoding_is_refused(self):
        body = b'<?xml version="1.0" encoding="klingon"?><F/>'
        with pytest.raises(DecodeError):
            parse(body, form="xml")


class TestCsv:
    def _rows(self, text, charset="utf-8", **options):
        return parse(text.encode(charset), form="csv", options=options)["rows"]

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_the_delimiter_is_told_from_the_lines(self, delimiter):
        text = "code,city,amount\nD1,Köln,5\nD2,Łódź,6\n".replace(",", delimiter)
        assert self._rows(text)[1] == {"code": "D2", "city": "Łódź", "amount": "6"}

    def test_decimal_commas_do_not_mislead(self):
        text = "code;amount\nA;1,50\nB;2,75\n"
        assert self._rows(text)[0] == {"code": "A", "amount": "1,50"}

    def test_quoted_delimiters_and_line_ends_are_text(self):
        rows = self._rows('a,b\n"x, y","two\nlines"\n')
        assert rows == [{"a": "x, y", "b": "two\nlines"}]

    def test_repeated_and_empty_column_names_lose_nothing(self):
        rows = self._rows("Charge,Amount,Charge,Amount,\nFuel,1,Peak,2,z\n")
        assert rows == [
            {"Charge": "Fuel", "Amount": "1", "Charge_2": "Peak", "Amount_2": "2"}
            | {"c5": "z"}
        ]

    def test_columns_by_position(self):
        rows = self._rows("D1;x\nD2;y;more\n", header=False, columns=["code"])
        assert rows == [
            {"code": "D1", "c2": "x"},
            {"code": "D2", "c2": "y", "c3": "more"},
        ]

    def test_lines_before_the_header_are_skipped_and_empty_ones_ignored(self):
        rows = self._rows("Report of today\n\na,b\n1,2\n,\n\n", skip_lines=2)
        assert rows == [{"a": "1", "b": "2"}]

    @pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "cp1252"])
    def test_the_encoding_is_recognised(self, charset):
        assert self._rows("city,n\nKöln,1\n", charset) == [{"city": "Köln", "n": "1"}]

    def test_too_many_cells_and_nul_characters_are_refused(self):
        _refused(b"a,b\n" + b"1,2\n" * 100_000, "limits", form="csv")
        _refused(b"a,b\n1,\x00\n", "encoding", form="csv")

    def test_an_endless_cell_is_refused(self):
        _refused(b'a,b\n"' + b"x" * 200_000, "syntax", form="csv")

    def test_nothing_gives_no_rows(self):
        assert self._rows("") == []


def test_no_message_shows_more_than_a_little_of_the_payload():
    secret = "s3cret" * 40
    for body, form in [(f'{{"{secret}', "json"), (f"<{secret}", "xml")]:
        with pytest.raises(DecodeError) as refusal:
            parse(body.encode(), form=form)
        assert secret[:81] not in refusal.value.message


def test_json_within_json_is_read_where_a_preset_says_so():
    inner = json.dumps({"number": "A1", "lines": [1, 2]})
    body = json.dumps({"resource": {"body": inner}, "data": "", "tags": inner}).encode()
    options = {"embedded": ["resource.body", "data", "nothing.here"]}
    found = parse(body, options=options)
    assert found["resource"]["body"]["lines"] == [1, 2]
    assert (found["data"], found["tags"]) == ("", inner)
    with pytest.raises(DecodeError, match="not JSON"):
        parse(b'{"data": "{cut o"}', options={"embedded": ["data"]})
