# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A settlement run in a server that is killed, again and again, while it bills."""

import os
import time

import pytest

from tests.kit.odoo_process import Server, drop, fresh

INVOICES = int(os.environ.get("LOGISTICS_FAULT_INVOICES", "400"))
KILLS = 4
PATIENCE = 90


@pytest.fixture(scope="module")
def database():
    """A database with the billing addon, dropped after the tests."""
    name = fresh("logistics_fault_settlement", "logistics_billing_reconcile")
    yield name
    drop(name)


def _until_killed(database, worker, run, left, step):
    """Run a server until so many are done more, or all; kill it. Return what is left."""
    running = Server(database, crons=2)
    worker.call("wake_settlement")
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        told = worker.call("settlement", run=run)
        now = told[left]
        if told["state"] in ("done", "rolled_back"):
            break
        if step and now <= step:
            break
        time.sleep(0.02)
    running.kill()
    return worker.call("settlement", run=run)


def test_people_who_decide_at_once_make_one_bill(database, worker):
    # given one invoice that was audited
    run = worker.call("prepare_settlement", count=1, name="T")
    worker.call("settle_on", run=run, how="stop")
    worker.call("reopen_settled")
    # when three people approve it at once, and three bill it
    approved = worker.call("decide_at_once", what="action_approve", people=3)
    billed = worker.call("decide_at_once", what="action_bill", people=3)
    # then one of them did, and the others are told so
    assert [bool(told) for told in approved] == [False, True, True], approved
    assert [bool(told) for told in billed] == [False, True, True], billed
    assert worker.call("bills_of_settlement", name="T") == [["T-1", 1, 0.0]]


def test_a_run_that_is_killed_bills_each_invoice_once(database, worker):
    # given approved invoices, and a run over them
    run = worker.call("prepare_settlement", count=INVOICES)
    # when the server is killed while it bills, wherever it is
    for kill in range(1, KILLS + 1):
        told = _until_killed(
            database, worker, run, "waiting", INVOICES - kill * INVOICES // 6
        )
    assert told["state"] == "running"
    assert 0 < told["billed"] < INVOICES
    # and stopped by somebody, and resumed
    worker.call("settle_on", run=run, how="stop")
    worker.call("settle_on", run=run, how="resume")
    told = _until_killed(database, worker, run, "waiting", None)
    # then each invoice is on one bill, which comes to what was approved
    assert told["state"] == "done", told
    assert told["billed"] == INVOICES
    assert not told["skipped"]
    found = worker.call("bills_of_settlement")
    assert len(found) == INVOICES
    assert {(bills, off) for _number, bills, off in found} == {(1, 0.0)}
    # when it is rolled back, and the server killed in the midst of it
    worker.call("settle_on", run=run, how="roll_back")
    told = _until_killed(database, worker, run, "billed", INVOICES // 2)
    assert told["state"] == "rolling_back"
    told = _until_killed(database, worker, run, "billed", None)
    # then no bill is left
    assert told["state"] == "rolled_back"
    assert {bills for _number, bills, _off in worker.call("bills_of_settlement")} == {0}
