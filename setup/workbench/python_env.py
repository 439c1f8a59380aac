# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The Python environments: for Odoo and the tests, for lint, for Karrio's SDK."""

import os
import platform
import re
import shutil
import sys
from pathlib import Path

from . import disk, process, stamp
from .problem import Problem

OLDEST, NEWEST = (3, 10), (3, 13)
NETWORK = (
    "check the network and the proxy settings of pip, then run the command again;"
    " a package index of your own can be named with PIP_INDEX_URL"
)
#: Which interpreter has Karrio's SDK; the addon reads the same variable.
KARRIO_VARIABLE = "LOGISTICS_KARRIO_PYTHON"
PACKAGE_LINE = re.compile(r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)")
SHIM = """\
#!{python}
import sys

import odoo.cli

if __name__ == "__main__":
    sys.exit(odoo.cli.main())
"""


def check_machine(version=sys.version_info, system=None, machine=None):
    """Refuse a Python or a machine for which no packages are built."""
    system = system or platform.system()
    machine = machine or platform.machine()
    if not OLDEST <= tuple(version[:2]) <= NEWEST:
        raise Problem(
            f"Python {version[0]}.{version[1]} is not supported by Odoo 19.",
            "install Python 3.10 to 3.13 and name it: PYTHON=python3.12 setup/demo",
        )
    if system != "Linux" or machine not in ("x86_64", "aarch64"):
        raise Problem(
            f"{system} on {machine} is not supported.",
            "use Linux on x86_64 or aarch64 (a container or a virtual machine will do)",
        )


def provide(places, source, requirements, progress):
    """Make the environment of Odoo and connect it with ``source``.

    :param requirements: ``addons.txt`` to run the addons, ``demo.txt`` to show them,
        ``test.txt`` to test them.
    """
    folder = places.state / "venv"
    install(folder, places.requirements / requirements, progress)
    library = next((folder / "lib").glob("python3.*/site-packages"))
    (library / "odoo-19.pth").write_text(f"{source.library}\n")
    if not places.odoo.is_file():
        places.odoo.write_text(SHIM.format(python=places.python))
        places.odoo.chmod(0o755)


def provide_lint(places, progress):
    """Make the environment of the lint programs."""
    folder = places.state / "lint-venv"
    install(folder, places.requirements / "lint.txt", progress)


def provide_karrio(places, environment, progress):
    """Make the environment of Karrio's SDK, and name it to Odoo and the tests.

    One that is named already is left as it is.
    """
    if environment.get(KARRIO_VARIABLE):
        return
    folder = places.state / "karrio-venv"
    install(folder, places.requirements / "karrio.txt", progress)
    environment[KARRIO_VARIABLE] = str(folder / "bin" / "python")


def install(folder, requirements, progress):
    """Make ``folder`` an environment that meets ``requirements``, or renew it."""
    done = folder / f"{requirements.stem}.stamp"
    recipe = stamp.digest(sys.version, read_all(requirements))
    if stamp.is_fresh(done, recipe):
        return
    disk.require(folder, 1200)
    done.unlink(missing_ok=True)
    with progress.step(f"Python packages of {requirements.name}") as step:
        if uv := shutil.which("uv"):
            install_with_uv(uv, folder, requirements)
        else:
            install_with_pip(folder, requirements, step)
    stamp.write(done, recipe)


def install_with_uv(uv, folder, requirements):
    """Fill the environment with uv, never letting it fetch a Python."""
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    if not is_usable(folder):
        make = [uv, "venv", "--clear", "--python", sys.executable, folder]
        process.run(make, mend=NETWORK, env=environment)
    python = folder / "bin" / "python"
    fill = [uv, "pip", "install", "--python", python, "-r", requirements]
    process.run(fill, mend=NETWORK, env=environment)


def install_with_pip(folder, requirements, step):
    """Fill the environment with venv and pip, showing how far it is."""
    if not is_usable(folder, "import pip"):
        make_venv(folder)
    named = package_names(read_all(requirements))
    seen = set()

    def show(line):
        if found := PACKAGE_LINE.match(line):
            seen.add(canonical(found[1]))
            share = len(seen & named) / len(named)
            step.at(90 * share, f"{len(seen)} packages, {found[1]}")
        elif line.startswith("Installing collected packages"):
            step.at(90, "unpacking them")

    pip = [folder / "bin" / "python", "-m", "pip", "install", "--progress-bar=off"]
    options = ["--disable-pip-version-check", "--no-input", "-r", requirements]
    process.follow([*pip, *options], show, mend=NETWORK)


def make_venv(folder):
    """Make an empty environment, with the mend where Debian split venv off."""
    done = process.call([sys.executable, "-m", "venv", "--clear", folder])
    if done.returncode and os.geteuid() == 0 and shutil.which("apt-get"):
        process.call(["apt-get", "install", "--yes", "python3-venv"])
        done = process.call([sys.executable, "-m", "venv", "--clear", folder])
    if done.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise Problem(
            f"{sys.executable} cannot make a virtual environment:\n{done.stdout}",
            "install it: sudo apt-get install python3-venv (or install uv)",
        )


def is_usable(folder, statement="pass"):
    """Tell whether ``folder`` is an environment of the Python that runs this."""
    python = folder / "bin" / "python"
    if not python.exists():
        return False
    probe = f"import sys; {statement}; print(sys.version)"
    done = process.call([python, "-c", probe])
    return done.returncode == 0 and done.stdout.strip() == sys.version.strip()


def read_all(requirements):
    """Return the lines of a requirement file and of all the files it names."""
    lines = []
    for line in Path(requirements).read_text().splitlines():
        lines.append(line)
        if named := re.match(r"-[rc] (\S+)", line):
            lines += read_all(requirements.parent / named[1])
    return lines


def package_names(lines):
    """Return the names of the packages in the lines of requirement files."""
    found = (re.match(r"[A-Za-z0-9][\w.-]*", line) for line in lines)
    return {canonical(name[0]) for name in found if name}


def canonical(name):
    """Return the one spelling of a package's name."""
    return re.sub(r"[-_.]+", "-", name).lower()
