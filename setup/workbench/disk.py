# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Room on the disk, asked for before it runs out halfway."""

import shutil

from .problem import Problem


def require(folder, megabytes, usage=shutil.disk_usage):
    """Refuse to start when fewer than ``megabytes`` MB are free in ``folder``."""
    while not folder.exists():
        folder = folder.parent
    free = usage(folder).free // 1_000_000
    if free < megabytes:
        raise Problem(
            f"Only {free} MB are free on the disk of {folder}; {megabytes} MB are"
            " needed.",
            "free some space, or clone the repository onto a larger disk",
        )
