# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Command line: ``python -m tests.simulators --odoo URL --config FILE.json``."""

import argparse
import logging
import random
import signal
import sys
import threading

from . import config
from .clock import INSTANT, Clock
from .control import ControlServer
from .simulator import Simulator

_logger = logging.getLogger("tests.simulators")


def main(arguments=None):
    """Run until told to stop; return the exit status."""
    options = _parse(arguments)
    logging.basicConfig(
        level=logging.DEBUG if options.verbose else logging.INFO,
        format="%(asctime)s %(message)s",
        stream=sys.stderr,
    )
    try:
        simulator = _simulator(options)
    except ValueError as error:
        _logger.error("%s", error)
        return 2
    except OSError as error:
        _logger.error("Port %d or the ledger: %s", options.api_port, error.strerror)
        return 2
    print(f"seed {options.seed}", flush=True)
    return _once(simulator) if options.once else _serve(simulator, options)


def _parse(arguments):
    parser = argparse.ArgumentParser(
        prog="python -m tests.simulators",
        description="Simulated carriers that send signed webhooks to Odoo.",
    )
    parser.add_argument("--odoo", required=True, metavar="URL", help="where Odoo is")
    parser.add_argument("--config", required=True, metavar="FILE", help="whom to play")
    parser.add_argument(
        "--control-port", type=int, default=8090, help="of the control API (8090)"
    )
    parser.add_argument(
        "--api-port",
        type=int,
        default=8091,
        help="of the carriers that are called (8091)",
    )
    parser.add_argument(
        "--ledger", metavar="FILE", help="their books; in memory without one"
    )
    parser.add_argument(
        "--speed",
        type=float,
        default=1.0,
        help="journey seconds per second; at 600 ten minutes pass each second (1)",
    )
    parser.add_argument("--seed", type=int, help="repeats a run; printed when starting")
    parser.add_argument(
        "--once", action="store_true", help="tell all journeys at once, then exit"
    )
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args(arguments)
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(2**32)
    return options


def _simulator(options):
    return Simulator(
        options.odoo,
        config.read(options.config),
        clock=Clock(INSTANT if options.once else options.speed),
        seed=options.seed,
        drain=options.once,
        ledger=options.ledger,
        edi=config.read_edi(options.config),
        subscribers=config.read_subscribers(options.config),
        warehouses=config.read_warehouses(options.config),
        api_port=options.api_port,
    )


def _once(simulator):
    """Tell everything; 1 if something was not taken."""
    _on_signals(simulator.stop)
    simulator.start()
    simulator.join()
    taken = True
    for code, line in simulator.lines.items():
        tally = line.tally.as_json()
        print(code, tally, flush=True)
        taken = taken and not tally["refused"] and not tally["failed"]
    return 0 if taken and not simulator.stop.is_set() else 1


def _serve(simulator, options):
    try:
        server = ControlServer(simulator, options.control_port)
    except OSError as error:
        _logger.error(
            "Port %d is not free (%s); choose another with --control-port.",
            options.control_port,
            error.strerror,
        )
        return 2
    stopped = threading.Event()
    _on_signals(stopped)
    server.start()
    simulator.start()
    print(f"control {server.url}", flush=True)
    if simulator.api_url:
        print(f"api {simulator.api_url}", flush=True)
    stopped.wait()
    server.close()
    simulator.close()
    return 0


def _on_signals(event):
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: event.set())


if __name__ == "__main__":
    sys.exit(main())
