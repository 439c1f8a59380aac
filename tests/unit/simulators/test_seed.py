# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A seed repeats a run; another seed is another run."""

from datetime import timedelta

import pytest

from tests.simulators.carrier import Carrier
from tests.simulators.clock import Clock

from .common import (
    NOW,
    all_events,
    frozen_clock,
    make_carrier,
    make_partner,
    make_shipment,
)


def bodies(**values):
    carrier = make_carrier(**values)
    rendered = []
    while message := carrier.next_message():
        rendered.append(message.rendered.body)
    return rendered


@pytest.mark.parametrize("dialect", ["easypost", "sendcloud", "dcsa"])
def test_the_same_seed_tells_the_same_byte_for_byte(dialect):
    assert bodies(dialect=dialect, seed=7) == bodies(dialect=dialect, seed=7)


def test_another_seed_tells_other_times_and_ids():
    assert not set(bodies(seed=7)) & set(bodies(seed=8))


def test_a_shipment_does_not_depend_on_what_else_is_carried():
    alone = make_carrier(seed=7)
    among = Carrier(
        alone.partner,
        [make_shipment("OTHER"), make_shipment()],
        clock=frozen_clock(),
        seed=7,
    )
    expected = all_events(alone)
    assert [e for e in all_events(among) if e.number == "SIM0001"] == expected


def test_ids_are_unique():
    carrier = Carrier(
        make_partner(),
        [make_shipment(f"N{number}") for number in range(20)],
        clock=frozen_clock(),
    )
    ids = [event.id for event in all_events(carrier)]
    assert len(ids) == len(set(ids)) == 160


class Hands:
    """A clock that a test moves."""

    def __init__(self):
        self.seconds = NOW.timestamp()

    def __call__(self):
        return self.seconds


def test_a_compressed_journey_ends_as_it_is_told():
    hands = Hands()
    carrier = Carrier(make_partner(), [make_shipment()], clock=Clock(3600, hands))
    told = []
    while (due := carrier.next_due()) is not None:
        hands.seconds += carrier.clock.seconds_until(due)
        told.append((carrier.next_message().event, hands.seconds))
    assert all(event.occurred_at.timestamp() <= now for event, now in told)
    last, now = told[-1]
    assert now - last.occurred_at.timestamp() < 1
    # 76 hours, some for the start, at an hour a second
    assert 76 < now - NOW.timestamp() < 80


def test_in_real_time_a_step_is_told_as_it_happens():
    hands = Hands()
    carrier = Carrier(make_partner(), [make_shipment()], clock=Clock(1, hands))
    while (due := carrier.next_due()) is not None:
        hands.seconds += carrier.clock.seconds_until(due)
        event = carrier.next_message().event
        assert 0 <= hands.seconds - event.occurred_at.timestamp() < 1.001


def test_a_given_start_dates_the_journey_but_never_into_the_future():
    carrier = make_carrier(start=NOW - timedelta(hours=30))
    events = all_events(carrier)
    assert events[0].occurred_at < NOW - timedelta(hours=26)
    late = [event for event in events if event.occurred_at > NOW]
    assert all((e.occurred_at - NOW).total_seconds() < len(events) for e in late)
