# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Packages of any Debian suite, from the mirror this machine is configured with."""

import json
import re
import shutil
from pathlib import Path

from . import stamp
from .apt import NETWORK, Apt
from .problem import Problem

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
SOURCES = Path("/etc/apt")
NO_DEBIAN = (
    "clone the 19.0 branch of Odoo (git clone --depth 1 --branch 19.0 ...) and"
    " name the folder: ODOO_SOURCE=/path/to/odoo setup/demo"
)
MEND = f"{NETWORK}. Without a Debian mirror {NO_DEBIAN}"


def find_mirror(folder=SOURCES):
    """Return the URI of the Debian mirror this machine is configured with."""
    files = [folder / "sources.list", *sorted(folder.glob("sources.list.d/*"))]
    for file in files:
        if file.is_file() and (mirror := mirror_in(file.read_text())):
            return mirror
    raise Problem("This machine has no Debian mirror configured.", NO_DEBIAN)


def mirror_in(text):
    """Return the first Debian archive named in an apt source file, or None."""
    for line in text.splitlines():
        if line.lstrip().startswith("#"):
            continue
        for uri in re.findall(r"\b(?:https?|file|mirror\+file)://?\S+", line):
            if re.search(r"/debian/?$", uri):
                return uri.rstrip("/")
    return None


def require_tools():
    """Refuse early where Debian's tools or its keys are missing."""
    for tool in ("apt-get", "dpkg-deb", "tar"):
        if not shutil.which(tool):
            raise Problem(f"This machine has no {tool}.", NO_DEBIAN)
    if not KEYRING.is_file():
        raise Problem(
            f"{KEYRING} is missing, so packages cannot be verified.",
            f"apt-get install debian-archive-keyring as root; or {NO_DEBIAN}",
        )


class Archive:
    """Packages of Debian's suites, fetched once and kept in the cache."""

    def __init__(self, cache, progress):
        self._folder = cache / "debian"
        self._progress = progress

    def fetch(self, packages):
        """Return the verified ``.deb`` files of ``{name: suite}`` in that order.

        :raise Problem: no mirror, no network, no disk or no such package.
        """
        return self._known(packages) or self._fetch(packages)

    def _known(self, packages):
        """Return the files if all are in the cache, undamaged."""
        record = self._record()
        found = [record.get(name) for name in packages]
        files = [self._folder / entry["file"] for entry in found if entry]
        whole = len(files) == len(packages) and all(
            path.is_file() and stamp.file_digest(path) == entry["sha256"]
            for path, entry in zip(files, found, strict=True)
        )
        return files if whole else None

    def _record(self):
        try:
            return json.loads((self._folder / "fetched.json").read_text())
        except (OSError, ValueError):
            return {}

    def _fetch(self, packages):
        require_tools()
        apt = Apt(self._folder, sources_list(packages.values()), mend=MEND)
        with self._progress.step("Reading Debian's package lists") as step:
            apt.update(step)
        wanted = [f"{name}/{suite}" for name, suite in packages.items()]
        with self._progress.step(f"Fetching {', '.join(packages)}") as step:
            fetched = apt.download(wanted, step)
        return self._remember(packages, fetched)

    def _remember(self, packages, fetched):
        record = self._record()
        for name in packages:
            path, sha256 = fetched[name]
            if stamp.file_digest(path) != sha256:
                raise Problem(f"{path.name} arrived damaged.", MEND)
            record[name] = {"file": path.name, "sha256": sha256}
        stamp.write(self._folder / "fetched.json", json.dumps(record, indent=1))
        return [self._folder / record[name]["file"] for name in packages]


def sources_list(suites):
    """Return the lines of a ``sources.list`` for these suites."""
    mirror = find_mirror()
    lines = (f"deb [signed-by={KEYRING}] {mirror} {s} main\n" for s in set(suites))
    return "".join(sorted(lines))
