# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from odoo import fields

from ..canonical.working_time import (
    DAY,
    AroundTheClock,
    OutOfReachError,
    WorkingTime,
)

#: So many days of a working time are read beyond what is asked of it.
MARGIN = 45 * DAY
#: What is not due within so many days is never due.
HORIZON = 3 * 366 * DAY


class Clocks:
    """The working times of calendars, each read once, as far as they are needed."""

    def __init__(self, env):
        self.env = env
        self._known = {}

    def reckon(self, calendar, zone, first, last, question):
        """Return ``question(work)``, with as much of the working time as it takes.

        :param calendar: a ``resource.calendar``; empty: around the clock, by the clocks
            of ``zone``, the name of a time zone.
        :param first: the earliest time it is about, in seconds; ``last`` the latest.
        :raise OutOfReachError: where the working time never gets there.
        """
        if not calendar:
            return question(AroundTheClock(ZoneInfo(zone or "UTC")))
        reach = MARGIN
        while True:
            try:
                return question(self._work(calendar, first - reach, last + reach))
            except OutOfReachError:
                if reach >= HORIZON:
                    raise
                reach = min(reach * 4, HORIZON)

    def _work(self, calendar, start, end):
        known = self._known.get(calendar.id)
        if known and known[0] <= start and end <= known[1]:
            return known[2]
        if known:
            start, end = min(start, known[0]), max(end, known[1])
        work = self._read(calendar, start, end)
        self._known[calendar.id] = (start, end, work)
        return work

    def _read(self, calendar, start, end):
        company = calendar.company_id or self.env.company
        off = [
            ("time_type", "=", "leave"),
            ("company_id", "in", (False, company.id)),
        ]
        intervals = calendar.sudo()._work_intervals_batch(
            datetime.fromtimestamp(start, timezone.utc),
            datetime.fromtimestamp(end, timezone.utc),
            domain=off,
        )[False]
        return WorkingTime(
            [
                (begin.timestamp(), finish.timestamp())
                for begin, finish, _record in intervals
            ],
            ZoneInfo(calendar.tz or "UTC"),
        )


def seconds(when):
    """Return a naive UTC time, or its text, as seconds since the epoch; None if none."""
    when = fields.Datetime.to_datetime(when)
    return when.replace(tzinfo=timezone.utc).timestamp() if when else None


def naive(moment):
    """Return seconds since the epoch as Odoo keeps times: naive, UTC, to the second."""
    if moment is None:
        return None
    when = datetime.fromtimestamp(round(moment), timezone.utc)
    return when.replace(tzinfo=None)
