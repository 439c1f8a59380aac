# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""CSV as a list of rows, whatever separates its columns."""

import csv
import io
from itertools import islice

from .errors import DecodeError

_DELIMITERS = (",", ";", "\t", "|")
#: So many lines tell what separates the columns.
LOOKED_AT = 20


def parse_csv(text, options, limits):
    """Return ``{"header": [...], "rows": [{column: text}]}``.

    :param options: ``delimiter``, ``quote``, ``header``, ``columns``, ``skip_lines``
        as told in readme/PRESETS.md.
    :raise DecodeError: not a table, or beyond the limits.
    """
    header, rows = read_table(text, options, limits)
    return {"header": header, "rows": [row for _line, row in rows]}


def read_table(text, options, limits):
    """As `parse_csv`: return (header, [(line, {column: text})]).

    ``line`` is where the row ends in the text, so that people find it in their file.
    """
    quote = options.get("quote", '"')
    skipped = options.get("skip_lines", 0)
    lines = _lines(text, skipped)
    delimiter = options.get("delimiter") or _told_delimiter(lines, quote)
    rows = _read(lines, delimiter, quote, limits)
    if options.get("header", True):
        header, rows = unique_names(rows[0][1] if rows else []), rows[1:]
    else:
        header = unique_names(options.get("columns", []))
    return header, [(line + skipped, named_row(header, row)) for line, row in rows]


def _lines(text, skipped):
    stream = io.StringIO(text.removeprefix("\ufeff"), newline="")
    for _line in islice(stream, skipped):
        pass
    return stream.read()


def _told_delimiter(text, quote):
    sample = islice(io.StringIO(text, newline=""), LOOKED_AT)
    return detect_delimiter(list(sample), quote)


def detect_delimiter(sample, quote):
    """The one that parts the first lines into most columns, equally many on each."""

    def evenness(delimiter):
        rows = list(csv.reader(sample, delimiter=delimiter, quotechar=quote))
        widths = [len(row) for row in rows if row]
        if not widths or max(widths) == 1:
            return (0, 0)
        commonest = max(set(widths), key=widths.count)
        return (widths.count(commonest) / len(widths) * (commonest > 1), commonest)

    try:
        return max(_DELIMITERS, key=evenness)
    except csv.Error:
        return ","


def _read(text, delimiter, quote, limits):
    rows, cells = [], 0
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quote
    )
    try:
        for row in reader:
            cells += len(row) + 1
            if cells > limits.nodes:
                limits.refuse_nodes()
            if any(cell.strip() for cell in row):
                rows.append((reader.line_num, row))
    except csv.Error as error:
        line = reader.line_num
        raise DecodeError("syntax", f"not CSV at line {line}: {error}") from None
    return rows


def unique_names(names):
    """Column names as given; a repeated one gets its number, an empty one its place."""
    seen, unique = {}, []
    for place, name in enumerate(names, start=1):
        name = str(name).strip() or f"c{place}"
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return unique


def named_row(header, row):
    """A row by the names of its columns; those beyond the header are ``c<number>``."""
    named = dict(zip(header, row, strict=False))
    for place in range(len(header), len(row)):
        named[f"c{place + 1}"] = row[place]
    return named
