# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The stage of a package and of a shipment, whatever the order of arrival."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics_base.canonical.progress import (
    PackageStanding,
    Standing,
    Told,
    follow,
    follows,
    reconstruct,
)
from logistics_base.canonical.stage import Event, advance, combine, derive
from logistics_base.canonical.vocabulary import (
    EXCEPTION_TYPES,
    MILESTONES,
    PROGRESS,
    SEVERITIES,
    STATES,
)

MEANINGFUL = [code for code, word in MILESTONES.items() if word.stage or word.raises]
NEW = Standing("booked", False, "booked", 0, 0, None, None, None, None, None)


def events(*codes):
    """Return one event an hour, in the order given."""
    return [Event(3600.0 * at, code, at) for at, code in enumerate(codes, 1)]


def stage_of(*codes):
    return derive(events(*codes)).stage


@pytest.mark.parametrize(
    ("codes", "stage"),
    [
        (["booked", "picked_up", "in_transit"], "in_transit"),
        (["picked_up", "customs_hold"], "customs"),
        (["picked_up", "customs_hold", "customs_released"], "in_transit"),
        (["out_for_delivery", "delivery_attempted"], "out_for_delivery"),
        (["delivered", "in_transit"], "delivered"),
        (["cancelled", "picked_up"], "cancelled"),
        (["lost", "arrived"], "in_transit"),
        (["delivered", "return_initiated"], "returning"),
        (["return_initiated", "departed", "arrived"], "returning"),
        (["return_initiated", "departed", "returned", "arrived"], "returned"),
        (["return_initiated", "delivered"], "delivered"),
        (["returned", "return_initiated"], "returned"),
        (["pod_received"], "delivered"),
        (["information", "unknown"], None),
    ],
)
def test_the_latest_milestone_gives_the_stage(codes, stage):
    assert stage_of(*codes) == stage


def test_at_the_same_instant_the_stronger_milestone_counts():
    # given a carrier that reports whole days
    same_day = [Event(0.0, "delivered", 1), Event(0.0, "out_for_delivery", 2)]
    # then the delivery counts, whichever came last
    assert derive(same_day).stage == "delivered"
    assert derive(same_day[::-1]).stage == "delivered"


def test_a_return_yields_only_to_what_starts_after_the_delivery():
    delivered = Event(100.0, "delivered", 1)
    earlier = Event(50.0, "return_initiated", 2)
    assert derive([delivered, earlier]).stage == "delivered"


def test_a_delivery_keeps_its_time_when_the_goods_come_back():
    derived = derive(events("picked_up", "delivered", "return_initiated", "returned"))
    assert (derived.stage, derived.picked_up, derived.delivered) == (
        "returned",
        3600.0,
        7200.0,
    )


def test_conditions_open_and_close_by_time_not_by_arrival():
    late_news = [Event(3.0, "out_for_delivery", 1), Event(2.0, "delayed", 2)]
    assert derive(late_news).conditions == {}
    assert set(derive(events("in_transit", "delayed")).conditions) == {"delay"}


def test_damage_stays_until_a_person_closes_it():
    assert set(derive(events("damaged", "delivered")).conditions) == {"damage"}


def test_a_shipment_is_as_far_as_its_least_advanced_package():
    assert combine(["delivered", "in_transit"]) == "in_transit"
    assert combine(["delivered", "cancelled"]) == "delivered"
    assert combine(["cancelled", "cancelled"]) == "cancelled"


def test_every_word_leads_to_words_that_exist():
    for word in MILESTONES.values():
        assert word.stage is None or word.stage in STATES
        assert word.raises is None or word.raises in EXCEPTION_TYPES
        assert word.clears <= set(EXCEPTION_TYPES)
        assert word.severity in SEVERITIES
    assert set(PROGRESS) == set(STATES)


_events = st.lists(
    st.builds(
        Event,
        time=st.integers(0, 12).map(float),
        code=st.sampled_from(MEANINGFUL),
        id=st.integers(1, 10**6),
    ),
    max_size=14,
    unique_by=lambda event: event.id,
)


@given(_events, st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same(history, shuffle):
    shuffled = list(history)
    shuffle.shuffle(shuffled)
    assert derive(shuffled) == derive(history)


@given(_events, st.integers(0, 12))
def test_later_news_can_be_added_to_what_is_known(history, moment):
    before = [event for event in history if event.time <= moment]
    after = [event for event in history if event.time > moment]
    assert advance(derive(before), after) == derive(history)


@st.composite
def _stories(draw):
    """Return (packages, told): a shipment's milestones in the order of arrival."""
    packages = draw(st.sampled_from([(), (7,), (7, 8)]))
    whose = st.sampled_from((None, *packages))
    told = draw(
        st.lists(
            st.builds(
                Told,
                package_id=whose,
                time=st.integers(0, 20).map(float),
                code=st.sampled_from(list(MILESTONES)),
                id=st.integers(1, 10**6),
                classifier=st.sampled_from(["actual", "actual", "actual", "estimated"]),
                received=st.integers(0, 20).map(float),
                estimate=st.none() | st.just(99.0),
            ),
            max_size=12,
            unique_by=lambda item: item.id,
        )
    )
    return packages, told


@given(_stories())
def test_following_the_news_gives_what_all_the_past_gives(story):
    package_ids, told = story
    standing = NEW._replace(package_count=len(package_ids))
    packages = [PackageStanding(id_, "booked", None) for id_ in package_ids]
    known = []
    for item in told:
        known.append(item)
        whole = reconstruct(standing, packages, known)
        if follows(standing, [item]):
            assert follow(standing, packages, [item]) == whole
        standing = whole.standing._replace(has_exception=bool(whole.conditions))
        changed = {package.id: package for package in whole.packages}
        packages = [changed.get(package.id, package) for package in packages]


def test_news_in_order_are_followed_and_news_out_of_order_are_not():
    standing = NEW._replace(last_time=10.0)
    assert follows(standing, [Told(None, 11.0, "in_transit", 1)])
    assert not follows(standing, [Told(None, 10.0, "in_transit", 1)])
    assert not follows(standing, [Told(None, 11.0, "delayed", 1)])
    assert not follows(
        standing._replace(has_exception=True), [Told(None, 11.0, "arrived", 1)]
    )


def test_the_eta_is_the_latest_word():
    told = [
        Told(None, 1.0, "in_transit", 1, estimate=50.0),
        Told(None, 3.0, "in_transit", 2, estimate=70.0),
        Told(None, 2.0, "in_transit", 3, estimate=60.0),
    ]
    random.Random(5).shuffle(told)
    assert reconstruct(NEW, [], told).standing.eta == 70.0
