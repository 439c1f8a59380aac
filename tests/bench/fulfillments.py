# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measure applying ship confirmations; print one JSON line for each figure.

The same deliveries of five lines are shipped in turns: as their warehouse tells it, and
one by one by Odoo's own button. ``python -m tests.bench.fulfillments [--quick]
[--only NAME ...]``. The exit status is 1 if a figure misses its aim.
"""

import statistics
import sys

from tests.bench.ingest import report
from tests.kit.benchmark import run
from tests.kit.odoo_process import Worker, drop, duplicate, fresh

MOST_RATIO = 1.3
MOST_GROWTH = 1.2
DATABASE = "logistics_bench_fulfilments"


def apply_ratio(quick):
    """Confirmations applied against Odoo's validation; return whether the aim is met."""
    worker = Worker(fresh(DATABASE, "logistics_wms_sync"))
    worker.call("prepare_fulfilling")
    rounds, size = (3, 50) if quick else (5, 200)
    rows = []
    for turn in range(rounds + 1):
        found = {}
        for way in sorted(WAYS, reverse=turn % 2):
            found[way] = WAYS[way](worker, size)
        if turn:  # the first turn warms up
            rows.append(found)
    worker.close()
    drop(DATABASE)
    ratio = statistics.median(
        row["told"]["seconds"] / row["button"]["seconds"] for row in rows
    )
    report(
        figure="fulfilments_ratio",
        value=round(ratio, 3),
        aim=f"<= {MOST_RATIO}",
        met=ratio <= MOST_RATIO,
        confirmations=size * rounds,
        **{
            f"{way}_{name}": round(
                statistics.median(r[way][name] for r in rows) / size, 4
            )
            for way in WAYS
            for name in ("seconds", "queries")
        },
    )
    return ratio <= MOST_RATIO


def growth(quick):
    """A confirmation's cost with ten times the history; return whether the aim is met."""
    small, large = (f"{DATABASE}_{name}" for name in ("small", "large"))
    worker = Worker(fresh(small, "logistics_wms_sync"))
    worker.call("prepare_fulfilling")
    told(worker, 20)
    worker.close()
    duplicate(small, large)
    workers = {"small": Worker(small), "large": Worker(large)}
    history = 1000 if quick else 3000
    for name, worker in workers.items():
        worker.call("grow_fulfilled", count=history * (10 if name == "large" else 1))
    took = {"small": [], "large": []}
    for turn in range(4 if quick else 7):
        for name, worker in sorted(workers.items(), reverse=turn % 2):
            seconds = told(worker, 50 if quick else 100)["seconds"]
            if turn:
                took[name].append(seconds)
    for worker in workers.values():
        worker.close()
    drop(small)
    drop(large)
    value = statistics.median(
        large / small for small, large in zip(*took.values(), strict=True)
    )
    report(
        figure="fulfilments_growth",
        value=round(value, 3),
        aim=f"<= {MOST_GROWTH}",
        met=value <= MOST_GROWTH,
        orders=history * 10,
    )
    return value <= MOST_GROWTH


def told(worker, size):
    """Return what it took to apply what the warehouse told of so many deliveries."""
    picking_ids = worker.call("make_sold", count=size)
    worker.call("tell_shipped", picking_ids=picking_ids)
    outcome = worker.call("apply_shipped")
    if set(outcome["states"]) != {"done"}:
        raise RuntimeError(f"not all were applied: {outcome}")
    return outcome


def button(worker, size):
    """Return what it took to validate so many deliveries one by one."""
    picking_ids = worker.call("make_sold", count=size)
    return worker.call("validate_one_by_one", picking_ids=picking_ids)


WAYS = {"told": told, "button": button}


if __name__ == "__main__":
    sys.exit(run(__doc__, {"ratio": apply_ratio, "growth": growth}))
