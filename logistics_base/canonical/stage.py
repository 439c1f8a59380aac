# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From milestones to the stage of a package and of a shipment.

Pure functions over the *set* of milestones: the order in which they arrived does not
matter, so late, repeated and reordered messages give the same answer.
"""

from typing import NamedTuple

from .vocabulary import (
    CLOSED_STATES,
    FINAL_STATES,
    MILESTONES,
    MOVING_STATES,
    PROGRESS,
    RETURN_STATES,
)

#: Codes that say something about the stage or about an exception.
MEANINGFUL_CODES = tuple(
    code for code, word in MILESTONES.items() if word.stage or word.raises
)


class Event(NamedTuple):
    """What of a milestone matters here.

    :ivar time: seconds since the epoch at which it happened.
    :ivar id: the milestone's id; breaks ties that nothing else breaks.
    """

    time: float
    code: str
    id: int = 0


class Condition(NamedTuple):
    """An exception that milestones have opened and not closed.

    :ivar milestone_id: what opened it first.
    :ivar time: seconds since the epoch at which that happened.
    :ivar last: when something last called for it.
    """

    type: str
    severity: str
    milestone_id: int
    time: float
    last: float


class Derived(NamedTuple):
    """What a set of milestones proves of one package.

    :ivar stage: the stage, or None where no milestone proves one.
    :ivar picked_up: seconds since the epoch of the first movement, or None.
    :ivar delivered: seconds since the epoch of the delivery, or None.
    :ivar conditions: exceptions that are open, by type.
    """

    stage: str | None = None
    picked_up: float | None = None
    delivered: float | None = None
    conditions: dict = {}  # noqa: RUF012  never changed in place


NOTHING = Derived()


def derive(events):
    """Return what the actual, unretracted milestones of one package prove.

    The stage is that of the latest milestone; at the same instant the one of higher
    precedence counts. ``delivered``, ``returned`` and ``cancelled`` hold against later
    stragglers and yield only to a return that starts after them. While goods are
    returning, ordinary scans on the way back leave the stage alone.
    """
    return advance(NOTHING, events)


def advance(derived, events):
    """Return what is proven after ``events``, all of them later than what ``derived`` is.

    So a shipment whose news come in order need not be derived from all its past.
    """
    ranked = sorted(events, key=_rank) if len(events) > 1 else events
    stage, picked_up, delivered, conditions = derived
    for event, word in _strongest(ranked):
        if picked_up is None and word.stage in MOVING_STATES:
            picked_up = event.time
        if not _replaces(word.stage, stage):
            continue
        stage = word.stage
        if delivered is None and stage == "delivered":
            delivered = event.time
    return Derived(stage, picked_up, delivered, _conditions(conditions, ranked))


def _rank(event):
    return event.time, MILESTONES[event.code].precedence, event.id


def _strongest(ranked):
    """Yield the stage-bearing events, of each instant only the strongest."""
    pending = None
    for event in ranked:
        word = MILESTONES[event.code]
        if not word.stage:
            continue
        if pending and pending[0].time != event.time:
            yield pending
        pending = event, word
    if pending:
        yield pending


def _replaces(new, current):
    if current in FINAL_STATES:
        return new in RETURN_STATES and current != "returned"
    if current == "returning":
        return new in CLOSED_STATES
    return True


def _conditions(before, ranked):
    found = dict(before)
    for event in ranked:
        word = MILESTONES[event.code]
        if found:
            for cleared in word.clears:
                found.pop(cleared, None)
        if not word.raises:
            continue
        if known := found.get(word.raises):
            found[word.raises] = known._replace(last=event.time)
        else:
            found[word.raises] = Condition(
                word.raises, word.severity, event.id, event.time, event.time
            )
    return found


def combine(stages):
    """Return the stage of a shipment from those of its packages.

    It is as far as its least advanced package; packages that were cancelled do not
    count unless all of them were.
    """
    remaining = [stage for stage in stages if stage != "cancelled"]
    return min(remaining or stages, key=PROGRESS.__getitem__)
