# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A real Odoo and a real simulated warehouse: what is sold in one leaves the other.

The tests share both, and each sells goods of its own.
"""

import os
import signal
import tempfile
import time
from contextlib import contextmanager

import pytest

from tests.kit.odoo_process import Server, Worker, drop, free_port, fresh
from tests.simulators.process import SECRET, SimulatorProcess

ORDERS = int(os.environ.get("LOGISTICS_FAULT_RELEASES", "120"))
KEY = "the key of a test"
#: All steps of an order take a second.
SPEED = 8_000
PATIENCE = 120
PLENTY = 10_000
STOCK = {
    "LAMP": 40,
    "VASE": 3,
    "SHADE": 1,
    "SHADE-B": 25,
    "BOWL": 5,
    "DOWN": PLENTY,
    "SEND": PLENTY,
    "APPLY": PLENTY,
    "LOST": PLENTY,
}


class Scene:
    """One Odoo, one warehouse, and who looks at both."""

    def __init__(self, folder):
        self.database = fresh("logistics_fault_warehouse", "logistics_wms_sync")
        self.port = free_port()
        stock = [{"sku": sku, "quantity": left} for sku, left in STOCK.items()]
        plan = {
            "code": "wms",
            "secret": SECRET,
            "api_key": KEY,
            "warehouse": "SIM",
            "stock": stock,
            "substitutes": {"SHADE": "SHADE-B"},
        }
        self.warehouse = SimulatorProcess(
            folder,
            [],
            warehouses=[plan],
            odoo=f"http://127.0.0.1:{self.port}",
            speed=SPEED,
        )
        self.warehouse.start()
        self.worker = Worker(self.database)
        self.worker.call(
            "open_warehouse",
            url=self.warehouse.api_url("wms"),
            secret=SECRET,
            api_key=KEY,
            stock=STOCK,
            logistics_substitution="yes",
        )

    def close(self):
        self.worker.close()
        self.warehouse.stop()
        drop(self.database)

    def start_odoo(self):
        return Server(self.database, crons=2, port=self.port)

    @contextmanager
    def odoo(self):
        """Have Odoo serve and drain."""
        running = self.start_odoo()
        try:
            yield running
        finally:
            running.kill()

    def ask(self, command, **values):
        return self.warehouse.ask(command, integration="wms", **values)

    def ledger(self):
        return self.warehouse.ledger("wms")

    def call(self, command, **values):
        return self.worker.call(command, **values)

    def until(self, condition, hurry=False):
        """Wait until something holds; tell what is wrong with messages if it does not.

        :param hurry: let what waits for another attempt be due again and again.
        """
        deadline = time.monotonic() + PATIENCE
        while not (found := condition()):
            if time.monotonic() > deadline:
                told = self.call("message_troubles"), self.call("warehouse_orders")
                raise AssertionError((*told, self.ledger()))
            if hurry:
                self.call("an_hour_passes")
            time.sleep(0.5)
        return found

    def sold(self, sku, count, quantity=2):
        """Sell, and return the numbers of the deliveries."""
        return self.call("sell", count=count, lines=[(sku, quantity)])

    def have_left(self, numbers):
        """Tell whether all of these have left, as Odoo knows it."""
        shipped = self.call("shipped")
        return all(number in shipped for number in numbers)

    def assert_left_once(self, numbers, sku, quantity=2):
        """Each left once, whole, on both sides; and both hold the same."""
        shipped, ledger = self.call("shipped"), self.ledger()
        assert {number: shipped[number] for number in numbers} == {
            number: [quantity] for number in numbers
        }
        assert ledger["over_shipped"] == [] and ledger["shipped_twice"] == {}
        left = PLENTY - quantity * len(numbers)
        assert ledger["stock"][sku] == {"good": left}
        assert self.call("stock")[sku] == {"good": left}


@pytest.fixture(scope="module")
def scene():
    """Odoo and a warehouse, gone after the tests of this file."""
    with tempfile.TemporaryDirectory(prefix="warehouse-") as folder:
        found = Scene(folder)
        try:
            yield found
        finally:
            found.close()


def test_an_order_goes_out_and_comes_back(scene):
    # given an order of things of which some are short, and some have a substitute
    with scene.odoo():
        lines = [("LAMP", 6), ("VASE", 5), ("SHADE", 4)]
        # when it is sold
        [number] = scene.call("sell", count=1, lines=lines)
        scene.until(lambda: scene.have_left([number]))
        # then what was there has left, and what was not is not expected any more
        assert scene.call("shipped")[number] == [6 + 3 + 4]
        assert scene.call("substituted") == [["SHADE", "SHADE-B", 3]]
        assert scene.call("warehouse_orders")["short"] == 1
        both = {
            "LAMP": {"good": 34},
            "SHADE-B": {"good": 22},
        }
        stock = scene.call("stock")
        assert {sku: stock.get(sku, {}) for sku in both} == both
        assert not stock.get("VASE") and not stock.get("SHADE")
        theirs = scene.ledger()["stock"]
        assert {sku: theirs[sku] for sku in both} == both
        assert theirs["VASE"] == theirs["SHADE"] == {"good": 0}


def test_what_comes_in_is_taken_in(scene):
    with scene.odoo():
        # given goods on their way, of which one breaks
        scene.warehouse.fault("receive_damaged", "wms")
        scene.call("announce", lines=[("BOWL", 10)])
        # when they are received there
        scene.until(lambda: scene.call("transfers", code="incoming").get("done"))
        # then they are where they belong
        assert scene.call("stock")["BOWL"] == {"good": 14, "damaged": 1}
        assert scene.ledger()["stock"]["BOWL"] == {"good": 14, "damaged": 1}


def test_what_vanished_is_found_approved_and_gone(scene):
    with scene.odoo():
        # given both sides agree
        told = scene.ask("snapshot")
        scene.until(lambda: scene.call("compared", identity=told["id"]))
        assert scene.call("discrepancies") == []
        # when goods vanish from the shelf, and the next snapshot tells
        scene.ask("shelf", sku="LAMP", change=-3)
        before = scene.call("stock")["LAMP"]
        scene.ask("snapshot")
        [found] = scene.until(lambda: scene.call("discrepancies"))
        # then that is a difference, and nobody has touched our stock
        assert found[1:] == ["LAMP", -3, "open"]
        assert scene.call("stock")["LAMP"] == before
        # when it is approved
        scene.call("approve", ids=[found[0]])
        # then our stock follows, and the next snapshot finds nothing
        assert scene.call("stock")["LAMP"]["good"] == before["good"] - 3
        told = scene.ask("snapshot")
        scene.until(lambda: scene.call("compared", identity=told["id"]))
        assert scene.call("discrepancies") == []


def test_down_for_an_hour_nothing_is_lost(scene):
    with scene.odoo():
        # given a warehouse that is down
        scene.ask("closed", seconds=3600)
        numbers = scene.sold("DOWN", 20)
        scene.until(lambda: scene.ledger()["counters"]["call while closed"])
        scene.warehouse.stop(signal.SIGKILL)
        numbers += scene.sold("DOWN", 20)
        scene.call("an_hour_passes")
        # when it is back after an hour
        scene.warehouse.start()
        scene.until(lambda: scene.have_left(numbers), hurry=True)
    # then all of it left, once
    scene.assert_left_once(numbers, "DOWN")


def test_killed_while_it_releases_nothing_is_sent_twice_or_lost(scene):
    # given a server that is killed in the middle of telling the warehouse
    before = sum(scene.ledger()["orders"].values())
    running = scene.start_odoo()
    try:
        numbers = scene.sold("SEND", ORDERS)
        scene.until(lambda: sum(scene.ledger()["orders"].values()) > before + 5)
    finally:
        running.kill()
    told = sum(scene.ledger()["orders"].values()) - before
    scene.call("an_hour_passes", stranded=True)
    # when it is started again
    with scene.odoo():
        scene.until(lambda: scene.have_left(numbers), hurry=True)
    # then each order left once
    print(f"{ORDERS} released, killed after {told}")
    assert told < ORDERS, "it was killed too late"
    scene.assert_left_once(numbers, "SEND")


def test_killed_while_it_applies_nothing_is_done_twice_or_lost(scene):
    # given a server that is killed while it applies what the warehouse tells
    running = scene.start_odoo()
    try:
        numbers = scene.sold("APPLY", ORDERS)
        scene.until(lambda: _left(scene, numbers) > 3)
    finally:
        running.kill()
    applied = _left(scene, numbers)
    scene.call("an_hour_passes", stranded=True)
    # when it is started again, and the warehouse tells what it could not
    with scene.odoo():
        scene.ask("retell")
        scene.until(lambda: scene.have_left(numbers), hurry=True)
    # then each order left once
    print(f"{ORDERS} confirmed, killed after {applied}")
    assert applied < ORDERS, "it was killed too late"
    scene.assert_left_once(numbers, "APPLY")


def _left(scene, numbers):
    return len(set(scene.call("shipped")) & set(numbers))


def test_what_was_never_told_is_found_by_asking(scene):
    with scene.odoo():
        # given a warehouse whose messages are lost
        lost = {"path": "warehouse.fulfillment", "probability": 1}
        scene.warehouse.fault("lose", "wms", **lost)
        numbers = scene.sold("LOST", 10)
        left = PLENTY - 2 * len(numbers)
        scene.until(lambda: scene.ledger()["stock"]["LOST"] == {"good": left})
        assert not _left(scene, numbers)
        scene.warehouse.behave("wms")
        # when Odoo compares
        scene.call("reconcile")
        scene.until(lambda: scene.have_left(numbers), hurry=True)
    # then what was lost has been taken in, as if it had been told
    assert scene.call("repaired") >= len(numbers)
    scene.assert_left_once(numbers, "LOST")
