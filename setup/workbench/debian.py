# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Debian packages fetched and verified without root, from the machine's mirror."""

import json
import os
import re
import shutil
from pathlib import Path

from . import process, stamp
from .problem import Problem

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
SOURCES = Path("/etc/apt")
NO_DEBIAN = (
    "clone the 19.0 branch of Odoo (git clone --depth 1 --branch 19.0 ...) and"
    " name the folder: ODOO_SOURCE=/path/to/odoo setup/demo"
)
NETWORK = (
    "check the network (and the proxy settings of apt), then run the command"
    f" again: what was fetched is kept. Without a Debian mirror {NO_DEBIAN}"
)


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


class Archive:
    """A private view of Debian's archive: own lists, own cache, no root needed."""

    def __init__(self, cache, progress):
        self._folder = cache / "debian"
        self._progress = progress
        self._updated = False

    def fetch(self, packages):
        """Return the verified ``.deb`` files of ``{name: suite}`` from the cache.

        :raise Problem: no mirror, no network, no disk or no such package.
        """
        known = self._known(packages)
        if known:
            return known
        self._update(sorted(set(packages.values())))
        return self._download(packages)

    def _known(self, packages):
        record = self._record()
        files = [record.get(name) for name in packages]
        if not all(files):
            return None
        for entry in files:
            path = self._folder / entry["file"]
            if not path.is_file() or stamp.file_digest(path) != entry["sha256"]:
                return None
        return [self._folder / entry["file"] for entry in files]

    def _record(self):
        try:
            return json.loads((self._folder / "fetched.json").read_text())
        except (OSError, ValueError):
            return {}

    def _update(self, suites):
        if self._updated:
            return
        require_apt()
        self._write_sources(suites)
        with self._progress.step("Reading Debian's package lists") as step:
            follow_apt(self._apt("update"), step, cwd=self._folder)
        self._updated = True

    def _write_sources(self, suites):
        mirror = find_mirror()
        for part in ("state/lists/partial", "cache/archives/partial"):
            (self._folder / part).mkdir(parents=True, exist_ok=True)
        (self._folder / "state" / "status").touch()
        lines = [f"deb [signed-by={KEYRING}] {mirror} {s} main\n" for s in suites]
        (self._folder / "sources.list").write_text("".join(lines))

    def _download(self, packages):
        wanted = [f"{name}/{suite}" for name, suite in packages.items()]
        uris = process.run(
            self._apt("download", "--print-uris", *wanted),
            cwd=self._folder,
            mend=NETWORK,
        )
        fetched = parse_uris(uris)
        with self._progress.step(f"Fetching {', '.join(packages)}") as step:
            follow_apt(self._apt("download", *wanted), step, cwd=self._folder)
        return self._remember(packages, fetched)

    def _remember(self, packages, fetched):
        record = self._record()
        for name in packages:
            file, sha256 = fetched[name]
            if stamp.file_digest(self._folder / file) != sha256:
                raise Problem(f"{file} arrived damaged.", NETWORK)
            record[name] = {"file": file, "sha256": sha256}
        text = json.dumps(record, indent=1)
        stamp.write(self._folder / "fetched.json", text)
        return [self._folder / record[name]["file"] for name in packages]

    def _apt(self, *arguments):
        options = {
            "Dir::State": self._folder / "state",
            "Dir::State::status": self._folder / "state" / "status",
            "Dir::Cache": self._folder / "cache",
            "Dir::Etc::sourcelist": self._folder / "sources.list",
            "Dir::Etc::sourceparts": "/dev/null",
            "Acquire::Languages": "none",
            "APT::Status-Fd": "1",
            "APT::Update::Error-Mode": "any",
            "APT::Sandbox::User": "root" if os.geteuid() == 0 else "",
        }
        flags = [f"-o{key}={value}" for key, value in options.items() if value]
        return ["apt-get", *flags, *arguments]


def require_apt():
    """Refuse early where Debian's tools or its keys are missing."""
    for tool in ("apt-get", "dpkg-deb", "tar"):
        if not shutil.which(tool):
            raise Problem(f"This machine has no {tool}.", NO_DEBIAN)
    if not KEYRING.is_file():
        raise Problem(
            f"{KEYRING} is missing, so packages cannot be verified.",
            f"apt-get install debian-archive-keyring as root; or {NO_DEBIAN}",
        )


def follow_apt(command, step, **options):
    """Run apt-get and show the percentage of its status lines."""

    def show(line):
        status = re.match(r"dlstatus:\d+:([\d.]+):", line)
        if status:
            step.at(float(status[1]))
        return status

    process.follow(command, show, mend=NETWORK, **options)


def parse_uris(text):
    """Return ``{package: (file, sha256)}`` of ``apt-get --print-uris``."""
    found = {}
    pattern = r"^'[^']+' (\S+?)_(\S+)\.deb \d+ SHA256:([0-9a-f]{64})"
    for name, rest, sha256 in re.findall(pattern, text, re.MULTILINE):
        found[name] = (f"{name}_{rest}.deb", sha256)
    return found
