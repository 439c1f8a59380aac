# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Events out with transactions that really commit, several receivers, and crashes."""

import contextlib
import threading
import time
from collections import Counter, defaultdict

import pytest
from standardwebhooks.webhooks import Webhook

from tests.kit.local_partner import LocalPartner, Reply
from tests.kit.odoo_process import Worker, drop, fresh

SHIPMENTS = 10
EVENTS = 60


@pytest.fixture(scope="module")
def database():
    name = fresh("logistics_fault_events", "logistics_base")
    yield name
    drop(name)


@pytest.fixture(scope="module")
def shipments(database):
    worker = Worker(database)
    ids = worker.call("prepare_shipments", count=SHIPMENTS)
    worker.close()
    return ids


@pytest.fixture
def receivers():
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(LocalPartner()) for _number in range(4)]


@pytest.fixture
def quiet(worker):
    """Nobody of the tests before is told of anything."""
    worker.call("set_subscriptions", state="paused")
    worker.call("forget_deliveries")


def told(receiver):
    """Return {shipment: [times of its milestones, as they came]} and the ids."""
    by_shipment, ids = defaultdict(list), []
    for request in receiver.requests:
        event = request.json()
        by_shipment[event["data"]["shipment"]["id"]].append(
            event["data"]["occurred_at"]
        )
        ids.append(request.headers["webhook-id"])
    return by_shipment, ids


def wait_until(condition, seconds=15):
    """Return whether something came true in time."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return condition()


@pytest.mark.usefixtures("quiet")
def test_all_are_told_everything_once_and_in_order(worker, shipments, receivers):
    # given four receivers
    made = worker.call("prepare_subscribers", urls=[one.url for one in receivers])
    # when milestones happen and the outbox runs
    worker.call("happen", shipment_ids=shipments, count=EVENTS, expand=True)
    worker.call("send")
    # then each is told of each once, in the order of each shipment, and can verify it
    for receiver, (_id, secret) in zip(receivers, made, strict=True):
        by_shipment, ids = told(receiver)
        assert len(ids) == len(set(ids)) == EVENTS
        assert all(times == sorted(times) for times in by_shipment.values())
        for request in receiver.requests:
            Webhook(secret).verify(request.body, request.headers)


@pytest.mark.usefixtures("quiet")
def test_one_that_hangs_delays_nobody(worker, shipments, receivers):
    # given a receiver that hangs, beside three that answer
    released = threading.Event()
    receivers[0].replies = [Reply(hang=released)]
    worker.call(
        "prepare_subscribers",
        urls=[one.url for one in receivers],
        read_timeout=20,
        call_deadline=20,
    )
    worker.call("happen", shipment_ids=shipments, count=EVENTS, start=100, expand=True)
    # when the outbox runs for no longer than one of its calls takes
    worker.start("send", seconds=10)
    assert wait_until(lambda: all(len(r.requests) == EVENTS for r in receivers[1:]))
    hanging = len(receivers[0].requests)
    released.set()
    worker.answer()
    # then the others have been told everything while it still hung in its first call
    assert hanging == 1


@pytest.mark.usefixtures("quiet")
def test_a_killed_server_tells_everything_under_the_same_ids(
    database, worker, shipments, receivers
):
    # given a receiver that is told slowly enough to be interrupted
    receiver = receivers[0]
    [(subscription, _secret)] = worker.call("prepare_subscribers", urls=[receiver.url])
    worker.call("happen", shipment_ids=shipments, count=EVENTS, start=200, expand=True)
    reached = threading.Event()

    def answer(_request):
        if len(receiver.requests) == EVENTS // 3:
            reached.set()
            return Reply(hang=threading.Event())
        return Reply(204)

    receiver.replies = [answer]
    # when the process dies in the middle of one
    doomed = Worker(database)
    doomed.start("send")
    assert reached.wait(60)
    doomed.kill()
    receiver.replies = [Reply(204)]
    worker.call("settle_now")
    worker.call("send")
    worker.call("settle_now")
    worker.call("send")
    # then everything is told, the one in the middle twice under one id, in order
    by_shipment, ids = told(receiver)
    assert len(set(ids)) == EVENTS
    assert [count for count in Counter(ids).values() if count > 1] in ([], [2])
    assert all(times == sorted(times) for times in by_shipment.values())
    states = {
        state for id_, state, _n in worker.call("deliveries") if id_ == subscription
    }
    assert states == {"done"}


@pytest.mark.usefixtures("quiet")
def test_two_who_hand_out_at_once_hand_out_once(database, worker, shipments, receivers):
    [(subscription, _secret)] = worker.call(
        "prepare_subscribers", urls=[receivers[0].url]
    )
    worker.call("happen", shipment_ids=shipments, count=EVENTS, start=300, expand=True)
    other = Worker(database)
    for one in (worker, other):
        one.start("fan_out")
    for one in (worker, other):
        one.answer()
    other.close()
    assert worker.call("deliveries") == [[subscription, "received", EVENTS]]
