# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Journeys are realistic: in order, in real places, in words of our vocabulary."""

from datetime import timedelta

import pytest

from logistics_base.canonical.vocabulary import MILESTONES, MODES, REASONS
from tests.simulators import carrier
from tests.simulators.journeys import JOURNEYS
from tests.simulators.places import PLACES

from .common import NOW, all_events, make_carrier, make_shipment

journeys = pytest.mark.parametrize("journey", JOURNEYS.values(), ids=lambda j: j.code)


@journeys
def test_steps_are_in_order_and_speak_our_vocabulary(journey):
    hours = [step.hours for step in journey.steps]
    assert hours == sorted(set(hours))
    assert journey.mode in MODES
    for step in journey.steps:
        assert step.code in MILESTONES
        assert step.reason is None or step.reason in REASONS
        assert step.due is None or step.due >= step.hours
        assert (step.expected is None) == (step.classifier == "actual")


@journeys
def test_a_journey_begins_with_the_booking_and_comes_to_an_end(journey):
    assert MILESTONES[journey.steps[0].code].stage == "booked"
    assert journey.steps[-1].code in {"delivered", "returned"}


def test_it_is_known_which_trouble_a_journey_brings():
    assert JOURNEYS["damaged"].troubles == {"damage"}
    assert JOURNEYS["returned"].troubles == {"refused"}


@pytest.mark.parametrize("is_ocean", [True, False])
def test_there_is_a_journey_without_trouble(is_ocean):
    found = [each for each in JOURNEYS.values() if (each.mode == "ocean") == is_ocean]
    assert any(not each.troubles for each in found)


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_places_are_on_earth_and_tell_the_time(place):
    assert -90 < place.latitude < 90
    assert -180 < place.longitude < 180
    assert NOW.astimezone(place.zone).utcoffset() is not None
    assert len(place.iso3) == 3
    assert place.unlocode is None or place.unlocode[:2] == place.country


def test_no_place_is_left_unvisited():
    visited = {step.place for journey in JOURNEYS.values() for step in journey.steps}
    assert visited == set(PLACES)


@journeys
def test_told_events_follow_one_another_and_none_has_happened_in_the_future(journey):
    carrier = make_carrier("standard_webhooks", journey.code, packages=["P1", "P2"])
    for package in ("P1", "P2"):
        events = [e for e in all_events_of(carrier) if e.number == package]
        reported = [event.reported_at for event in events]
        assert reported == sorted(set(reported))
        assert reported[-1] <= NOW
        actual = [event for event in events if event.classifier == "actual"]
        assert all(event.occurred_at <= NOW for event in actual)


def all_events_of(carrier):
    if not carrier.shipments["SIM0001"].told:
        all_events(carrier)
    told = carrier.shipments["SIM0001"].told
    return [event for events in told.values() for event in events]


def test_times_carry_the_offset_of_the_place():
    [first, *_rest] = all_events(make_carrier("standard_webhooks", "customs"))
    assert first.place.city == "Mumbai"
    assert first.occurred_at.utcoffset().total_seconds() == 5.5 * 3600


def test_the_straggling_package_comes_two_days_after_the_others():
    carrier = make_carrier("shippo", "straggler", packages=["P1", "P2", "P3"])
    delivered = {
        e.number: e.occurred_at for e in all_events(carrier) if e.code == "delivered"
    }
    assert delivered["P1"] == delivered["P2"]
    assert 46 < (delivered["P3"] - delivered["P1"]).total_seconds() / 3600 < 50


def test_an_estimate_is_about_the_future_of_the_moment_it_is_reported():
    events = all_events(make_carrier("dcsa"))
    estimates = [event for event in events if event.classifier != "actual"]
    assert len(estimates) == 3
    assert all(event.occurred_at > event.reported_at for event in estimates)


def test_delivery_is_expected_at_the_same_time_until_something_happens():
    events = all_events(make_carrier("shippo", "weather"))
    expected = [event.expected_delivery for event in events if event.expected_delivery]
    before, after = sorted(set(expected))
    assert expected == [before] * 3 + [after] * 4
    assert (after - before).total_seconds() == 25 * 3600


def test_a_journey_goes_on_from_where_it_was():
    whole = [event.code for event in all_events(make_carrier())]
    rest = all_events(make_carrier(skip=5))
    assert [event.code for event in rest] == whole[5:]


def test_a_journey_that_starts_now_is_dated_as_it_is_told():
    told = all_events(make_carrier(start=NOW))
    assert told[0].occurred_at == NOW
    assert told[-1].occurred_at - NOW < timedelta(minutes=1)


def test_a_carrier_forgets_what_arrived_long_ago(monkeypatch):
    monkeypatch.setattr(carrier, "REMEMBERED", 2)
    forgetful = make_carrier()
    for number in range(2, 5):
        forgetful.add(make_shipment(f"SIM{number}"))
    assert forgetful.under_way == 4
    all_events(forgetful)
    assert forgetful.under_way == 0
    assert len(forgetful.shipments) == 2
