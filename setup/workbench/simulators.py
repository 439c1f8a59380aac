# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The simulated carriers of the demo, playing the partners its database knows."""

import json
import os

from . import health, ports, process, stamp
from .problem import Problem

FIRST_PORT = 8090
# At this speed a journey of three days takes less than ten minutes.
SPEED = 600
PATIENCE = 20
MEND = "setup/demo --no-simulator starts the demo without them"


def start(bench, daemon, odoo):
    """Tell the simulators whom to play and start them against ``odoo`` (a URL)."""
    with bench.progress.step("Handing shipments to the simulated carriers"):
        write_plans(bench)
    command = [bench.places.python, "-m", "tests.simulators", "--odoo", odoo]
    if past := told(bench)["past"]:
        with bench.progress.step(f"Telling the past of {past} shipments"):
            tell_past(bench, command)
    with bench.progress.step("Starting the simulated carriers"):
        port = ports.pick(FIRST_PORT)
        options = ["--config", plans(bench) / "live.json", "--speed", SPEED]
        daemon.start([*command, *options, "--control-port", port], port)
        wait(daemon, port)


def plans(bench):
    """Return the folder of the plans; it holds secrets, so only its owner enters."""
    folder = bench.places.run / "simulators"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def write_plans(bench):
    """Have Odoo write the plans, and what there is to tell of them."""
    script = bench.places.root / "setup" / "inside_odoo" / "simulators_plan.py"
    conf = bench.places.state / "demo.conf"
    printed = process.run(
        [bench.places.python, script, conf, plans(bench)],
        cwd=bench.places.root,
        env={**os.environ, "PYTHONPATH": str(bench.places.root)},
        mend=MEND,
    )
    stamp.write(plans(bench) / "told.json", printed.splitlines()[-1])


def told(bench):
    """Return what the simulators were told.

    :return: counts of ``carriers``, ``past`` and ``live`` shipments, and ``number``
        and ``postcode`` of a shipment to look up.
    """
    return json.loads((plans(bench) / "told.json").read_text())


def tell_past(bench, command):
    """Send, signed like all else, what happened before the demo began."""
    options = ["--config", plans(bench) / "past.json", "--once"]
    process.run([*command, *options], cwd=bench.places.root, mend=MEND)


def wait(daemon, port):
    """Wait until the simulators answer."""
    address = f"http://127.0.0.1:{port}/status"
    if not health.wait(address, lambda: daemon.port, PATIENCE):
        words = daemon.last_words()
        daemon.stop()
        raise Problem(f"The simulated carriers did not start:\n{words}", MEND)
