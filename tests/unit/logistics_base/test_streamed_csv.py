# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""CSV files of which each row is one line of a single document."""

import csv
import io
import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from logistics_base.canonical.line_stream import LineStream
from logistics_base.mapping import csv_file
from logistics_base.mapping.errors import DecodeError, PresetError
from logistics_base.mapping.preset import Preset
from tests.plain import ROOT

HEADER = "kind;number;count\n"
WHOLE = HEADER + "pro;A1;\ntracking;B2;\norder;C3;\n"
TRAILER = {"when": "kind == 'END'", "count": "count"}


def load(stream=None, fields=None, **keys):
    """A preset whose files are lists of references to one shipment."""
    message = {
        "document_type": "shipment",
        "stream": {"field": "references", **(stream or {})},
        "fields": {
            "id": "file.batch",
            "customer": '"rows"[0].number',
            "references": {"type": "kind", "value": "number"},
            **(fields or {}),
        },
    }
    whole = {"code": "px", "name": "PX", "kind": "wms", "format": "csv"}
    whole["csv"] = {"file_names": ["list_{batch}.csv"]}
    return Preset.load({**whole, "messages": [message], **keys})


def decode(text, loaded=None, **how):
    body = text if isinstance(text, bytes) else text.encode()
    (document,) = (loaded or load()).decode(body, **how)
    return document


def values(text, loaded=None, **how):
    return [one.value for one in decode(text, loaded, **how).references]


def failure(text, loaded=None):
    with pytest.raises(DecodeError) as raised:
        values(text, loaded)
    return raised.value


class TestOneDocument:
    def test_its_lines_are_read_as_often_as_asked(self):
        document = decode(WHOLE)
        assert isinstance(document.references, LineStream)
        for _time in range(2):
            assert [one.value for one in document.references] == ["A1", "B2", "C3"]

    def test_it_is_written_as_json_like_any_other(self):
        told = decode("kind;number\npro;A1\npro;B2\n", filename="list_7.csv").to_json()
        assert told == {
            "id": "7",
            "customer": "A1",
            "references": [{"type": "pro", "value": v} for v in ("A1", "B2")],
        }

    def test_its_head_is_told_by_the_name_of_the_file(self):
        assert decode(WHOLE, filename="list_7.csv").id == "7"
        assert decode(WHOLE, filename="LIST_a b.CSV").id == "a b"
        assert decode(WHOLE, filename="other.csv").id is None
        assert decode(WHOLE).id is None

    def test_rows_that_are_no_lines_are_passed_over(self):
        loaded = load({"when": "kind != 'note'"})
        assert values(HEADER + "pro;A;\nnote;hello;\npro;B;\n", loaded) == ["A", "B"]

    def test_the_file_is_opened_anew_for_each_reading_and_closed(self):
        opened = []

        def open_file():
            opened.append(io.BytesIO(WHOLE.encode()))
            return opened[-1]

        (document,) = load().decode_file(open_file)
        before = len(opened)
        assert len(list(document.references)) == 3
        next(iter(document.references))
        assert len(opened) == before + 2
        assert all(file.closed for file in opened)

    def test_another_entry_may_read_its_files_whole(self):
        whole = {
            "when": "header[0] == 'tracking'",
            "document_type": "shipment",
            "each": "rows",
            "fields": {"tracking_number": "tracking"},
        }
        loaded = load()
        spec = {"code": "px", "name": "PX", "kind": "wms", "format": "csv"}
        streamed = {
            "document_type": "shipment",
            "stream": "references",
            "fields": {"references": {"type": "kind", "value": "number"}},
        }
        loaded = Preset.load({**spec, "messages": [whole, streamed]})
        assert len(loaded.decode(b"tracking;x\nA;1\nB;2\n")) == 2
        assert values(WHOLE, loaded) == ["A1", "B2", "C3"]
        assert loaded.decode_file(lambda: io.BytesIO(b"tracking;x\nA;1\n")) is None

    @pytest.mark.parametrize(
        "stream, problem",
        [
            ({"field": "customer"}, "a list of documents"),
            ({"field": "nowhere"}, "a list of documents"),
            ({"lines": 1}, "unknown key"),
            ({"trailer": {"count": "c1"}}, "trailer.when: missing"),
            ({"trailer": {**TRAILER, "counted": "cells"}}, "is none of rows"),
        ],
    )
    def test_what_is_no_stream_is_a_problem_of_the_preset(self, stream, problem):
        with pytest.raises(PresetError, match=problem):
            load(stream)

    def test_only_csv_is_streamed(self):
        with pytest.raises(PresetError, match="the format is json"):
            load(format="json", csv=None)


