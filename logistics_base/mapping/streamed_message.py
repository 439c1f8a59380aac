# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Messages of which each row is one line of a single document, however many there are.

The document is made from the first row and the file's name; its lines are read while
somebody iterates over them. Told in readme/PRESETS.md.
"""

from dataclasses import dataclass, is_dataclass
from typing import NamedTuple, get_args

from ..canonical.line_stream import LineStream
from . import coercion
from .csv_file import CsvFile
from .document_builder import compile_document, document_class
from .errors import DecodeError
from .fields import blank_values, compile_nested, field_types
from .preset_spec import nothing
from .values import compile_text, compile_value, compile_when, forgiving

_KEYS = {"when", "document_type", "identity", "stream", "fields"}
_STREAM_KEYS = {"field", "when", "final_newline", "trailer"}
#: What the count of a trailer counts beside the rows before it.
_COUNTED = ("rows", "rows_and_trailer", "all")


def first_row(file):
    """Return what expressions see of a `CsvFile` that is streamed: its first row."""
    first = next((row for _line, row in file.rows()), None)
    return {"header": file.header, "rows": [first] if first else []}


class StreamedFile(NamedTuple):
    """A file and the entry of ``messages`` that applies to it."""

    message: object
    file: CsvFile
    parsed: dict
    names: dict

    def identity(self):
        """Return (document type, the partner's id or None), once the file is whole.

        :raise DecodeError: if it is no CSV, or not all of it.
        """
        self.message.check_whole(self.file, self.names)
        return self.message.identity(self.parsed, self.names)

    def decode(self):
        """Return the one document that the file means."""
        return self.message.decode_file(self.file, self.parsed, self.names)


class StreamedMessage:
    """One entry of ``messages`` with ``stream``; takes files instead of what they hold."""

    def __init__(self, spec, classifiers):
        spec.is_mapping(_KEYS, required=("document_type", "fields"))
        self._when = compile_when(spec.at("when"))
        self._identity = nothing
        if spec.has("identity"):
            self._identity = forgiving(compile_text(spec.at("identity")))
        self._stream = _Stream(spec.at("stream"))
        cls = document_class(spec.at("document_type"))
        self._type = cls and cls.document_type
        self._line = self._build = nothing
        if cls and spec.has("fields"):
            self._compile_fields(spec.at("fields"), cls, classifiers)

    def _compile_fields(self, spec, cls, classifiers):
        field = self._stream.field
        kinds = get_args(field_types(cls).get(field))
        if not kinds or not is_dataclass(kinds[0]):
            spec.at(field).problem("a list of documents is what can be streamed")
            return
        if not spec.has(field):
            spec.at(field).problem("missing")
            return
        self._line = _compile_line(spec.at(field), kinds[0])

        def fill(found, _value, names):
            found[field] = names["lines"]

        self._build = compile_document(spec, cls, classifiers, {field: fill})

    def applies(self, parsed, names):
        """As of other messages; ``parsed`` has the first row only."""
        return self._when is None or self._when(parsed, names)

    def whole(self, file):
        """Return a `CsvFile` that can tell whether all of it is there."""
        return file.ending(
            ends_lines=self._stream.ends_lines,
            has_trailer=self._stream.trailer is not None,
        )

    def identity(self, parsed, names):
        """As of other messages."""
        return self._type, self._identity(parsed, names)

    def check_whole(self, file, names):
        """Read through the file. :raise DecodeError: unless all of it is there."""
        self._stream.check_whole(file, names)

    def decode(self, _parsed, _names, _limits):
        """Refuse what is not a file."""
        raise DecodeError(
            "unmapped_message", "messages: what is streamed is told by its first row"
        )

    def decode_file(self, file, parsed, names):
        """Return the document. :raise DecodeError: if what is above its lines is unfit."""
        names = {**names, "lines": LineStream(lambda: self._lines(file, names))}
        return [self._build(parsed, names)]

    def _lines(self, file, names):
        names = {**names, "parent": names["root"]}
        read = self._line
        line, found = 0, False
        try:
            for line, row in self._stream.rows(file, names):  # noqa: B007
                if (one := read(row, names)) is not None:
                    found = True
                    yield one
            if not found:
                raise DecodeError("missing", "no row of the file tells anything")
        except DecodeError as error:
            if error.message.startswith("line ") or not line:
                raise
            raise DecodeError(error.category, f"line {line}: {error.message}") from None


class _Stream:
    """What ``stream`` says: which field, which rows, and how the file ends."""

    def __init__(self, spec):
        self.field = spec.value
        self._when = self.trailer = None
        self.ends_lines = False
        if isinstance(spec.value, str):
            return
        if spec.is_mapping(_STREAM_KEYS, required=("field",)):
            self.field = spec.at("field").text()
            self._when = compile_when(spec.at("when"))
            self.ends_lines = spec.at("final_newline").flag()
            if spec.has("trailer"):
                self.trailer = _compile_trailer(spec.at("trailer"))

    def rows(self, file, names):
        """Yield (line, row) of those that are lines of the document."""
        rows = file.rows()
        if self.trailer is not None:
            rows = self.trailer.before(rows, names, file.has_header)
        when = self._when
        for line, row in rows:
            if when is None or when(row, names):
                yield line, row

    def check_whole(self, file, names):
        """Read through the file. :raise DecodeError: unless all of it is there."""
        if self.trailer is None:
            for _line, _row in file.cells():
                pass
        else:
            for _row in self.trailer.before(file.rows(), names, file.has_header):
                pass


@dataclass(slots=True)
class _Trailer:
    """The row that ends a file and tells how many there were."""

    is_trailer: object
    count: object
    counts_itself: bool
    counts_header: bool

    def before(self, rows, names, has_header):
        """Yield the rows before the trailer. :raise DecodeError: unless they agree."""
        count, trailer = 0, None
        for line, row in rows:
            if trailer is not None:
                raise DecodeError("syntax", f"line {line}: a row follows the trailer")
            if self.is_trailer(row, names):
                trailer = (line, row)
            else:
                count += 1
                yield line, row
        if trailer is None:
            raise DecodeError("truncated", "the trailer is missing")
        line, row = trailer
        counted = count + self.counts_itself + (self.counts_header and has_header)
        told = self.count(row, names)
        if told is not None and told != counted:
            raise DecodeError(
                "truncated",
                f"line {line}: the trailer counts {told} rows, there are {counted}",
            )


def _compile_trailer(spec):
    spec.is_mapping({"when", "count", "counted"}, required=("when",))
    counted = spec.at("counted").word(_COUNTED) or "rows"
    count = nothing
    if spec.has("count"):
        count = compile_value(spec.at("count"), lambda _spec: coercion.whole())
    return _Trailer(
        compile_when(spec.at("when")) or nothing,
        count,
        counted != "rows",
        counted == "all",
    )


def _compile_line(spec, kind):
    """Compile a line to ``(row, names) -> line or None``, and see that it is complete."""
    build = compile_nested(spec, kind)
    needed = tuple(blank_values(kind))
    path = spec.path

    def read(row, names):
        names["place"] = None
        line = build(row, names)
        if line is not None:
            for name in needed:
                if getattr(line, name) is None:
                    raise DecodeError("missing", f"{path}.{name}: missing")
        return line

    return read
