# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import deque
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics_billing_wms.canonical.holding import Holding
from logistics_billing_wms.canonical.storage import past_free_days, stored

D = Decimal
FIRST = date(2026, 3, 2)  # a Monday


def days(*quantities):
    return {FIRST + timedelta(days=at): D(each) for at, each in enumerate(quantities)}


def test_goods_are_free_on_the_day_they_come_and_until_their_free_days_are_over():
    charged = past_free_days(days(10, 10, 10, 10), days(10), 3)
    assert charged == days(0, 0, 0, 10)


def test_without_free_days_everything_is_charged():
    assert past_free_days(days(10, 4), days(10), 0) == days(10, 4)


def test_what_came_last_is_what_is_still_there():
    # given ten old ones, ten new ones, and ten that left
    assert past_free_days(days(10, 20, 10), days(0, 10, 0), 2) == days(10, 10, 0)


moves = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=25
)


@given(moves, st.integers(0, 6))
def test_it_is_what_first_in_first_out_leaves(course, free_days):
    # given layers of goods that leave in the order in which they came
    layers, stock, received, expected = deque(), {}, {}, {}
    for at, (came, left) in enumerate(course):
        day = FIRST + timedelta(days=at)
        layers.append([day, came])
        while left and layers:
            taken = min(left, layers[0][1])
            layers[0][1] -= taken
            left -= taken
            if not layers[0][1]:
                layers.popleft()
        stock[day] = D(sum(quantity for _day, quantity in layers))
        received[day] = D(came)
        expected[day] = sum(
            quantity
            for came_on, quantity in layers
            if (day - came_on).days >= free_days
        )
    assert past_free_days(stock, received, free_days) == expected


def test_by_days_a_week_of_one_pallet_is_one_pallet_week():
    assert stored(days(*[1] * 7), "week") == pytest.approx(1)
    assert stored(days(*[7]), "week") == pytest.approx(1)


def test_whole_weeks_count_the_most_that_lay_there():
    by_day = days(1, 3, 2, 0, 0, 0, 0, 5)
    assert stored(by_day, "week", prorated=False) == 8
    assert stored(by_day, "month", prorated=False) == 5
    assert stored(by_day, "day", prorated=False) == 11


def test_a_month_by_days_knows_how_long_it_is():
    february = {date(2026, 2, day): D(1) for day in range(1, 29)}
    march = {date(2026, 3, day): D(1) for day in range(1, 32)}
    assert stored(february | march, "month") == pytest.approx(2)


@given(st.lists(st.integers(0, 50), max_size=40), st.integers(0, 39))
def test_by_days_a_period_may_be_cut_anywhere(quantities, cut):
    every = days(*quantities)
    head = dict(list(every.items())[:cut])
    tail = dict(list(every.items())[cut:])
    for span in ("day", "week", "month"):
        parts = stored(head, span) + stored(tail, span)
        assert parts == pytest.approx(stored(every, span))


def test_a_pallet_that_is_begun_is_a_pallet():
    holding = Holding(days(41, 40, 0), {}, per_pallet=D(40))
    assert holding.charged("pallets") == days(2, 1, 0)


def test_pallets_nobody_knows_count_as_none():
    assert Holding(days(41), {}).charged("pallets") == days(0)


def test_volume_weight_and_lines_follow_what_is_charged():
    holding = Holding(days(10, 10), days(10), volume=D("0.5"), weight=D(2))
    assert holding.charged("volume", 1) == days(0, 5)
    assert holding.charged("weight", 1) == days(0, 20)
    assert holding.charged("lines", 1) == days(0, 1)
    assert holding.charged("units", 1) == days(0, 10)


def test_a_correction_that_took_more_than_came_is_no_receipt():
    assert past_free_days(days(10), days(-3), 2) == days(10)
