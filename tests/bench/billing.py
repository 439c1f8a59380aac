# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measure what it takes to audit a million lines of carriers' invoices.

``python -m tests.bench.billing [--quick] [--only audit memory intake accuracy]`` prints
one JSON line for each figure. The exit status is 1 if a figure misses its aim.

The bare work is one statement: the lines joined with the references and with what was
expected, aggregated by shipment and type of charge, and a row written for each line. It is
done in the same run, on the same rows. Accuracy is that of planted errors, with seeds that
are new each time and printed.
"""

import random
import sys
import time

from tests.bench.ingest import report
from tests.kit.benchmark import run
from tests.kit.freight_bills import CARRIERS
from tests.kit.odoo_process import Worker, drop, duplicate, fresh

MOST_WORK = 3.0
MOST_AGAIN = 0.2
#: The memory of ten times the lines may be that much more, in MB.
MOST_MEMORY = 64
DATABASE = "logistics_bench_billing"
ADDON = "logistics_billing_reconcile"
SEEDS = 3


def audit(quick):
    """Audit a million lines, and again; return whether the aims are met."""
    lines = 200_000 if quick else 1_000_000
    with _Copy() as worker:
        made = worker.call("grow_bills", lines=lines)
        bare = [worker.call("join_bills")]
        first = worker.call("audit_bills")
        bare.append(worker.call("join_bills"))
        again = worker.call("audit_bills")
    value, repeated = first["seconds"] / min(bare), again["seconds"] / first["seconds"]
    met = value <= MOST_WORK and first["audited"] == made
    report(
        figure="billing_audit",
        value=round(value, 2),
        aim=f"<= {MOST_WORK}",
        met=met,
        lines=made,
        audited=first["audited"],
        findings=first["findings"],
        seconds=round(first["seconds"], 2),
        bare_seconds=[round(each, 2) for each in bare],
    )
    is_same = again["findings"] == first["findings"]
    report(
        figure="billing_audit_again",
        value=round(repeated, 3),
        aim=f"<= {MOST_AGAIN}",
        met=repeated <= MOST_AGAIN and is_same,
        seconds=round(again["seconds"], 2),
    )
    return met and repeated <= MOST_AGAIN and is_same


def memory(quick):
    """Audit ten times the lines; return whether memory stays flat."""
    few, many = (10_000, 100_000) if quick else (100_000, 1_000_000)
    grown = {}
    for lines in (few, many):
        with _Copy() as worker:
            worker.call("grow_bills", lines=lines)
            grown[lines] = worker.call("audit_bills")["megabytes"]
    more = grown[many] - grown[few]
    report(
        figure="billing_memory",
        value=more,
        aim=f"<= {MOST_MEMORY} MB",
        met=more <= MOST_MEMORY,
        lines=[few, many],
        grown_megabytes=list(grown.values()),
    )
    return more <= MOST_MEMORY


def intake(quick):
    """Take in a file of 100,000 lines and a short one; return whether memory is flat."""
    short, long = 1_000, 20_000 if quick else 100_000
    with _Copy() as worker:
        worker.call("import_bill", lines=short)
        took = worker.call("import_bill", lines=long)
    met = took["state"] == "done" and took["lines"] == long
    report(
        figure="billing_intake",
        value=round(long / (took["receive"] + took["drain"])),
        aim="told, lines a second",
        met=met,
        lines=took["lines"],
        seconds={part: round(took[part], 2) for part in ("receive", "drain")},
        megabytes_of_the_file=round(took["bytes"] / 2**20, 1),
        grown_megabytes=took["megabytes"],
    )
    return met


def accuracy(quick):
    """Plant errors of all types; return whether all were found, and nothing else."""
    size = 2 if quick else 10
    seeds = [random.SystemRandom().randrange(10**6) for _each in range(SEEDS)]
    met = True
    with _Copy() as worker:
        for seed in seeds:
            started = time.perf_counter()
            told = worker.call("try_bills", seed=seed, size=size, formats=[*CARRIERS])
            print("\n".join(told["table"]))
            met = met and not told["mistakes"]
            report(
                figure="billing_accuracy",
                seed=seed,
                value=told["least"],
                aim="precision and recall of 1.0 for each type of error",
                met=not told["mistakes"],
                planted=told["planted"],
                mistakes=told["mistakes"][:10],
                seconds=round(time.perf_counter() - started, 1),
            )
    return met


class _Copy:
    """A worker in a database of its own."""

    _made = []

    def __enter__(self):
        if not self._made:
            self._made.append(fresh(DATABASE, ADDON))
        database = duplicate(DATABASE, f"{DATABASE}_{len(self._made)}")
        self._made.append(database)
        self._worker = Worker(database)
        return self._worker

    def __exit__(self, *_error):
        self._worker.close()
        drop(self._made[-1])

    @classmethod
    def drop_all(cls):
        """Leave nothing behind."""
        for database in cls._made:
            drop(database)


def main():
    figures = {
        "audit": audit,
        "memory": memory,
        "intake": intake,
        "accuracy": accuracy,
    }
    try:
        return run(__doc__, figures)
    finally:
        _Copy.drop_all()


if __name__ == "__main__":
    sys.exit(main())
