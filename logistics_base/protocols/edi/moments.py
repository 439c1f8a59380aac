# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Times in EDI: local, with a zone code, or with an offset; read and written."""

from datetime import datetime, timedelta, timezone

from ...mapping.errors import DecodeError, shown
from ...mapping.places import zone_named, zone_of_place
from ...mapping.times import moment, parse_offset

#: X12 element 623: what follows summer time, and what does not.
_ZONES = {
    "A": ("America/Anchorage", -540),
    "C": ("America/Chicago", -360),
    "E": ("America/New_York", -300),
    "H": ("Pacific/Honolulu", -600),
    "M": ("America/Denver", -420),
    "N": ("America/St_Johns", -210),
    "P": ("America/Los_Angeles", -480),
    "T": ("America/Halifax", -240),
}
_UNIVERSAL = ("UT", "GM")
_LENGTHS = {4: "%H%M", 6: "%H%M%S"}
#: EDIFACT 2379: format -> (pattern, characters it takes, what follows them).
_FORMATS = {
    "101": ("%y%m%d", 6, None),
    "102": ("%Y%m%d", 8, None),
    "201": ("%y%m%d%H%M", 10, None),
    "202": ("%y%m%d%H%M%S", 12, None),
    "203": ("%Y%m%d%H%M", 12, None),
    "204": ("%Y%m%d%H%M%S", 14, None),
    "205": ("%Y%m%d%H%M", 12, "zone"),
    "301": ("%y%m%d%H%M", 10, "zone"),
    "303": ("%Y%m%d%H%M", 12, "zone"),
    "304": ("%Y%m%d%H%M%S", 14, "zone"),
    "718": ("%Y%m%d", 8, "end"),
    "719": ("%Y%m%d%H%M", 12, "end"),
}


def x12_moment(date, time, zone_code, place=None, options=None):
    """Return the ``Moment`` of X12 elements 373, 337 and 623; None without a date.

    Without a zone code, and with LT, the time is local to the place; where the place
    tells no zone, the integration's default counts, then UTC; both are marked assumed.

    :param place: a canonical ``Location``, or anything with its attributes.
    :raise DecodeError: not a date or time.
    """
    if not date.strip():
        return None
    local = _x12_local(date.strip(), time.strip())
    code = zone_code.strip().upper()
    if zone := _x12_zone(code):
        return _placed(local, zone)
    return local_moment(local, place, options)


def local_moment(local, place, options):
    """Return the ``Moment`` of a time on the clocks of a place."""
    found = zone_of_place(place)
    if found and found.certain:
        return _placed(local, found.zone)
    default = (options or {}).get("zone")
    return _placed(local, default or (found and found.zone), assumed=True)


def _placed(local, zone, *, assumed=False):
    try:
        return moment(local, zone, assumed=assumed)
    except ValueError as error:
        # The first and the last day of the calendar, in some zones.
        raise DecodeError("value", f"{local}: {error}") from None


def _x12_local(date, time):
    form = {6: "%y%m%d", 8: "%Y%m%d"}.get(len(date))
    # Tenths of a second are told by nobody's clock.
    time = time[: 6 if len(time) > 5 else 4]
    if time.startswith("24"):
        # The midnight at the end of a day: X12 has no such hour, its users do.
        return _next_day(_x12_local(date, "00" + time[2:]))
    try:
        if time:
            return datetime.strptime(date + time, form + _LENGTHS[len(time)])
        return datetime.strptime(date, form)
    except (KeyError, TypeError, ValueError):
        raise DecodeError("value", f"{shown(date + ' ' + time)} is no time") from None


def _next_day(local):
    try:
        return local + timedelta(days=1)
    except OverflowError:
        raise DecodeError("value", f"{local}: there is no day after it") from None


def _x12_zone(code):
    if code in _UNIVERSAL:
        return timezone.utc
    if len(code) == 2 and code[0] in _ZONES and code[1] in "TSD":
        name, standard = _ZONES[code[0]]
        if code[1] == "T":
            return zone_named(name)
        summer = 60 if code[1] == "D" else 0
        return timezone(timedelta(minutes=standard + summer))
    if code.isdigit() and 1 <= int(code) <= 24:
        # 01 to 12 are hours ahead of UTC, 13 to 24 are M12 to M01.
        hours = int(code) if int(code) <= 12 else int(code) - 25
        return timezone(timedelta(hours=hours))
    return None


def x12_time(when, place=None):
    """Return (date, time, zone code): local to the place where its zone is certain."""
    found = zone_of_place(place) if place else None
    if found and found.certain:
        local = when.astimezone(found.zone)
        return local.strftime("%Y%m%d"), local.strftime("%H%M"), "LT"
    universal = when.astimezone(timezone.utc)
    return universal.strftime("%Y%m%d"), universal.strftime("%H%M"), "UT"


def x12_zoned_time(when, zone):
    """Return (date, time, zone code) on the clocks of a zone, which the code tells.

    In UTC where there is no zone, or it is not whole hours from UTC.

    :param zone: a tzinfo, or None.
    """
    local = when.astimezone(zone or timezone.utc)
    hours, rest = divmod(local.utcoffset(), timedelta(hours=1))
    if rest or not 1 <= abs(hours) <= 12:
        local, code = when.astimezone(timezone.utc), "UT"
    else:
        code = f"{hours if hours > 0 else 25 + hours:02d}"
    return local.strftime("%Y%m%d"), local.strftime("%H%M"), code


def x12_date(text):
    """Return the day of X12 element 373, None without one.

    :raise DecodeError: not a date.
    """
    return _x12_local(text.strip(), "").date() if text.strip() else None


def edifact_moment(value, form, place=None, options=None):
    """Return the ``Moment`` of a DTM: C507, elements 2380 and 2379.

    Of a period the beginning is returned. Without a zone the time is local to the place,
    as with X12.

    :raise DecodeError: not a time of that format, or the format is not known.
    """
    value = value.strip()
    pattern, length, rest = _FORMATS.get(form.strip() or "203", (None, 0, None))
    try:
        if pattern is None or not value[:length].isdigit() or len(value) < length:
            raise ValueError
        local = datetime.strptime(value[:length], pattern)
        behind = value[length:].strip()
        if rest == "zone" and behind:
            offset = timezone(timedelta(minutes=parse_offset(_signed(behind))))
            return moment(local.replace(tzinfo=offset))
        if behind and rest is None:
            raise ValueError
    except ValueError:
        raise DecodeError(
            "value", f"DTM: {shown(value)} is no time of format {shown(form)}"
        ) from None
    return local_moment(local, place, options)


def _signed(offset):
    return f"+{offset}" if offset[:1].isdigit() else offset


def edifact_time(when):
    """Return C507 2380 and 2379 of a time, in UTC and saying so."""
    return when.astimezone(timezone.utc).strftime("%Y%m%d%H%M") + "UTC", "303"