class TestCutOff:
    """A file of which not all is there is refused whole."""

    @pytest.mark.parametrize(
        "text, says",
        [
            (HEADER + "pro;A1;\nord", "line 3: the file ends within a row: 1 of 3"),
            (HEADER + "pro", "line 2: the file ends within a row: 1 of 3"),
            (HEADER + 'pro;A1;\npro;"B', "line 3: the file ends within a quoted text"),
            (HEADER + 'pro;A1;\npro;"B\n', "the file ends within a quoted text"),
            ((HEADER + "pro;Ä;ö").encode()[:-1], "in the middle of a character"),
        ],
    )
    def test_by_its_last_row(self, text, says):
        found = failure(text)
        assert found.category == "truncated"
        assert says in found.message

    def test_by_a_last_line_that_does_not_end(self):
        loaded = load({"final_newline": True})
        assert failure(WHOLE[:-1], loaded).category == "truncated"
        assert values(WHOLE, loaded) == values(WHOLE[:-1])
        assert values(WHOLE.replace("\n", "\r"), loaded) == values(WHOLE)

    @pytest.mark.parametrize(
        "text, says",
        [
            (WHOLE, "line 4: the trailer is missing"),
            (WHOLE + "END;;2\n", "line 5: the trailer counts 2 rows, there are 3"),
            (HEADER, "the trailer is missing"),
        ],
    )
    def test_by_its_trailer(self, text, says):
        found = failure(text, load({"trailer": TRAILER}, {"customer": None}))
        assert (found.category, found.message) == ("truncated", says)

    @pytest.mark.parametrize(
        "counted, number", [("rows", 3), ("rows_and_trailer", 4), ("all", 5)]
    )
    def test_not_where_the_trailer_agrees(self, counted, number):
        loaded = load({"trailer": {**TRAILER, "counted": counted}})
        assert values(WHOLE + f"END;;{number}\n", loaded) == ["A1", "B2", "C3"]
        assert values(WHOLE + "END\n", loaded) == ["A1", "B2", "C3"]

    def test_two_files_in_one_are_none(self):
        loaded = load({"trailer": TRAILER})
        twice = WHOLE + "END;;3\n" + WHOLE
        assert failure(twice, loaded).message == "line 6: a row follows the trailer"

    def test_wherever_it_was_cut(self):
        loaded = load({"trailer": TRAILER, "final_newline": True})
        whole = (WHOLE + "END;;3\n").encode()
        for length in range(len(HEADER) + 1, len(whole)):
            assert failure(whole[:length], loaded).category == "truncated"

    def test_the_door_finds_it_before_anything_is_decoded(self):
        cut = WHOLE.encode() + b'order;"'
        with pytest.raises(DecodeError, match="line 5: the file ends within a quoted"):
            load().identify_file(lambda: io.BytesIO(cut))

    def test_shorter_rows_are_no_cut_where_others_are_as_short(self):
        assert values("kind;number;note\npro;A\npro;B;x\npro;C\n") == ["A", "B", "C"]
        assert values("kind;number;\npro;A\n") == ["A"]


class TestBadRows:
    """An error says in which line of the file it is."""

    @pytest.mark.parametrize(
        "row, category, says",
        [
            ("bogus;X;", "value", "references.type: not a known word: “bogus”"),
            ("pro;;", "missing", "references.value: missing"),
            ("pro;" + "x" * 121 + ";", "value", "longer than 120 characters"),
        ],
    )
    def test_in_the_middle(self, row, category, says):
        found = failure(f"{WHOLE}\n\n{row}\npro;D;\n")
        assert found.category == category
        assert found.message.startswith("line 7: messages[0].fields.")
        assert says in found.message

    def test_lines_are_counted_as_an_editor_does(self):
        text = 'comment\nkind;number\npro;"A\nB"\n\nbogus;C\n'
        loaded = load(csv={"skip_lines": 1})
        assert failure(text, loaded).message.startswith("line 6:")

    def test_those_before_have_been_read(self):
        lines = iter(decode(WHOLE + "bogus;X;\n").references)
        assert [next(lines).value for _line in range(3)] == ["A1", "B2", "C3"]
        with pytest.raises(DecodeError):
            next(lines)

    def test_a_file_without_rows_is_not_an_empty_warehouse(self):
        assert failure(HEADER).category == "missing"
        assert failure("").category == "missing"

    def test_nul_characters_are_refused(self):
        found = failure(WHOLE + "pro;A\0;\n")
        assert (found.category, found.message[:7]) == ("encoding", "line 5:")

    @pytest.mark.parametrize("endless", ['pro;"A', "pro;A"])
    def test_what_never_ends_is_not_gathered(self, endless, monkeypatch):
        monkeypatch.setattr(csv_file, "LONGEST_ROW", 5000)
        filling = ("x" * 80 + ("\n" if '"' in endless else "")) * 100
        found = failure(HEADER + endless + filling + ";\n")
        assert found.category == "limits"
        assert found.message.startswith("line ")


