# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measure telling subscribers of events; print one JSON line for each figure.

``python -m tests.bench.events_out [--quick] [--only NAME ...]``. The exit status is 1 if
a figure misses its aim.
"""

import contextlib
import statistics
import sys
import threading
import time

from tests.bench.ingest import report
from tests.kit import benchmark
from tests.kit.local_partner import LocalPartner, Reply
from tests.kit.odoo_process import Worker, drop, fresh

SUBSCRIPTIONS = 1000
MOST_RATIO = 1.10
#: What a healthy receiver takes to answer, in seconds.
ANSWER_SECONDS = 0.02
RECEIVERS = 4
#: A receiver that hangs is hung up on after so many seconds.
PATIENCE = 10
LONGEST = 60
MOST_LOSS = 0.05


class Healthy(LocalPartner):
    """A receiver that takes its time, and notes when it was told what."""

    def __init__(self):
        super().__init__()
        self.times = []

    def answer(self, _request):
        time.sleep(ANSWER_SECONDS)
        with self.lock:
            self.times.append(time.perf_counter())
        return Reply(204)


def commit(quick):
    """Seconds to record a milestone, with and without 1,000 subscriptions.

    Return whether the aim is met.
    """
    database = fresh("logistics_bench_events", "logistics_base")
    count, rounds = (20, 8) if quick else (50, 20)
    with LocalPartner() as receiver:
        worker = Worker(database)
        shipments = worker.call("prepare_shipments", count=200)
        worker.call(
            "prepare_subscribers",
            urls=[receiver.url],
            each=SUBSCRIPTIONS,
            by_customer=True,
        )
        start, ratios, seconds = 0, [], []
        for turn in range(rounds + 1):
            took = {}
            for state in ("paused", "active")[:: 1 if turn % 2 else -1]:
                worker.call("set_subscriptions", state=state)
                found = worker.call(
                    "happen", shipment_ids=shipments, count=count, start=start
                )
                took[state] = statistics.median(found)
                start += count
                worker.call("expand")
            if turn:  # the first turn warms up
                ratios.append(took["active"] / took["paused"])
                seconds.append(took["active"])
        worker.call("set_subscriptions", state="active")
        worker.call("happen", shipment_ids=shipments, count=500, start=start)
        worker.call("expand")
        queued, fan_out = worker.call("fan_out")
        worker.close()
    drop(database)
    ratio = statistics.median(ratios)
    report(
        figure="milestone_commit_with_1000_subscriptions_ratio",
        value=round(ratio, 3),
        aim=f"<= {MOST_RATIO}",
        met=ratio <= MOST_RATIO,
        commit_ms=round(statistics.median(seconds) * 1000, 2),
        fan_out_events_per_second=round(500 / fan_out),
        fan_out_messages=queued,
    )
    return ratio <= MOST_RATIO


def dead(quick):
    """What a receiver that hangs costs the others; return whether the aim is met.

    The dead one is new to us in each round: its circuit is closed, it is waited for.
    """
    database = fresh("logistics_bench_events", "logistics_base")
    count, rounds = (30, 4) if quick else (40, 8)
    released = threading.Event()
    with contextlib.ExitStack() as stack:
        healthy = [stack.enter_context(Healthy()) for _number in range(RECEIVERS)]
        broken = stack.enter_context(LocalPartner(Reply(hang=released)))
        worker = Worker(database)
        shipments = worker.call("prepare_shipments", count=40)
        made = worker.call(
            "prepare_subscribers",
            urls=[*(one.url for one in healthy), broken.url],
            read_timeout=PATIENCE,
            call_deadline=PATIENCE,
        )
        start, losses, latencies = 0, [], []
        for turn in range(rounds + 1):
            took = {}
            for with_dead in (False, True)[:: 1 if turn % 2 else -1]:
                worker.call("set_subscriptions", state="active")
                if not with_dead:
                    worker.call("pause_subscription", subscription=made[-1][0])
                worker.call("forget_deliveries")
                worker.call("happen", shipment_ids=shipments, count=count, start=start)
                worker.call("expand")
                worker.call("fan_out")
                start += count
                took[with_dead] = told_after(worker, healthy, count)
            if turn:
                losses.append(1 - took[False] / took[True])
                latencies.append(took[True])
        released.set()
        worker.close()
    drop(database)
    loss = statistics.median(losses)
    report(
        figure="dead_subscriber_loss",
        value=round(loss, 3),
        aim=f"< {MOST_LOSS}",
        met=loss < MOST_LOSS,
        seconds_with_a_dead_one=round(statistics.median(latencies), 3),
        deliveries_per_second=round(RECEIVERS * count / statistics.median(latencies)),
        calls_of_the_dead=len(broken.requests),
    )
    return loss < MOST_LOSS


def told_after(worker, healthy, count):
    """Return the seconds until all healthy receivers have been told everything."""
    for one in healthy:
        one.times.clear()
    started = time.perf_counter()
    worker.start("send", seconds=PATIENCE)
    while any(len(one.times) < count for one in healthy):
        if time.perf_counter() - started > LONGEST:
            raise RuntimeError(f"not all: {[len(one.times) for one in healthy]}")
        time.sleep(0.005)
    worker.answer()
    return max(one.times[-1] for one in healthy) - started


if __name__ == "__main__":
    sys.exit(benchmark.run(__doc__, {"commit": commit, "dead": dead}))
