# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Workers that are kept for the next call, within one server process."""

import os
import threading
import time
from contextlib import contextmanager

from .worker_process import WorkerFailure, WorkerProcess

#: A worker is replaced after so many calls, and when nobody needed it for so long.
LONGEST_SERVICE = 500
IDLE_SECONDS = 300


class WorkerPool:
    """Hands out idle workers, and starts new ones while there are few.

    :param limit: how many may run at once.
    """

    def __init__(self, limit=4, clock=time.monotonic, start=WorkerProcess):
        self._limit = threading.Semaphore(limit)
        self._lock = threading.Lock()
        self._clock = clock
        self._start = start
        self._idle = []
        self._owner = os.getpid()

    @contextmanager
    def worker(self, python, seconds):
        """Yield a worker of the interpreter; one that failed is not used again."""
        if not self._limit.acquire(timeout=seconds):
            raise WorkerFailure("All of Karrio's processes are busy.")
        try:
            kept = self._take(python)
            try:
                yield kept[1]
            except BaseException:
                # In the middle of a call it is of use to nobody, nor would it end.
                kept[1].kill()
                raise
            self._put(kept)
        finally:
            self._limit.release()

    def close(self):
        """End all idle workers."""
        with self._lock:
            idle, self._idle = self._idle, []
        for _python, worker, _calls, _since in idle:
            worker.kill()

    def _take(self, python):
        with self._lock:
            self._forget_parents()
            stale = self._sort_out()
            found = next((k for k in reversed(self._idle) if k[0] == python), None)
            if found:
                self._idle.remove(found)
        for _python, worker, _calls, _since in stale:
            worker.kill()
        try:
            return found or (python, self._start(python), 0, self._clock())
        except OSError as error:
            raise WorkerFailure(f"Cannot run {python}: {error.strerror}") from error

    def _put(self, kept):
        python, worker, calls, _since = kept
        if not worker.is_running:
            return
        if calls + 1 >= LONGEST_SERVICE:
            worker.kill()
            return
        with self._lock:
            self._idle.append((python, worker, calls + 1, self._clock()))

    def _forget_parents(self):
        """After a fork the pipes belong to two: the child starts its own."""
        if self._owner != os.getpid():
            self._owner = os.getpid()
            self._idle = []

    def _sort_out(self):
        since = self._clock() - IDLE_SECONDS
        stale = [k for k in self._idle if k[3] < since or not k[1].is_running]
        self._idle = [k for k in self._idle if k not in stale]
        return stale
