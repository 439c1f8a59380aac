# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measure what policies cost the drain; print one JSON line for each figure.

Messages are drained and their events handed on with no policy switched on, with a
hundred as a company has them, and with a hundred that every event concerns and no
shipment passes, in turns: ``python -m tests.bench.policies [--quick]``. The exit status
is 1 if a figure misses its aim.
"""

import argparse
import statistics
import sys

from tests.bench.ingest import BENCH, rate, report
from tests.kit.odoo_process import Worker, drop, fresh

POLICIES = 100
SHIPMENTS = 2000
MOST_RATIO = 1.25
KINDS = ("", "Realistic", "Worst")


def measure(worker, rounds, size):
    """Return {kind: [outcome, …]}, one of each kind for each round."""
    found = {kind: [] for kind in KINDS}
    for turn in range(rounds + 1):
        for kind in KINDS[:: 1 if turn % 2 else -1]:
            worker.call("switch_policies", kind=kind)
            worker.call("fill", integration=0, count=size, shipments=SHIPMENTS)
            outcome = worker.call("drain_and_hand_on")
            if outcome["count"] != size:
                raise RuntimeError(f"not all were drained: {outcome}")
            if turn:  # the first turn warms up
                found[kind].append(outcome)
    return found


def costs(found, kind):
    """Return the median of what a kind takes against none, turn by turn."""
    pairs = zip(found[kind], found[""], strict=True)
    return statistics.median(ours["seconds"] / none["seconds"] for ours, none in pairs)


def policies(quick):
    """A hundred policies against none; return whether the aim is met."""
    database = fresh("logistics_bench_policies", BENCH)
    worker = Worker(database)
    worker.call("prepare", integrations=1, shipments=SHIPMENTS)
    worker.call("prepare_policies", count=POLICIES)
    found = measure(worker, 9 if quick else 25, 1000)
    worker.close()
    drop(database)
    if not any(outcome["fired"] for outcome in found["Realistic"]):
        raise RuntimeError("no policy acted: nothing was measured")
    ratio = costs(found, "Realistic")
    report(
        figure="policies_ratio",
        value=round(ratio, 3),
        aim=f"<= {MOST_RATIO}",
        met=ratio <= MOST_RATIO,
        **details(found, "Realistic"),
    )
    report(
        figure="policies_ratio_worst",
        value=round(costs(found, "Worst"), 3),
        **details(found, "Worst"),
    )
    return ratio <= MOST_RATIO


def details(found, kind):
    """Return what else there is to know of a figure."""
    return {
        "policies": POLICIES,
        "fired_per_round": statistics.median(o["fired"] for o in found[kind]),
        "events_per_second": round(statistics.median(map(rate, found[kind]))),
        "events_per_second_without": round(statistics.median(map(rate, found[""]))),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="smaller, rougher")
    return 0 if policies(parser.parse_args().quick) else 1


if __name__ == "__main__":
    sys.exit(main())
