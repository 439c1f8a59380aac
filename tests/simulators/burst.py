# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bursts: many messages of one shape, at a given rate, over several connections."""

import threading
import time

from .shapes import SHAPES

CONNECTIONS = 8


class Burst:
    """``count`` messages at ``rate`` a second; without a rate, as fast as it goes.

    :raise NotPossible: if the partner carries nothing, or cannot sign like this.
    """

    def __init__(self, line, number, shape, count, rate, stop):
        self.line = line
        self.number = number
        self.shape = shape
        self.count = count
        self.rate = rate
        self.sent = 0
        line.carrier.require(SHAPES[shape].proof)
        self._stop = stop
        self._lock = threading.Lock()
        self._made = enumerate(SHAPES[shape].messages(line.carrier, count, number))
        self._first = next(self._made, None)
        self._began = time.monotonic()
        self._threads = self._make_threads()

    def start(self):
        """Begin; returns at once."""
        for thread in self._threads:
            thread.start()

    def join(self, timeout=None):
        """Wait until all is sent."""
        for thread in self._threads:
            thread.join(timeout)

    def _make_threads(self):
        wanted = 1 if SHAPES[self.shape].in_order else min(CONNECTIONS, self.count)
        return [
            threading.Thread(
                target=self._work, daemon=True, name=f"burst-{self.number}"
            )
            for _ in range(wanted)
        ]

    def _work(self):
        while taken := self._take():
            position, message = taken
            wait = max(self._seconds_until(position), self.line.silent_for)
            if self._stop.wait(wait):
                break
            self.line.send(message, SHAPES[self.shape].proof)
            with self._lock:
                self.sent += 1
        self.line.delivery.close()

    def _take(self):
        with self._lock:
            first, self._first = self._first, None
            return first or next(self._made, None)

    def _seconds_until(self, position):
        if not self.rate:
            return 0
        return max(0.0, self._began + position / self.rate - time.monotonic())

    def as_json(self):
        """Return how far it is."""
        return {
            "id": self.number,
            "integration": self.line.name,
            "shape": self.shape,
            "count": self.count,
            "rate": self.rate,
            "sent": self.sent,
            "done": not any(thread.is_alive() for thread in self._threads),
        }
