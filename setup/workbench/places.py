# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where things are kept: state in ``.odoo/``, downloads in the user's cache."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """The folders and files of one checkout of the suite."""

    root: Path
    cache: Path

    @property
    def state(self):
        """The folder of everything made here; git ignores it."""
        return self.root / ".odoo"

    @property
    def requirements(self):
        """The folder of the Python requirement files."""
        return self.root / "setup" / "requirements"

    @property
    def python(self):
        """The interpreter that runs Odoo and the tests."""
        return self.state / "venv" / "bin" / "python"

    @property
    def odoo(self):
        """The ``odoo`` program."""
        return self.state / "venv" / "bin" / "odoo"

    @property
    def lint_bin(self):
        """The programs of the lint environment."""
        return self.state / "lint-venv" / "bin"

    @property
    def unpacked(self):
        """The root that Debian's packages are unpacked into."""
        return self.state / "odoo"

    @property
    def filestore(self):
        """Odoo's ``data_dir``."""
        return self.state / "data"

    @property
    def logs(self):
        """The folder of the log files."""
        return self.state / "log"

    @property
    def run(self):
        """The folder of process ids and locks."""
        return self.state / "run"


def find_places(environment=None):
    """Return the places of the checkout this program lies in."""
    environment = os.environ if environment is None else environment
    root = Path(__file__).resolve().parents[2]
    return Places(root=root, cache=cache_folder(root, environment))


def cache_folder(root, environment):
    """Return the user's cache folder, or one under ``.odoo/`` without a home."""
    base = environment.get("XDG_CACHE_HOME")
    if not base and environment.get("HOME"):
        base = os.path.join(environment["HOME"], ".cache")
    if base and os.path.isabs(base) and is_writable(Path(base)):
        return Path(base) / "odoo-logistics-suite"
    return root / ".odoo" / "cache"


def is_writable(folder):
    """Tell whether ``folder``, or the nearest folder above it, can be written."""
    while not folder.exists():
        folder = folder.parent
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
