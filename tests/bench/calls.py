# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measure calls to partners; print one JSON line for each figure.

``python -m tests.bench.calls [--quick] [--only NAME ...]``. The exit status is 1 if a
figure misses its aim.
"""

import statistics
import sys
import time
from collections import Counter
from math import ceil

from logistics_base.canonical import polling
from tests.bench.ingest import BENCH, report
from tests.kit import benchmark
from tests.kit.local_partner import LocalPartner, Reply
from tests.kit.odoo_process import Worker, fresh

#: What a healthy partner takes to answer, in seconds.
ANSWER_SECONDS = 0.02
BATCH = 50
#: The cron's interval.
TICK = 300
MOST_LOSS = 0.05


def tripped(quick):
    """Calls a second of healthy partners, with and without one that does not answer.

    Return whether the aim is met.
    """
    database = fresh("logistics_bench_calls", BENCH)
    # Many short pairs: whatever else the machine does meets both halves of a pair.
    count, rounds = (20, 8) if quick else (25, 40)
    with Healthy() as healthy, LocalPartner(Reply(500)) as broken:
        worker = Worker(database)
        worker.call(
            "prepare_partners", urls=[healthy.url] * 4 + [broken.url], call_attempts=1
        )
        worker.call("call_partners", partners=[4], count=5, threads=1)  # it trips
        losses, rates = [], []
        for turn in range(rounds + 1):
            took = {}
            for partners in ((0, 1, 2, 3), (0, 1, 2, 3, 4))[:: 1 if turn % 2 else -1]:
                found = worker.call(
                    "call_partners", partners=partners, count=count, threads=4
                )
                assert found["outcomes"]["answered"] == 4 * count, found
                took[len(partners)] = found["seconds"]
            if turn:  # the first turn warms up
                losses.append(1 - took[4] / took[5])
                rates.append(4 * count / took[4])
        worker.close()
        loss = statistics.median(losses)
        report(
            figure="tripped_partner_loss",
            value=round(loss, 3),
            aim=f"< {MOST_LOSS}",
            met=loss < MOST_LOSS,
            calls_per_second=round(statistics.median(rates)),
            calls_of_the_tripped=len(broken.requests),
        )
    return loss < MOST_LOSS


class Healthy(LocalPartner):
    """A partner that takes its time, and keeps no record."""

    def answer(self, request):
        time.sleep(ANSWER_SECONDS)
        return Reply.json({})


class Informed(LocalPartner):
    """A partner that knows of one event of each number, and counts what it is asked."""

    def __init__(self):
        super().__init__()
        self.calls = 0
        self.asked = Counter()

    def answer(self, request):
        numbers = request.json()["numbers"]
        with self.lock:
            self.calls += 1
            self.asked.update(numbers)
        return Reply.json(
            {
                "events": [
                    {
                        "tracking_number": number,
                        "code": "information",
                        "occurred_at": "2026-01-04T10:00:00Z",
                    }
                    for number in numbers
                ]
            }
        )


def polls(quick):
    """Calls for half a day of asking about 10,000 shipments, against the schedule.

    Return whether they are exactly those that it needs.
    """
    database = fresh("logistics_bench_polls", BENCH)
    shipments, hours = (2000, 3) if quick else (10_000, 12)
    with Informed() as partner:
        worker = Worker(database)
        worker.call("prepare_partners", urls=[partner.url] * 2)
        plan = worker.call("prepare_polls", shipments=shipments)
        assert len(plan) == shipments
        expected_calls, expected_numbers, seconds = 0, 0, 0.0
        for tick in range(0, hours * 3600, TICK):
            calls, numbers = expect(plan, tick)
            expected_calls += calls
            expected_numbers += numbers
            started = time.perf_counter()
            worker.call("ask", after=tick)
            seconds += time.perf_counter() - started
        worker.close()
        exact = partner.calls == expected_calls
        exact = exact and partner.asked.total() == expected_numbers
        fixed = sum(
            hours * 3600 / polling.INTERVALS["out_for_delivery"] for _poll in plan
        )
        report(
            figure="poll_calls",
            value=partner.calls,
            aim=f"== {expected_calls}",
            met=exact,
            shipments=shipments,
            hours=hours,
            numbers_asked=partner.asked.total(),
            numbers_expected=expected_numbers,
            against_one_by_one_every_20_minutes=round(partner.calls / fixed, 4),
            numbers_per_second=round(partner.asked.total() / seconds),
        )
    return exact


def expect(plan, tick):
    """Return (calls, numbers) that the schedule needs at a tick; move the plan on.

    :param plan: [integration, stage, due at, questions made]; changed in place.
    """
    due = Counter()
    for poll in plan:
        if len(poll) == 3:
            poll.append(0)
        integration, stage, due_at, questions = poll
        if due_at <= tick:
            due[integration] += 1
            # The first answer was news, every other one the same again.
            poll[2] = tick + polling.interval(stage, None, questions)
            poll[3] += 1
    return sum(ceil(count / BATCH) for count in due.values()), due.total()


if __name__ == "__main__":
    sys.exit(benchmark.run(__doc__, {"tripped": tripped, "polls": polls}))
