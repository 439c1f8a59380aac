# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Arithmetic with the time in which people work.

Pure functions and values. Times are seconds since the epoch, so a change to summer time
needs no thought but where a clock on the wall is named: there a time zone says what it
shows.
"""

from bisect import bisect_left, bisect_right
from datetime import datetime, time, timedelta, timezone
from functools import cached_property
from itertools import accumulate
from operator import itemgetter

DAY = 86400.0


class OutOfReachError(ValueError):
    """The working time that is known ends before the answer."""


class WorkingTime:
    """The time in which people work, as far as it is known.

    :param intervals: [(start, end)] in seconds since the epoch, in any order; they may
        touch and overlap.
    :param zone: a ``tzinfo``: whose days are meant.
    """

    def __init__(self, intervals, zone=timezone.utc):
        self.zone = zone
        self._intervals = list(_merged(intervals))
        self._starts = [start for start, _end in self._intervals]
        self._sums = [
            0.0,
            *accumulate(end - start for start, end in self._intervals),
        ]

    def between(self, start, end):
        """Return the seconds of work from ``start`` to ``end``; 0 if it is earlier."""
        if end <= start:
            return 0.0
        return self._worked(end) - self._worked(start)

    def after(self, start, seconds):
        """Return the first moment when ``seconds`` have been worked since ``start``.

        :raise OutOfReachError: where the known working time ends before.
        """
        if seconds <= 0:
            return start
        wanted = self._worked(start) + seconds
        at = bisect_left(self._sums, wanted)
        if at >= len(self._sums):
            raise OutOfReachError
        return self._intervals[at - 1][1] - (self._sums[at] - wanted)

    def before(self, end, seconds):
        """Return the last moment from which ``seconds`` are worked until ``end``.

        :raise OutOfReachError: where the known working time begins after it.
        """
        if seconds <= 0:
            return end
        wanted = self._worked(end) - seconds
        if wanted < 0:
            raise OutOfReachError
        at = bisect_right(self._sums, wanted)
        return self._intervals[at - 1][0] + wanted - self._sums[at - 1]

    def _worked(self, moment):
        """Return the seconds of work that are known before a moment."""
        at = bisect_right(self._starts, moment)
        if not at:
            return 0.0
        start, end = self._intervals[at - 1]
        return self._sums[at - 1] + min(moment, end) - start

    # Days

    def work_day(self, day):
        """Return the first day with work, from ``day`` on.

        :raise OutOfReachError: where none is known.
        """
        at = bisect_left(self._days, day)
        if at >= len(self._days):
            raise OutOfReachError
        return self._days[at]

    def next_work_day(self, day):
        """Return the first day with work after ``day``."""
        return self.work_day(day + timedelta(days=1))

    def end_of(self, day):
        """Return when the work of a day ends."""
        return self._ends[day]

    @cached_property
    def _ends(self):
        """{day: when its work ends}, at the clocks of the zone."""
        ends = {}
        for start, end in self._intervals:
            day = self.local(start).date()
            last = self.local(end - 1).date()
            while day <= last:
                midnight = moment(day + timedelta(days=1), 0.0, self.zone)
                ends[day] = max(ends.get(day, 0.0), min(end, midnight))
                day += timedelta(days=1)
        return ends

    @cached_property
    def _days(self):
        return sorted(self._ends)

    def local(self, at):
        """Return a moment as the clocks of the zone show it."""
        return datetime.fromtimestamp(at, self.zone)


class AroundTheClock(WorkingTime):
    """All the time there is: every day is a day of work."""

    def __init__(self, zone=timezone.utc):
        super().__init__([(-(2.0**40), 2.0**40)], zone)

    def work_day(self, day):
        """Return the day itself."""
        return day

    def end_of(self, day):
        """Return the midnight that ends the day."""
        return moment(day + timedelta(days=1), 0.0, self.zone)


def moment(day, hour, zone):
    """Return when the clocks of a zone show an hour of a day.

    An hour that a change to summer time leaves out is as long after midnight as it is
    on other days; of an hour that comes twice the first one counts.

    :param float hour: 0.0 to 24.0; 13.5 is half past one.
    """
    if hour >= 24:
        return moment(day + timedelta(days=1), hour - 24, zone)
    minutes = round(hour * 60)
    clock = time(minutes // 60, minutes % 60)
    return datetime.combine(day, clock, zone).timestamp()


def hour_of(local):
    """Return what a clock shows in hours: half past one is 13.5."""
    return local.hour + local.minute / 60 + local.second / 3600


def _merged(intervals):
    """Yield intervals in order, those that touch or overlap as one."""
    pending = None
    for start, end in sorted(intervals, key=itemgetter(0)):
        if end <= start:
            continue
        if pending and start <= pending[1]:
            pending = (pending[0], max(pending[1], end))
            continue
        if pending:
            yield pending
        pending = (start, end)
    if pending:
        yield pending
