# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How far a shipment is: from what is told about it and its packages.

Pure functions. Times are seconds since the epoch, None where there is none.
"""

from collections import defaultdict
from typing import NamedTuple

from .stage import MEANINGFUL_CODES, NOTHING, Derived, advance, combine
from .vocabulary import MILESTONES

_MEANINGFUL = frozenset(MEANINGFUL_CODES)


class Told(NamedTuple):
    """A milestone, as far as stage and dates go; also an ``Event`` of the stage."""

    package_id: int | None
    time: float
    code: str
    id: int
    classifier: str = "actual"
    received: float = 0.0
    estimate: float | None = None


class PackageStanding(NamedTuple):
    """Where a package is said to be."""

    id: int
    state: str
    delivered: float | None


class Standing(NamedTuple):
    """Where a shipment is said to be; all but the first two are derived."""

    office_state: str
    has_exception: bool
    state: str
    package_count: int
    delivered_package_count: int
    picked_up: float | None
    delivered: float | None
    eta: float | None
    last_time: float | None
    last_code: str | None


class Outcome(NamedTuple):
    """Where a shipment is now.

    :ivar standing: the new :class:`Standing`.
    :ivar packages: the :class:`PackageStanding` of those that changed.
    :ivar conditions: {(package id or None, exception type): Condition}.
    """

    standing: Standing
    packages: list
    conditions: dict


def follows(standing, news):
    """Tell whether ``news`` can be added to what is known without the whole past.

    They can when all of them come after everything else and touch neither exceptions
    nor estimates.
    """
    if not news or standing.has_exception:
        return False
    return all(
        item.classifier == "actual"
        and item.estimate is None
        and not MILESTONES[item.code].raises
        and (standing.last_time is None or item.time > standing.last_time)
        for item in news
    )


def follow(standing, packages, news):
    """Return the Outcome of a shipment after ``news`` that :func:`follows` approves."""
    known = {
        package.id: Derived(package.state, standing.picked_up, package.delivered)
        for package in packages
    } or {None: Derived(standing.state, standing.picked_up, standing.delivered)}
    return _outcome(standing, packages, news, known, standing.eta)


def reconstruct(standing, packages, told):
    """Return the Outcome of a shipment from everything that was ever told about it."""
    known = dict.fromkeys([p.id for p in packages] or [None], NOTHING)
    return _outcome(
        standing._replace(picked_up=None, last_time=None, last_code=None),
        packages,
        told,
        known,
        _eta(told),
    )


def _outcome(standing, packages, told, known, eta):
    shared, own, last = _sorted_out(told)
    derived = {
        key: advance(before, shared + own[key] if key in own else shared)
        for key, before in known.items()
    }
    stages = {key: d.stage or standing.office_state for key, d in derived.items()}
    moved = [d.picked_up for d in derived.values() if d.picked_up is not None]
    delivered = [d.delivered for d in derived.values() if d.delivered is not None]
    return Outcome(
        Standing(
            standing.office_state,
            standing.has_exception,
            combine(list(stages.values())),
            len(packages),
            sum(stages[package.id] == "delivered" for package in packages),
            min(moved, default=None),
            max(delivered) if len(delivered) == len(derived) else None,
            eta,
            last.time if last else standing.last_time,
            last.code if last else standing.last_code,
        ),
        [
            now
            for before in packages
            if (
                now := PackageStanding(
                    before.id, stages[before.id], derived[before.id].delivered
                )
            )
            != before
        ],
        {
            (key, kind): condition
            for key, d in derived.items()
            for kind, condition in d.conditions.items()
        },
    )


def _sorted_out(told):
    """Return (events of all packages, {package: its own events}, the latest of all)."""
    shared, own, last = [], defaultdict(list), None
    for item in told:
        if item.classifier != "actual":
            continue
        if last is None or (item.time, item.id) > (last.time, last.id):
            last = item
        if item.code in _MEANINGFUL:
            (own[item.package_id] if item.package_id else shared).append(item)
    return shared, own, last


def _eta(told):
    """Return the latest word on when it arrives.

    A partner tells it with an event, or as an estimated delivery of its own.
    """
    words = [
        (item.time, item.id, item.estimate)
        for item in told
        if item.classifier == "actual" and item.estimate is not None
    ] + [
        (item.received, item.id, item.time if item.estimate is None else item.estimate)
        for item in told
        if item.classifier == "estimated" and item.code == "delivered"
    ]
    return max(words)[2] if words else None
