# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo as a newcomer meets it: started, its shipments move, stopped."""

import time
from datetime import datetime, timezone

from . import databases, demo_arguments, demo_database, ports
from .daemon import Daemon
from .demo_command import PORT, Demo
from .problem import Problem

PATIENCE = 90
BROKEN = """
    SELECT concat(state, ': ', error_message) FROM logistics_message
     WHERE state IN ('quarantined', 'dead', 'in_doubt')
       AND received_at >= %s::timestamp LIMIT 5
"""
MOVED = "SELECT 1 FROM logistics_shipment WHERE state = 'delivered' LIMIT 1"
ON_THE_WAY = "SELECT 1 FROM logistics_shipment WHERE state = 'picked_up' LIMIT 1"

#: What the order that went to a warehouse and back left behind.
PICKED = """
    SELECT 1 FROM logistics_fulfillment
     WHERE status = 'shipped' AND shorted > 0 AND substituted > 0 LIMIT 1
"""
DIFFERS = "SELECT 1 FROM logistics_inventory_discrepancy LIMIT 1"
FALSE_ALARM = """
    SELECT summary FROM logistics_incident
     WHERE kind IN ('events', 'drain') AND opened_at >= %s::timestamp LIMIT 5
"""
RECKONED = "SELECT 1 FROM logistics_kpi_day WHERE as_of >= %s::timestamp LIMIT 1"


def check(bench):
    """Start the demo, wait until its shipments move, stop it if it was not running.

    :raise Problem: when they do not, or when a message could not be applied.
    """
    running = Daemon(bench.places, "demo").port
    port = running or ports.pick(PORT)
    options = demo_arguments.parser().parse_args(["--port", str(port)])
    demo = Demo(bench.places, bench.progress, options)
    # The demo's own day holds messages that wait for somebody to mend them.
    began = datetime.now(timezone.utc).isoformat(timespec="seconds")
    demo.start()
    try:
        if not running and not found(bench, RECKONED, began):
            raise Problem("The demo's key figures are old.", "read .odoo/log/demo.log")
        with bench.progress.step("Watching the shipments move"):
            watch(bench, began)
    finally:
        if not running:
            demo.stop()


def watch(bench, began):
    """Wait until past shipments arrived and one of today is on its way."""
    deadline = time.monotonic() + PATIENCE
    while not (found(bench, MOVED) and found(bench, ON_THE_WAY)):
        if time.monotonic() > deadline:
            raise Problem(
                "The demo's shipments do not move.", "read .odoo/log/demo.log"
            )
        time.sleep(2)
    if not found(bench, PICKED) or not found(bench, DIFFERS):
        raise Problem(
            "The demo's order did not come back from the warehouse short of something "
            "and with a substitute, or what vanished there was not found.",
            "read .odoo/log/demo.log",
        )
    if alarms := found(bench, FALSE_ALARM, began):
        raise Problem(
            "A fresh demo has incidents:\n  " + "\n  ".join(alarms),
            "read .odoo/log/demo.log",
        )
    if broken := found(bench, BROKEN, began):
        raise Problem(
            "The demo's messages were not all applied:\n  " + "\n  ".join(broken),
            "read .odoo/log/demo.log",
        )


def found(bench, question, *parameters):
    """Return what a question to the demo's database gives."""
    return databases.execute(bench, question, *parameters, database=demo_database.NAME)
