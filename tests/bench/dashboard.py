# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measure opening the dashboard over few and over many shipments.

``python -m tests.bench.dashboard [--quick] [--year]`` prints one JSON line for each
period: thirty days, and with ``--year`` a year, whose key figures take a while to reckon
first. The exit status is 1 if a figure misses its aim.
"""

import argparse
import statistics
import sys

from tests.bench.ingest import report
from tests.kit.figures import YEAR
from tests.kit.odoo_process import Worker, fresh

MOST_RATIO = 3.0
ADDON = "logistics_base"
#: How many days are reckoned for a period: it and, for thirty days, the one before.
PERIODS = {"30d": 60, "365d": YEAR}


def growth(quick, periods):
    """Seconds to open the dashboard over a million shipments against ten thousand.

    Return whether the aim is met.
    """
    sizes = {"few": 10_000, "many": 100_000 if quick else 1_000_000}
    workers, viewers, rows = {}, {}, {}
    for name, size in sizes.items():
        worker = Worker(fresh(f"logistics_bench_dashboard_{name}", ADDON))
        worker.call("grow_deliveries", count=size)
        rows[name] = worker.call("reckon", days=max(map(PERIODS.get, periods)))["rows"]
        viewers[name] = worker.call("prepare_viewer")
        workers[name] = worker
    met = True
    for period in periods:
        took = {name: [] for name in workers}
        for turn in range(8):
            for name, worker in sorted(workers.items(), reverse=turn % 2):
                took[name] += worker.call(
                    "open_board",
                    user_id=viewers[name],
                    period=period,
                    times=1 + 2 * bool(turn),
                )[not turn :]
        medians = {name: statistics.median(found) for name, found in took.items()}
        ratio = medians["many"] / medians["few"]
        report(
            figure=f"dashboard_growth_{period}",
            value=round(ratio, 2),
            aim=f"<= {MOST_RATIO}",
            met=ratio <= MOST_RATIO,
            shipments=sizes["many"],
            kept_rows=rows["many"],
            milliseconds={name: round(1000 * each) for name, each in medians.items()},
        )
        met = met and ratio <= MOST_RATIO
    for worker in workers.values():
        worker.close()
    return met


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="smaller, rougher")
    parser.add_argument("--year", action="store_true", help="a year's figures, too")
    options = parser.parse_args()
    periods = PERIODS if options.year else ("30d",)
    return 0 if growth(options.quick, periods) else 1


if __name__ == "__main__":
    sys.exit(main())
