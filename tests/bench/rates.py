# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measure asking carriers for prices; print one JSON line for each figure.

Ten carriers on ports of their own take 300 ms each to answer a real HTTP request; a
process with Odoo's environment asks one of them, and all of them, in turns:
``python -m tests.bench.rates [--quick]``. The exit status is 1 if a figure misses its
aim.
"""

import argparse
import contextlib
import statistics
import sys
import time

from tests.bench.ingest import report
from tests.kit.local_partner import LocalPartner, Reply
from tests.kit.odoo_process import Worker, drop, fresh

CARRIERS = 10
ANSWER_SECONDS = 0.3
MOST_RATIO = 1.3
API_KEY = "only-for-this-run"
CHARGE = {"kind": "base", "amount": "7.50", "description": "Freight", "code": "FRT"}


class Rater(LocalPartner):
    """A carrier that thinks for a while before it names its price."""

    def answer(self, request):
        time.sleep(ANSWER_SECONDS)
        price = {"amount": "7.50", "currency": "USD"}
        rate = {
            "id": f"rate-{self.port}",
            "service": "express",
            "name": "Express",
            "total": price,
            "charges": [CHARGE],
            "deliver_by": "2099-01-05T18:00:00Z",
            "transit_days": 1,
            "guaranteed": False,
            "expires_at": "2099-01-01T00:00:00Z",
        }
        return Reply.json({"rates": [rate]})


def measure(worker, rounds):
    """Return [(seconds to ask one, ten, ten again)], one row for each round."""
    found = []
    for turn in range(rounds + 1):
        took = {}
        for count in (1, CARRIERS)[:: 1 if turn % 2 else -1]:
            took[count] = asked(worker, count, "live")
            if count == CARRIERS:
                took["again"] = asked(worker, count, "cache", is_repeated=True)
        if turn:  # the first turn warms up
            found.append((took[1], took[CARRIERS], took["again"]))
    return found


def asked(worker, count, source, **more):
    """Return the seconds of asking, having made sure that all of them answered."""
    outcome = worker.call("shop", services=count, **more)
    if outcome["states"] != {f"offered/{source}": count}:
        raise RuntimeError(f"not all were offered: {outcome}")
    return outcome["seconds"]


def shopping(quick):
    """Ten carriers against one of them; return whether the aim is met."""
    database = fresh("logistics_bench_rates", "logistics_carrier_connector")
    with contextlib.ExitStack() as stack:
        raters = [stack.enter_context(Rater()) for _number in range(CARRIERS)]
        worker = Worker(database)
        stack.callback(worker.close)
        urls = [rater.url for rater in raters]
        worker.call("prepare_raters", urls=urls, api_key=API_KEY)
        rows = measure(worker, 5 if quick else 15)
    drop(database)
    ratio = statistics.median(ten / one for one, ten, _again in rows)
    ten = statistics.median(ten for _one, ten, _again in rows)
    report(
        figure="rates_of_ten_ratio",
        value=round(ratio, 3),
        aim=f"<= {MOST_RATIO}",
        met=ratio <= MOST_RATIO,
        against_the_bare_answer=round(ten / ANSWER_SECONDS, 3),
        one_seconds=round(statistics.median(one for one, *_rest in rows), 3),
        ten_seconds=round(ten, 3),
        again_seconds=round(statistics.median(again for *_rest, again in rows), 3),
    )
    return ratio <= MOST_RATIO


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="smaller, rougher")
    return 0 if shopping(parser.parse_args().quick) else 1


if __name__ == "__main__":
    sys.exit(main())
