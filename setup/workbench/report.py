# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the test runs came to, read from their JUnit reports."""

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

BROWSER = re.compile(r"chrome|chromium|websocket|browser", re.IGNORECASE)


@dataclass(frozen=True)
class Report:
    """Counts of one or several test runs."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    skipped_tours: tuple = ()

    def __add__(self, other):
        return Report(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.skipped_tours + other.skipped_tours,
        )

    @property
    def executed(self):
        """How many tests really ran."""
        return self.passed + self.failed

    def closing_line(self):
        """Return the line that sums up."""
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def read(path):
    """Return the `Report` of a JUnit file; without one nothing ran."""
    if not path.is_file():
        return Report()
    cases = list(ElementTree.parse(path).iter("testcase"))
    skipped = [case for case in cases if case.find("skipped") is not None]
    failed = [case for case in cases if is_failed(case)]
    return Report(
        passed=len(cases) - len(skipped) - len(failed),
        failed=len(failed),
        skipped=len(skipped),
        skipped_tours=tuple(filter(None, map(skipped_tour, skipped))),
    )


def is_failed(case):
    """Tell whether a test case failed or could not even start."""
    return case.find("failure") is not None or case.find("error") is not None


def skipped_tour(case):
    """Return the name and reason of a test skipped for want of a browser."""
    reason = case.find("skipped").get("message") or ""
    if not BROWSER.search(reason):
        return None
    return f"{case.get('classname')}.{case.get('name')}: {reason}"
