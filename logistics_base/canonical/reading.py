# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads our own JSON into dataclasses, as their fields and types say.

A document type that an addon registers needs nothing here.
"""

from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from types import NoneType
from typing import get_args, get_origin, get_type_hints

UTC = timezone.utc
_MINUTE = timedelta(minutes=1)
_BLANK = (None, "")


class DocumentError(ValueError):
    """A document does not say what it must.

    :ivar path: where, as ``location.country``.
    :ivar problem: what is wrong, safe to show.
    """

    def __init__(self, path, problem):
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem

    def below(self, name):
        """Return the same error as seen from one level up."""
        joint = "" if not self.path or self.path.startswith("[") else "."
        return DocumentError(f"{name}{joint}{self.path}", self.problem)


@lru_cache(maxsize=256)
def reader_of(cls):
    """Return ``read(values) -> instance`` of a dataclass.

    Only what is there is looked at, so a short message costs little.
    """
    hints = get_type_hints(cls)
    readers = {f.name: _value_reader(hints[f.name], f.metadata) for f in fields(cls)}
    required = [
        f.name
        for f in fields(cls)
        if f.default is MISSING and f.default_factory is MISSING
    ]

    def read(values):
        if not isinstance(values, dict):
            raise DocumentError("", "an object is expected here")
        found = {}
        for name, value in values.items():
            reader = readers.get(name)
            if reader is None or value is None or value == "":
                continue
            try:
                found[name] = reader(value)
            except DocumentError as error:
                raise error.below(name) from None
        for name in required:
            if name not in found:
                raise DocumentError(name, "missing")
        return cls(**found)

    return read


def _value_reader(hint, metadata):
    hint = _without_none(hint)
    if "enum" in metadata:
        return _word_reader(frozenset(metadata["enum"]))
    if get_origin(hint) is tuple:
        return _list_reader(_value_reader(get_args(hint)[0], metadata))
    if is_dataclass(hint):
        return reader_of(hint)
    if "max_length" in metadata:
        return _bounded_text_reader(metadata["max_length"])
    if "maximum" in metadata:
        return _range_reader(_READERS[hint], metadata["minimum"], metadata["maximum"])
    return _READERS[hint]


def _without_none(hint):
    given = [one for one in get_args(hint) if one is not NoneType]
    return given[0] if NoneType in get_args(hint) and len(given) == 1 else hint


def _word_reader(words):
    def read(value):
        if type(value) is not str or value not in words:
            raise DocumentError("", f"“{_text(value)[:40]}” is not a known word")
        return value

    return read


def _bounded_text_reader(longest):
    def read(value):
        text = _text(value)
        if len(text) > longest:
            raise DocumentError("", f"longer than {longest} characters")
        return text

    return read


def _range_reader(reader, lowest, highest):
    def read(value):
        number = reader(value)
        if not lowest <= number <= highest:
            raise DocumentError("", f"not between {lowest} and {highest}")
        return number

    return read


def _list_reader(reader):
    def read(values):
        if not isinstance(values, list):
            raise DocumentError("", "a list is expected here")
        found = []
        for position, value in enumerate(values):
            try:
                found.append(reader(value))
            except DocumentError as error:
                raise error.below(f"[{position}]") from None
        return tuple(found)

    return read


def _text(value):
    if type(value) is str:
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    raise DocumentError("", "text is expected here")


def _number(value):
    try:
        if isinstance(value, bool):
            raise ValueError
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise DocumentError("", "a number is expected here") from None
    if number - number != 0:
        raise DocumentError("", "a finite number is expected here")
    return number


def _decimal(value):
    """Return a decimal; a JSON number is taken as it is written, not as it is stored."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        raise DocumentError("", "a number is expected here")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise DocumentError("", "a number is expected here") from None
    if not number.is_finite():
        raise DocumentError("", "a finite number is expected here")
    return number


def _day(value):
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise DocumentError("", "an ISO 8601 date is expected here") from None


def _whole(value):
    number = _number(value)
    if number != number // 1:
        raise DocumentError("", "a whole number is expected here")
    return int(number)


def _flag(value):
    if not isinstance(value, bool):
        raise DocumentError("", "true or false is expected here")
    return value


def _time(value):
    """Return an aware UTC time. Without an offset it is refused: we speak UTC."""
    try:
        return aware(value).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, AttributeError) as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError("", "an ISO 8601 time is expected here") from None


def aware(value):
    """Return an ISO 8601 text as an aware datetime; what has no offset is refused."""
    if not isinstance(value, str) or not value:
        raise TypeError("text is expected")
    text = value[:-1] + "+00:00" if value[-1] in "Zz" else value
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise DocumentError("", "the UTC offset is missing")
    return found


def offset_of(value):
    """Return the offset in minutes that an ISO 8601 text gives, None if it does not."""
    try:
        return aware(value).utcoffset() // _MINUTE
    except (ValueError, TypeError, IndexError, AttributeError):
        return None


def with_tracking_number(values):
    """Return the values with ``tracking_number`` as the first of the references."""
    if values.get("tracking_number") in _BLANK:
        return values
    first = {"type": "tracking", "value": values["tracking_number"]}
    others = values.get("references") or []
    if not isinstance(others, list):
        raise DocumentError("references", "a list is expected here")
    return {**values, "references": [first, *(o for o in others if o != first)]}


_READERS = {
    str: _text,
    float: _number,
    int: _whole,
    bool: _flag,
    Decimal: _decimal,
    date: _day,
    datetime: _time,
}
