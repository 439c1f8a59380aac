# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What bookings and tenders prove of the steps of a process."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics_carrier_connector.canonical.booking_course import STATES
from logistics_carrier_connector.canonical.booking_facts import (
    Booked,
    Tendered,
    of_bookings,
    of_tenders,
)
from logistics_carrier_connector.canonical.events import booking_event


def booked(state, **known):
    """Return a booking, created at 1 and written at 9."""
    values = {
        "id": 7,
        "unwanted": False,
        "trouble": None,
        "message": None,
        "next_attempt_at": None,
        "external_id": None,
        "booked_at": None,
        "called_at": None,
        "created_at": 1.0,
        "written_at": 9.0,
        "kept_at": None,
        **known,
    }
    return Booked(state=state, **values)


@pytest.mark.parametrize(
    ("state", "known", "book", "label"),
    [
        ("draft", {}, "open", "open"),
        ("pending", {}, "open", "open"),
        ("calling", {}, "open", "open"),
        ("requested", {"booked_at": 5.0, "next_attempt_at": 8.0}, "done", "open"),
        ("requested", {"booked_at": 5.0, "trouble": "no_label"}, "done", "failed"),
        ("ready", {"booked_at": 5.0}, "done", "done"),
        ("failed", {"message": "No"}, "failed", "open"),
        ("in_doubt", {}, "open", "open"),
        ("in_doubt", {"unwanted": True}, "stuck", "open"),
        ("calling", {"unwanted": True}, "done", "open"),
        ("cancelling", {"booked_at": 5.0}, "done", "open"),
        ("cancelled", {"booked_at": 5.0}, "undone", "open"),
        ("cancelled", {}, "open", "open"),
        ("ready", {"booked_at": 5.0, "kept_at": 8.0}, "stuck", "done"),
    ],
)
def test_what_a_booking_proves(state, known, book, label):
    told = of_bookings([booked(state, **known)], called_off=False)
    assert (told[0].state, told[1].state) == (book, label)


def test_what_nobody_wants_counts_only_where_nothing_else_is_there():
    gone = booked("cancelled", booked_at=5.0)
    new = booked("pending", id=8)
    assert of_bookings([new, gone], called_off=False)[0].state == "open"
    assert of_bookings([gone], called_off=False)[0].state == "undone"


def test_of_several_bookings_the_one_that_lacks_most_decides():
    done, open_ = booked("ready", booked_at=5.0), booked("calling", id=8)
    failed = booked("failed", id=9)
    assert of_bookings([done, open_], called_off=False)[0].state == "open"
    assert of_bookings([done, open_, failed], called_off=False)[0].state == "failed"


def test_the_label_of_what_is_called_off_is_void():
    told = of_bookings([booked("ready", booked_at=5.0)], called_off=True)
    assert (told[0].state, told[1].state) == ("done", "undone")


BOOKED = st.builds(
    booked,
    st.sampled_from(list(STATES)),
    unwanted=st.booleans(),
    booked_at=st.sampled_from((None, 5.0)),
    kept_at=st.sampled_from((None, 6.0)),
    trouble=st.sampled_from((None, "refused")),
    id=st.integers(1, 5),
)


@given(st.lists(BOOKED, min_size=1, unique_by=lambda b: b.id), st.booleans())
def test_the_order_of_bookings_does_not_matter(bookings, called_off):
    there = of_bookings(bookings, called_off)
    back = of_bookings(bookings[::-1], called_off)
    assert [fact.state for fact in there[:2]] == [fact.state for fact in back[:2]]
    assert there[2] == back[2]


def tendered(state, answered_at=None, number=1):
    """Return a tender of that state."""
    return Tendered(number, state, "ACME", answered_at)


@pytest.mark.parametrize(
    ("states", "fact"),
    [
        (("sent", "draft"), "open"),
        (("declined", "sent"), "open"),
        (("declined", "accepted"), "done"),
        (("declined", "expired"), "failed"),
        (("declined", "cancelled"), "undone"),
    ],
)
def test_what_tenders_prove(states, fact):
    tenders = [
        tendered(state, float(at + 1), at + 1) for at, state in enumerate(states)
    ]
    assert of_tenders(tenders).state == fact


@pytest.mark.parametrize(
    ("before", "state", "trouble", "again", "event"),
    [
        ("calling", "ready", None, None, "booking.ready"),
        ("cancelling", "ready", "refused", None, "booking.kept"),
        ("calling", "failed", "invalid", None, "booking.failed"),
        ("calling", "requested", None, 5, "booking.requested"),
        ("requested", "requested", "refused", None, "booking.label_failed"),
        ("draft", "pending", None, None, None),
        ("ready", "cancelling", None, None, None),
    ],
)
def test_by_what_a_booking_is_told(before, state, trouble, again, event):
    assert booking_event(before, state, trouble, again) == event
