# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reading partners' times: what they write, and which instant it means.

A time that carries its offset is taken as it is. A local time needs a zone: one that
the preset or the message names, else that of the place, else the caller's default,
else UTC; the last two are marked as assumed.
"""

import math
import re
import sys
from collections.abc import Callable
from datetime import datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from .time_pattern import compile_pattern

UTC = timezone.utc
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
# 9999-12-31, in seconds: what `datetime` can hold.
_LATEST = 253402300799
_NATIVE_ISO = sys.version_info >= (3, 11)

_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[Tt ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9})\d*)?)?)?"
    r"(Z|z|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d\d)?", re.ASCII)

# Zone abbreviations with one meaning in freight messages (X12, North America, Europe).
_ABBREVIATIONS = {
    "Z": 0,
    "UTC": 0,
    "GMT": 0,
    "WET": 0,
    "WEST": 60,
    "CET": 60,
    "CEST": 120,
    "EET": 120,
    "EEST": 180,
    "JST": 540,
    "AEST": 600,
    "AEDT": 660,
    "EST": -300,
    "EDT": -240,
    "CST": -360,
    "CDT": -300,
    "MST": -420,
    "MDT": -360,
    "PST": -480,
    "PDT": -420,
    "AKST": -540,
    "AKDT": -480,
    "HST": -600,
}


class Moment(NamedTuple):
    """An instant, as a partner gave it.

    ``utc`` is aware and in UTC; ``offset_minutes`` is what local clocks were ahead of
    UTC by, None if nobody knows; ``assumed``: the zone was guessed.
    """

    utc: datetime
    offset_minutes: int | None
    assumed: bool = False


def parse_iso(text) -> datetime:
    """Read an ISO 8601 date or date and time, extended or basic; 20260117 is one too.

    Without an offset the result is naive, without a time it is midnight.

    :raise ValueError: for anything else.
    """
    text = text.strip() if text.__class__ is str else _written(text)
    # A date alone has 8 or 10 characters; between date and time only "T" or a space.
    if _NATIVE_ISO and len(text) > 10 and text[10] in "T " and text[4] == "-":
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    return _parse_iso_portably(text)


def _parse_iso_portably(text):
    match = _ISO.fullmatch(text)
    if not match:
        raise ValueError("not an ISO 8601 time")
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    return datetime(
        int(year),
        int(month),
        int(day),
        int(hour or 0),
        int(minute or 0),
        int(second or 0),
        int((fraction or "0").ljust(6, "0")[:6]),
        _fixed(parse_offset(offset)) if offset else None,
    )


def parse_epoch_seconds(value) -> datetime:
    """Read seconds since 1970, a number or its text. :raise ValueError: otherwise."""
    return _epoch(value, 1)


def parse_epoch_milliseconds(value) -> datetime:
    """Read milliseconds since 1970. :raise ValueError: if it is not that."""
    return _epoch(value, 1000)


def _epoch(value, scale):
    if isinstance(value, bool):
        raise ValueError("not an epoch time")
    try:
        number = value if isinstance(value, int) else float(value)
    except (TypeError, OverflowError) as error:
        raise ValueError("not an epoch time") from error
    if not math.isfinite(number) or not 0 <= number <= _LATEST * scale:
        raise ValueError("an epoch time out of range")
    # Milliseconds as integers, so that no fraction is lost to floating point.
    if scale == 1000:
        return _EPOCH + timedelta(milliseconds=number)
    return _EPOCH + timedelta(seconds=number)


def parse_offset(value) -> int:
    """Read an offset from UTC, in minutes: ``+02:00``, ``GMT-5``, ``EDT``, ``Z``, 120.

    :raise ValueError: for anything else, or more than 18 hours.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        minutes = value
    else:
        minutes = _offset_from_text(str(value).strip().upper())
    if abs(minutes) > 18 * 60:
        raise ValueError("an offset of more than 18 hours")
    return minutes


def _offset_from_text(text):
    if text in _ABBREVIATIONS:
        return _ABBREVIATIONS[text]
    match = _OFFSET.fullmatch(text)
    if not match:
        raise ValueError("not an offset from UTC")
    sign, hours, minutes = match.groups()
    total = int(hours) * 60 + int(minutes or 0)
    return -total if sign == "-" else total


def _fixed(minutes):
    return timezone(timedelta(minutes=minutes)) if minutes else UTC


_NAMED_FORMATS = {
    "iso": parse_iso,
    "epoch_s": parse_epoch_seconds,
    "epoch_ms": parse_epoch_milliseconds,
}


def compile_formats(formats) -> Callable[[object], datetime]:
    """Return a reader trying ``iso``, ``epoch_s``, ``epoch_ms`` or patterns in turn.

    Patterns are those of strptime, digits and English names only.

    :raise ValueError: a format is not known; and from the reader, none of them fits.
    """
    readers = tuple(_NAMED_FORMATS.get(one) or _by_pattern(one) for one in formats)
    if len(readers) == 1:
        return readers[0]

    def read(value):
        for reader in readers:
            try:
                return reader(value)
            except ValueError:
                continue
        raise ValueError("none of the formats fits")

    return read


def _by_pattern(pattern):
    reader = compile_pattern(pattern)
    return lambda value: reader(_written(value))


def _written(value):
    if value.__class__ is str:
        return value.strip()
    if value.__class__ is int:
        return str(value)
    raise ValueError("a time is expected here")


def moment(when: datetime, zone: tzinfo | None = None, *, assumed=False) -> Moment:
    """Place ``when`` on the time line: by its own offset, else by ``zone``, else UTC.

    A local time that a clock change skips or repeats is read with the offset before
    the change.

    :param assumed: the zone is a guess; without any zone it is one anyway.
    :raise ValueError: outside the years 1 to 9999.
    """
    try:
        if when.tzinfo is UTC:
            return Moment(when, 0)
        if when.tzinfo is not None:
            return Moment(when.astimezone(UTC), _minutes(when.utcoffset()))
        if zone is None:
            return Moment(when.replace(tzinfo=UTC), None, True)
        local = when.replace(tzinfo=zone)
        offset = local.utcoffset()
        known = None if assumed and zone is UTC else _minutes(offset)
        return Moment((when - offset).replace(tzinfo=UTC), known, assumed)
    except OverflowError as error:
        raise ValueError("a time out of range") from error


def moment_between(utc: datetime, local: datetime) -> Moment:
    """Combine an instant with what local clocks showed: the difference is the offset.

    :param utc: naive or aware.
    :param local: naive.
    :raise ValueError: the difference is no offset (over 18 hours).
    """
    base = moment(utc, UTC)
    offset = _minutes(local - base.utc.replace(tzinfo=None))
    # Seconds may be cut off in one of the two; offsets are quarters of an hour.
    return Moment(base.utc, parse_offset(round(offset / 15) * 15))


def _minutes(offset):
    return round(offset / _MINUTE)
