# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Offers: asking side by side, sifting nonsense, choosing one, counting days."""

import threading
import time
from datetime import date, datetime, timedelta, timezone
from datetime import time as clock_time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics_base.canonical.money import Money
from logistics_base.canonical.parties import Party
from logistics_base.transport.call_errors import CallError
from logistics_carrier_connector.canonical.consignments import Consignment, Piece
from logistics_carrier_connector.canonical.rates import Rate
from logistics_carrier_connector.offers.arrival import Timetable
from logistics_carrier_connector.offers.asking import MAX_THREADS, ask_all
from logistics_carrier_connector.offers.choice import STRATEGIES, Offer, choose
from logistics_carrier_connector.offers.fingerprint import fingerprint
from logistics_carrier_connector.offers.patience import Patience
from logistics_carrier_connector.offers.sieve import sift

NOW = datetime(2026, 3, 2, 9, tzinfo=timezone.utc)
BERLIN = ZoneInfo("Europe/Berlin")

# Asking


def test_all_are_asked_at_once():
    barrier = threading.Barrier(10, timeout=5)
    answers = ask_all(dict.fromkeys(range(10), barrier.wait), 5)
    assert all(answer.error is None for answer in answers.values())


def test_who_is_late_is_left_behind():
    gate, ended = threading.Event(), threading.Event()

    def slow():
        gate.wait(5)
        return "too late"

    answers = ask_all(
        {"quick": lambda: "in time", "slow": slow},
        0.2,
        on_late=lambda key: key == "slow" and ended.set(),
    )
    assert (answers["quick"].value, answers["slow"].value) == ("in time", None)
    assert answers["slow"].is_late
    gate.set()
    assert ended.wait(5)


def test_an_error_is_an_answer():
    def refuse():
        raise CallError("refused", "no")

    def stumble():
        raise KeyError("price")

    answers = ask_all({1: refuse, 2: stumble, 3: lambda: "fine"}, 5)
    assert answers[1].error.category == "refused"
    assert isinstance(answers[2].error, KeyError)
    assert answers[3].value == "fine"


def test_more_questions_than_threads_are_all_answered():
    questions = {n: (lambda n=n: n) for n in range(MAX_THREADS * 3)}
    answers = ask_all(questions, 5)
    assert [answer.value for answer in answers.values()] == list(questions)


def test_nobody_asked_nothing_waited_for():
    started = time.monotonic()
    assert ask_all({}, 5) == {}
    assert time.monotonic() - started < 1


# Sifting


def test_patience_runs_out_and_is_shared():
    now = 100.0
    patience = Patience(4, clock=lambda: now)
    first = patience.but_for(0.25)
    assert (patience.left, first.left) == (4, 3)
    now = 103.5
    assert (patience.left, first.left) == (0.5, 0)
    now = 110.0
    assert patience.left == 0


def rate(amount="5.00", currency="EUR", code="STD", **more):
    return Rate(service_code=code, price=Money(Decimal(amount), currency), **more)


def test_a_good_offer_is_kept():
    kept, refused = sift([rate(currency="eur")], ("STD",), NOW)
    assert (kept[0].price.currency, refused) == ("EUR", [])


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (rate("-0.01"), "below zero"),
        (rate("NaN"), "not a number"),
        (rate("Infinity"), "not a number"),
        (rate("99999999"), "cannot be right"),
        (rate(currency="EURO"), "not a currency"),
        (rate(currency="E2R"), "not a currency"),
        (rate(code="OTHER"), "nobody asked"),
        (rate(code=""), "not an offer"),
        (rate(expires_at=NOW), "expired"),
        (Rate(service_code="STD", price=None), "no price"),
        (Rate(service_code="STD", price=Money("five", "EUR")), "not a number"),
        ({"error": "no"}, "not an offer"),
        (None, "not an offer"),
    ],
)
def test_what_nobody_should_pay_is_refused(answer, words):
    kept, refused = sift([answer], ("STD",), NOW)
    assert not kept
    assert words in str(refused[0].phrase)


@pytest.mark.parametrize("answer", [None, "<html>", {"rates": []}, 7])
def test_an_answer_that_is_no_list(answer):
    kept, refused = sift(answer, (), NOW)
    assert not kept
    assert "no list" in str(refused[0].phrase)


def test_an_arrival_in_the_past_is_not_promised():
    kept, _refused = sift([rate(deliver_by=NOW - timedelta(days=1))], (), NOW)
    assert kept[0].deliver_by is None


def test_of_two_offers_for_one_service_the_first_counts():
    kept, refused = sift([rate("5"), rate("4")], (), NOW)
    assert ([r.price.amount for r in kept], len(refused)) == ([5], 1)


# Choosing


def offer(key, price, days=None, rank=0):
    arrives = None if days is None else NOW + timedelta(days=days)
    return Offer(
        key=key, label=key, price=Decimal(price), arrives_by=arrives, rank=rank
    )


OFFERS = [offer("slow", 4, 5), offer("fast", 12, 1, 1), offer("mid", 7, 2, 2)]


@pytest.mark.parametrize(
    ("strategy", "days", "expected"),
    [
        ("cheapest", None, "slow"),
        ("fastest", None, "fast"),
        ("first", None, "slow"),
        ("cheapest_in_time", None, "slow"),
        ("cheapest_in_time", 2, "mid"),
        ("cheapest_in_time", 1, "fast"),
        ("cheapest_in_time", 0, "fast"),
    ],
)
def test_strategies(strategy, days, expected):
    promised = None if days is None else NOW + timedelta(days=days)
    assert choose(OFFERS, strategy, promised=promised).key == expected


