# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The three spellings of time that senders sign, read strictly and written."""

import re
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

_MONTHS = {
    name: number
    for number, name in enumerate(
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1
    )
}
UNIX_SECONDS = "[0-9]{1,12}"
_UNIX = re.compile(UNIX_SECONDS)
_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r"(?:\.[0-9]{1,9})?(?:Z|([+-])([0-9]{2}):([0-9]{2}))"
)
_RFC_2822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?([0-9]{1,2}) ([A-Z][a-z]{2}) ([0-9]{4})"
    r" ([0-9]{2}):([0-9]{2}):([0-9]{2}) (?:([+-])([0-9]{2})([0-9]{2})|GMT|UTC)"
)


def read_unix(text):
    """Return whole seconds since the epoch.

    :raise ValueError: for anything but one to twelve ASCII digits
    """
    if not _UNIX.fullmatch(text):
        raise ValueError
    return int(text)


def read_iso(text):
    """Return seconds since the epoch of an ISO 8601 date and time with its offset.

    Fractions of a second are read over.

    :raise ValueError: without an offset, or for any looser spelling
    """
    match = _ISO.fullmatch(text)
    if not match:
        raise ValueError
    *moment, sign, hours, minutes = match.groups("0")
    return _seconds(map(int, moment), sign, hours, minutes)


def read_rfc_2822(text):
    """Return seconds since the epoch of ``Tue, 19 Aug 2025 20:37:09 -0000``.

    :raise ValueError: for any looser spelling
    """
    match = _RFC_2822.fullmatch(text)
    if not match:
        raise ValueError
    day, month, year, *time, sign, hours, minutes = match.groups("0")
    moment = map(int, (year, _MONTHS.get(month, 0), day, *time))
    return _seconds(moment, sign, hours, minutes)


def _seconds(moment, sign, hours, minutes):
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    zone = timezone(-offset if sign == "-" else offset)
    try:
        return datetime(*moment, tzinfo=zone).timestamp()
    except OverflowError:
        raise ValueError from None


def write_iso(seconds):
    """Return ``2025-08-19T20:37:09Z``."""
    return f"{_utc(seconds):%Y-%m-%dT%H:%M:%SZ}"


def write_rfc_2822(seconds):
    """Return ``Tue, 19 Aug 2025 20:37:09 +0000``."""
    return format_datetime(_utc(seconds))


def _utc(seconds):
    return datetime.fromtimestamp(int(seconds), timezone.utc)
