# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""promtool, by which tests have the metrics checked as Prometheus itself does.

The machine's own is used where there is one; otherwise Debian's is unpacked below
``.odoo/``. Where none can be had these few tests are skipped, and it is said so.
"""

import os
import shutil

from . import apt, disk, process, stamp
from .problem import Problem

PACKAGE = "prometheus"
MEND = "install it: sudo apt-get install prometheus"
#: Raised when what is unpacked changes.
EDITION = "1"


def provide(places, progress):
    """Put a promtool on the ``PATH`` of what is started from here, if one can be had."""
    if shutil.which("promtool") or not shutil.which("apt-get"):
        return
    try:
        folder = unpack(places, progress)
    except Problem as problem:
        progress.note(f"promtool is not to be had, its checks are skipped: {problem}")
        return
    os.environ["PATH"] = f"{os.environ['PATH']}{os.pathsep}{folder}"


def unpack(places, progress):
    """Unpack Debian's promtool below ``.odoo/``; return its folder."""
    root = places.state / "promtool"
    if not stamp.is_fresh(root / "promtool.stamp", EDITION):
        disk.require(places.state, 300)
        apt_get = apt.Apt(places.cache / "promtool", mend=MEND)
        with progress.step("Reading the package lists for promtool") as step:
            apt_get.update(step)
        with progress.step("Fetching promtool") as step:
            [(deb, _sha256)] = apt_get.download([PACKAGE], step).values()
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True)
        with progress.step("Unpacking promtool") as step:
            apt.unpack([deb], root, step, excluded=["./usr/bin/prometheus"], mend=MEND)
        process.run([root / "usr" / "bin" / "promtool", "--version"], mend=MEND)
        stamp.write(root / "promtool.stamp", EDITION)
    return root / "usr" / "bin"
