# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A thousand labels, from a carrier that fails, by a server that is killed."""

import os
import threading
import time
import xmlrpc.client

import pytest

from tests.kit.odoo_process import Server, drop, fresh
from tests.simulators.process import called, process

DELIVERIES = int(os.environ.get("LOGISTICS_FAULT_DELIVERIES", "1000"))
API_KEY = "the key of a test"
BATCH = 10
PATIENCE = 900


@pytest.fixture(scope="module")
def database():
    """A database with the carriers' addon, dropped after the tests."""
    name = fresh("logistics_fault_booking", "logistics_carrier_connector")
    yield name
    drop(name)


@pytest.fixture
def good_carrier():
    """The Sandbox Carrier on a good day."""
    with process([called(webhooks=False, journeys=False)]) as running:
        yield running


@pytest.fixture
def carrier():
    """The Sandbox Carrier, which fails at every fifth call in one way or another."""
    with process([called(webhooks=False, journeys=False)]) as running:
        for kind, values in (
            # Nothing was booked, and nobody can tell.
            ("error", {"after": False}),
            # It was booked, and the answer lost.
            ("cut", {"after": True}),
            ("html", {"after": True}),
            ("malformed", {}),
        ):
            running.fault(kind, path="*", left=None, probability=0.05, **values)
        yield running


def test_who_validates_finds_the_label_there(database, worker, good_carrier):
    # given a delivery, and a carrier that answers as fast as usual
    ids = worker.call(
        "prepare_deliveries",
        count=1,
        url=good_carrier.api_url(),
        api_key=API_KEY,
        parameters={"label_wait": "20"},
    )
    running = Server(database, crons=0)
    try:
        # when it is validated
        _validate(database, running.port, ids)
        # then the label is there with the answer, without any cron
        [(state, number)] = worker.call("labels", picking_ids=ids)
    finally:
        running.kill()
    assert state == "ready" and number, worker.call("booking_troubles")
    assert good_carrier.ledger()["bookings"] == 1


def test_a_thousand_are_booked_once_each(database, worker, carrier):
    # given a thousand deliveries, and a carrier that fails at every fifth call
    ids = worker.call(
        "prepare_deliveries",
        count=DELIVERIES,
        url=carrier.api_url(),
        api_key=API_KEY,
        parameters={"booking_lease": "10", "label_wait": "0"},
    )
    # when they are validated, and the server is killed in the middle
    started = time.monotonic()
    running = Server(database, crons=2)
    try:
        _validate(
            database,
            running.port,
            ids,
            until=lambda: _booked(carrier) > DELIVERIES // 3,
        )
        running.kill()
        booked_at_kill = _booked(carrier)
        running = Server(database, crons=2)
        while left := worker.call("deliveries_to_do"):
            _validate(database, running.port, left)
        _wait_until_ready(worker)
    finally:
        running.kill()
    seconds = time.monotonic() - started
    # then the carrier has booked each of them once, and Odoo knows of every one
    ledger = carrier.ledger()
    print(
        f"{DELIVERIES} booked in {seconds:.0f} s, killed at {booked_at_kill}: {ledger}"
    )
    assert 0 < booked_at_kill < DELIVERIES
    assert ledger["bookings"] == ledger["keys"] == DELIVERIES
    assert not ledger["booked_twice"] and not ledger["duplicate_numbers"]
    labels = worker.call("labels", picking_ids=ids)
    assert {state for state, _number in labels} == {"ready"}
    assert len({number for _state, number in labels}) == DELIVERIES
    [counts] = worker.call("bookings").values()
    assert len(set(counts)) == 1, "something was not entered, or has no label"


def _validate(database, port, ids, until=lambda: False):
    """Validate deliveries as two people at once, until they are told to stop."""
    batches = iter([ids[at : at + BATCH] for at in range(0, len(ids), BATCH)])
    lock = threading.Lock()

    def work():
        url = f"http://127.0.0.1:{port}/xmlrpc/2/object"
        odoo = xmlrpc.client.ServerProxy(url, allow_none=True)
        while not until():
            with lock:
                batch = next(batches, None)
            if batch is None:
                return
            odoo.execute_kw(
                database,
                2,
                "admin",
                "stock.picking",
                "button_validate",
                [batch],
                {"context": {"skip_backorder": True, "skip_sms": True}},
            )

    threads = [threading.Thread(target=work) for _person in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _booked(carrier):
    return carrier.ledger()["bookings"]


def _wait_until_ready(worker):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        states = worker.call("bookings")
        if set(states) == {"ready"} and states["ready"][0] == states["ready"][1]:
            return
        time.sleep(1)
    raise AssertionError(worker.call("booking_troubles"))