class TestEncodings:
    """A file reads the same, be it streamed or not."""

    TEXT = "kind;number\npro;Größe Ω\n"

    @pytest.mark.parametrize(
        "charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
    )
    def test_unicode_tells_itself(self, charset):
        assert values(self.TEXT.encode(charset)) == ["Größe Ω"]

    def test_what_the_sender_declares(self):
        body = self.TEXT.encode("iso-8859-7", "replace")
        declared = "text/csv; charset=iso-8859-7"
        assert values(body, content_type=declared) == [
            "Größe Ω".encode("iso-8859-7", "replace").decode("iso-8859-7")
        ]
        marked = b"\xff\xfe" + self.TEXT.encode("utf-16-le")
        assert values(marked, content_type="text/csv; charset=utf-16-le")
        assert values(
            self.TEXT.encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
        )

    def test_what_is_not_utf_8_is_windows_or_what_the_preset_says(self):
        body = "kind;number\npro;Größe €\n".encode("cp1252")
        assert values(body) == ["Größe €"]
        assert values("kind;number\npro;ąę\n".encode("cp1250"), load(encoding="cp1250"))

    def test_a_misfit_is_found_wherever_it_is(self, monkeypatch):
        monkeypatch.setattr("logistics_base.mapping.file_charset._PIECE", 7)
        rows = "kind;number\n" + "pro;ÄÖÜ\n" * 9
        assert values(rows.encode()) == ["ÄÖÜ"] * 9
        assert values(rows.encode("cp1252")) == ["ÄÖÜ"] * 9
        with pytest.raises(DecodeError, match="byte 0xc4 at 16; declare"):
            values(rows.encode("cp1252"), content_type="text/csv; charset=utf-8")

    def test_unknown_charsets_are_refused(self):
        with pytest.raises(DecodeError, match="charset"):
            values(WHOLE, content_type="text/csv; charset=utf-99")


_CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\ue000\ue001"), max_size=12
)


class TestDialects:
    @given(
        rows=st.lists(st.tuples(_CELL, _CELL, _CELL), min_size=2, max_size=8),
        delimiter=st.sampled_from(",;\t|"),
        quote=st.sampled_from("\"'"),
        quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        line_end=st.sampled_from(["\n", "\r\n", "\r"]),
        charset=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
        blanks=st.integers(0, 2),
    )
    @example([("a", '"', ""), ("\n", "'", "ü")], ",", "'", 0, "\r\n", "utf-16", 1)
    def test_whatever_is_written_is_read_line_by_line_as_at_once(
        self, rows, delimiter, quote, quoting, line_end, charset, blanks
    ):
        if any("\n" in cell or "\r" in cell for row in rows for cell in row):
            quoting = csv.QUOTE_ALL  # the writer quotes its own line ends only
        text = io.StringIO(newline="")
        writer = csv.writer(
            text,
            delimiter=delimiter,
            quotechar=quote,
            quoting=quoting,
            lineterminator=line_end * (1 + blanks),
        )
        writer.writerow(("a", "b", "c"))
        # A row that is blank means nothing.
        written = [row for row in rows if any(cell.strip() for cell in row)]
        writer.writerows(written)
        body = text.getvalue().encode(charset)
        options = {"delimiter": delimiter, "quote": quote}
        file = csv_file.CsvFile(lambda: io.BytesIO(body), options)
        read = [row for _line, row in file.rows()]
        assert read == [dict(zip("abc", row, strict=True)) for row in written]

    @given(
        amount=st.decimals(0, 10**9, places=3),
        comma=st.booleans(),
        grouped=st.booleans(),
    )
    def test_numbers_are_read_as_their_country_writes_them(
        self, amount, comma, grouped
    ):
        written = f"{amount:,}" if grouped else f"{amount}"
        if comma:
            written = written.translate(str.maketrans(",.", ".,"))
        loaded = load(
            fields={
                "weight": {
                    "value": "rows[0].weight",
                    "decimal": "comma" if comma else "point",
                }
            }
        )
        body = f"kind;number;weight\npro;A;{written}\n"
        assert decode(body, loaded).weight == float(amount)


_READING = """
import resource, sys
from tests import plain
from tests.unit.logistics_base.test_streamed_csv import load

def most(path):
    (document,) = load().decode_file(lambda: open(path, "rb"))
    count = sum(1 for _line in document.references)
    load().identify_file(lambda: open(path, "rb"))
    return count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

(_few, before), (count, after) = map(most, sys.argv[1:])
print(count, after - before)
"""


def test_memory_does_not_grow_with_the_file(tmp_path):
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    row = "pro;A{:08};" + "filling " * 20 + "\n"
    for path, count in ((small, 100), (large, 180_000)):
        with path.open("w") as file:
            file.write("kind;number;note\n")
            file.writelines(row.format(number) for number in range(count))
    assert large.stat().st_size > 30_000_000
    done = subprocess.run(
        [sys.executable, "-c", _READING, small, large],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    count, grown = map(int, done.stdout.split())
    assert count == 180_000
    assert grown < 8
