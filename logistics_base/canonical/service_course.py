# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When something that a service level is about began, and when it was done.

Pure functions over what is known of a shipment, or of a case: they take its facts as
any object that has the attributes named here; times are seconds, None where there is
none.
"""

from typing import NamedTuple

from .vocabulary import CLOSED_STATES


class Course(NamedTuple):
    """How something went.

    :ivar started: when the clock began to run.
    :ivar stopped: when it was done, or could not be done any more.
    :ivar ended: ``cancelled`` where it was called off, ``returned`` where the goods
        went back instead.
    """

    started: float
    stopped: float | None = None
    ended: str | None = None


def shipment_course(kind, facts, start_from="release"):
    """Return the :class:`Course` of a shipment, None where it did not begin.

    :param facts: has ``state ordered released picked_up delivered last_news``.
    """
    course = _COURSES[kind](facts, start_from)
    if course and course.stopped is None and facts.state == "cancelled":
        return course._replace(ended="cancelled")
    return course


def case_course(kind, case):
    """Return the :class:`Course` of a case.

    :param case: has ``opened acknowledged resolved is_merged``.
    """
    if case.is_merged:
        return Course(case.opened, None, "cancelled")
    if kind == "acknowledge":
        return Course(case.opened, _first(case.acknowledged, case.resolved))
    return Course(case.opened, case.resolved)


def _release(facts, _start_from):
    # What moves has been released, whether or not anybody said so.
    return Course(facts.ordered, _first(facts.released, facts.picked_up))


def _dispatch(facts, _start_from):
    if facts.released is None:
        return None
    return Course(facts.released, _first(facts.picked_up, facts.delivered))


def _delivery(facts, start_from):
    start = facts.picked_up if start_from == "pickup" else facts.released
    if start is None:
        return None
    if facts.delivered is None and facts.state == "returned":
        return Course(start, facts.last_news, "returned")
    return Course(start, facts.delivered)


def _freshness(facts, _start_from):
    if facts.picked_up is None or facts.last_news is None:
        return None
    is_over = facts.state in CLOSED_STATES
    stopped = _first(facts.delivered, facts.last_news) if is_over else None
    return Course(facts.last_news, stopped)


_COURSES = {
    "release": _release,
    "dispatch": _dispatch,
    "delivery": _delivery,
    "freshness": _freshness,
}


def _first(*times):
    """Return the first of the times that there is."""
    return next((time for time in times if time is not None), None)
