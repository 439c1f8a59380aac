# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When something is due, when it is at risk, and how it ended.

Pure functions over what is known: the order in which it was told does not matter. Times
are seconds since the epoch, None where there is none.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from .vocabulary import MILESTONES
from .working_time import hour_of, moment

HOUR = 3600.0
#: What a measure can still become something else by the clock alone.
OPEN_STATES = ("running", "at_risk")


@dataclass(frozen=True, slots=True)
class Terms:
    """What is agreed.

    :param unit: ``hours`` or ``days`` of working time, or ``promise``: the date that
        the customer was promised.
    :param value: so many of them.
    :param cutoff: days only: what comes later in the day counts as the next day's.
    :param by: days only: the hour of the day when it is due; else when work ends.
    :param risk_unit: ``percent`` of the time has gone, or ``hours`` of it are left.
    :param risk: so many.
    :param pauses: types of exceptions while which the clock stands still.
    """

    unit: str
    value: float = 0.0
    cutoff: float | None = None
    by: float | None = None
    risk_unit: str = "percent"
    risk: float = 75.0
    pauses: frozenset = frozenset()


class Deadline(NamedTuple):
    """When something is due.

    :ivar due: None while the clock stands still.
    :ivar risk: from when on it is at risk, always before it is due.
    :ivar paused: seconds of working time for which the clock stood still.
    """

    due: float | None
    risk: float | None
    paused: float = 0.0


def deadline(terms, start, work, pauses=(), promised=None):
    """Return the :class:`Deadline` of what began at ``start``.

    :param work: a ``WorkingTime``.
    :param pauses: [(start, end)], in order; the last may have no end yet.
    :param promised: what the customer was promised.
    :raise OutOfReachError: where too little of the working time is known.
    """
    due = _due(terms, start, work, promised)
    if due is None:
        return Deadline(None, None)
    paused = 0.0
    for begin, end in pauses:
        begin = max(begin, start)
        if begin >= due:
            break
        if end is None:
            return Deadline(None, None, paused)
        lost = work.between(begin, end)
        if lost > 0:
            paused += lost
            due = work.after(due, lost)
    return Deadline(due, _risk(terms, start, due, work), paused)


def _due(terms, start, work, promised):
    if terms.unit == "promise":
        return promised
    if terms.unit == "hours":
        return work.after(start, terms.value * HOUR)
    local = work.local(start)
    day = work.work_day(local.date())
    is_late = terms.cutoff is not None and hour_of(local) > terms.cutoff
    if is_late and day == local.date():
        day = work.next_work_day(day)
    for _number in range(round(terms.value)):
        day = work.next_work_day(day)
    if terms.by is not None:
        return moment(day, terms.by, work.zone)
    return work.end_of(day)


def _risk(terms, start, due, work):
    if terms.risk_unit == "hours":
        at = work.before(due, terms.risk * HOUR)
    else:
        at = work.after(start, work.between(start, due) * terms.risk / 100)
    return min(max(at, start), due - 1)


def outcome(due, stopped):
    """Return ``met`` or ``breached`` for what has come to an end."""
    return "met" if due is None or stopped <= due else "breached"


def standing(before, now):
    """Return the state of what goes on, after what it was due before.

    The clock alone, not news, takes a measure from one open state to the next; where
    it is due at another time than before, the clock begins anew.

    :param before: (state, risk, due) or None where it is new.
    :param now: (risk, due).
    """
    if before is None:
        return "running"
    state, *when = before
    if tuple(when) != now or state not in (*OPEN_STATES, "breached"):
        return "running"
    return state


# What milestones tell


class Told(NamedTuple):
    """A milestone, as far as service levels go."""

    package_id: int | None
    time: float
    code: str
    id: int = 0


def pauses(told, types):
    """Return [(start, end)] in which exceptions of these types were open.

    :param told: actual :class:`Told`, in any order.
    :param types: exception types, such as ``customs``.
    """
    found, is_open, since = [], set(), None
    for event in sorted(told, key=_rank):
        word = MILESTONES[event.code]
        is_open -= {
            (package, kind)
            for package, kind in is_open
            if kind in word.clears and event.package_id in (None, package)
        }
        if word.raises in types:
            is_open.add((event.package_id, word.raises))
        if is_open and since is None:
            since = event.time
        elif not is_open and since is not None:
            found.append((since, event.time))
            since = None
    if since is not None:
        found.append((since, None))
    return found


def _rank(event):
    return event.time, MILESTONES[event.code].precedence, event.id


class Silence(NamedTuple):
    """Between one piece of news and the next: when it began, when it was due, ended."""

    start: float
    due: float
    end: float


def longest_wait(times, terms, work):
    """Return the first silence that was too long, else the last one.

    :param times: when there was news, in any order; two at least, else None.
    """
    silences = [
        Silence(start, _due(terms, start, work, None), end)
        for start, end in pairwise(sorted(times))
    ]
    if not silences:
        return None
    return next((s for s in silences if s.end > s.due), silences[-1])
