# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from logistics_billing_reconcile.expecting.expected_cost import (
    ExpectedCharge,
    ExpectedCost,
    joined,
    plain,
)

EURO, DOLLAR = 1, 2
BASE = ExpectedCharge(type="base", amount=Decimal("8.00"), currency=EURO)
FUEL = ExpectedCharge(type="fuel", amount=Decimal("0.80"), currency=EURO, code="FSC")
COST = ExpectedCost(
    source="tariff",
    currency=EURO,
    charges=(BASE, FUEL),
    facts={"zone": "2", "billed_weight": Decimal("3.5"), "note": "as of March"},
)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(COST, charges=(FUEL, BASE)), id="another order"),
        pytest.param(
            replace(COST, charges=(replace(BASE, amount=8.0, description="x"), FUEL)),
            id="as the database tells it, in other words",
        ),
        pytest.param(
            replace(COST, facts={**COST.facts, "note": None, "divisor": 0.0}),
            id="without words, nothing told as zero",
        ),
        pytest.param(
            replace(COST, facts={**COST.facts, "billed_weight": 3.5}),
            id="a float of the same weight",
        ),
    ],
)
def test_the_same_is_no_other_version(other):
    assert COST.same_as(other)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(COST, charges=(BASE,)), id="a charge less"),
        pytest.param(replace(COST, charges=(BASE, FUEL, FUEL)), id="a charge twice"),
        pytest.param(
            replace(COST, charges=(replace(BASE, currency=DOLLAR), FUEL)),
            id="another currency",
        ),
        pytest.param(
            replace(COST, charges=(BASE, replace(FUEL, amount=Decimal("0.81")))),
            id="a cent more",
        ),
        pytest.param(replace(COST, facts={**COST.facts, "zone": "3"}), id="zone"),
        pytest.param(replace(COST, source="booking"), id="source"),
    ],
)
def test_what_differs_is_another_version(other):
    assert not COST.same_as(other)


def test_a_carrier_does_not_pay_us():
    credit = ExpectedCharge(type="discount", amount=Decimal(-9), currency=EURO)
    assert not COST.is_negative()
    assert replace(COST, charges=(BASE, FUEL, credit)).is_negative()
    # not even in one currency of two
    other = replace(credit, currency=DOLLAR)
    assert replace(COST, charges=(BASE, other)).is_negative()


def test_a_shipment_booked_in_parts_is_the_sum_of_them():
    whole = joined([COST, replace(COST, facts={"zone": "9", "billed_weight": 1.5})])
    assert whole.total == Decimal("17.60")
    assert whole.facts["billed_weight"] == 5
    assert whole.facts["zone"] == "2"


def test_facts_are_written_as_json_takes_them():
    assert plain(Decimal("1.50")) == "1.50"
    assert plain(date(2026, 3, 2)) == "2026-03-02"
    assert plain(False) is None
