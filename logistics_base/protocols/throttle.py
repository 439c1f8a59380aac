# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How often something may happen: a token bucket."""

import threading


class TokenBucket:
    """Lets ``rate`` a second pass on average, and up to ``burst`` at once.

    The clock, in seconds, comes with each call. Safe to use from several threads.
    """

    __slots__ = ("_rate", "_burst", "_tokens", "_at", "_lock")

    def __init__(self, rate, burst=None):
        self._rate = float(rate)
        self._burst = float(burst or max(rate, 1))
        self._tokens = self._burst
        self._at = None
        self._lock = threading.Lock()

    def take(self, now):
        """Return 0.0 if it may pass, else the seconds after which it may."""
        with self._lock:
            if self._at is not None:
                gained = max(now - self._at, 0.0) * self._rate
                self._tokens = min(self._tokens + gained, self._burst)
            self._at = now
            if self._tokens >= 1:
                self._tokens -= 1
                return 0.0
            return (1 - self._tokens) / self._rate
