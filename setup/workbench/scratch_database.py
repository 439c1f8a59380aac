# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A fresh copy of the suite's template for one test run, dropped afterwards."""

import contextlib
import os
import re

from . import databases

NAME = re.compile(r"logistics_test_(\d+)(_\w+)?")


@contextlib.contextmanager
def fresh(bench, clone, suffix=""):
    """Yield the name of a new database that ``clone(name)`` makes.

    The process id in the name keeps runs at the same time apart.
    """
    drop_abandoned(bench)
    name = f"logistics_test_{os.getpid()}{suffix}"
    clone(name)
    try:
        yield name
    finally:
        databases.drop(bench, name)


def drop_abandoned(bench):
    """Drop what runs that were killed left behind."""
    for name in databases.names(bench):
        found = NAME.fullmatch(name)
        if found and not is_alive(int(found[1])):
            databases.drop(bench, name)


def is_alive(pid):
    """Tell whether a process with this id exists."""
    return os.path.exists(f"/proc/{pid}")
