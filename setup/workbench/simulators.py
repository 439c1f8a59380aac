# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The simulated carriers of the demo, playing the partners its database knows."""

import os

from . import health, ports, process
from .problem import Problem

FIRST_PORT = 8090
# At this speed a journey of three days takes less than ten minutes.
SPEED = 600
PATIENCE = 20


def start(bench, daemon, odoo):
    """Tell the simulators whom to play and start them against ``odoo`` (a URL)."""
    with bench.progress.step("Starting the simulated carriers"):
        plan = write_plan(bench)
        port = ports.pick(FIRST_PORT)
        command = [bench.places.python, "-m", "tests.simulators", "--odoo", odoo]
        options = ["--config", plan, "--control-port", port, "--speed", SPEED]
        daemon.start([*command, *options], port)
        wait(daemon, port)


def write_plan(bench):
    """Have Odoo write the plan, with a fresh secret for each integration."""
    plan = bench.places.run / "simulators-plan.json"
    plan.unlink(missing_ok=True)
    plan.touch(mode=0o600)
    script = bench.places.root / "setup" / "inside_odoo" / "simulators_plan.py"
    conf = bench.places.state / "demo.conf"
    told = process.run(
        [bench.places.python, script, conf, plan],
        cwd=bench.places.root,
        env={**os.environ, "PYTHONPATH": str(bench.places.root)},
        mend="setup/demo --no-simulator starts the demo without them",
    )
    bench.progress.note(f"    {told.splitlines()[-1]}")
    return plan


def wait(daemon, port):
    """Wait until the simulators answer."""
    address = f"http://127.0.0.1:{port}/status"
    if not health.wait(address, lambda: daemon.port, PATIENCE):
        words = daemon.last_words()
        daemon.stop()
        raise Problem(
            f"The simulated carriers did not start:\n{words}",
            "setup/demo --no-simulator starts the demo without them",
        )
