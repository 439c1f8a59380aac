# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measure taking in and applying messages; print one JSON line for each figure.

Each figure is a ratio of two things measured in turns in one run on one machine, so it
holds wherever it is run: ``python -m tests.bench.ingest [--quick] [--only NAME ...]``.
The exit status is 1 if a figure misses its aim.
"""

import argparse
import json
import statistics
import sys
import threading
import time
import urllib.request

from tests.kit import load
from tests.kit.odoo_process import Worker, fresh, server
from tests.kit.worker import SECRET

AIMS = {
    "accept_ratio": (">=", 0.85),
    "accept_p99_ratio": ("<=", 1.5),
    "apply_ratio": (">=", 60),
    "two_drains_ratio": (">=", 1.5),
    "growth": ("<=", 1.2),
    "latency_p95_seconds": ("<=", 1.0),
}


class Benchmark:
    """The figures, each by a method of its name."""

    def __init__(self, quick):
        self.quick = quick
        self.missed = []

    def publish(self, name, value, **details):
        """Print a figure and remember whether it meets its aim."""
        sign, aim = AIMS[name]
        met = value >= aim if sign == ">=" else value <= aim
        if not met:
            self.missed.append(name)
        report(
            figure=name, value=round(value, 3), aim=f"{sign} {aim}", met=met, **details
        )

    def scaled(self, full):
        """Return a size, a fifth of it for a quick run."""
        return full // 5 if self.quick else full

    # Taking in

    def accept(self):
        """Requests a second: the inbound route against a bare controller."""
        database = fresh("logistics_bench_accept", BENCH)
        worker = Worker(database)
        worker.call("prepare", integrations=1, shipments=1000)
        worker.close()
        for crons, threads, suffix in (
            (0, 2, ""),
            (0, 8, "_saturated"),
            (1, 2, "_while_draining"),
        ):
            with server(database, crons=crons) as port:
                self._accept_rounds(port, threads, suffix)

    def _accept_rounds(self, port, threads, suffix):
        routes = {
            "bare": "/logistics/bench/bare",
            "ours": "/logistics/v1/inbound/bench-0",
        }
        rates, waits = {"bare": [], "ours": []}, {"bare": [], "ours": []}
        rounds, size = (4, 150) if self.quick else (12, 300)
        for turn in range(rounds + 1):
            for name, path in sorted(routes.items(), reverse=turn % 2):
                requests = [
                    load.signed_request(path, body, key, SECRET)
                    for key, body in bodies(size, f"{name}{suffix}-{turn}")
                ]
                rate, took = load.run(port, requests, threads)
                if turn:  # the first turn warms up
                    rates[name].append(rate)
                    waits[name].extend(took)
        ratio = statistics.median(
            ours / bare for ours, bare in zip(rates["ours"], rates["bare"], strict=True)
        )
        p99 = {name: load.quantile(sorted(took), 0.99) for name, took in waits.items()}
        details = {
            "ours_per_second": round(statistics.median(rates["ours"])),
            "bare_per_second": round(statistics.median(rates["bare"])),
        }
        if suffix:
            p99_ratio = round(p99["ours"] / p99["bare"], 2)
            report(
                figure=f"accept_ratio{suffix}",
                value=round(ratio, 3),
                p99_ratio=p99_ratio,
                **details,
            )
            return
        self.publish("accept_ratio", ratio, **details)
        self.publish("accept_p99_ratio", p99["ours"] / p99["bare"])

    # Applying

    def apply(self):
        """Events a second: the drain against what connectors usually do."""
        database = fresh("logistics_bench_apply", BENCH)
        shipments = 2000
        first, second = Worker(database), Worker(database)
        first.call("prepare", integrations=2, shipments=shipments)
        second.call("count", table="logistics_milestone")
        size = self.scaled(10000)
        ours, tracked, untracked, together = [], [], [], []
        for _turn in range(3 if self.quick else 5):
            first.call("fill", integration=0, count=size, shipments=shipments)
            ours.append(rate(first.call("drain")))
            for found, is_tracked, count in (
                (tracked, True, size // 50),
                (untracked, False, size // 25),
            ):
                first.call("fill", integration=0, count=count, shipments=shipments)
                outcome = first.call("usual", limit=count, tracked=is_tracked)
                found.append(rate(outcome))
            together.append(self._two_drains(first, second, size, shipments))
        first.close()
        second.close()
        details = {
            "events_per_second": round(statistics.median(ours)),
            "usual_per_second": round(statistics.median(tracked)),
        }
        self.publish("apply_ratio", median_ratio(ours, tracked), **details)
        report(
            figure="apply_ratio_untracked",
            value=round(median_ratio(ours, untracked), 1),
            usual_per_second=round(statistics.median(untracked)),
        )
        self.publish(
            "two_drains_ratio",
            median_ratio(together, ours),
            events_per_second=round(statistics.median(together)),
        )

    def _two_drains(self, first, second, size, shipments):
        first.call("fill", integration=0, count=size, shipments=shipments)
        second.call("fill", integration=1, count=size, shipments=shipments)
        started = time.perf_counter()
        first.start("drain")
        second.start("drain")
        counts = [worker.answer()["count"] for worker in (first, second)]
        return sum(counts) / (time.perf_counter() - started)

    # Growing

    def growth(self):
        """Cost of an event with a million milestones against ten thousand."""
        small, large = (
            fresh("logistics_bench_small", BENCH),
            fresh("logistics_bench_large", BENCH),
        )
        shipments, size = 2000, self.scaled(5000)
        workers = {"small": Worker(small), "large": Worker(large)}
        sizes = {"small": 10_000, "large": self.scaled(1_000_000)}
        for name, worker in workers.items():
            worker.call("prepare", integrations=1, shipments=shipments)
            worker.call("grow", milestones=sizes[name])
        rates = {"small": [], "large": []}
        for turn in range(6 if self.quick else 11):
            for name, worker in sorted(workers.items(), reverse=turn % 2):
                worker.call("fill", integration=0, count=size, shipments=shipments)
                found = rate(worker.call("drain"))
                if turn:
                    rates[name].append(found)
        for worker in workers.values():
            worker.close()
        self.publish(
            "growth",
            median_ratio(rates["small"], rates["large"]),
            milestones=sizes["large"],
        )

    # Being seen

    def latency(self):
        """Seconds from sent to visible in the portal, under 100 events a second."""
        database = fresh("logistics_bench_latency", "logistics_portal")
        worker = Worker(database)
        worker.call("prepare", integrations=1, shipments=1000)
        probes = [worker.call("share_link", number=f"B0N{n:07d}") for n in range(60)]
        worker.close()
        with server(database, crons=2) as port:
            stop = threading.Event()
            background = threading.Thread(target=self._steady_load, args=(port, stop))
            background.start()
            time.sleep(2)
            seen = sorted(
                self._until_visible(port, number, path)
                for number, path in enumerate(probes)
            )
            stop.set()
            background.join()
        self.publish(
            "latency_p95_seconds",
            load.quantile(seen, 0.95),
            median_seconds=round(statistics.median(seen), 3),
            probes=len(seen),
        )

    def _steady_load(self, port, stop):
        """Send 100 events a second, about shipments nobody watches."""
        started, sent = time.monotonic(), 0
        while not stop.is_set():
            number, key = f"B0N{100 + sent % 900:07d}", f"steady-{started}-{sent}"
            body = load.tracking_event(number, key)
            load.send(port, load.signed_request(INBOUND, body, key, SECRET))
            sent += 1
            time.sleep(max(0, started + sent / 100 - time.monotonic()))

    def _until_visible(self, port, number, path):
        """Send one event; return the seconds until the page tells of it."""
        key, words = f"probe-{number}-{time.time_ns()}", "Out for delivery"
        body = load.tracking_event(f"B0N{number:07d}", key, "out_for_delivery")
        before = page(port, path).count(words)
        started = time.monotonic()
        load.send(port, load.signed_request(INBOUND, body, key, SECRET))
        while time.monotonic() - started < 30:
            if page(port, path).count(words) > before:
                return time.monotonic() - started
            time.sleep(0.02)
        raise RuntimeError(f"not visible after 30 s: {path}")


BENCH = "logistics_bench"
INBOUND = "/logistics/v1/inbound/bench-0"


def page(port, path):
    """Return a page of the portal as text."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.read().decode()


def bodies(count, name):
    """Yield (key, body) of tracking events of their own."""
    for number in range(count):
        key = f"{name}-{number}-{time.time_ns()}"
        yield key, load.tracking_event(f"B0N{number % 1000:07d}", key)


def rate(outcome):
    """Return events a second."""
    return outcome["count"] / outcome["seconds"]


def median_ratio(above, below):
    """Return the median of the ratios taken turn by turn."""
    return statistics.median(a / b for a, b in zip(above, below, strict=True))


def report(**figures):
    """Print one line of the result."""
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    figures = ("accept", "apply", "growth", "latency")
    parser.add_argument("--only", nargs="+", choices=figures, default=figures)
    parser.add_argument("--quick", action="store_true", help="smaller, rougher")
    options = parser.parse_args()
    benchmark = Benchmark(options.quick)
    for name in options.only:
        getattr(benchmark, name)()
    return 1 if benchmark.missed else 0


if __name__ == "__main__":
    sys.exit(main())
