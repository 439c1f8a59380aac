# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Steps follow from facts: whatever the order in which these become known."""

from hypothesis import given
from hypothesis import strategies as st

from logistics_base.processes.course import current, follow
from logistics_base.processes.kinds import STEP_KINDS
from logistics_base.processes.steps import (
    ENDED,
    OPEN,
    STATES,
    Fact,
    Facts,
    Standing,
    Step,
)

CODES = ("order", "release", "book", "label", "dispatch", "deliver", "proof", "bill")
REQUIRED = frozenset({"order", "release", "dispatch", "deliver"})
NOW = 1000.0


def standing(*, reverts=(), automatic=(), codes=CODES, required=REQUIRED):
    """Return a process that has not begun."""
    return Standing(
        begun=0.0,
        steps=tuple(
            Step(
                id=at,
                code=code,
                required=code in required,
                reverts=code in reverts,
                automatic=code in automatic,
            )
            for at, code in enumerate(codes)
        ),
    )


def facts(called_off=False, **told):
    """Return facts: a code with a time is done then; all but ``bill`` are proven."""
    steps = {code: OPEN for code in CODES if code != "bill"}
    for code, fact in told.items():
        steps[code] = fact if isinstance(fact, Fact) else Fact("done", float(fact))
    return Facts(called_off, None, steps)


def states(outcome):
    """Return {code: state}."""
    return {step.code: step.state for step in outcome.steps}


def step(outcome, code):
    """Return the step of that code."""
    return next(step for step in outcome.steps if step.code == code)


def test_the_first_step_that_is_not_proven_runs():
    outcome = follow(standing(), facts(order=1, release=2), NOW)
    assert states(outcome) == {
        "order": "done",
        "release": "done",
        "book": "running",
        "label": "waiting",
        "dispatch": "waiting",
        "deliver": "waiting",
        "proof": "waiting",
        "bill": "skipped",
    }
    assert outcome.state == "running"
    assert current(outcome.steps).code == "book"
    assert step(outcome, "book").started == 2.0


def test_what_is_not_required_is_passed_over_but_what_is_required_is_not():
    outcome = follow(standing(), facts(order=1, release=2, deliver=5), NOW)
    assert states(outcome)["book"] == "skipped"
    assert states(outcome)["dispatch"] == "running"
    assert outcome.state == "running"


def test_it_is_over_when_all_that_is_required_happened():
    outcome = follow(standing(), facts(order=1, release=2, dispatch=3, deliver=5), NOW)
    assert {s.state for s in outcome.steps} <= ENDED
    assert (outcome.state, current(outcome.steps)) == ("done", None)


def test_a_failure_holds_what_comes_after():
    outcome = follow(
        standing(), facts(order=1, release=2, book=Fact("failed", 3.0, "No")), NOW
    )
    assert states(outcome)["book"] == "failed"
    assert states(outcome)["label"] == "waiting"
    assert outcome.state == "failed"


def test_a_persons_word_holds_against_facts():
    before = standing()
    steps = tuple(
        s._replace(by_hand="skipped", ended=7.0) if s.code == "book" else s
        for s in before.steps
    )
    told = facts(order=1, release=2, book=Fact("failed", 3.0))
    outcome = follow(before._replace(steps=steps), told, NOW)
    assert states(outcome)["book"] == "skipped"
    assert states(outcome)["label"] == "running"


def test_only_what_is_automatic_is_done_by_the_system():
    told = facts(order=1, release=2)
    by_hand = follow(standing(), told, NOW)
    assert {s.wish for s in by_hand.steps} == {None}
    by_system = follow(standing(automatic=("book", "label")), told, NOW)
    assert [s.code for s in by_system.steps if s.wish] == ["book"]


def test_what_the_system_gives_up_has_failed_until_it_is_tried_again():
    told = facts(order=1, release=2)
    running = follow(standing(automatic=("book",)), told, NOW)
    gave_up = running._replace(
        steps=tuple(
            s._replace(gave_up="Nobody answers") if s.code == "book" else s
            for s in running.steps
        )
    )
    failed = follow(gave_up, told, NOW)
    assert states(failed)["book"] == "failed"
    assert step(failed, "book").reason == "Nobody answers"
    assert follow(failed, told, NOW) == failed
    again = failed._replace(steps=tuple(s._replace(gave_up=None) for s in failed.steps))
    assert states(follow(again, told, NOW))["book"] == "running"
    assert states(follow(failed, facts(order=1, release=2, book=9), NOW))["book"] == (
        "done"
    )


# Taking back

BOOKED = {"order": 1, "release": 2, "book": 3}
LABEL_FAILED = Fact("failed", 4.0, "No paper")


def test_a_label_that_fails_for_good_has_its_booking_taken_back():
    # given a booking whose label will never come
    before = standing(reverts=("label",))
    outcome = follow(before, facts(**BOOKED, label=LABEL_FAILED), NOW)
    # then the booking is taken back
    assert (states(outcome)["book"], step(outcome, "book").wish) == (
        "compensating",
        "undo",
    )
    assert states(outcome)["label"] == "failed"
    assert (outcome.state, outcome.undoing) == ("compensating", "label")
    # and once it is cancelled the shipment waits to be released again
    gone = facts(order=1, release=2, book=Fact("undone", 8.0))
    again = follow(outcome, gone, 10.0)
    assert states(again)["release"] == "running"
    assert states(again)["book"] == "compensated"
    assert states(again)["dispatch"] == "waiting"
    assert (again.state, again.undoing) == ("running", None)
    # which happens by a new booking only, not by what happened before
    assert follow(again, gone, 11.0) == again
    anew = facts(order=1, release=12, book=13, label=14)
    assert current(follow(again, anew, 20.0).steps).code == "dispatch"


