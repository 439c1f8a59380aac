# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The course of a process: where its steps stand, by what is known of the business.

A step is done because something happened, never because somebody said so (but for what
a person marked by hand, which is kept apart). So the steps are a function of the facts
and of three things a process remembers: what people decided, what was taken back and
when, and whether it is being taken back right now. The order in which the facts became
known does not matter.
"""

from typing import NamedTuple

from .kinds import STEP_KINDS

STATES = {
    "waiting": "Waiting",
    "running": "Running",
    "done": "Done",
    "skipped": "Skipped",
    "failed": "Failed",
    "compensating": "Being undone",
    "compensated": "Undone",
    "manual": "Waits for a person",
}
PROCESS_STATES = {
    "running": "Running",
    "failed": "Failed",
    "compensating": "Being undone",
    "stuck": "Waits for a person",
    "manual": "Taken over",
    "done": "Done",
    "cancelled": "Called off",
}
#: Nothing more is expected of these steps.
ENDED = frozenset({"done", "skipped", "compensated"})
#: A step of these states is where a process stands.
CURRENT = ("manual", "compensating", "failed", "running")
#: Why a step is skipped; texts for people are the models' affair.
NOT_PROVEN_HERE, NOT_NEEDED, PASSED_OVER, CALLED_OFF = (
    "unproven",
    "moot",
    "passed",
    "called_off",
)


class Fact(NamedTuple):
    """What is known of one step of one shipment.

    :ivar state: ``open``; ``done``; ``failed``, for good; ``moot`` where the step does
        not apply; ``undone`` where it was done and is taken back; ``stuck`` where it is
        done and cannot be taken back.
    :ivar at: seconds since the epoch.
    :ivar reason: a few words.
    :ivar model: of the record that proves it.
    :ivar res_id: its id.
    :ivar again: when it happened anew, which counts where the first time does no more.
    """

    state: str = "open"
    at: float | None = None
    reason: str | None = None
    model: str | None = None
    res_id: int | None = None
    again: float | None = None


OPEN = Fact()


class Facts(NamedTuple):
    """What is known of a shipment.

    :ivar called_off: whether nobody wants it to go any more.
    :ivar promised: seconds since the epoch until which it is to be delivered, or None.
    :ivar steps: {code: Fact}; a code that is missing is proven by nothing here.
    """

    called_off: bool = False
    promised: float | None = None
    steps: dict = {}  # noqa: RUF012  never changed in place


class Step(NamedTuple):
    """A step as it stands.

    :ivar required: it must be proven; the process does not pass it over.
    :ivar automatic: what it takes is done by the system.
    :ivar reverts: where it fails for good, what was done before is taken back.
    :ivar by_hand: ``done``, ``skipped`` or ``compensated``, said by a person.
    :ivar undone: when it was taken back; what happened before counts no more.
    :ivar gave_up: why the system tries no more to do, or to undo, what it takes.
    :ivar wish: what the system is to do: ``do``, ``undo`` or None.
    """

    id: int
    code: str
    state: str = "waiting"
    required: bool = True
    automatic: bool = False
    reverts: bool = False
    by_hand: str | None = None
    started: float | None = None
    ended: float | None = None
    undone: float | None = None
    reason: str | None = None
    model: str | None = None
    res_id: int | None = None
    gave_up: str | None = None
    wish: str | None = None


class Standing(NamedTuple):
    """A process as it stands.

    :ivar begun: seconds since the epoch; no step started before.
    :ivar taken_over: a person steers it; the system does nothing.
    :ivar undoing: code of the step whose failure has what was done before taken back.
    """

    begun: float
    steps: tuple
    state: str = "running"
    taken_over: bool = False
    undoing: str | None = None


def follow(standing, facts, now):
    """Return the standing that follows from the facts.

    :param now: seconds since the epoch.
    """
    standing = _begin_undoing(standing, facts, now)
    if standing.undoing and _is_undone(standing, facts):
        standing = _restart(standing, now)
    steps = _settled(standing, facts, now)
    if facts.called_off or standing.undoing:
        steps = _undo(standing, steps, facts, now)
    else:
        steps = _passed_over(steps)
    steps = _set_going(standing, steps)
    steps = tuple(_with_wish(step) for step in steps)
    return standing._replace(
        steps=steps, state=_state_of(standing, steps, facts.called_off)
    )


def current(steps):
    """Return the step at which a process stands, None where it is over."""
    for state in CURRENT:
        for step in steps:
            if step.state == state:
                return step
    return None


# By what is known


def _fact(step, facts):
    return facts.steps.get(step.code)


def _counts(step, fact):
    """What happened before the step was taken back counts no more."""
    return step.undone is None or max(fact.at or 0, fact.again or 0) > step.undone


def _ended(step, fact, now):
    is_first = step.undone is None or (fact.at or 0) > step.undone
    return (fact.at if is_first else fact.again) or step.ended or now


def _settled(standing, facts, now):
    return [_settle(step, _fact(step, facts), now) for step in standing.steps]


def _settle(step, fact, now):
    """Return the step as the fact alone tells it; ``open`` where it tells nothing."""
    if step.by_hand:
        return step._replace(state=step.by_hand)
    if fact is None:
        return _skip(step, NOT_PROVEN_HERE)
    if fact.state == "moot":
        return _skip(step, NOT_NEEDED)
    if fact.state in ("done", "stuck") and _counts(step, fact):
        return step._replace(
            state="done",
            ended=_ended(step, fact, now),
            reason=None,
            model=fact.model,
            res_id=fact.res_id,
        )
    cleared = step._replace(reason=None, model=None, res_id=None)
    if fact.state == "failed" and _counts(step, fact):
        return cleared._replace(
            state="failed",
            ended=None,
            reason=fact.reason,
            model=fact.model,
            res_id=fact.res_id,
        )
    if step.gave_up and step.wish == "do":
        return cleared._replace(state="failed", ended=None, reason=step.gave_up)
    return cleared._replace(state="open", ended=None, reason=fact.reason)


def _skip(step, reason):
    return step._replace(
        state="skipped",
        reason=reason,
        started=None,
        ended=None,
        model=None,
        res_id=None,
    )


def _passed_over(steps):
    """Skip what did not happen, and need not.

    That is what comes before something that did happen, and what is left when all that
    is required has happened.
    """
    last = max((at for at, step in enumerate(steps) if _happened(step)), default=-1)
    required = [step.state for step in steps if step.required]
    if required and ENDED.issuperset(required):
        last = len(steps)
    return [
        _skip(step, PASSED_OVER)
        if at < last and step.state in ("open", "failed") and not step.required
        else step
        for at, step in enumerate(steps)
    ]


def _happened(step):
    return step.state == "done" and not step.by_hand


def _set_going(standing, steps):
    """Have the first step that is open run, and those after it wait."""
    begun, is_held, found = standing.begun, False, []
    for step in steps:
        if step.state == "open" and is_held:
            step = step._replace(
                state="waiting" if step.undone is None else "compensated", started=None
            )
        elif step.state == "open":
            started = max(begun, step.undone or begun)
            step = step._replace(state="running", started=started)
        elif step.state in ("done", "failed"):
            step = step._replace(started=min(begun, step.ended or begun))
        is_held = is_held or step.state not in ENDED
        begun = max(begun, step.ended or begun) if step.state == "done" else begun
        found.append(step)
    return found


def _state_of(standing, steps, called_off):
    states = {step.state for step in steps}
    if states <= ENDED:
        return "cancelled" if called_off else "done"
    if standing.taken_over:
        return "manual"
    for state, name in (
        ("manual", "stuck"),
        ("compensating", "compensating"),
        ("failed", "failed"),
    ):
        if state in states:
            return name
    return "running"


def _with_wish(step):
    wish = None
    if step.state in ("compensating", "manual"):
        wish = "undo"
    elif step.automatic and (step.state == "running" or _gave_up_doing(step)):
        wish = "do"
    if wish != step.wish:
        step = step._replace(gave_up=None)
    return step._replace(wish=wish)


def _gave_up_doing(step):
    return step.state == "failed" and step.gave_up and step.wish == "do"


# Taking back


def _begin_undoing(standing, facts, now):
    """Have what was done taken back where a step that calls for it has failed.

    Not once the goods have gone: that cannot be taken back.
    """
    if standing.undoing or standing.taken_over or facts.called_off:
        return standing
    if not _may_have_failed(standing, facts):
        return standing
    steps = _settled(standing, facts, now)
    failed = next((s for s in steps if s.state == "failed" and s.reverts), None)
    if failed is None or _restart_at(standing.steps) is None:
        return standing
    if any(_happened(s) and not _can_be_undone(s) for s in _since_restart(steps)):
        return standing
    return standing._replace(undoing=failed.code)


def _may_have_failed(standing, facts):
    return any(fact.state == "failed" for fact in facts.steps.values()) or any(
        step.gave_up for step in standing.steps
    )


def _can_be_undone(step):
    kind = STEP_KINDS.get(step.code)
    return bool(kind and kind.can_be_undone)


def _restart_at(steps):
    for at, step in enumerate(steps):
        kind = STEP_KINDS.get(step.code)
        if kind and kind.restarts:
            return at
    return None


def _since_restart(steps):
    at = _restart_at(steps)
    return () if at is None else tuple(steps[at + 1 :])


def _is_in_effect(step, facts):
    """Whether there is something of the step to be taken back."""
    fact = _fact(step, facts) or OPEN
    return (
        step.by_hand is None
        and _can_be_undone(step)
        and fact.state in ("done", "stuck")
        and _counts(step, fact)
    )


def _is_undone(standing, facts):
    """Whether all that a failure had taken back is, so that a person may start again."""
    return not any(
        _is_in_effect(step, facts) for step in _since_restart(standing.steps)
    )


def _restart(standing, now):
    """Begin again: what happened so far counts no more from there on."""
    at = _restart_at(standing.steps)
    steps = tuple(
        step._replace(undone=now, by_hand=None)
        if number >= at and _can_be_undone(step)
        else step
        for number, step in enumerate(standing.steps)
    )
    return standing._replace(steps=steps, undoing=None)


def _undo(standing, steps, facts, now):
    """Take back what is in effect, the last first, one after the other."""
    found, is_held = [], False
    until = None if facts.called_off else _restart_at(steps)
    for at in range(len(steps) - 1, -1, -1):
        step = steps[at]
        fact = _fact(step, facts) or OPEN
        if step.by_hand:
            pass
        elif _is_in_effect(step, facts) and (until is None or at > until):
            if not is_held:
                is_stuck = fact.state == "stuck" or step.gave_up
                step = step._replace(
                    state="manual" if is_stuck else "compensating",
                    reason=fact.reason or step.gave_up,
                )
                is_held = True
        elif fact.state == "undone" and _can_be_undone(step):
            # Its turn comes when those after it are taken back.
            state = "done" if is_held else "compensated"
            step = step._replace(state=state, ended=fact.at or step.ended or now)
        elif facts.called_off and step.state in ("open", "failed"):
            step = _skip(step, CALLED_OFF)
        found.append(step)
    return found[::-1]
