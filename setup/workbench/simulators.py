# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The simulated carriers of the demo, playing the partners its database knows."""

import json
import os
import shutil

from . import health, ports, process, stamp
from .problem import Problem

FIRST_PORT = 8090
#: From here on for the carriers that are called.
FIRST_API_PORT = 8120
PATIENCE = 20
MEND = "setup/demo --no-simulator starts the demo without them"


def start(bench, daemon, shipper, odoo, speed):
    """Tell the simulators whom to play and start them against ``odoo`` (a URL).

    :param shipper: the daemon that hands them further shipments.
    :param speed: how many seconds pass for them in one second.
    """
    api_port = ports.pick(FIRST_API_PORT)
    with bench.progress.step("Handing shipments to the simulated carriers"):
        write_plans(bench, api_port)
    command = [bench.places.python, "-m", "tests.simulators", "--odoo", odoo]
    if past := told(bench)["past"]:
        with bench.progress.step(f"Telling the past of {past} shipments"):
            tell_past(bench, command)
    with bench.progress.step("Starting the simulated carriers"):
        port = ports.pick(FIRST_PORT)
        options = ["--config", plans(bench) / "live.json", "--speed", speed]
        options += ["--control-port", port, "--api-port", api_port]
        options += ["--ledger", ledger(bench)]
        daemon.start([*command, *options], port)
        wait(daemon, port)
        start_shipper(bench, shipper, port)
    with bench.progress.step("Having an order picked, and the figures reckoned"):
        play(bench, port)


def plans(bench):
    """Return the folder of the plans; it holds secrets, so only its owner enters."""
    folder = bench.places.run / "simulators"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def ledger(bench):
    """Return the file with the books of the carriers that are called."""
    return plans(bench) / "ledger.sqlite"


def forget(bench):
    """Let the carriers forget what they carry: nobody knows of it any more."""
    for file in plans(bench).glob("ledger.sqlite*"):
        file.unlink()
    shutil.rmtree(exchange(bench.places), ignore_errors=True)


def exchange(places):
    """Return the folder below which files are exchanged with trading partners."""
    return places.state / "exchange"


def write_plans(bench, api_port):
    """Have Odoo write the plans, and what there is to tell of them."""
    folder = exchange(bench.places)
    folder.mkdir(mode=0o700, exist_ok=True)
    api = f"http://127.0.0.1:{api_port}"
    printed = process.run(
        [*inside_odoo(bench, "simulators_plan.py"), plans(bench), api, folder],
        cwd=bench.places.root,
        env={**os.environ, **environment(bench)},
        mend=MEND,
    )
    stamp.write(plans(bench) / "told.json", printed.splitlines()[-1])


def start_shipper(bench, daemon, port):
    """Have Odoo ship on for as long as the simulators answer on ``port``."""
    url = f"http://127.0.0.1:{port}"
    command = [*inside_odoo(bench, "demo_shipper.py"), url]
    daemon.start(command, port, **environment(bench))


def play(bench, port):
    """Have Odoo and the simulators play what a visitor is to find."""
    printed = process.run(
        [*inside_odoo(bench, "demo_play.py"), f"http://127.0.0.1:{port}"],
        cwd=bench.places.root,
        env={**os.environ, **environment(bench)},
        mend=MEND,
    )
    found = {**told(bench), **json.loads(printed.splitlines()[-1])}
    stamp.write(plans(bench) / "told.json", json.dumps(found))


def inside_odoo(bench, script):
    """Return the command of a script that works on the demo's database."""
    path = bench.places.root / "setup" / "inside_odoo" / script
    return [bench.places.python, path, bench.places.state / "demo.conf"]


def environment(bench):
    """Return what such a script needs in its environment."""
    return {"PYTHONPATH": str(bench.places.root), **folders(bench)}


def folders(bench):
    """Return what tells Odoo which folders it may exchange files through."""
    return {"LOGISTICS_FOLDERS": str(exchange(bench.places))}


def told(bench):
    """Return what the simulators were told.

    :return: counts of ``carriers``, ``past`` and ``live`` shipments, ``number``
        and ``postcode`` of a shipment to look up, ``held`` of one that customs may hold
        and ``held_by``, the integration that tells it; ``ordered`` from a warehouse,
        and ``vanished`` there; ``bill``, a carrier's file, and ``bill_id``, its
        attachment; ``proven``, an order whose parcel ``proven_number`` waits to be
        handed over by ``proven_by``.
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
