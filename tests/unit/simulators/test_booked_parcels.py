# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is booked lives: it is told of, signed, can be asked about, and arrives."""

import signal
import time

import pytest

from logistics_base.protocols import signatures
from logistics_base.transport.call_errors import CallError
from tests.simulators.process import SECRET, called, process
from tests.unit.logistics_carrier_connector.sandbox_common import (
    CONSIGNEE,
    SHIPPER,
    make_booking_request,
    make_connector,
    make_consignment,
    make_manifest_request,
    make_overseas,
    make_pickup_request,
    make_pieces,
)
from tests.unit.simulators.receiver import receiving

# Two days pass in less than two seconds.
SPEED = 100_000
PATIENCE = 15


def until(condition, patience=PATIENCE):
    deadline = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return found


def told_of(receiver, number):
    """Return the codes told of a parcel, in the order they came."""
    milestones = [each.content["data"] for each in list(receiver.received)]
    return [each["code"] for each in milestones if each["package"] == number]


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


def test_a_booked_parcel_is_delivered_and_told_of_signed(receiver):
    partners = [called(journey="delivered")]
    with process(partners, odoo=receiver.url, speed=SPEED) as carrier:
        booked = make_connector(carrier.api_url()).book(
            make_booking_request(make_consignment(pieces=make_pieces(2)))
        )
        numbers = [piece.tracking_number for piece in booked.pieces]
        until(lambda: "delivered" in told_of(receiver, numbers[-1]))

    expected = [
        "label_created",
        "picked_up",
        "departed",
        "arrived",
        "out_for_delivery",
        "delivered",
    ]
    assert [told_of(receiver, number) for number in numbers] == [expected] * 2
    last = receiver.received[-1]
    assert last.content["data"]["location"]["city"] == CONSIGNEE.city
    scheme = signatures.get("standard_webhooks")
    request = signatures.SignedRequest("POST", last.path, last.headers, last.body)
    scheme.verify([SECRET], request, now=time.time())


def test_what_crosses_a_border_meets_customs(receiver):
    with process([called()], odoo=receiver.url, speed=SPEED) as carrier:
        connector = make_connector(carrier.api_url())
        booked = connector.book(make_booking_request(make_overseas()))
        number = booked.pieces[0].tracking_number
        until(lambda: "delivered" in told_of(receiver, number))
    assert "customs_hold" in told_of(receiver, number)


def test_a_silent_carrier_can_be_asked(receiver):
    partners = [called(journey="attempted", webhooks=False)]
    with process(partners, odoo=receiver.url, speed=SPEED) as carrier:
        connector = make_connector(carrier.api_url())
        booked = connector.book(make_booking_request())
        number = booked.pieces[0].tracking_number

        def delivered():
            events = connector.track([number, "SB00000000000000"])
            return events if events and events[-1].code == "delivered" else None

        events = until(delivered)

    assert [event.code for event in events].count("out_for_delivery") == 2
    assert {event.references[0].value for event in events} == {number}
    assert not receiver.received


def test_called_off_it_never_sets_out(receiver):
    with process([called()], odoo=receiver.url, speed=2_000) as carrier:
        connector = make_connector(carrier.api_url())
        booked = connector.book(make_booking_request())
        assert connector.cancel_booking(booked.id).status == "cancelled"
        number = booked.pieces[0].tracking_number
        time.sleep(1.0)
    assert "picked_up" not in told_of(receiver, number)


def test_a_parcel_waits_until_it_is_handed_over(receiver):
    partners = [called(journey="delivered", handover_wait=3600)]
    with process(partners, odoo=receiver.url, speed=SPEED) as carrier:
        connector = make_connector(carrier.api_url())
        closed = connector.book(make_booking_request())
        waiting = connector.book(make_booking_request())
        number, other = (each.pieces[0].tracking_number for each in (closed, waiting))
        until(lambda: told_of(receiver, number) and told_of(receiver, other))
        # when the one is closed out, and the simulators begin anew meanwhile
        connector.close_out(make_manifest_request(booking_ids=(closed.id,)))
        carrier.stop(signal.SIGKILL)
        carrier.start()
        until(lambda: "delivered" in told_of(receiver, number))
        # then the other one is still there
        assert told_of(receiver, other) == ["label_created"]
        assert told_of(receiver, number).count("label_created") == 1
        # until somebody is asked to come
        connector.schedule_pickup(make_pickup_request())
        until(lambda: "delivered" in told_of(receiver, other))


def test_a_parcel_that_nobody_hands_over_is_fetched_after_a_while(receiver):
    partners = [called(journey="delivered", handover_wait=2)]
    with process(partners, odoo=receiver.url, speed=SPEED) as carrier:
        booked = make_connector(carrier.api_url()).book(make_booking_request())
        number = booked.pieces[0].tracking_number
        until(lambda: "delivered" in told_of(receiver, number))
    assert told_of(receiver, number)[:2] == ["label_created", "picked_up"]


def test_once_picked_up_it_is_too_late_to_call_off(receiver):
    with process([called()], odoo=receiver.url, speed=10_000) as carrier:
        connector = make_connector(carrier.api_url())
        booked = connector.book(make_booking_request())
        number = booked.pieces[0].tracking_number
        until(lambda: "picked_up" in told_of(receiver, number))
        refusal = connector.cancel_booking(booked.id)
    assert refusal.status == "refused"
    assert "picked up" in refusal.reason


def test_it_goes_on_where_it_was_after_a_crash(receiver):
    partners = [called(journey="delivered")]
    with process(partners, odoo=receiver.url, speed=30_000) as carrier:
        booked = make_connector(carrier.api_url()).book(make_booking_request())
        number = booked.pieces[0].tracking_number
        until(lambda: "departed" in told_of(receiver, number))
        carrier.stop(signal.SIGKILL)
        carrier.start()
        until(lambda: "delivered" in told_of(receiver, number), 30)
        codes = told_of(receiver, number)
        tracked = make_connector(carrier.api_url()).track([number])
    assert codes.count("picked_up") == 1
    assert codes[-1] == "delivered"
    assert [event.code for event in tracked][-1] == "delivered"


def test_a_return_comes_back_a_day_later(receiver):
    with process([called(journey="delivered")], odoo=receiver.url, speed=SPEED) as it:
        connector = make_connector(it.api_url())
        back = make_consignment(ship_from=CONSIGNEE, ship_to=SHIPPER, is_return=True)
        booked = connector.return_label(make_booking_request(back))
        number = booked.pieces[0].tracking_number
        until(lambda: "delivered" in told_of(receiver, number))
    last = receiver.received[-1].content["data"]
    assert last["location"]["city"] == SHIPPER.city


def test_a_refund_is_decided_after_a_while():
    with process([called(cancelling="pending")], speed=20_000) as carrier:
        connector = make_connector(carrier.api_url())
        booked = connector.book(make_booking_request())
        assert connector.cancel_booking(booked.id).status == "pending"
        until(lambda: connector.cancel_booking(booked.id).status == "cancelled")


def test_events_can_be_told_of_what_was_booked(receiver):
    with process([called()], odoo=receiver.url) as carrier:
        connector = make_connector(carrier.api_url())
        booked = connector.book(make_booking_request())
        number = booked.pieces[0].tracking_number
        carrier.ask(
            "send", integration="sandbox", tracking_number=number, code="delivered"
        )
        assert [event.code for event in connector.track([number])] == ["delivered"]
        with pytest.raises(CallError):
            connector.reprint("shp_12345678", "pdf")
