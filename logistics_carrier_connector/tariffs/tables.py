# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads price tables, zone lists and fuel percentages from CSV and XLSX files."""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from odoo.addons.logistics_base.mapping.csv_rows import read_table
from odoo.addons.logistics_base.mapping.encoding import decode_text
from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.mapping.limits import Limits

from .phrases import _
from .postcodes import PostcodeError, PostcodeSet

LIMITS = Limits(nodes=500_000)
#: An XLSX file unpacks to no more than this.
MOST_BYTES = 100 * 1024 * 1024
_NUMBER = re.compile(r"-?[\d.,'\s]*\d")
_WITHOUT_LIMIT = ("", "∞", "max", "unlimited", "over", "*")
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d %H:%M:%S")


@dataclass(slots=True, frozen=True)
class Problem:
    """What is wrong with a row, and where it stands in the file."""

    line: int
    phrase: object


@dataclass(slots=True, frozen=True)
class Table:
    """A file's columns and rows: ``rows`` is [(line, {column: text})]."""

    header: list
    rows: list


def read_file(content, filename):
    """Return the Table of a CSV or XLSX file.

    :raise DecodeError: where it is neither, or too large.
    """
    if (filename or "").lower().endswith(".xlsx") or content[:2] == b"PK":
        return _read_xlsx(content)
    header, rows = read_table(decode_text(content, fallbacks=("cp1252",)), {}, LIMITS)
    return Table(header, rows)


def _read_xlsx(content):
    # Only when a spreadsheet comes: importing it costs memory.
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
                raise DecodeError("limits", "the spreadsheet is too large")
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True
        )
        lines = [
            [_text(cell) for cell in row]
            for row in book.worksheets[0].iter_rows(max_col=500)
        ]
    except DecodeError:
        raise
    except Exception as error:  # noqa: BLE001  a broken file breaks anywhere
        raise DecodeError("syntax", "this is no XLSX spreadsheet") from error
    filled = [(at, row) for at, row in enumerate(lines, 1) if any(row)]
    if not filled:
        return Table([], [])
    header = [name or f"c{at}" for at, name in enumerate(filled[0][1], 1)]
    rows = [(at, dict(zip(header, row, strict=False))) for at, row in filled[1:]]
    return Table(header, rows)


