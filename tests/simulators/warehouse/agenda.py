# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is to be done later, in a warehouse's own time."""

import heapq
import itertools
import threading


class Agenda:
    """Functions with the moment at which they are due; safe to use from all threads."""

    def __init__(self, clock):
        self._clock = clock
        self._tasks = []
        self._positions = itertools.count()
        self._lock = threading.Lock()

    def later(self, hours, function, *arguments):
        """Have a function called in so many hours."""
        at = self._clock.elapsed() + hours * 3600
        with self._lock:
            task = (at, next(self._positions), function, arguments)
            heapq.heappush(self._tasks, task)

    def next_due(self):
        """Return the next function that is due, as one without arguments, or None."""
        with self._lock:
            if not self._tasks or self._tasks[0][0] > self._clock.elapsed():
                return None
            _at, _position, function, arguments = heapq.heappop(self._tasks)
        return lambda: function(*arguments)

    def __len__(self):
        with self._lock:
            return len(self._tasks)
