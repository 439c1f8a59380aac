# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``setup/odoo ARGS...``: the same Odoo and server, with any Odoo arguments."""

import os
import sys

from . import configuration, databases, process
from .places import find_places
from .prepare import prepare
from .progress import Progress

DATABASE_FLAGS = ("-d", "--database")


def main(arguments):
    """Prepare what is missing, then become Odoo."""
    bench = prepare(find_places(), Progress(sys.stderr))
    conf = configuration.write(bench.places, bench.source, bench.server)
    name = database_of(arguments)
    command, rest = split_command(arguments)
    if name and command not in ("server", "db") and not databases.exists(bench, name):
        fill_new_database(bench, conf, name)
    os.environ["PATH"] = f"{bench.places.odoo.parent}{os.pathsep}{os.environ['PATH']}"
    os.environ["ODOO_RC"] = str(conf)
    program = [str(bench.places.odoo), command, *rest]
    os.execv(program[0], program)


def split_command(arguments):
    """Return Odoo's command (``server`` when none is named) and the rest."""
    if arguments and not arguments[0].startswith("-"):
        return arguments[0], arguments[1:]
    return "server", arguments


def database_of(arguments):
    """Return the first database named in Odoo's arguments, or None."""
    for position, argument in enumerate(arguments):
        flag, equals, value = argument.partition("=")
        if flag in DATABASE_FLAGS and not equals:
            value = "".join(arguments[position + 1 : position + 2])
        elif argument.startswith("-d") and not argument.startswith("--"):
            value = argument[2:]
        elif flag not in DATABASE_FLAGS:
            continue
        return value.split(",")[0] or None
    return None


def fill_new_database(bench, conf, name):
    """Create ``name`` and install Odoo's base, which every command needs."""
    install = ["-c", conf, "-d", name, "-i", "base", "--stop-after-init"]
    with bench.progress.step(f"Creating the database {name}"):
        process.run(
            [bench.places.odoo, "server", *install, "--no-http"],
            mend=databases.MEND,
        )