def test_a_label_that_fails_is_a_persons_affair_where_the_template_says_nothing():
    outcome = follow(standing(), facts(**BOOKED, label=LABEL_FAILED), NOW)
    assert (states(outcome)["book"], outcome.state) == ("done", "failed")


def test_nothing_is_taken_back_once_the_goods_have_gone():
    told = facts(**BOOKED, label=LABEL_FAILED, dispatch=6)
    outcome = follow(standing(reverts=("label",)), told, NOW)
    assert outcome.undoing is None
    assert states(outcome)["book"] == "done"


def test_nothing_is_taken_back_while_a_person_steers():
    before = standing(reverts=("label",))._replace(taken_over=True)
    outcome = follow(before, facts(**BOOKED, label=LABEL_FAILED), NOW)
    assert (states(outcome)["book"], outcome.state) == ("done", "manual")


def test_what_is_called_off_is_taken_back_the_last_first():
    before = follow(standing(), facts(**BOOKED, label=4), NOW)
    # when the shipment is called off while label and booking are in effect
    recalled = Fact("undone", 9.0)
    told = facts(True, order=1, release=recalled, book=3, label=4)
    outcome = follow(before, told, NOW)
    # then the label goes first; booking and release wait for their turn
    assert states(outcome) == {
        "order": "done",
        "release": "done",
        "book": "done",
        "label": "compensating",
        "dispatch": "skipped",
        "deliver": "skipped",
        "proof": "skipped",
        "bill": "skipped",
    }
    gone = Fact("undone", 10.0)
    outcome = follow(
        outcome, facts(True, order=1, release=recalled, book=3, label=gone), NOW
    )
    assert states(outcome)["book"] == "compensating"
    outcome = follow(
        outcome, facts(True, order=1, release=recalled, book=gone, label=gone), NOW
    )
    assert [states(outcome)[c] for c in ("release", "book", "label")] == [
        "compensated"
    ] * 3
    assert outcome.state == "cancelled"


def test_what_cannot_be_taken_back_waits_for_a_person():
    told = facts(
        True, order=1, release=Fact("undone", 9.0), book=Fact("stuck", 3.0, "Too late")
    )
    outcome = follow(standing(), told, NOW)
    assert (states(outcome)["book"], outcome.state) == ("manual", "stuck")
    assert step(outcome, "book").reason == "Too late"
    by_hand = outcome._replace(
        steps=tuple(
            s._replace(by_hand="compensated", ended=11.0) if s.code == "book" else s
            for s in outcome.steps
        )
    )
    assert follow(by_hand, told, NOW).state == "cancelled"


# Properties

TIMES = st.integers(1, 900).map(float)
NEWS = st.lists(
    st.tuples(
        st.sampled_from(CODES[:-1]),
        st.builds(Fact, st.sampled_from(("done", "failed", "moot", "open")), TIMES),
    ),
    unique_by=lambda told: told[0],
)


@given(NEWS, st.booleans())
def test_any_order_of_news_gives_the_same_steps(news, is_repeated):
    happened = dict(news)
    outcome, known = standing(automatic=("book",)), {}
    for number, (code, fact) in enumerate(news * (1 + is_repeated)):
        known[code] = fact
        outcome = follow(outcome, facts(**known), NOW + number)
    at_once = follow(standing(automatic=("book",)), facts(**happened), NOW)
    assert follow(outcome, facts(**happened), NOW) == at_once


@given(NEWS, st.sampled_from(CODES[:-1]))
def test_a_retraction_leaves_no_trace(news, code):
    without = {key: fact for key, fact in news if key != code}
    before = follow(standing(), facts(**without), NOW)
    during = follow(before, facts(**{**without, code: Fact("done", 5.0)}), NOW)
    assert follow(during, facts(**without), NOW) == before


FACTS = st.fixed_dictionaries(
    {
        "order": st.just(Fact("done", 1.0)),
        "release": st.sampled_from((OPEN, Fact("done", 2.0), Fact("undone", 9.0))),
        "book": st.builds(
            Fact, st.sampled_from(("open", "done", "failed", "undone", "stuck")), TIMES
        ),
        "label": st.builds(
            Fact, st.sampled_from(("open", "done", "failed", "undone", "stuck")), TIMES
        ),
        "dispatch": st.sampled_from((OPEN, Fact("done", 20.0))),
        "deliver": st.sampled_from((OPEN, Fact("done", 30.0), Fact("failed", 30.0))),
        "proof": st.sampled_from((OPEN, Fact("done", 40.0))),
    }
)


@given(st.lists(st.tuples(FACTS, st.booleans(), st.booleans()), min_size=1))
def test_whatever_happens_it_stays_in_order(history):
    outcome = standing(reverts=("book", "label"), automatic=("book",))
    for number, (told, called_off, taken_over) in enumerate(history):
        outcome = outcome._replace(taken_over=taken_over)
        known = facts(called_off, **told)
        outcome = follow(outcome, known, NOW + number)
        found = [s.state for s in outcome.steps]
        # every state is one that people know
        assert set(found) <= set(STATES)
        # one step at most runs or is taken back at a time
        assert found.count("running") <= 1
        assert found.count("compensating") + found.count("manual") <= 1
        # what cannot be undone never is
        for s in outcome.steps:
            if s.state in ("compensating", "compensated", "manual"):
                assert STEP_KINDS[s.code].can_be_undone
        # following again without news changes nothing
        assert follow(outcome, known, NOW + number) == outcome


@given(FACTS)
def test_a_process_that_is_over_waits_for_nothing(told):
    outcome = follow(standing(), facts(**told), NOW)
    is_over = outcome.state in ("done", "cancelled")
    assert is_over == (current(outcome.steps) is None)
