# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A token bucket per key, held in this process.

Every worker process counts for itself, so with several workers the limit is that many
times as high: it is there to keep one sender from taking everything, and to make
guessing hopeless, not to meter use.
"""

import math
import threading
from collections import OrderedDict
from time import monotonic


class RateLimit:
    """Allows ``burst`` attempts at once and one more every ``every`` seconds, by key.

    :param most_keys: how many keys are remembered; the longest unused goes first.
    :param clock: seconds, never going back.
    """

    def __init__(self, burst, every, *, most_keys=10_000, clock=monotonic):
        self.burst = burst
        self.every = every
        self.most_keys = most_keys
        self._clock = clock
        self._buckets = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key):
        """Count an attempt. Return 0 if it is allowed, else the seconds to wait."""
        with self._lock:
            now = self._clock()
            level, since = self._buckets.pop(key, (self.burst, now))
            level = min(self.burst, level + (now - since) / self.every)
            allowed = level >= 1
            self._buckets[key] = (level - 1 if allowed else level, now)
            if len(self._buckets) > self.most_keys:
                self._buckets.popitem(last=False)
            return 0 if allowed else math.ceil((1 - level) * self.every)

    def clear(self):
        """Forget every attempt."""
        with self._lock:
            self._buckets.clear()
