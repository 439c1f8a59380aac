# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""CSV written from a list of flat objects, one of them for each row."""

import csv
import io
from dataclasses import dataclass

from ..errors import DecodeError
from ..preset_spec import DECIMALS

_KEYS = {"delimiter", "columns", "header", "line_end", "decimal"}
_LINE_ENDS = {"crlf": "\r\n", "lf": "\n"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvForm:
    """How the rows are written (RFC 4180 but for what a partner wants otherwise)."""

    columns: tuple
    delimiter: str = ","
    header: bool = True
    line_end: str = "\r\n"
    decimal: str = "point"


def compile_csv(spec, body, sent_as):
    """Return the CsvForm; None where the body is not CSV.

    :param body: of the preset. Where its rows are one ``$item`` for ``$each`` element,
        that names the columns.
    """
    if sent_as != "csv":
        if spec.value is not None:
            spec.problem(f"the body is sent as {sent_as}")
        return None
    if spec.value is not None and not spec.is_mapping(_KEYS):
        return None
    columns = tuple(one.text() for one in spec.at("columns").elements())
    columns = columns or _columns_of(body.value)
    if not columns:
        spec.at("columns").problem("missing")
    delimiter = spec.at("delimiter").text() or ","
    if len(delimiter) != 1 or delimiter in '"\r\n':
        spec.at("delimiter").problem("one character is expected here")
        delimiter = ","
    line_end = spec.at("line_end").word(tuple(_LINE_ENDS)) or "crlf"
    return CsvForm(
        columns=columns,
        delimiter=delimiter,
        header=spec.at("header").flag() if spec.has("header") else True,
        line_end=_LINE_ENDS[line_end],
        decimal=spec.at("decimal").word(DECIMALS) or spec.locale.decimal,
    )


def _columns_of(body):
    item = body.get("$item") if isinstance(body, dict) else None
    if not isinstance(item, dict) or any(str(key).startswith("$") for key in item):
        return ()
    return tuple(map(str, item))


def write_csv(rows, form):
    """Return the rows as UTF-8 bytes.

    :param rows: objects whose values are texts, numbers or truth values.
    :raise DecodeError: they are no rows, or there is none.
    """
    if not isinstance(rows, list) or not rows:
        raise DecodeError("value", "body: CSV has at least one row")
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=form.delimiter, lineterminator=form.line_end)
    if form.header:
        writer.writerow(form.columns)
    writer.writerows(_row(row, form) for row in rows)
    return buffer.getvalue().encode()


def _row(row, form):
    if not isinstance(row, dict):
        raise DecodeError("value", "body: a row of CSV is an object")
    return [_cell(row.get(name), name, form.decimal) for name in form.columns]


def _cell(value, name, decimal):
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        raise DecodeError("value", f"body.{name}: a cell holds one text")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        written = f"{value:.9f}".rstrip("0").rstrip(".")
        return written.replace(".", ",") if decimal == "comma" else written
    return str(value)
