# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from odoo import api, models

from ..canonical.working_time import AroundTheClock, OutOfReachError, WorkingTime

#: Working hours are looked up as far ahead as the step takes, so many times over.
_AHEAD, _LEAST_AHEAD = 5, timedelta(days=21)


class Timer(NamedTuple):
    """Until when a step is to be done."""

    due_by: str
    hours: float
    calendar_id: int | None
    due: float | None


class LogisticsProcess(models.Model):
    """Until when steps are to be done, for many at once."""

    _inherit = "logistics.process"

    @api.model
    def _dues(self, outcomes, timers, promises):
        """Return {step id: seconds since the epoch until which it should be done}."""
        dues, timed = {}, defaultdict(list)
        for process_id, outcome in outcomes.items():
            for step in outcome.steps:
                timer = timers[step.id]
                if step.state != "running":
                    continue
                promised = promises.get(process_id)
                if timer.due_by == "promise" and promised:
                    dues[step.id] = promised
                elif timer.due_by != "never" and timer.hours:
                    by = timer.calendar_id if timer.due_by == "working" else None
                    timed[by].append((step.id, step.started, timer.hours))
        for calendar_id, steps in timed.items():
            clock = self._clock(calendar_id, steps)
            for step_id, started, hours in steps:
                # A calendar in which nobody works that long sets no limit.
                with suppress(OutOfReachError):
                    dues[step_id] = float(int(clock.after(started, hours * 3600)))
        return dues

    @api.model
    def _clock(self, calendar_id, steps):
        """Return what tells hours by a calendar, as far ahead as the steps need it."""
        calendar = self.env["resource.calendar"].browse(calendar_id or []).exists()
        if not calendar:
            return AroundTheClock()
        start = min(started for _id, started, _hours in steps)
        end = max(started + hours * 3600 * _AHEAD for _id, started, hours in steps)
        utc = timezone.utc
        intervals = calendar._work_intervals_batch(
            datetime.fromtimestamp(start, utc),
            datetime.fromtimestamp(end, utc) + _LEAST_AHEAD,
        )[False]
        return WorkingTime(
            [(a.timestamp(), b.timestamp()) for a, b, _meta in intervals]
        )