def _text(cell):
    """Return what a cell shows: a spreadsheet keeps 18.25 % as 0.1825."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        exact = Decimal(repr(value))
        is_percentage = "%" in (cell.number_format or "")
        text = f"{exact * 100 if is_percentage else exact:f}"
        # A number is told apart from thousands, whatever texts stand beside it.
        return f"{text}0" if len(text.rpartition(".")[2]) == 3 else text
    return str(value).strip()


def prices(table, zones):
    """Read a matrix: the first column a weight in kg, each other one a zone.

    :param zones: the names of the zones there are.
    :return: ([(zone, weight or None, price)], [Problem]).
    """
    found, problems, names = [], [], {}
    mark = decimal_mark(table)
    for column in table.header[1:]:
        zone = _zone_of(column, zones)
        if zone:
            names[column] = zone
        elif any(row.get(column) for _line, row in table.rows):
            problems.append(
                Problem(1, _("there is no zone “%(zone)s” in the tariff", zone=column))
            )
    for line, row in table.rows:
        weight = row.get(table.header[0], "").strip()
        limit = None if weight.lower() in _WITHOUT_LIMIT else number(weight, mark)
        if limit is None and weight.lower() not in _WITHOUT_LIMIT:
            problems.append(Problem(line, _("“%(text)s” is no weight", text=weight)))
            continue
        for column, zone in names.items():
            text = row.get(column, "").strip()
            if not text:
                continue
            price = number(text, mark)
            if price is None or price < 0:
                problems.append(Problem(line, _("“%(text)s” is no price", text=text)))
            else:
                found.append((zone, limit, price))
    return found, problems + _repeated(found)


def _repeated(found):
    seen, problems = set(), []
    for zone, limit, _price in found:
        if (zone, limit) in seen:
            problems.append(
                Problem(
                    0,
                    _(
                        "zone %(zone)s has two prices for %(weight)s kg",
                        zone=zone,
                        weight=limit,
                    ),
                )
            )
        seen.add((zone, limit))
    return problems


def _zone_of(column, zones):
    """Return the zone a column is headed by: ``3``, ``Zone 3`` or ``zone 03``."""
    wanted = _bare(column)
    return next((zone for zone in zones if _bare(zone) == wanted), None)


def _bare(name):
    text = re.sub(r"^zone\s*", "", str(name).strip().lower())
    return text.lstrip("0") or text


def zone_areas(table):
    """Read rows of ``zone``, ``country``, ``state``, ``postcodes`` or ``from``/``to``.

    :return: ({zone: (countries, states, postcodes, transit days)}, [Problem]); the rows
        of a zone are taken together.
    """
    found, problems = {}, []
    columns = {name.strip().lower(): name for name in table.header}
    for line, row in table.rows:

        def value(*names, row=row):
            texts = [row.get(columns[n], "").strip() for n in names if n in columns]
            return next((text for text in texts if text), "")

        zone = value("zone", "name")
        if not zone:
            problems.append(Problem(line, _("no zone is named")))
            continue
        postcodes = value("postcodes", "postcode", "zip", "to postcodes")
        first, last = value("from", "postcode from"), value("to", "postcode to")
        if first:
            postcodes = f"{first}..{last or first}"
        try:
            PostcodeSet(postcodes)
        except PostcodeError as error:
            problems.append(
                Problem(line, _("“%(entry)s” is no postcode", entry=str(error)))
            )
            continue
        countries, states, codes, days = found.setdefault(zone, ([], [], [], []))
        countries += [
            c for c in re.split(r"[,;\s]+", value("country", "countries")) if c
        ]
        states += [s for s in re.split(r"[,;\s]+", value("state", "states")) if s]
        codes += [postcodes] if postcodes else []
        days += [int(d) for d in (value("transit_days", "days"),) if d.isdigit()]
    return found, problems


def fuel_weeks(table):
    """Read rows of a date and a percentage; return ([(date, percent)], [Problem])."""
    found, problems = [], []
    for line, row in table.rows:
        texts = [row.get(column, "").strip() for column in table.header[:2]]
        day, percent = day_of(texts[0]), number(texts[-1])
        if day is None:
            problems.append(Problem(line, _("“%(text)s” is no date", text=texts[0])))
        elif percent is None or not 0 <= percent <= 200:
            problems.append(
                Problem(line, _("“%(text)s” is no percentage", text=texts[-1]))
            )
        else:
            found.append((day, percent))
    return found, problems


def unknown_place(zone, code):
    """Return the Problem of a country or state that nobody knows."""
    return Problem(
        0,
        _("zone %(zone)s: unknown country or state %(code)s", zone=zone, code=code),
    )


def nothing_found():
    """Return the Problem of a file without a single usable row."""
    return Problem(1, _("nothing was found in the file"))


def decimal_mark(table):
    """Return the mark of decimals that all numbers of a Table agree on, else None.

    ``1,234`` alone may be more than a thousand or little more than one; beside ``12.50``
    it is not.
    """
    marks = {
        mark
        for _line, row in table.rows
        for text in row.values()
        if (mark := _mark_in(_digits(text)))
    }
    return marks.pop() if len(marks) == 1 else None


def _mark_in(digits):
    """Return the mark of decimals that one number tells, None if it tells none."""
    for mark, other in ((".", ","), (",", ".")):
        if digits.rfind(mark) > digits.rfind(other) >= 0 or digits.count(other) > 1:
            return mark
        if digits.count(mark) == 1 and other not in digits:
            return mark if len(digits.rpartition(mark)[2]) != 3 else None
    return None


def _digits(text):
    match = _NUMBER.search(str(text or ""))
    return re.sub(r"[\s']", "", match.group()) if match else ""


def number(text, mark=None):
    """Return the Decimal in a text such as ``1.234,50 €`` or ``12.5%``; else None.

    :param mark: that of decimals, where it is known; else the last mark in the text.
    """
    digits = _digits(text)
    mark = mark or _mark_in(digits)
    if mark:
        digits = digits.replace("," if mark == "." else ".", "")
    try:
        return Decimal(digits.replace(",", "."))
    except InvalidOperation:
        return None


def day_of(text):
    """Return the date in a text, None if there is none."""
    for shape in _DATES:
        try:
            return datetime.strptime(text, shape).date()
        except ValueError:
            continue
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
