# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Chromium, which the browser tours need: without it Odoo skips them silently.

The machine's own is used where there is one. Otherwise root installs Debian's package;
anybody else gets it unpacked below ``.odoo/``, with the libraries the machine lacks.
"""

import os
import shutil

from . import apt, disk, process, stamp
from .problem import Problem

# The names Odoo's test framework looks for.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-dejavu-core")
MEND = (
    "install it: sudo apt-get install chromium; or run the tests that need no"
    " browser: setup/test tests/unit"
)
WRAPPER = """\
#!/bin/sh
root="{root}"
for folder in "$root"/usr/lib/*-linux-gnu "$root"/lib/*-linux-gnu; do
    libraries="$libraries:$folder:$folder/pulseaudio"
done
export LD_LIBRARY_PATH="$root/usr/lib/chromium$libraries"
export FONTCONFIG_FILE="$root/fonts.conf"
exec "$root/usr/lib/chromium/chromium" "$@"
"""
FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
    <dir>/usr/share/fonts</dir>
    <dir>{root}/usr/share/fonts</dir>
    <cachedir>{root}/font-cache</cachedir>
</fontconfig>
"""


def find(which=shutil.which):
    """Return the path of a Chromium, or None."""
    return next((path for path in map(which, NAMES) if path), None)


def provide(places, progress, uid=None):
    """Make sure that a Chromium is on the ``PATH`` of what is started from here.

    :raise Problem: when there is none and none can be had.
    """
    if find():
        return
    if not shutil.which("apt-get"):
        raise Problem("No Chromium was found, so the browser tours cannot run.", MEND)
    if (os.geteuid() if uid is None else uid) == 0:
        install(progress)
    else:
        folder = unpack(places, progress)
        os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"


def install(progress):
    """Install Debian's Chromium; only root can."""
    flags = ["-q", "--yes", "--no-install-recommends"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with progress.step("Installing Chromium"):
        process.run(["apt-get", "update", "-q"], mend=MEND)
        process.run(["apt-get", "install", *flags, "chromium"], env=quiet, mend=MEND)


def unpack(places, progress):
    """Unpack Debian's Chromium below ``.odoo/``; return the folder of its command."""
    root = places.state / "chromium"
    if not stamp.is_fresh(root / "chromium.stamp", WRAPPER + FONTS):
        disk.require(places.state, 1000)
        files = fetch(places, progress)
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True)
        with progress.step("Unpacking Chromium") as step:
            apt.unpack(files, root, step, mend=MEND)
        write_wrapper(root)
        check(root)
        stamp.write(root / "chromium.stamp", WRAPPER + FONTS)
    return root / "bin"


def fetch(places, progress):
    """Return the ``.deb`` files of Chromium and of the libraries that are missing."""
    apt_get = apt.Apt(places.cache / "chromium", installed=apt.INSTALLED, mend=MEND)
    with progress.step("Reading the package lists for Chromium") as step:
        apt_get.update(step)
    needed = apt_get.needed(*PACKAGES)
    with progress.step(f"Fetching Chromium and {len(needed) - 1} packages") as step:
        fetched = apt_get.download(sorted(needed), step)
    return [path for path, _sha256 in fetched.values()]


def write_wrapper(root):
    """Write the command that starts the unpacked Chromium, and its list of fonts."""
    (root / "fonts.conf").write_text(FONTS.format(root=root))
    command = root / "bin" / "chromium"
    command.parent.mkdir()
    command.write_text(WRAPPER.format(root=root))
    command.chmod(0o755)


def check(root):
    """Refuse a Chromium that does not even tell its version."""
    process.run([root / "bin" / "chromium", "--version"], mend=MEND)
