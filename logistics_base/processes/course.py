# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The course of a process: where its steps stand, by what is known of the business.

A step is done because something happened, never because somebody said so (but for what
a person marked by hand, which is kept apart). So the steps are a function of the facts
and of three things a process remembers: what people decided, what was taken back and
when, and whether it is being taken back right now. The order in which the facts became
known does not matter.
"""

from . import undoing
from .settling import happened, settled, skip
from .steps import CURRENT, ENDED, PASSED_OVER


def follow(standing, facts, now):
    """Return the standing that follows from the facts.

    :param now: seconds since the epoch.
    """
    standing = undoing.begin(standing, facts, now)
    if standing.undoing and undoing.is_undone(standing, facts):
        standing = undoing.restart(standing, now)
    steps = settled(standing, facts, now)
    if facts.called_off or standing.undoing:
        steps = undoing.undo(standing, steps, facts, now)
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


def _passed_over(steps):
    """Skip what did not happen, and need not.

    That is what comes before something that did happen, and what is left when all that
    is required has happened.
    """
    last = max((at for at, step in enumerate(steps) if happened(step)), default=-1)
    required = [step.state for step in steps if step.required]
    if required and ENDED.issuperset(required):
        last = len(steps)
    return [
        skip(step, PASSED_OVER)
        if at < last and step.state in ("open", "failed") and not step.required
        else step
        for at, step in enumerate(steps)
    ]


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
