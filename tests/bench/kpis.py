# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measure key figures and service levels over few and over many shipments.

``python -m tests.bench.kpis [--quick]`` prints one JSON line for each figure: reading
what a board of 30 days shows from the store of key figures, and what the clock of
service levels costs every minute. The exit status is 1 if a figure misses its aim.
"""

import argparse
import statistics
import sys

from tests.bench.ingest import report
from tests.kit.figures import YEAR
from tests.kit.odoo_process import Worker, drop, fresh

MOST_RATIO = 3.0
DAYS = 30
RUNNING = 1000
ADDON = "logistics_base"


class Benchmark:
    """Two databases that differ in the number of their shipments."""

    def __init__(self, quick):
        self.sizes = {"few": 10_000, "many": 100_000 if quick else 1_000_000}
        self.workers, self.built = {}, {}
        for name, size in self.sizes.items():
            worker = Worker(fresh(f"logistics_bench_kpis_{name}", ADDON))
            worker.call("grow_deliveries", count=size)
            self.built[name] = worker.call("reckon", days=YEAR)
            worker.call("grow_measures", running=RUNNING)
            self.workers[name] = worker

    def reading(self):
        """Reading the figures of 30 days; return whether the aim is met."""
        medians = self._medians("read_figures", days=DAYS)
        again = self.workers["many"].call("reckon", days=2)
        return self._report(
            "kpis_read_growth",
            medians,
            kept_rows=self.built["many"]["rows"],
            seconds_to_reckon_a_year=round(self.built["many"]["seconds"], 1),
            seconds_to_reckon_two_days=round(again["seconds"], 2),
        )

    def ticking(self):
        """Looking for what is at risk or breached, where nothing is."""
        return self._report("sla_tick_growth", self._medians("tick"))

    def _medians(self, command, **arguments):
        took = {name: [] for name in self.workers}
        for turn in range(8):
            for name, worker in sorted(self.workers.items(), reverse=turn % 2):
                # the first turn warms up
                found = worker.call(command, times=1 + 2 * bool(turn), **arguments)
                took[name] += found[not turn :]
        return {name: statistics.median(found) for name, found in took.items()}

    def _report(self, figure, medians, **more):
        ratio = medians["many"] / medians["few"]
        report(
            figure=figure,
            value=round(ratio, 2),
            aim=f"<= {MOST_RATIO}",
            met=ratio <= MOST_RATIO,
            shipments=self.sizes["many"],
            milliseconds={name: round(1000 * s, 1) for name, s in medians.items()},
            **more,
        )
        return ratio <= MOST_RATIO

    def close(self):
        """Leave nothing behind."""
        for name, worker in self.workers.items():
            worker.close()
            drop(f"logistics_bench_kpis_{name}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="smaller, rougher")
    benchmark = Benchmark(parser.parse_args().quick)
    try:
        met = [benchmark.reading(), benchmark.ticking()]
    finally:
        benchmark.close()
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
