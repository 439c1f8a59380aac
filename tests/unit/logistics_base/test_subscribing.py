# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics_base.canonical.subscribing import Fact, Index, Wants
from logistics_base.protocols.webhook_schedule import MAX_ATTEMPTS, PAUSES, pause_after

FACT = Fact(
    type="shipment.milestone",
    company=1,
    customer=7,
    carrier=3,
    environment="production",
    direction="outbound",
    code="delivered",
    origin="DE",
    destination="FR",
)
ANYTHING = Wants(id=1, company=1, types=frozenset({"shipment.milestone"}))


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("customers", 7, 8),
        ("carriers", 3, 4),
        ("directions", "outbound", "return"),
        ("codes", "delivered", "picked_up"),
        ("origins", "DE", "AT"),
        ("destinations", "FR", "DE"),
        ("types", "shipment.milestone", "shipment.stage"),
    ],
)
def test_each_filter_lets_pass_what_it_names(name, right, wrong):
    wanted = replace(ANYTHING, **{name: frozenset({right, "more"})})
    unwanted = replace(ANYTHING, **{name: frozenset({wrong})})
    assert Index([wanted]).find(FACT) == [1]
    assert Index([unwanted]).find(FACT) == []


def test_events_of_another_company_are_not_told():
    assert Index([replace(ANYTHING, company=2)]).find(FACT) == []


def test_test_and_production_are_kept_apart():
    assert Index([replace(ANYTHING, environment="test")]).find(FACT) == []
    nowhere = FACT._replace(environment=None)
    assert Index([replace(ANYTHING, environment="test")]).find(nowhere) == [1]


def test_what_bears_no_milestone_code_is_told_to_who_chooses_codes():
    stage = FACT._replace(type="shipment.stage", code=None)
    wants = replace(
        ANYTHING,
        types=frozenset({"shipment.stage"}),
        codes=frozenset({"delivered"}),
    )
    assert Index([wants]).find(stage) == [1]


_SETS = st.frozensets(st.integers(1, 3), max_size=2)


@given(
    st.lists(
        st.builds(
            Wants,
            id=st.integers(1, 50),
            company=st.integers(1, 2),
            types=st.frozensets(st.sampled_from("ab"), min_size=1),
            customers=_SETS,
            carriers=_SETS,
        ),
        unique_by=lambda wants: wants.id,
    ),
    st.builds(
        Fact,
        type=st.sampled_from("abc"),
        company=st.integers(1, 2),
        customer=st.none() | st.integers(1, 3),
        carrier=st.none() | st.integers(1, 3),
    ),
)
def test_the_index_finds_whom_asking_everybody_would(wants, fact):
    expected = {
        one.id
        for one in wants
        if one.company == fact.company
        and fact.type in one.types
        and (not one.customers or fact.customer in one.customers)
        and (not one.carriers or fact.carrier in one.carriers)
    }
    found = Index(wants).find(fact)
    assert set(found) == expected
    assert len(found) == len(expected)


def test_attempts_go_on_for_three_days():
    assert 3 * 86400 <= sum(PAUSES) <= 4 * 86400
    assert pause_after(1, 0.0) == 5
    assert pause_after(MAX_ATTEMPTS - 1, 0.0) == 86400
    assert pause_after(MAX_ATTEMPTS, 0.0) is None


@given(st.integers(0, MAX_ATTEMPTS - 1), st.floats(0, 1), st.floats(0, 90000))
def test_a_receiver_is_never_asked_sooner_than_it_wants(attempts, random, asked):
    assert pause_after(attempts, random, asked) >= asked
    assert pause_after(attempts, random) <= 1.2 * 86400
