# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From a bare machine to a Python with Odoo and a running database server."""

import os
from dataclasses import dataclass

from . import cluster, encryption_key, lock, odoo_source, python_env
from .cluster import Server
from .odoo_source import OdooSource
from .places import Places
from .problem import Problem
from .progress import Progress

#: The variable Odoo reads the internal hosts from that may be called.
INTERNAL_HOSTS = "LOGISTICS_INTERNAL_HOSTS"


@dataclass(frozen=True)
class Workbench:
    """Everything prepared: what the commands work with."""

    places: Places
    source: OdooSource
    server: Server
    progress: Progress


def prepare(places, progress, environment=None, requirements="addons.txt"):
    """Return the `Workbench`, making only what is missing."""
    environment = os.environ if environment is None else environment
    python_env.check_machine()
    make_state(places)
    with lock.exclusive(places.run / "prepare.lock", progress):
        source = odoo_source.provide(places, environment, progress)
        python_env.provide(places, source, requirements, progress)
        server = cluster.provide(places, environment, progress)
        encryption_key.provide(places, os.environ)
        # Partners that are played on this machine may be called.
        os.environ.setdefault(INTERNAL_HOSTS, "127.0.0.1")
    return Workbench(places, source, server, progress)


def make_state(places):
    """Make the state folder; say plainly when it belongs to somebody else."""
    try:
        for folder in (places.run, places.logs, places.filestore):
            folder.mkdir(parents=True, exist_ok=True)
        (places.run / "prepare.lock").touch()
    except PermissionError as error:
        raise Problem(
            f"{places.state} cannot be written: it belongs to another user.",
            "run the command as that user, or clone the repository into a folder of"
            " your own",
        ) from error
