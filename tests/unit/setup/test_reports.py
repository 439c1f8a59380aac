# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A run counts its tests, and a tour that was skipped is no success."""

import pytest

from workbench import odoo_run, odoo_tests, report
from workbench.problem import Problem
from workbench.progress import Progress
from workbench.stages import Stages

JUNIT = """\
<testsuites><testsuite>
  <testcase classname="TestA" name="test_good"/>
  <testcase classname="TestA" name="test_bad"><failure message="no"/></testcase>
  <testcase classname="TestA" name="test_ill"><error message="setup"/></testcase>
  <testcase classname="TestA" name="test_other"><skipped message="on Mars"/></testcase>
  <testcase classname="TestTour" name="test_tour">
    <skipped message="Chrome executable not found"/>
  </testcase>
</testsuite></testsuites>
"""


@pytest.fixture
def junit(tmp_path):
    file = tmp_path / "junit.xml"
    file.write_text(JUNIT)
    return report.read(file)


def test_failures_errors_and_skips_are_counted(junit):
    assert (junit.passed, junit.failed, junit.skipped) == (1, 2, 2)
    assert junit.executed == 3
    assert junit.closing_line() == "1 passed, 2 failed, 2 skipped"


def test_a_tour_skipped_for_want_of_a_browser_is_named(junit):
    (tour,) = junit.skipped_tours

    assert tour == "TestTour.test_tour: Chrome executable not found"


def test_reports_add_up(junit):
    both = junit + report.Report(passed=4)

    assert (both.passed, both.failed, len(both.skipped_tours)) == (5, 2, 1)


def test_without_a_report_nothing_ran(tmp_path):
    assert report.read(tmp_path / "missing.xml") == report.Report()


LOG = """\
2026-01-01 10:00:00,000 7 INFO shop odoo.modules.loading: fine
2026-01-01 10:00:01,000 7 WARNING shop odoo.models: a field has no
  label
2026-01-01 10:00:02,000 7 INFO shop odoo.modules.loading: fine again
2026-01-01 10:00:03,000 7 ERROR shop odoo.addons.mail.tests.test_x: FAIL: TestX.test_y
Traceback (most recent call last):
2026-01-01 10:00:04,000 7 ERROR shop odoo.addons.mail.tests.test_x: ERROR: TestX.test_z
2026-01-01 10:00:05,000 7 ERROR shop odoo.sql_db: bad query
"""


def test_complaints_come_with_the_lines_that_follow_them():
    found = odoo_run.complaints_in(LOG.splitlines()[:3])

    assert found == LOG.splitlines()[1:3]


def test_what_odoo_says_of_the_machine_is_no_complaint():
    line = "2026-01-01 10:00:00,000 7 WARNING shop odoo: Running as user 'root'"

    assert odoo_run.complaints_in([line]) == []


def test_failed_tests_of_odoo_are_known_by_module_and_name():
    assert odoo_tests.failed_tests(LOG) == {
        "odoo.addons.mail.tests.test_x FAIL: TestX.test_y",
        "odoo.addons.mail.tests.test_x ERROR: TestX.test_z",
    }


class Paper:
    """A stream that is no terminal."""

    def __init__(self):
        self.lines = []

    def isatty(self):
        return False

    def write(self, text):
        self.lines.extend(line for line in text.splitlines() if line)

    def flush(self):
        pass


def test_a_stage_that_fails_stops_no_other():
    paper = Paper()
    seconds = iter([0.0, 2.0, 2.0, 5.0, 5.0, 6.0])
    stages = Stages(Progress(paper, clock=lambda: next(seconds)))

    def fail():
        raise Problem("It rains.", "take a coat")

    stages.run("Lint", fail)
    stages.run("Unit", lambda: None)
    stages.run("Odoo", lambda: False)
    stages.summary()

    assert stages.failed == ["Lint", "Odoo"]
    assert "    2.0 s  FAILED  Lint" in paper.lines
    assert "    3.0 s  ok      Unit" in paper.lines
    assert "    6.0 s  in all" in paper.lines


def test_progress_in_a_log_is_told_in_tenths():
    paper = Paper()
    with Progress(paper, clock=lambda: 0.0).step("Fetching") as step:
        for percent in range(0, 101, 5):
            step.at(percent, "file")

    percents = [line for line in paper.lines if "%" in line]
    assert len(percents) == 11
    assert percents[3] == "     30 % file"