def test_each_offer_is_told_why():
    choice = choose(OFFERS, "cheapest_in_time", promised=NOW + timedelta(days=2))
    verdicts = {key: str(phrase) for key, phrase in choice.verdicts.items()}
    assert verdicts["slow"] == "arrives too late"
    assert verdicts["fast"] == "dearer"
    assert "cheapest of 2 that arrive by" in verdicts["mid"]
    assert choice.is_in_time


def test_nothing_is_taken_above_the_limit():
    choice = choose(OFFERS, "fastest", most=Decimal(10))
    assert choice.key == "mid"
    assert choose(OFFERS, "fastest", most=Decimal(1)).key is None


def test_what_tells_no_arrival_is_not_in_time():
    choice = choose(
        [offer("a", 1), offer("b", 9, 1)],
        "cheapest_in_time",
        promised=NOW + timedelta(2),
    )
    assert choice.key == "b"
    assert str(choice.verdicts["a"]) == "tells no arrival"


offers = st.lists(
    st.builds(
        Offer,
        key=st.uuids(),
        label=st.just(""),
        price=st.decimals(0, 100, places=2),
        arrives_by=st.none() | st.datetimes(timezones=st.just(timezone.utc)),
        rank=st.integers(0, 5),
    ),
    max_size=8,
    unique_by=lambda o: o.key,
)
moments = st.none() | st.datetimes(timezones=st.just(timezone.utc))


@given(offers, st.sampled_from(list(STRATEGIES)), moments)
def test_a_choice_is_explained_whatever_is_offered(given_offers, strategy, promised):
    choice = choose(given_offers, strategy, promised=promised)
    assert (choice.key is None) == (not given_offers)
    assert set(choice.verdicts) == {o.key for o in given_offers}
    if strategy == "cheapest" and given_offers:
        chosen = next(o for o in given_offers if o.key == choice.key)
        assert chosen.price == min(o.price for o in given_offers)


@given(offers, moments.filter(bool))
def test_the_cheapest_in_time_is_in_time_if_any_is(given_offers, promised):
    choice = choose(given_offers, "cheapest_in_time", promised=promised)
    in_time = [o for o in given_offers if o.arrives_by and o.arrives_by <= promised]
    if in_time:
        chosen = next(o for o in given_offers if o.key == choice.key)
        assert chosen.price == min(o.price for o in in_time)
        assert choice.is_in_time


# Arriving

TABLE = Timetable(zone=BERLIN, cutoff=clock_time(15), transit_days=2)


def at(day, hour):
    """A moment in Berlin, in March 2026; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("ready", "leaves"),
    [(at(2, 14), 2), (at(2, 16), 3), (at(6, 16), 9), (at(7, 9), 9)],
)
def test_the_cutoff_decides_the_day(ready, leaves):
    assert TABLE.leaves_on(ready) == date(2026, 3, leaves)


@pytest.mark.parametrize(
    ("ready", "arrives"), [(at(2, 14), 4), (at(5, 14), 9), (at(6, 16), 11)]
)
def test_only_working_days_count(ready, arrives):
    assert TABLE.arrives_by(ready) == at(arrives, 18)


def test_holidays_and_saturdays():
    rest = Timetable(
        zone=BERLIN, transit_days=1, holidays=frozenset({date(2026, 3, 3)})
    )
    assert rest.arrives_by(at(2, 9)) == at(4, 18)
    saturday = Timetable(zone=BERLIN, transit_days=1, on_saturday=True)
    assert saturday.arrives_by(at(6, 9)) == at(7, 18)


def test_a_lane_may_be_slower_than_the_service_and_nobody_guesses():
    assert TABLE.arrives_by(at(2, 9), 3) == at(5, 18)
    assert Timetable(zone=BERLIN).arrives_by(at(2, 9)) is None


def test_a_calendar_without_working_days_ends():
    assert Timetable(zone=BERLIN, weekdays=frozenset(), transit_days=1).arrives_by(
        at(2, 9)
    )


# What makes two questions the same


def question(**changes):
    values = {
        "ship_from": Party(country="DE", postcode="20095"),
        "ship_to": Party(country="DE", postcode="10115", name="Ada", phone="+49301"),
        "pieces": (Piece(key="1", weight=2.0),),
        "ship_at": NOW,
    }
    return Consignment(**{**values, **changes})


def test_who_it_is_for_changes_no_price():
    same = question(
        ship_to=Party(country="DE", postcode="10115", name="Eve", phone="+49302"),
        pieces=(Piece(key="other", weight=2.0),),
        ship_at=NOW + timedelta(hours=5),
        instructions="Ring twice",
    )
    assert fingerprint(question(), "x") == fingerprint(same, "x")


@pytest.mark.parametrize(
    "changes",
    [
        {"ship_to": Party(country="DE", postcode="10117")},
        {"ship_to": Party(country="DE", postcode="10115", residential=True)},
        {"pieces": (Piece(key="1", weight=2.1),)},
        {"pieces": (Piece(key="1", weight=2.0, length=10.0),)},
        {"options": ("saturday",)},
        {"ship_at": NOW + timedelta(days=1)},
        {"is_return": True},
    ],
)
def test_what_changes_a_price_is_another_question(changes):
    assert fingerprint(question(), "x") != fingerprint(question(**changes), "x")
    assert fingerprint(question(), "x") != fingerprint(question(), "y")
