# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo's own post-install tests of the addons the suite extends.

Some of them fail on any machine, so only those count that fail with the suite and
pass without it.
"""

import json
import re

from . import ports, process, scratch_database, stamp
from .problem import Problem

FAILURE = re.compile(
    r" ERROR \S+ (odoo\.addons\.\S+): ((?:FAIL|ERROR): .+)$", re.MULTILINE
)
FINISHED = " post-tests in "
FIRST_PORT = 18069
# Waits for a websocket while the clock stands still.
ENDLESS = ("-/mail:TestMailPresence",)
# The taxes of all countries, worked out in a browser: nothing of ours is near them.
REMOTE = (
    "-/sale:TestTaxesDownPaymentSale",
    "-/sale:TestTaxesGlobalDiscountSale",
    "-/sale:TestTaxesTaxTotalsSummarySale",
    "-/account:TestTaxesBaseLinesTaxDetails",
    "-/account:TestTaxesComputation",
    "-/account:TestTaxesDownPayment",
    "-/account:TestTaxesGlobalDiscount",
    "-/account:TestTaxesTaxTotalsSummary",
)
LONGEST = 90 * 60
# The addons whose models, views or pages the suite's addons change.
EXTENDED = (
    *("account", "mail", "portal", "product", "resource", "sale", "stock"),
    *("sale_stock", "delivery", "stock_delivery", "stock_landed_costs"),
)


def broken_by_us(bench, templates):
    """Return the tests that fail with the suite and pass without it, sorted."""
    expected = baseline(bench, templates)
    with scratch_database.fresh(bench, templates.clone_suite, "_suite") as name:
        found = failures(bench, templates, name, "suite")
    return sorted(found - expected)


def baseline(bench, templates):
    """Return the failures without the suite; kept as long as the base is the same."""
    key = stamp.digest(templates.base_name(), EXTENDED, ENDLESS, REMOTE)
    kept = bench.places.state / f"odoo-tests-{key}.json"
    if kept.is_file():
        return set(json.loads(kept.read_text()))
    with scratch_database.fresh(bench, templates.clone_base, "_base") as name:
        found = failures(bench, templates, name, "base")
    stamp.write(kept, json.dumps(sorted(found)))
    return found


def failures(bench, templates, database, label):
    """Run the tests on ``database``; return the names of those that failed."""
    log = bench.places.logs / f"odoo-tests-{label}.log"
    tags = ",".join(
        [*(f"post_install/{addon}" for addon in EXTENDED), *ENDLESS, *REMOTE]
    )
    command = [bench.places.odoo, "server", "-c", templates.conf, "-d", database]
    options = ["--test-tags", tags, "--stop-after-init", f"--logfile={log}"]
    log.unlink(missing_ok=True)
    port = ports.pick(FIRST_PORT)
    with bench.progress.step(f"Odoo's tests ({label}): {', '.join(EXTENDED)}"):
        arguments = [*command, *options, f"--http-port={port}"]
        done = process.call(["timeout", LONGEST, *arguments])
    text = log.read_text(errors="replace") if log.is_file() else done.stdout
    if FINISHED not in text:
        raise Problem(f"Odoo did not finish its tests:\n{text[-2000:]}", f"read {log}")
    return failed_tests(text)


def failed_tests(log):
    """Return the modules and names of the failed tests in a log of Odoo."""
    return {" ".join(found) for found in FAILURE.findall(log)}
