# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``setup/demo``: a running Odoo with everything in it, and carriers that call."""

import sys

from . import (
    account,
    cluster,
    configuration,
    databases,
    demo_arguments,
    demo_database,
    demo_sign,
    health,
    ports,
    simulators,
)
from .daemon import Daemon
from .places import find_places
from .prepare import prepare
from .problem import Problem
from .progress import Progress
from .templates import Templates

PORT = 8069
# At this speed a journey of three days takes less than ten minutes.
SPEED = 600
PATIENCE = 120


def main(command_line):
    """Start, stop or reset the demo; return the exit status."""
    options = demo_arguments.parser().parse_args(command_line)
    places, progress = find_places(), Progress(sys.stdout)
    demo = Demo(places, progress, options)
    return demo.stop() if options.stop else demo.start()


class Demo:
    """The demo of one checkout."""

    def __init__(self, places, progress, options):
        self._places = places
        self._progress = progress
        self._options = options
        self._odoo = Daemon(places, "demo")
        self._simulators = Daemon(places, "simulators")
        self._shipper = Daemon(places, "shipper")

    def stop(self):
        """Stop Odoo, the simulated carriers and the database server."""
        stopped = self._stop_simulators() | self._odoo.stop()
        if self._places.state.is_dir():
            owner = account.database_account()
            cluster.Cluster(self._places, owner, self._progress).stop()
        self._progress.note(
            "The demo is stopped." if stopped else "The demo was not running."
        )
        return 0

    def _stop_simulators(self):
        return self._shipper.stop() | self._simulators.stop()

    def start(self):
        """Start what is not running yet and tell how to reach it."""
        port = self._port()
        bench = prepare(self._places, self._progress, requirements="demo.txt")
        templates = Templates(bench)
        if not self._is_current(templates, port):
            self._restart(bench, templates, port)
        told = self._provide_simulators(bench, port)
        self._progress.note(demo_sign.text(url(port), told, self._simulators.port))
        return 0

    def _port(self):
        """Return the port to serve on: the one asked for, the present one, or 8069.

        :raise Problem: when another program listens there.
        """
        port = self._options.port or self._odoo.port or PORT
        if port != self._odoo.port and not ports.is_free(port):
            raise Problem(
                f"Another program listens on port {port}.",
                f"choose another one: setup/demo --port {port + 1}",
            )
        return port

    def _is_current(self, templates, port):
        """Tell whether the demo already serves these very addons on this port."""
        return (
            not self._options.reset
            and self._odoo.port == port
            and demo_database.is_current(self._places, templates)
            and health.answers(f"{url(port)}/web/health")
        )

    def _restart(self, bench, templates, port):
        self._stop_simulators()
        self._odoo.stop()
        conf = self._write_configuration(bench, port)
        if self._options.reset or not databases.exists(bench, demo_database.NAME):
            simulators.forget(bench)
        demo_database.provide(bench, templates, conf, reset=self._options.reset)
        with self._progress.step(f"Starting Odoo on port {port}") as step:
            folders = simulators.folders(bench)
            self._odoo.start([bench.places.odoo, "server", "-c", conf], port, **folders)
            self._wait(f"{url(port)}/web/health", step)
            # The first page builds the style sheets, which takes a while.
            self._wait(f"{url(port)}/web/login", step)

    def _write_configuration(self, bench, port):
        options = {"db_name": demo_database.NAME, "http_port": port}
        conf = (bench.places, bench.source, bench.server)
        return configuration.write(*conf, name="demo", **options)

    def _wait(self, address, step):
        def show(passed):
            step.at(100 * passed / PATIENCE, f"of the {PATIENCE} s it may take")

        if not health.wait(address, lambda: self._odoo.port, PATIENCE, show):
            words = self._odoo.last_words()
            self._odoo.stop()
            raise Problem(
                f"Odoo did not start:\n{words}",
                f"read {self._odoo.log}; setup/demo --reset begins with fresh data",
            )

    def _provide_simulators(self, bench, port):
        """Return what the simulated carriers were told, or None without them."""
        options = self._options
        if options.no_simulator or options.speed:
            self._stop_simulators()
        if options.no_simulator:
            return None
        if not self._simulators.port or not self._shipper.port:
            self._stop_simulators()
            daemons = self._simulators, self._shipper
            simulators.start(bench, *daemons, url(port), options.speed or SPEED)
        return simulators.told(bench)


def url(port):
    """Return the address of Odoo on ``port``."""
    return f"http://localhost:{port}"
