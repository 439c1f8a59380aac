# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics_base.canonical.vocabulary import CHARGE_TYPES
from logistics_billing_sale.canonical.freight_trueup import Decision, decide
from logistics_billing_sale.canonical.rebilling import (
    CAUSES,
    Terms,
    credit_of,
    price_of,
    spread,
)

money = st.decimals(0, 10_000, places=2)


@pytest.mark.parametrize(
    ("cost", "terms", "price"),
    [
        ("10", {}, "10"),
        ("10", {"percent": 15}, "11.5"),
        ("10", {"percent": 10, "fixed": "1.5"}, "12.5"),
        ("10.24", {"step": "0.5"}, "10"),
        ("10.25", {"step": "0.5"}, "10.5"),
        ("3", {"minimum": 5}, "5"),
        ("30", {"maximum": 20}, "20"),
        ("19.9", {"step": 5, "maximum": "19.95"}, "19.95"),
    ],
)
def test_margins_rounding_and_bounds_in_this_order(cost, terms, price):
    assert price_of(cost, Terms(**terms)) == Decimal(price)


@given(money, money)
def test_a_higher_cost_is_never_charged_lower(one, other):
    terms = Terms(percent=12, fixed=1, minimum=5, maximum=500, step=Decimal("0.05"))
    low, high = sorted((one, other))
    assert price_of(low, terms) <= price_of(high, terms)


def test_the_causes_are_of_charges_that_there_are():
    assert set(CAUSES) <= set(CHARGE_TYPES)
    assert not {"base", "fuel", "discount", "vat", "void", "gsr_credit"} & set(CAUSES)


@given(money, st.lists(money, max_size=6))
def test_credits_in_parts_give_back_the_price_and_never_more(price, parts):
    cost, given_back, credited = Decimal(100), Decimal(0), Decimal(0)
    for part in parts:
        credited += part
        given_back += credit_of(price, given_back, cost, credited)
    assert given_back == price * min(Decimal(1), credited / cost)


@given(money, st.lists(money, max_size=6))
def test_a_credit_is_spread_whole_as_far_as_there_are_charges(credit, charges):
    parts = spread(credit, charges)
    assert sum(parts) == min(credit, sum(charges))
    assert all(0 <= part <= charge for part, charge in zip(parts, charges, strict=True))


AGREED = {
    "is_known": True,
    "is_adjusted": True,
    "is_fixed": False,
    "adds_line": False,
    "least": 0.0,
}


@pytest.mark.parametrize(
    ("difference", "facts", "action"),
    [
        (5.0, {}, "price"),
        (-5.0, {}, "price"),
        (0.0, {}, "nothing"),
        (5.0, {"is_known": False}, "wait"),
        (4.99, {"least": 5.0}, "nothing"),
        (-4.99, {"least": 5.0}, "nothing"),
        (5.0, {"is_adjusted": False, "adds_line": True}, "tell"),
        (5.0, {"is_fixed": True}, "tell"),
        (5.0, {"is_fixed": True, "adds_line": True}, "line"),
    ],
)
def test_what_becomes_of_a_difference(difference, facts, action):
    assert decide(difference, **{**AGREED, **facts}) == Decision(action, difference)
