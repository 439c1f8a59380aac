# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics_base.canonical.vocabulary import STATES
from logistics_portal.tracking.stepper import steps


def drawn(stage, *reached):
    """Return the steps as ``name:status``, with the usual status left out."""
    return [f"{step.key}:{step.status}" for step in steps(stage, reached)]


def test_the_straight_road():
    assert drawn("in_transit", "booked", "picked_up", "in_transit") == [
        "preparing:done",
        "picked_up:done",
        "in_transit:current",
        "out_for_delivery:upcoming",
        "delivered:upcoming",
    ]


def test_delivered_is_the_end_and_not_a_stop_on_the_way():
    assert drawn("delivered", "picked_up", "delivered")[-1] == "delivered:done"


@pytest.mark.parametrize("stage", ["draft", "released", "booked"])
def test_what_happens_before_the_carrier_comes_is_one_step(stage):
    assert drawn(stage)[0] == "preparing:current"


def test_customs_shows_where_it_plays_a_part():
    assert "customs:current" in drawn("customs", "in_transit", "customs")
    assert "customs:done" in drawn("out_for_delivery", "customs", "in_transit")
    assert not [s for s in drawn("in_transit", "in_transit") if "customs" in s]


def test_a_pickup_point_shows_once_the_goods_go_there():
    assert drawn("available_for_pickup", "in_transit", "available_for_pickup") == [
        "preparing:done",
        "picked_up:done",
        "in_transit:done",
        "available_for_pickup:current",
        "delivered:upcoming",
    ]


def test_a_delivery_that_was_tried_before_stays_on_the_road():
    road = drawn("available_for_pickup", "out_for_delivery", "available_for_pickup")
    assert "out_for_delivery:done" in road


def test_a_return_takes_the_place_of_what_will_not_happen():
    assert drawn("returning", "picked_up", "in_transit", "returning") == [
        "preparing:done",
        "picked_up:done",
        "in_transit:done",
        "returning:current",
        "returned:upcoming",
    ]
    assert drawn("returned", "picked_up")[-2:] == ["returning:done", "returned:done"]


def test_a_cancelled_shipment_shows_how_far_it_got():
    assert drawn("cancelled", "booked") == ["preparing:done", "cancelled:problem"]


def test_a_lost_shipment_may_still_arrive():
    assert drawn("lost", "picked_up", "lost") == [
        "preparing:done",
        "picked_up:done",
        "lost:problem",
        "delivered:upcoming",
    ]


@given(st.sampled_from(list(STATES)), st.sets(st.sampled_from(list(STATES))))
def test_every_shipment_has_one_place_on_the_road(stage, reached):
    statuses = [step.status for step in steps(stage, reached)]
    assert len({step.key for step in steps(stage, reached)}) == len(statuses)
    here = [status for status in statuses if status in ("current", "problem")]
    assert len(here) == (0 if stage in ("delivered", "returned") else 1)
    assert "done" not in statuses[statuses.index(here[0]) :] if here else True
