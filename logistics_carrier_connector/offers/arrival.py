# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When goods leave and arrive, by a carrier's cutoff, working days and transit time."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone

_DAY = timedelta(days=1)
#: No carrier rests longer; a calendar without any working day ends here.
_LONGEST_REST = 60


@dataclass(slots=True, frozen=True, kw_only=True)
class Timetable:
    """A service's times, in its own zone.

    :ivar zone: ``tzinfo`` of cutoff and delivery.
    :ivar cutoff: goods ready later leave the next working day; None: any time will do.
    :ivar weekdays: when the carrier works, Monday is 0.
    :ivar holidays: dates on which it does not.
    :ivar transit_days: working days from leaving to arriving; None: not known.
    :ivar delivers_by: the time of day by which it delivers.
    :ivar on_saturday: a Saturday delivery is asked for, so Saturday counts as last day.
    """

    zone: object
    cutoff: time | None = None
    weekdays: frozenset = frozenset(range(5))
    holidays: frozenset = frozenset()
    transit_days: int | None = None
    delivers_by: time = time(18)
    on_saturday: bool = False

    def works_on(self, day):
        """Whether the carrier moves goods on that date."""
        return day.weekday() in self.weekdays and day not in self.holidays

    def leaves_on(self, ready_at):
        """Return the date on which goods ready at that moment (aware) leave."""
        local = ready_at.astimezone(self.zone)
        day = local.date()
        if self.cutoff is not None and local.time() > self.cutoff:
            day += _DAY
        return self._next_working(day)

    def arrives_by(self, ready_at, transit_days=None):
        """Return when goods ready then arrive, aware UTC; None where nobody knows.

        :param transit_days: of the lane, where it is known; else the service's.
        """
        days = self.transit_days if transit_days is None else transit_days
        if days is None:
            return None
        day = self.leaves_on(ready_at)
        for left in range(days, 0, -1):
            day = self._next_delivery(day + _DAY, is_last=left == 1)
        local = datetime.combine(day, self.delivers_by, self.zone)
        return local.astimezone(timezone.utc)

    def _next_working(self, day):
        for _rest in range(_LONGEST_REST):
            if self.works_on(day):
                break
            day += _DAY
        return day

    def _next_delivery(self, day, is_last):
        if is_last and self.on_saturday and day.weekday() == 5:
            return day
        return self._next_working(day)
