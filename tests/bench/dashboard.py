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
from tests.kit.odoo_process import Worker, drop, fresh

MOST_RATIO = 3.0
ADDON = "logistics_base"
#: How many days are reckoned for a period: it and, for thirty days, the one before.
PERIODS = {"30d": 60, "365d": YEAR}


class Benchmark:
    """Two databases with dashboards over them."""

    def __init__(self, quick, periods):
        self.sizes = {"few": 10_000, "many": 100_000 if quick else 1_000_000}
        self.workers, self.viewers, self.rows = {}, {}, {}
        days = max(PERIODS[period] for period in periods)
        for name, size in self.sizes.items():
            worker = self.workers[name] = Worker(fresh(_database(name), ADDON))
            worker.call("grow_deliveries", count=size)
            self.rows[name] = worker.call("reckon", days=days)["rows"]
            self.viewers[name] = worker.call("prepare_viewer")

    def growth(self, period):
        """Seconds to open it over a million shipments against ten thousand.

        Return whether the aim is met.
        """
        took = {name: [] for name in self.workers}
        for turn in range(8):
            for name in sorted(took, reverse=turn % 2):
                seconds = self._open(name, period)
                if turn:  # the first turn warms up
                    took[name] += seconds
        medians = {name: statistics.median(found) for name, found in took.items()}
        ratio = medians["many"] / medians["few"]
        report(
            figure=f"dashboard_growth_{period}",
            value=round(ratio, 2),
            aim=f"<= {MOST_RATIO}",
            met=ratio <= MOST_RATIO,
            shipments=self.sizes["many"],
            kept_rows=self.rows["many"],
            milliseconds={name: round(1000 * each) for name, each in medians.items()},
        )
        return ratio <= MOST_RATIO

    def _open(self, name, period):
        return self.workers[name].call(
            "open_board", user_id=self.viewers[name], period=period, times=3
        )

    def close(self):
        """Leave nothing behind."""
        for name, worker in self.workers.items():
            worker.close()
            drop(_database(name))


def _database(name):
    return f"logistics_bench_dashboard_{name}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="smaller, rougher")
    parser.add_argument("--year", action="store_true", help="a year's figures, too")
    options = parser.parse_args()
    periods = PERIODS if options.year else ("30d",)
    benchmark = Benchmark(options.quick, periods)
    try:
        met = [benchmark.growth(period) for period in periods]
    finally:
        benchmark.close()
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
