# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""apt-get for everybody: own package lists and own cache, so no root is needed."""

import os
import re
from pathlib import Path

from . import process

INSTALLED = Path("/var/lib/dpkg/status")
NETWORK = (
    "check the network (and the proxy settings of apt), then run the command again:"
    " what was fetched is kept"
)


class Apt:
    """apt-get working in ``folder``.

    :param sources: lines of a ``sources.list``; None for the machine's own sources.
    :param installed: the status file of what counts as installed; None for nothing.
    :param mend: what a person should do when it fails.
    """

    def __init__(self, folder, sources=None, installed=None, mend=NETWORK):
        self._folder = folder
        self._mend = mend
        for part in ("state/lists/partial", "cache/archives/partial"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / "state" / "status").touch()
        if sources is not None:
            (folder / "sources.list").write_text(sources)
        self._options = self._make_options(sources is not None, installed)

    def _make_options(self, has_own_sources, installed):
        options = {
            "Dir::State": self._folder / "state",
            "Dir::State::status": installed or self._folder / "state" / "status",
            "Dir::Cache": self._folder / "cache",
            "Acquire::Languages": "none",
            "APT::Status-Fd": "1",
            "APT::Update::Error-Mode": "any",
        }
        if has_own_sources:
            options["Dir::Etc::sourcelist"] = self._folder / "sources.list"
            options["Dir::Etc::sourceparts"] = "/dev/null"
        if os.geteuid() == 0:
            # root's cache is out of reach for the user apt would drop to.
            options["APT::Sandbox::User"] = "root"
        return [f"-o{name}={value}" for name, value in options.items()]

    def update(self, step):
        """Read the package lists."""
        self._follow(["update"], step)

    def needed(self, *packages):
        """Return the names of these packages and of all they need that is missing."""
        flags = ["--yes", "--no-install-recommends", "--print-uris"]
        return names_in(self._run(["install", *flags, *packages]))

    def download(self, packages, step):
        """Fetch packages (each a name or ``name/suite``) into the folder.

        :return: ``{name: (path, sha256)}``; apt has checked the signatures.
        """
        uris = parse_uris(self._run(["download", "--print-uris", *packages]))
        self._follow(["download", *packages], step)
        return {name: (self._folder / file, sha) for name, (file, sha) in uris.items()}

    def _run(self, arguments):
        # In the folder of the files apt would leave out those that are there already.
        elsewhere = self._folder / "state"
        command = ["apt-get", *self._options, *arguments]
        return process.run(command, cwd=elsewhere, mend=self._mend)

    def _follow(self, arguments, step):
        """Run apt-get and show the percentage of its status lines."""

        def show(line):
            status = re.match(r"dlstatus:\d+:([\d.]+):", line)
            if status:
                step.at(float(status[1]))
            return status

        command = ["apt-get", *self._options, *arguments]
        process.follow(command, show, cwd=self._folder, mend=self._mend)


def parse_uris(text):
    """Return ``{package: (file, sha256)}`` of ``apt-get --print-uris``."""
    found = {}
    pattern = r"^'[^']+' (\S+?)_(\S+)\.deb \d+ SHA256:([0-9a-f]{64})"
    for name, rest, sha256 in re.findall(pattern, text, re.MULTILINE):
        found[name] = (f"{name}_{rest}.deb", sha256)
    return found


def names_in(text):
    """Return the names of the packages in ``apt-get install --print-uris``."""
    return re.findall(r"^'[^']+' ([^\s_]+)_\S+\.deb \d+ ", text, re.MULTILINE)


def unpack(files, folder, step, *, excluded=(), mend):
    """Unpack ``.deb`` files into ``folder``, but for what matches ``excluded``."""
    flags = ["-x", "--no-same-owner", f"--directory={folder}"]
    flags += [f"--exclude={pattern}" for pattern in excluded]
    for number, file in enumerate(files):
        step.at(100 * number / len(files), file.name)
        shell = 'dpkg-deb --fsys-tarfile "$0" | tar "$@"'
        process.run(["sh", "-c", shell, file, *flags], mend=mend)
