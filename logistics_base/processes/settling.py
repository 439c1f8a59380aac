# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a fact alone tells of a step."""

from .steps import NOT_NEEDED, NOT_PROVEN_HERE


def fact_of(step, facts):
    return facts.steps.get(step.code)


def counts(step, fact):
    """What happened before the step was taken back counts no more."""
    return step.undone is None or max(fact.at or 0, fact.again or 0) > step.undone


def _ended(step, fact, now):
    is_first = step.undone is None or (fact.at or 0) > step.undone
    return (fact.at if is_first else fact.again) or step.ended or now


def settled(standing, facts, now):
    return [_settle(step, fact_of(step, facts), now) for step in standing.steps]


def _settle(step, fact, now):
    """Return the step as the fact alone tells it; ``open`` where it tells nothing."""
    if step.by_hand:
        return step._replace(state=step.by_hand)
    if fact is None:
        return skip(step, NOT_PROVEN_HERE)
    if fact.state == "moot":
        return skip(step, NOT_NEEDED)
    if fact.state in ("done", "stuck") and counts(step, fact):
        return step._replace(
            state="done",
            ended=_ended(step, fact, now),
            reason=None,
            model=fact.model,
            res_id=fact.res_id,
        )
    cleared = step._replace(reason=None, model=None, res_id=None)
    if fact.state == "failed" and counts(step, fact):
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


def skip(step, reason):
    return step._replace(
        state="skipped",
        reason=reason,
        started=None,
        ended=None,
        model=None,
        res_id=None,
    )


def happened(step):
    return step.state == "done" and not step.by_hand
