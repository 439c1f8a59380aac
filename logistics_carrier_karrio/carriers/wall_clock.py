# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When something happened, from what Karrio leaves of it.

Karrio's events have the date and the time of the place without the offset, even where
the carrier gives it. The carrier's own answer still has it, so it is looked up there.
"""

import re
from datetime import datetime, timedelta, timezone

_WITH_OFFSET = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)"
)
_TIMES = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p")


def offsets_in(text):
    """Return {"2026-03-02 08:15": offset in minutes} of the times written in a text.

    A wall-clock time that is written with two different offsets tells nothing.
    """
    found = {}
    for day, time, offset in _WITH_OFFSET.findall(text):
        found.setdefault(f"{day} {time}", set()).add(_minutes(offset))
    return {wall: offsets.pop() for wall, offsets in found.items() if len(offsets) == 1}


def wall_time(day, time):
    """Return Karrio's date and time as a naive datetime, None if it is none.

    A day without a time is taken as its noon: at any offset that is the same day.
    """
    try:
        date = datetime.strptime(day or "", "%Y-%m-%d")
    except ValueError:
        return None
    for pattern in _TIMES if time else ():
        try:
            clock = datetime.strptime(time.strip(), pattern).time()
        except ValueError:
            continue
        return datetime.combine(date, clock)
    return date.replace(hour=12)


def in_utc(wall, offset_minutes):
    """Return the aware UTC time of a wall-clock time at an offset."""
    zone = timezone(timedelta(minutes=offset_minutes))
    return wall.replace(tzinfo=zone).astimezone(timezone.utc)


def _minutes(offset):
    if offset == "Z":
        return 0
    digits = offset[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return -minutes if offset[0] == "-" else minutes
