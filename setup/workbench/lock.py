# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Only one command at a time prepares the checkout; the others wait."""

import contextlib
import fcntl


@contextlib.contextmanager
def exclusive(path, progress):
    """Hold the lock file ``path``; say so once when someone else holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.note("    another command is preparing this folder: waiting")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
