# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command line of ``setup/demo``."""

import argparse


def parser():
    """Return the parser; ``port`` stays None where no port was asked for."""
    found = argparse.ArgumentParser(
        prog="setup/demo",
        description="From a bare machine to a running Odoo with the logistics suite,"
        " demo data and simulated carriers that send signed webhooks.",
    )
    found.add_argument("--port", type=port, help="of Odoo (8069)")
    found.add_argument("--stop", action="store_true", help="stop what runs")
    found.add_argument("--reset", action="store_true", help="begin with fresh data")
    found.add_argument(
        "--no-simulator", action="store_true", help="without simulated carriers"
    )
    found.add_argument(
        "--speed",
        type=speed,
        help="of the simulated carriers: an hour takes them 3600/SPEED seconds (600)",
    )
    return found


def speed(text):
    """Return ``text`` as a speed at which one can still watch."""
    number = int(text) if text.isdigit() else 0
    if not 1 <= number <= 100_000:
        raise argparse.ArgumentTypeError("a speed is a number from 1 to 100000")
    return number


def port(text):
    """Return ``text`` as a port an ordinary user may listen on."""
    number = int(text) if text.isdigit() else 0
    if not 1024 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 1024 to 65535")
    return number
