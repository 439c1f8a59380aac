# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How a file writes numbers and dates: 1,234.50 or 1.234,50; 03/04 or 04/03."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from odoo.addons.logistics_base.mapping import coercion
from odoo.addons.logistics_base.mapping.errors import DecodeError, shown

_POINT = re.compile(r"\.\d{1,2}(?!\d)|,\d{3}\.\d")
_COMMA = re.compile(r",\d{1,2}(?!\d)|\.\d{3},\d")
_DATE = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")


@dataclass(frozen=True)
class WritingStyle:
    """How one file writes.

    :ivar comma: decimals stand behind a comma.
    :ivar day_first: of 03/04/2026, the third is the day.
    """

    comma: bool = False
    day_first: bool = False

    @cached_property
    def _decimal(self):
        return coercion.decimal(self.comma)

    def amount(self, text, name):
        """Return a Decimal, None for no text.

        :param name: of the column, for people.
        :raise DecodeError: it is no number.
        """
        if not text or not text.strip():
            return None
        try:
            return self._decimal(_unbracketed(text))
        except ValueError:
            raise DecodeError(
                "value", f"{name}: {shown(text)} is not an amount"
            ) from None

    def number(self, text, name):
        """Return a float, None for no text."""
        found = self.amount(text, name)
        return None if found is None else float(found)

    def day(self, text, name):
        """Return a date, None for no text.

        :raise DecodeError: it is none.
        """
        text = (text or "").strip()
        if not text or not text.strip("0/-."):
            return None
        found = self._parts(text)
        try:
            return date(*found)
        except (TypeError, ValueError):
            raise DecodeError("time", f"{name}: {shown(text)} is no date") from None

    def _parts(self, text):
        if compact := _COMPACT.match(text):
            return tuple(map(int, compact.groups()))
        written = _DATE.match(text)
        if not written:
            return None
        first, second, third = written.groups()
        if len(first) == 4:
            return int(first), int(second), int(third)
        year = int(third) + (2000 if len(third) == 2 else 0)
        if self.day_first:
            return year, int(second), int(first)
        return year, int(first), int(second)


def detect(amounts, days, *, default=None):
    """Return the WritingStyle that a file's own cells show.

    What they leave open follows ``default``.

    :param amounts: texts of cells that hold amounts. :param days: of dates.
    :raise DecodeError: they contradict each other.
    """
    default = default or WritingStyle()
    return WritingStyle(
        comma=_decided(map(_mark, amounts), default.comma, "numbers"),
        day_first=_decided(map(_first_is_day, days), default.day_first, "dates"),
    )


def _decided(votes, default, what):
    counted = Counter(vote for vote in votes if vote is not None)
    if len(counted) > 1:
        raise DecodeError("value", f"the file writes its {what} in two ways")
    return next(iter(counted), default)


def _mark(text):
    """Tell whether the text's decimals stand behind a comma; None if it is open."""
    if _POINT.search(text):
        return False
    return True if _COMMA.search(text) else None


def _first_is_day(text):
    found = _DATE.match(text.strip())
    if not found or len(found[1]) == 4:
        return None
    first, second = int(found[1]), int(found[2])
    if first > 12 >= second:
        return True
    return False if second > 12 >= first else None


def _unbracketed(text):
    """Ledgers write negative amounts in brackets, too."""
    text = text.strip()
    if text.startswith("(") and text.endswith(")"):
        return f"-{text[1:-1]}"
    return text


def whole_number(text):
    """Return an int, None for what is none."""
    text = (text or "").strip()
    return int(Decimal(text)) if re.fullmatch(r"\d{1,9}(\.0*)?", text) else None
