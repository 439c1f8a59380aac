# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The public page of a parcel: where it is, and nothing else."""

import urllib.error
import urllib.request

import pytest

from tests.simulators.api.tracking_page import tracking_page
from tests.simulators.process import called, process
from tests.unit.logistics_carrier_connector.sandbox_common import (
    CONSIGNEE,
    make_booking_request,
    make_connector,
)

BOOKING = {"state": "in_transit"}


def milestone(number, text, **values):
    return {
        "id": str(number),
        "description": text,
        "occurred_at": "2026-03-04T10:00:00+01:00",
        "location": {"city": "Venlo"},
        **values,
    }


def page(events=(), number="SB1", booking=BOOKING):
    answer = tracking_page("Sandbox Carrier", number, booking, list(events))
    return answer.status, answer.encoded().decode()


def test_the_latest_comes_first():
    status, text = page([milestone(1, "Picked up"), milestone(2, "Departed")])

    assert status == 200
    assert text.index("Departed") < text.index("Picked up")
    assert "On its way" in text
    assert "2026-03-04 10:00 · Venlo" in text


def test_what_was_taken_back_is_not_shown():
    taken_back = milestone(2, "Delivered", retracts="1")
    _status, text = page([milestone(1, "Delivered"), taken_back])
    assert "<strong>Delivered" not in text


def test_whatever_it_holds_is_text():
    bad = "<script>alert(1)</script>\"'&"
    event = milestone(1, bad, location={"city": bad})

    for _status, text in (page([event]), page(number=bad, booking=None)):
        assert "<script" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&amp;" in text


def test_a_number_that_nobody_gave_is_not_found():
    status, text = page(number="SB2", booking=None)
    assert status == 404
    assert "Not known" in text


def test_the_answer_to_a_booking_leads_there():
    with process([called(journeys=False)]) as carrier:
        booked = make_connector(carrier.api_url()).book(make_booking_request())
        number = booked.pieces[0].tracking_number
        assert booked.tracking_url == f"{carrier.api_url()}/track/{number}"

        with urllib.request.urlopen(booked.tracking_url) as answer:
            text = answer.read().decode()
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{booked.tracking_url}0")

    assert number in text
    assert "Announced" in text
    assert CONSIGNEE.name not in text
