# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""pytest, once without Odoo and once inside it."""

import os
import subprocess

from . import addons, arguments, report

NOTHING_COLLECTED = 5


def unit(bench, request):
    """Run the tests that need no database; return their `Report`."""
    paths = request.unit_paths or present(bench.places.root, arguments.UNIT)
    if request.odoo_paths and not request.unit_paths:
        return report.Report()
    return run(bench, "unit", paths, ["-p", "no:odoo", *request.options])


def odoo(bench, conf, database, request, name="odoo"):
    """Run the addons' tests inside Odoo on ``database``; return their `Report`."""
    paths = request.odoo_paths or odoo_paths(bench.places.root)
    options = [f"--odoo-database={database}", "--odoo-http", *request.options]
    return run(bench, name, paths, options, ODOO_RC=str(conf))


def odoo_paths(root):
    """Return the folders with tests that run inside Odoo."""
    return present(
        root, [f"{name}/tests" for name in addons.find(root)] + ["tests/lint"]
    )


def present(root, folders):
    """Return those of the folders that are there."""
    return tuple(folder for folder in folders if (root / folder).is_dir())


def run(bench, name, paths, options, **environment):
    """Run pytest in the terminal; return the `Report` of what it did.

    A run in which nothing matched counts as no tests, not as a failure. One that ends
    otherwise than its report tells counts as a failure. Without paths pytest would
    look everywhere, so nothing is run then.
    """
    if not paths:
        return report.Report()
    junit = bench.places.run / f"junit-{name}-{os.getpid()}.xml"
    junit.unlink(missing_ok=True)
    command = [bench.places.python, "-m", "pytest", f"--junitxml={junit}"]
    done = subprocess.run(
        [str(part) for part in (*command, *options, *paths)],
        cwd=bench.places.root,
        env={**os.environ, **test_environment(bench), **environment},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    result = report.read(junit)
    junit.unlink(missing_ok=True)
    if done.returncode not in (0, NOTHING_COLLECTED) and not result.failed:
        result += report.Report(failed=1)
    return result


def test_environment(bench):
    """Return the variables the tests run with."""
    return {
        "HYPOTHESIS_STORAGE_DIRECTORY": str(bench.places.state / "hypothesis"),
    }
