# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A program kept running in the background, known by its pid file."""

import json
import os
import signal
import subprocess
import time

from . import stamp

PATIENCE = 20


class Daemon:
    """One background program of this checkout."""

    def __init__(self, places, name):
        self._file = places.run / f"{name}.json"
        self._root = places.root
        self.log = places.logs / f"{name}.log"

    def start(self, command, port, **environment):
        """Start ``command`` in a session of its own, writing to its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log, "ab") as log:
            process = subprocess.Popen(
                [str(part) for part in command],
                cwd=self._root,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        record = {"pid": process.pid, "port": port, "born": born(process.pid)}
        stamp.write(self._file, json.dumps(record))

    @property
    def port(self):
        """The port it listens on, or None when it is not running."""
        record = self._record()
        return record["port"] if record else None

    def _record(self):
        """Return the pid file's content if that very process still lives."""
        try:
            record = json.loads(self._file.read_text())
        except (OSError, ValueError):
            return None
        alive = born(record["pid"])
        return record if alive and alive == record["born"] else None

    def stop(self):
        """End it, gently first; return whether there was anything to end."""
        record = self._record()
        if not record:
            self._file.unlink(missing_ok=True)
            return False
        self._end(record["pid"])
        self._file.unlink(missing_ok=True)
        return True

    def _end(self, pid):
        for number in (signal.SIGTERM, signal.SIGKILL):
            os.kill(pid, number)
            deadline = time.monotonic() + PATIENCE
            while born(pid) and time.monotonic() < deadline:
                time.sleep(0.1)
            if not born(pid):
                return

    def last_words(self, lines=15):
        """Return the end of its log."""
        text = self.log.read_text(errors="replace") if self.log.is_file() else ""
        return "\n".join(text.splitlines()[-lines:])


def born(pid):
    """Return when a process began (in clock ticks), or None if it is gone.

    A process id is used again one day; together with this it is unique.
    """
    try:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    state, began = fields[0], fields[19]
    return None if state == "Z" else began
