# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Journeys told by threads over HTTP: in order, by each partner on its own."""

import time

from tests.simulators.clock import INSTANT, Clock
from tests.simulators.simulator import Simulator

from .common import make_partner, make_shipment
from .receiver import receiving


def simulate(receiver, *dialects, **options):
    partners = [
        (make_partner(dialect), [make_shipment(f"{dialect}-1")]) for dialect in dialects
    ]
    return Simulator(
        receiver.url,
        partners,
        clock=Clock(INSTANT),
        drain=True,
        backoff=0.01,
        **options,
    )


def test_all_is_told_in_order_to_each_its_own_address():
    with receiving() as receiver:
        simulator = simulate(receiver, "shippo", "sendcloud")
        simulator.start()
        simulator.join()
    by_path = {}
    for received in receiver.received:
        by_path.setdefault(received.path.rsplit("/", 1)[1], []).append(received.content)
    statuses = [
        body["data"]["tracking_status"]["substatus"]["code"]
        for body in by_path["shippo-test"]
    ]
    assert statuses[0] == "information_received"
    assert statuses[-2:] == ["out_for_delivery", "delivered"]
    assert by_path["sendcloud-test"][-1]["parcel"]["status"]["id"] == 11
    assert simulator.lines["shippo-test"].tally.as_json()["accepted"] == 8


def test_a_silent_partner_catches_up_and_the_others_go_on():
    with receiving() as receiver:
        simulator = simulate(receiver, "shippo", "sendcloud")
        simulator.silence("shippo-test", 0.4)
        began = time.monotonic()
        simulator.start()
        simulator.lines["sendcloud-test"].join(5)
        assert {r.path[-13:] for r in receiver.received} == {"endcloud-test"}
        simulator.join()
    assert time.monotonic() - began >= 0.4
    assert simulator.lines["shippo-test"].tally.as_json()["accepted"] == 8


def test_what_happens_in_a_lossy_silence_is_never_told():
    with receiving() as receiver:
        simulator = simulate(receiver, "shippo")
        simulator.silence("shippo-test", 60, lose=True)
        simulator.start()
        simulator.join()
    assert not receiver.received


def test_closing_stops_at_once():
    with receiving() as receiver:
        receiver.answers = [(503, {"Retry-After": "30"}, {})] * 50
        simulator = simulate(receiver, "shippo", "sendcloud", "easypost")
        simulator.start()
        time.sleep(0.1)
        began = time.monotonic()
        simulator.close()
        assert time.monotonic() - began < 1
