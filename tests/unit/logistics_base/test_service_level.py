# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When something is due, when at risk, and to what it applies."""

import itertools
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from logistics_base.canonical.service_level import (
    Deadline,
    Terms,
    Told,
    deadline,
    longest_wait,
    outcome,
    pauses,
    standing,
)
from logistics_base.canonical.service_scope import Scope, Subject, plain_postcode
from logistics_base.canonical.working_time import AroundTheClock, WorkingTime, moment

HOUR = 3600
BERLIN = ZoneInfo("Europe/Berlin")


def at(*parts):
    return datetime(*parts, tzinfo=BERLIN).timestamp()


def office(days=40, off=()):
    start = date(2026, 3, 2)
    return WorkingTime(
        [
            (moment(day, 9, BERLIN), moment(day, 17, BERLIN))
            for day in (start + timedelta(days=number) for number in range(days))
            if day.weekday() < 5 and day not in off
        ],
        BERLIN,
    )


def test_what_comes_before_the_cutoff_is_due_the_same_day():
    terms = Terms("days", 0, cutoff=14, by=18)
    due = deadline(terms, at(2026, 3, 2, 13, 59), office()).due
    assert due == at(2026, 3, 2, 18)


def test_what_comes_after_the_cutoff_is_due_the_next_working_day():
    terms = Terms("days", 0, cutoff=14, by=18)
    friday = at(2026, 3, 6, 14, 1)
    assert deadline(terms, friday, office()).due == at(2026, 3, 9, 18)


def test_what_comes_on_a_day_off_counts_as_the_next_working_day():
    terms = Terms("days", 2)
    saturday, holiday = at(2026, 3, 7, 20), date(2026, 3, 10)
    due = deadline(terms, saturday, office(off={holiday})).due
    assert due == at(2026, 3, 12, 17)


def test_days_around_the_clock_follow_the_clocks_of_the_place_to_summer_time():
    terms = Terms("days", 1, by=18)
    before_the_change = at(2026, 3, 28, 10)
    due = deadline(terms, before_the_change, AroundTheClock(BERLIN)).due
    assert due == at(2026, 3, 29, 18)
    assert due - before_the_change == 31 * HOUR


def test_three_quarters_of_the_time_gone_is_a_risk():
    when = deadline(Terms("hours", 8), at(2026, 3, 2, 9), office())
    assert when == Deadline(at(2026, 3, 2, 17), at(2026, 3, 2, 15))


def test_a_risk_so_many_hours_before():
    terms = Terms("hours", 8, risk_unit="hours", risk=2)
    when = deadline(terms, at(2026, 3, 2, 16), office())
    assert when == Deadline(at(2026, 3, 3, 16), at(2026, 3, 3, 14))


def test_at_risk_is_always_before_due():
    for terms in (
        Terms("hours", 1, risk=100),
        Terms("hours", 1, risk_unit="hours", risk=0),
        Terms("promise", risk=100),
    ):
        start = at(2026, 3, 2, 10)
        when = deadline(terms, start, office(), promised=start - 7200)
        assert when.risk < when.due


def test_the_clock_stands_still_while_customs_hold_the_goods():
    terms = Terms("hours", 10)
    held = [(at(2026, 3, 2, 12), at(2026, 3, 3, 10))]
    when = deadline(terms, at(2026, 3, 2, 9), office(), held)
    # 10 hours end on Tuesday at 11; 6 more for which it stood still
    assert when.due == at(2026, 3, 3, 17)
    assert when.paused == 6 * HOUR


def test_nothing_is_due_while_the_clock_stands_still():
    terms = Terms("hours", 10)
    held = [(at(2026, 3, 2, 12), None)]
    assert deadline(terms, at(2026, 3, 2, 9), office(), held).due is None


def test_a_stop_after_the_deadline_changes_nothing():
    terms = Terms("hours", 2)
    held = [(at(2026, 3, 2, 12), None)]
    assert deadline(terms, at(2026, 3, 2, 9), office(), held).due == at(2026, 3, 2, 11)


def test_no_promise_no_deadline():
    assert deadline(Terms("promise"), 0.0, AroundTheClock()).due is None


def test_in_time_is_up_to_the_second():
    assert outcome(100.0, 100.0) == "met"
    assert outcome(100.0, 101.0) == "breached"


def test_only_another_deadline_sets_the_clock_back():
    assert standing(None, (1, 2)) == "running"
    assert standing(("at_risk", 1, 2), (1, 2)) == "at_risk"
    assert standing(("breached", 1, 2), (1, 2)) == "breached"
    assert standing(("breached", 1, 2), (3, 4)) == "running"
    # what was retracted goes on
    assert standing(("met", 1, 2), (1, 2)) == "running"


def test_a_pause_ends_with_what_clears_it_whatever_is_told_first():
    told = [
        Told(None, 1.0, "in_transit"),
        Told(None, 2.0, "customs_hold"),
        Told(7, 3.0, "customs_hold"),
        Told(None, 5.0, "customs_released"),
        Told(None, 6.0, "customs_hold"),
    ]
    expected = [(2.0, 5.0), (6.0, None)]
    for order in itertools.permutations(told):
        assert pauses(order, {"customs"}) == expected
    assert pauses(told, {"damage"}) == []


def test_a_silence_that_was_too_long_is_found():
    terms = Terms("hours", 24)
    work = AroundTheClock()
    quiet = longest_wait([0, 20 * HOUR, 50 * HOUR, 60 * HOUR], terms, work)
    assert (quiet.start, quiet.end) == (20 * HOUR, 50 * HOUR)
    fine = longest_wait([0, 20 * HOUR, 35 * HOUR, 50 * HOUR], terms, work)
    assert (fine.start, fine.end) == (35 * HOUR, 50 * HOUR)
    assert longest_wait([5], terms, work) is None


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=9), st.randoms())
def test_the_order_of_news_does_not_matter(times, random):
    terms, work = Terms("hours", 24), AroundTheClock()
    before = longest_wait(times, terms, work)
    random.shuffle(times)
    assert longest_wait(times, terms, work) == before


def test_whoever_names_the_customer_wins():
    for_customer = Scope(customers=frozenset({7}))
    for_much_else = Scope(
        services=frozenset({"EXP"}),
        warehouses=frozenset({"WH"}),
        directions=frozenset({"outbound"}),
    )
    assert for_customer.weight() > for_much_else.weight() > Scope().weight()


def test_a_scope_covers_what_it_names():
    subject = Subject(
        customers=frozenset({7, 8}),
        destination="DE",
        destination_postcode="d-101 15",
        service="EXP",
    )
    assert Scope().covers(subject)
    assert Scope(customers=frozenset({8, 9})).covers(subject)
    assert not Scope(customers=frozenset({9})).covers(subject)
    assert Scope(destination_zones=("D10", "D11")).covers(subject)
    assert not Scope(destination_zones=("D10",)).covers(Subject())
    assert not Scope(services=frozenset({"ECO"})).covers(subject)
    assert plain_postcode("sw1a 1-aa") == "SW1A1AA"
