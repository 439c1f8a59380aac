# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Adding working hours to a time, for thousands of times at once."""

from bisect import bisect_right
from itertools import accumulate

HOUR = 3600


class WorkingTime:
    """A calendar as a list of working intervals, asked by seconds since the epoch.

    :param intervals: (start, end) in order, not overlapping.
    """

    def __init__(self, intervals):
        self._starts = [start for start, _end in intervals]
        self._ends = [end for _start, end in intervals]
        lengths = (end - start for start, end in intervals)
        #: Seconds worked before the interval of the same place.
        self._before = [0, *accumulate(lengths)]

    def after(self, moment, hours):
        """Return when so many working hours have passed since ``moment``.

        None where the intervals do not reach so far.
        """
        at = bisect_right(self._ends, moment)
        if at == len(self._ends):
            return None
        worked = self._before[at] + max(0, moment - self._starts[at])
        wanted = worked + hours * HOUR
        # The interval in which the last of the wanted seconds is worked.
        last = bisect_right(self._before, wanted) - 1
        if last and self._before[last] == wanted and hours:
            last -= 1
        if last >= len(self._ends):
            return None
        return self._starts[last] + wanted - self._before[last]


class AroundTheClock:
    """Every hour counts."""

    def after(self, moment, hours):
        """Return when so many hours have passed since ``moment``."""
        return moment + hours * HOUR
