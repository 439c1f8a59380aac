# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The stages of a long run: each is timed, and one that fails stops no other."""

from .problem import Problem


class Stages:
    """Runs stages one after the other and remembers how each went."""

    def __init__(self, progress):
        self._progress = progress
        self._done = []

    def run(self, title, action):
        """Run ``action``; a `Problem` or a false return value is a failure."""
        self._progress.note(f"\n##### {title}")
        began = self._progress.now()
        try:
            passed = action() is not False
        except Problem as problem:
            self._progress.note(f"Problem: {problem}")
            passed = False
        self._done.append((title, passed, self._progress.now() - began))
        return passed

    @property
    def failed(self):
        """The titles of the stages that failed."""
        return [title for title, passed, _seconds in self._done if not passed]

    def summary(self):
        """Write how long each stage took and how it ended."""
        self._progress.note("\n##### Summary")
        for title, passed, seconds in self._done:
            verdict = "ok" if passed else "FAILED"
            self._progress.note(f"{seconds:7.1f} s  {verdict:6}  {title}")
        total = sum(seconds for _title, _passed, seconds in self._done)
        self._progress.note(f"{total:7.1f} s  in all")
