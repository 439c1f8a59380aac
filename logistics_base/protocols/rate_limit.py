# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Token buckets by key: held in this process, or shared by all of them.

:class:`RateLimit` counts in each worker process for itself, so with several workers the
limit is that many times as high: it is there to keep one sender from taking everything,
and to make guessing hopeless, not to meter use.

:class:`Quota` is what a caller is promised, and told in the answers' headers. All that is
remembered of its bucket is one time: when it is full again.
"""

import math
import threading
from collections import OrderedDict
from time import monotonic
from typing import NamedTuple


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


class Standing(NamedTuple):
    """How a caller stands after a request.

    :ivar int wait: seconds after which the next request is allowed; 0 at once.
    :ivar int remaining: requests that are left now.
    :ivar int reset: seconds until all of them are there again.
    """

    allowed: bool
    remaining: int
    reset: int
    wait: int


class Quota(NamedTuple):
    """So many requests in a window of so many seconds, refilled steadily."""

    name: str
    requests: int
    window: int

    @property
    def every(self):
        """After so many seconds there is one more."""
        return self.window / self.requests

    def take(self, full_at, now):
        """Count a request; return (when the bucket is full again, the Standing).

        A clock that was set back locks nobody out for longer than the window.

        :param full_at: as it was after the request before, or None.
        :param now: seconds, by the same clock.
        """
        full_at = min(max(full_at or now, now), now + self.window)
        after = full_at + self.every
        if after > now + self.window + 1e-6:
            return full_at, self.standing(full_at, now, allowed=False)
        return after, self.standing(after, now, allowed=True)

    def standing(self, full_at, now, *, allowed):
        """Return the Standing of a bucket that is full again at a time."""
        missing = max(full_at - now, 0.0)
        left = math.floor((self.window - missing) / self.every + 1e-6)
        wait = 0 if left else math.ceil(missing + self.every - self.window)
        return Standing(
            allowed=allowed,
            remaining=max(left, 0),
            reset=math.ceil(missing),
            wait=max(wait, 0 if allowed else 1),
        )

    def headers(self, standing):
        """Return what the caller is told.

        After draft-ietf-httpapi-ratelimit-headers-10, and Retry-After (RFC 9110).
        """
        told = {
            "RateLimit-Policy": f'"{self.name}";q={self.requests};w={self.window}',
            "RateLimit": f'"{self.name}";r={standing.remaining};t={standing.reset}',
        }
        if not standing.allowed:
            told["Retry-After"] = str(standing.wait)
        return told
