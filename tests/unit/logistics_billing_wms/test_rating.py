# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics_billing_wms.canonical.rating import Tier, amount_of, rounded_up, top_up

D = Decimal
quantities = st.decimals(0, 1000, places=3)
TIERS = (Tier(D(100), D("0.80")), Tier(D(500), D("0.50")))


@pytest.mark.parametrize(
    ("quantity", "graduated", "whole"),
    [
        ("0", "0", "0"),
        ("100", "100", "100"),
        ("101", "100.80", "80.80"),
        ("500", "420", "400"),
        ("600", "470", "300"),
    ],
)
def test_tiers(quantity, graduated, whole):
    assert amount_of(D(quantity), D(1), TIERS) == D(graduated)
    assert amount_of(D(quantity), D(1), TIERS, graduated=False) == D(whole)


def test_a_negative_quantity_costs_nothing():
    assert amount_of(D(-5), D(1), TIERS) == 0


@given(quantities, st.permutations(TIERS))
def test_the_order_in_which_tiers_stand_means_nothing(quantity, tiers):
    for graduated in (True, False):
        expected = amount_of(quantity, D(1), TIERS, graduated)
        assert amount_of(quantity, D(1), tiers, graduated) == expected


@given(quantities, quantities)
def test_more_work_never_costs_less_where_each_tier_has_its_price(one, other):
    low, high = sorted((one, other))
    assert amount_of(low, D(1), TIERS) <= amount_of(high, D(1), TIERS)


@given(quantities, quantities)
def test_one_run_and_its_differences_come_to_the_same(before, more):
    # given what was charged before, and the difference that a later run finds
    charged = amount_of(before, D(1), TIERS)
    difference = amount_of(before + more, D(1), TIERS) - charged
    assert charged + difference == amount_of(more + before, D(1), TIERS)


@given(quantities, st.sampled_from([D("0.5"), D(1), D(25)]))
def test_rounding_up_is_to_the_next_step_and_no_further(quantity, step):
    rounded = rounded_up(quantity, step)
    assert rounded % step == 0
    assert 0 <= rounded - quantity < step


def test_without_a_step_nothing_is_rounded():
    assert rounded_up(D("1.234"), D(0)) == D("1.234")


@given(quantities, quantities)
def test_a_minimum_is_reached_exactly_or_was_exceeded(amount, minimum):
    assert amount + top_up(amount, minimum) == max(amount, minimum)


def test_half_a_period_has_half_the_minimum():
    assert top_up(D(10), D(100), D("0.5")) == 40
