# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two carriers, of which the first one often fails, and a server that is killed."""

import os
import time
import xmlrpc.client

import pytest

from tests.kit.odoo_process import Server, drop, fresh
from tests.simulators.process import called, process

DELIVERIES = int(os.environ.get("LOGISTICS_FAULT_OPEN_DELIVERIES", "120"))
API_KEY = "the key of a test"
PATIENCE = 600
BATCH = 10
PURCHASES = {"path": "/v1/shipments*", "method": "POST", "left": None}


@pytest.fixture(scope="module")
def database():
    """A database with the carriers' addon, dropped after the tests."""
    name = fresh("logistics_fault_second", "logistics_carrier_connector")
    yield name
    drop(name)


@pytest.fixture
def carriers():
    """The first one refuses, and loses answers; the second one loses some, too."""
    first, second = (
        called(code, webhooks=False, journeys=False) for code in ("first", "second")
    )
    with process([first, second]) as running:
        for code, kind, probability, values in (
            ("first", "error", 0.3, {"status": 422}),
            ("first", "cut", 0.1, {"after": True}),
            ("first", "error", 0.05, {"status": 500}),
            ("second", "html", 0.1, {"after": True}),
        ):
            running.fault(kind, code, probability=probability, **PURCHASES, **values)
        yield running


def test_one_carrier_has_each_of_the_goods(database, worker, carriers):
    # given deliveries for which the rules choose the carrier
    codes = ("first", "second")
    ids = worker.call(
        "prepare_open_deliveries",
        count=DELIVERIES,
        urls={code: carriers.api_url(code) for code in codes},
        api_key=API_KEY,
        parameters={"booking_lease": "10", "label_wait": "0"},
    )
    # when they are validated, and the server is killed in the middle
    running = Server(database, crons=2)
    try:
        _validate(database, running.port, ids[: DELIVERIES // 2])
        _wait_for(lambda: _live(carriers, codes) > DELIVERIES // 4)
        running.kill()
        running = Server(database, crons=2)
        _validate(database, running.port, worker.call("deliveries_to_do"))
        _wait_for(
            lambda: _all_ready(worker, ids), lambda: worker.call("booking_troubles")
        )
    finally:
        running.kill()
    # then each has one label, from one of them, and nothing is paid for twice
    ledgers = {code: carriers.ledger(code) for code in codes}
    found = worker.call("live_bookings")
    print(found, {code: each["by_state"] for code, each in ledgers.items()})
    assert found["live"] == {"1": DELIVERIES}
    assert found["taken_over"] > 0
    assert _live(carriers, codes) == DELIVERIES
    assert not any(each["booked_twice"] for each in ledgers.values())
    numbers = {number for _state, number in worker.call("labels", picking_ids=ids)}
    assert len(numbers) == DELIVERIES


def _validate(database, port, ids):
    odoo = xmlrpc.client.ServerProxy(f"http://127.0.0.1:{port}/xmlrpc/2/object")
    for at in range(0, len(ids), BATCH):
        odoo.execute_kw(
            database,
            2,
            "admin",
            "stock.picking",
            "button_validate",
            [ids[at : at + BATCH]],
            {"context": {"skip_backorder": True, "skip_sms": True}},
        )


def _live(carriers, codes):
    """Return how much is booked with all of them and not called off."""
    return sum(
        number
        for code in codes
        for state, number in carriers.ledger(code)["by_state"].items()
        if state not in ("cancelled", "cancelling")
    )


def _all_ready(worker, ids):
    labels = worker.call("labels", picking_ids=ids)
    return all(state == "ready" and number for state, number in labels)


def _wait_for(is_so, tell=str):
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(tell())
        time.sleep(1)
