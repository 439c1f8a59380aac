# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happens when the server dies, and when everybody knocks at once."""

import collections
import threading
import time

from tests.kit import load
from tests.kit.odoo_process import Server, server
from tests.kit.worker import SECRET

MESSAGES = 10_000
INBOUND = "/logistics/v1/inbound/bench-0"


def test_a_killed_server_takes_up_where_it_was(database, worker):
    # given ten thousand messages in the inbox
    worker.call("prepare", integrations=1, shipments=2000)
    worker.call("fill", integration=0, count=MESSAGES, shipments=2000)
    # when the server is killed, again and again, while it drains them
    kills = 0
    while worker.call("waiting"):
        running = Server(database, crons=2)
        # A server's cron workers look for work when a minute is over, or when woken.
        worker.call("wake")
        before = worker.call("waiting")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            left = worker.call("waiting")
            if left == 0 or (kills < 4 and left < before - 500):
                break
            time.sleep(0.01)
        running.kill()
        kills += 1
        assert kills < 20, "the inbox is not drained"
    # then each message has had its effect exactly once
    assert kills > 1
    assert worker.call("count", table="logistics_milestone") == MESSAGES
    assert worker.call("states") == {"done": MESSAGES}


def test_the_same_event_a_thousand_times_at_once(database, worker):
    # given one signed event of one carrier
    worker.call("prepare_once", integrations=1, shipments=2000)
    before = worker.call("count", table="logistics_milestone")
    key = "storm-1"
    body = load.tracking_event("B0N0000001", key, "information")
    request = load.signed_request(INBOUND, body, key, SECRET)
    answers = collections.Counter()
    lock = threading.Lock()
    with server(database, crons=1) as port:

        def knock():
            for _attempt in range(100):
                status, _answer = load.send(port, request)
                with lock:
                    answers[status] += 1

        # when it is sent a thousand times, ten at once
        threads = [threading.Thread(target=knock) for _thread in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        _wait_until_drained(worker)
    # then it was accepted once, and has happened once
    assert answers == {202: 1, 200: 999}
    assert worker.call("count", table="logistics_milestone") == before + 1


def _wait_until_drained(worker):
    deadline = time.monotonic() + 30
    while worker.call("waiting") and time.monotonic() < deadline:
        time.sleep(0.05)
