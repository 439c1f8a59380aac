# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What ``setup/test --full`` adds: everything that takes longer."""

import os
import subprocess
from functools import partial

from . import databases, demo_check, odoo_run, odoo_tests, pytest_run, scratch_database
from .problem import Problem
from .templates import Templates


class FullRun:
    """The long stages, run after the usual ones."""

    def __init__(self, bench, request, stages, count):
        self._bench = bench
        self._request = request
        self._stages = stages
        self._count = count
        self._templates = Templates(bench)

    def run(self):
        """Run every long stage there is something for."""
        run = self._stages.run
        run("Upgrade of every addon", self._upgrade)
        run("Tests without demo data", self._test_without_demo)
        run("Odoo's own tests of the addons we extend", self._test_odoo_itself)
        for folder, title in (("fault", "Fault runs"), ("browser", "Browser checks")):
            if self._has_tests(folder):
                run(title, partial(self._count, partial(self._pytest, folder)))
        for script in sorted(self._folder("bench").glob("[!_]*.py")):
            run(f"Benchmark {script.stem}", partial(self._benchmark, script))
        run("The demo", partial(demo_check.check, self._bench))

    def _folder(self, name):
        return self._bench.places.root / "tests" / name

    def _has_tests(self, name):
        return any(self._folder(name).glob("test_*.py"))

    def _upgrade(self):
        conf, names = self._templates.conf, self._templates.addon_names
        with self._fresh(self._templates.clone_suite, "_upgrade") as database:
            title = "Upgrading the suite"
            complaints = odoo_run.install(
                self._bench, conf, database, (), title, update=names
            )
        odoo_run.refuse_complaints(complaints)

    def _test_without_demo(self):
        conf, names = self._templates.conf, self._templates.addon_names
        with self._fresh(self._nothing, "_plain") as database:
            odoo_run.install(
                *(self._bench, conf, database, names),
                "Installing the suite without demo data",
                demo=False,
            )
            run = partial(pytest_run.odoo, self._bench, conf, database)
            return self._count(partial(run, self._request, name="plain"))

    def _nothing(self, name):
        databases.drop(self._bench, name)

    def _fresh(self, clone, suffix):
        return scratch_database.fresh(self._bench, clone, suffix)

    def _test_odoo_itself(self):
        broken = odoo_tests.broken_by_us(self._bench, self._templates)
        if broken:
            raise Problem(
                "These tests of Odoo pass without the suite and fail with it:\n  "
                + "\n  ".join(broken),
                "the whole log lies in .odoo/log/odoo-tests-suite.log",
            )

    def _pytest(self, folder):
        arguments = ["-p", "no:odoo", *self._request.options]
        paths = (f"tests/{folder}",)
        return pytest_run.run(
            self._bench, folder, paths, arguments, ODOO_RC=str(self._templates.conf)
        )

    def _benchmark(self, script):
        """Run one benchmark; it prints its ratios and fails when one is missed."""
        done = subprocess.run(
            [self._bench.places.python, "-m", f"tests.bench.{script.stem}"],
            cwd=self._bench.places.root,
            env={**os.environ, "ODOO_RC": str(self._templates.conf)},
            stdin=subprocess.DEVNULL,
            check=False,
        )
        return done.returncode == 0
