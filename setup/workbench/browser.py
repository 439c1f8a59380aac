# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Chromium, which the browser tours need: without it Odoo skips them silently."""

import os
import shutil

from . import process
from .problem import Problem

# The names Odoo's test framework looks for.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
MEND = (
    "install it: sudo apt-get install chromium; or run the tests that need no"
    " browser: setup/test tests/unit"
)


def find(which=shutil.which):
    """Return the path of a Chromium, or None."""
    return next((path for path in map(which, NAMES) if path), None)


def provide(progress):
    """Return the path of a Chromium, installing Debian's as root."""
    found = find()
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        with progress.step("Installing Chromium"):
            process.run(["apt-get", "update", "-q"], mend=MEND)
            install = ["apt-get", "install", "-q", "--yes", "--no-install-recommends"]
            quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            process.run([*install, "chromium"], env=quiet, mend=MEND)
        found = find()
    if not found:
        raise Problem("No Chromium was found, so the browser tours cannot run.", MEND)
    return found
