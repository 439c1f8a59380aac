# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Taking back what was done, because it is called off or a later step has failed.

The last step goes first, one after the other; what cannot be taken back waits for a
person. After a failure the process begins again from the step that restarts it.
"""

from .kinds import STEP_KINDS
from .settling import counts, fact_of, happened, settled, skip
from .steps import CALLED_OFF, OPEN


def begin(standing, facts, now):
    """Have what was done taken back where a step that calls for it has failed.

    Not once the goods have gone: that cannot be taken back.
    """
    if standing.undoing or standing.taken_over or facts.called_off:
        return standing
    if not _may_have_failed(standing, facts):
        return standing
    steps = settled(standing, facts, now)
    failed = next((s for s in steps if s.state == "failed" and s.reverts), None)
    if failed is None or _restart_at(standing.steps) is None:
        return standing
    if any(happened(s) and not _can_be_undone(s) for s in _since_restart(steps)):
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
    fact = fact_of(step, facts) or OPEN
    return (
        step.by_hand is None
        and _can_be_undone(step)
        and fact.state in ("done", "stuck")
        and counts(step, fact)
    )


def is_undone(standing, facts):
    """Whether all that a failure had taken back is, so that a person may start again."""
    return not any(
        _is_in_effect(step, facts) for step in _since_restart(standing.steps)
    )


def restart(standing, now):
    """Begin again: what happened so far counts no more from there on."""
    at = _restart_at(standing.steps)
    steps = tuple(
        step._replace(undone=now, by_hand=None)
        if number >= at and _can_be_undone(step)
        else step
        for number, step in enumerate(standing.steps)
    )
    return standing._replace(steps=steps, undoing=None)


def undo(standing, steps, facts, now):
    """Take back what is in effect, the last first, one after the other."""
    found, is_held = [], False
    until = None if facts.called_off else _restart_at(steps)
    for at in range(len(steps) - 1, -1, -1):
        step = steps[at]
        fact = fact_of(step, facts) or OPEN
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
            step = skip(step, CALLED_OFF)
        found.append(step)
    return found[::-1]
