# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Times as a reader says them: in the reader's language, in the reader's zone."""

import re
from datetime import time, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_timezone_location

# A full date that ends in the year loses it where the year goes without saying. In
# languages that put the year first it stays: nothing there can be cut off safely.
_YEAR_AT_END = re.compile(r"(?:[\s,،]|'[^']*')*\by+\s*$")
# A promise at the very start or end of a day means the day.
_WHOLE_DAY = (time(0, 0), time(23, 59), time(23, 59, 59))


def zone_or_none(name):
    """Return the zone of that IANA name, or None for a name that is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


class ReaderTimes:
    """Formats times for one reader.

    :param zone: :class:`zoneinfo.ZoneInfo` of the reader.
    :param language: a locale code such as ``fr_FR``.
    :param now: naive UTC, as Odoo keeps times.
    """

    def __init__(self, zone, language, now):
        self.zone = zone
        self.locale = _locale(language)
        self.today = self.local(now).date()
        self.now = now

    def local(self, moment):
        """Return the naive UTC time in the reader's zone."""
        return moment.replace(tzinfo=timezone.utc).astimezone(self.zone)

    def days_ahead(self, moment):
        """Return how many days from today: 0 today, 1 tomorrow, -1 yesterday."""
        return (self.local(moment).date() - self.today).days

    def day(self, moment):
        """Return "Tuesday, November 24", with the year where it is another year."""
        local = self.local(moment)
        pattern = self.locale.date_formats["full"].pattern
        if local.year == self.today.year:
            pattern = _YEAR_AT_END.sub("", pattern)
        return format_date(local.date(), pattern, locale=self.locale)

    def short_day(self, moment):
        """Return "Tue, Nov 24"."""
        local = self.local(moment)
        skeleton = "MMMEd" if local.year == self.today.year else "yMMMEd"
        return format_skeleton(skeleton, local, locale=self.locale)

    def time(self, moment):
        """Return "6:00 PM" or "18:00"."""
        return format_time(self.local(moment).time(), "short", locale=self.locale)

    def names_time(self, moment):
        """Tell whether the hour means something, or the day alone."""
        return self.local(moment).time() not in _WHOLE_DAY

    def place_time(self, moment, offset):
        """Return the clock time of a place, or "" where the reader's clock says it too.

        :param offset: minutes east of UTC, or None where it is not known.
        """
        if offset is None:
            return ""
        there = moment + timedelta(minutes=offset)
        here = self.local(moment).replace(tzinfo=None)
        if there == here:
            return ""
        clock = format_time(there.time(), "short", locale=self.locale)
        if there.date() == here.date():
            return clock
        return f"{format_skeleton('MMMEd', there, locale=self.locale)} {clock}"

    def zone_label(self):
        """Return what the zone is called, such as "Paris" or "New York"."""
        if self.zone.key in ("UTC", "Etc/UTC"):
            return "UTC"
        return get_timezone_location(
            self.zone.key, locale=self.locale, return_city=True
        )

    def country(self, code):
        """Return a country's name by its ISO 3166 code."""
        return self.locale.territories.get((code or "").upper(), code or "")


def _locale(language):
    try:
        return Locale.parse(language)
    except (ValueError, TypeError, UnknownLocaleError):
        return Locale.parse("en_US")
