# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``setup/test``: lint and all the project's tests, from nothing."""

import os
import sys
from functools import partial

from . import (
    arguments,
    browser,
    cluster,
    lint,
    promtool,
    pytest_run,
    python_env,
    scratch_database,
    wheels,
)
from .full_run import FullRun
from .places import find_places
from .prepare import prepare
from .problem import Problem
from .progress import Progress
from .report import Report
from .stages import Stages
from .templates import Templates


def main(command_line):
    """Run what the command line asks for; return the exit status."""
    places = find_places()
    request = arguments.parse(command_line, lambda p: (places.root / p).exists())
    if request.help:
        print(arguments.USAGE)
        return 0
    progress = Progress(sys.stdout)
    bench = prepare(places, progress, requirements="test.txt")
    if request.tests:
        python_env.provide_karrio(places, os.environ, progress)
    try:
        return TestRun(bench, request).run()
    finally:
        if os.environ.get("CI"):
            cluster.stop(places, progress)


class TestRun:
    """One run of ``setup/test``."""

    def __init__(self, bench, request):
        self._bench = bench
        self._request = request
        self._stages = Stages(bench.progress)
        self._report = Report()

    def run(self):
        """Run the stages and sum up; return the exit status."""
        if self._request.lint:
            self._stages.run("Lint", self._lint)
        if self._request.tests:
            self._run_tests()
        self._stages.summary()
        for title in self._stages.failed:
            self._bench.progress.note(f"FAILED: {title}")
        if self._request.tests:
            self._bench.progress.note(self._report.closing_line())
        return 1 if self._stages.failed else 0

    def _lint(self):
        return lint.run(self._bench, fix=self._request.fix)

    def _run_tests(self):
        unit = partial(pytest_run.unit, self._bench, self._request)
        self._stages.run("Tests without a database", partial(self._count, unit))
        if not self._request.selected:
            self._stages.run("The addons install without a warning", self._check_suite)
            self._stages.run("Upgrade from what was released", self._test_upgrade)
        if not self._request.unit_paths or self._request.odoo_paths:
            self._stages.run("Tests inside Odoo", self._test_odoo)
        if not self._request.selected:
            self._stages.run("Wheels", partial(wheels.build, self._bench))
        if self._request.full:
            FullRun(self._bench, self._request, self._stages, self._count).run()
        self._stages.run("Something was tested", self._require_tests)

    def _check_suite(self):
        Templates(self._bench).check_suite()

    def _test_upgrade(self):
        options = ["-p", "no:odoo", *self._request.options]
        run = partial(pytest_run.run, self._bench, "upgrade", ("tests/upgrade",))
        return self._count(partial(run, options))

    def _test_odoo(self):
        if not self._request.selected:
            browser.provide(self._bench.places, self._bench.progress)
            promtool.provide(self._bench.places, self._bench.progress)
        templates = Templates(self._bench)
        with scratch_database.fresh(self._bench, templates.clone_suite) as database:
            run = partial(pytest_run.odoo, self._bench, templates.conf, database)
            return self._count(partial(run, self._request))

    def _count(self, run):
        """Add the report of ``run()``; return whether nothing failed.

        :raise Problem: when a browser tour was skipped.
        """
        report = run()
        self._report += report
        if report.skipped_tours:
            raise Problem(
                "Browser tours were skipped:\n  " + "\n  ".join(report.skipped_tours),
                browser.MEND,
            )
        return not report.failed

    def _require_tests(self):
        if not self._report.executed:
            raise Problem(
                "No test ran at all.",
                "check the spelling of -k and of the paths; setup/test alone runs all",
            )
