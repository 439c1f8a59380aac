# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Progress on the terminal: one line a step, with a percentage on long ones."""

import sys
import time


class Progress:
    """Writes the steps to ``stream``; ``clock`` gives seconds."""

    def __init__(self, stream=None, clock=time.monotonic):
        self._stream = stream or sys.stdout
        self._clock = clock
        self.is_live = self._stream.isatty()

    def note(self, text):
        """Write one line."""
        print(text, file=self._stream, flush=True)

    def step(self, title):
        """Return the context manager of one long step named ``title``."""
        return Step(self, title)

    def rewrite(self, text):
        """Replace the current line on a terminal; say nothing elsewhere."""
        if self.is_live:
            print(f"\r\033[K{text}", end="", file=self._stream, flush=True)

    def clear(self):
        """Empty the line that `rewrite` wrote."""
        self.rewrite("")

    def now(self):
        """Return the seconds of the injected clock."""
        return self._clock()


class Step:
    """One step: announces itself, how far it is, and how long it took."""

    def __init__(self, progress, title):
        self._progress = progress
        self._title = title
        self._tenth = -1

    def __enter__(self):
        self._began = self._progress.now()
        self._progress.note(f"==> {self._title} ...")
        return self

    def __exit__(self, kind, error, trace):
        self._progress.clear()
        verdict = "failed" if kind else "done"
        seconds = self._progress.now() - self._began
        self._progress.note(f"    {self._title}: {verdict} ({seconds:.1f} s)")

    def at(self, percent, detail=""):
        """Show ``percent`` (0 to 100): live on a terminal, in tenths in a log."""
        line = f"    {percent:3.0f} % {detail}".rstrip()
        self._progress.rewrite(line)
        tenth = int(percent // 10)
        if tenth != self._tenth and not self._progress.is_live:
            self._progress.note(line)
        self._tenth = tenth
