# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measure what it takes to compare a snapshot of a warehouse with its stock.

``python -m tests.bench.inventory [--quick] [--only ratio growth memory]`` prints one
JSON line for each figure. The exit status is 1 if a figure misses its aim.

The bare join is that of the staged lines with ``stock_quant`` by product and location,
its rows fetched; the comparison is told with and without the reading of the document.
"""

import statistics
import sys

from tests.bench.ingest import report
from tests.kit.benchmark import run
from tests.kit.odoo_process import Worker, drop, duplicate, fresh

MOST_JOINS = 10.0
MOST_GROWTH = 1.2
#: The memory of a hundred times the lines may be that much more, in MB.
MOST_MEMORY = 32
TURNS = 5
DATABASE = "logistics_bench_inventory"
ADDON = "logistics_wms_sync"


def ratio(quick):
    """Compare a snapshot of 100,000 SKUs; return whether the aim is met."""
    products = 20_000 if quick else 100_000
    with _Stocked(products) as worker:
        first = worker.call("compare_stock", turn=0)
        took = [worker.call("compare_stock", turn=1 + at) for at in range(TURNS)]
    compared = statistics.median(one["compare"] / one["join"] for one in took)
    whole = statistics.median(one["whole"] / one["join"] for one in took)
    report(
        figure="inventory_joins",
        value=round(compared, 2),
        aim=f"<= {MOST_JOINS}",
        met=compared <= MOST_JOINS,
        with_reading_and_resolving=round(whole, 2),
        skus=products,
        differing=took[-1]["differing"],
        milliseconds=_milliseconds(took),
        first_snapshot_milliseconds=_milliseconds([first]),
    )
    return compared <= MOST_JOINS


def growth(quick):
    """Compare with ten times the history; return whether the aim is met."""
    products = 5_000 if quick else 20_000
    few, many = (
        {"snapshots": 3, "moves": 2 * products},
        {"snapshots": 30, "moves": 20 * products},
    )
    took = {"few": [], "many": []}
    with _Stocked(products, few) as one, _Stocked(products, many) as other:
        workers = {"few": one, "many": other}
        for turn in range(TURNS + 2):
            for name in sorted(workers, reverse=turn % 2):
                found = workers[name].call("compare_stock", turn=turn)
                if turn > 1:
                    took[name].append(found["whole"])
    medians = {name: statistics.median(found) for name, found in took.items()}
    value = medians["many"] / medians["few"]
    report(
        figure="inventory_growth",
        value=round(value, 2),
        aim=f"<= {MOST_GROWTH}",
        met=value <= MOST_GROWTH,
        skus=products,
        history={"few": few, "many": many},
        milliseconds={name: round(1000 * s) for name, s in medians.items()},
    )
    return value <= MOST_GROWTH


def memory(quick):
    """Read a hundred times the lines; return whether memory stays flat."""
    short, long = (2_000, 200_000) if quick else (10_000, 1_000_000)
    with _Stocked(1_000) as worker:
        worker.call("read_long_snapshot", lines=short)
        grown = {
            lines: worker.call("read_long_snapshot", lines=lines)
            for lines in (short, long)
        }
    more = grown[long] - grown[short]
    report(
        figure="inventory_memory",
        value=more,
        aim=f"<= {MOST_MEMORY} MB",
        met=more <= MOST_MEMORY,
        lines=[short, long],
        grown_megabytes=list(grown.values()),
    )
    return more <= MOST_MEMORY


class _Stocked:
    """A worker in a database of its own, with stock and what has been."""

    _made = []

    def __init__(self, products, history=None):
        if not self._made:
            self._made.append(fresh(DATABASE, ADDON))
        self._database = duplicate(DATABASE, f"{DATABASE}_{len(self._made)}")
        self._made.append(self._database)
        self._products, self._history = products, history

    def __enter__(self):
        self._worker = Worker(self._database)
        self._worker.call("stock_warehouse", products=self._products)
        if self._history:
            self._worker.call("grow_stock_history", **self._history)
        return self._worker

    def __exit__(self, *_error):
        self._worker.close()

    @classmethod
    def drop_all(cls):
        """Leave nothing behind."""
        for database in cls._made:
            drop(database)


def _milliseconds(took):
    return {
        part: round(1000 * statistics.median(one[part] for one in took))
        for part in ("whole", "compare", "join")
    }


def main():
    try:
        return run(__doc__, {"ratio": ratio, "growth": growth, "memory": memory})
    finally:
        _Stocked.drop_all()


if __name__ == "__main__":
    sys.exit(main())
