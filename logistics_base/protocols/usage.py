# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Counts in memory what is used, to be written down together now and then.

What is not written yet is lost when the process ends: good for "last used", not for
bills.
"""

import threading
from time import monotonic
from typing import NamedTuple


class Use(NamedTuple):
    """How often something was used since the last writing, and when last."""

    count: int
    last_at: object
    detail: str | None


class UsageBuffer:
    """Gathers uses by key; every ``interval`` seconds somebody is to write them down.

    :param clock: seconds, never going back.
    """

    def __init__(self, interval, *, clock=monotonic):
        self.interval = interval
        self._clock = clock
        self._uses = {}
        self._written_at = None
        self._lock = threading.Lock()

    def note(self, key, at, detail=None):
        """Count a use; the last one's time and detail are kept."""
        with self._lock:
            before = self._uses.get(key)
            count = before.count + 1 if before else 1
            self._uses[key] = Use(count, at, detail)

    def take_due(self, *, at_once=False):
        """Return {key: Use} to be written down by the caller; empty if it is not time.

        The first use is due at once, so that one sees that a key works.
        """
        with self._lock:
            now = self._clock()
            is_due = (
                at_once
                or self._written_at is None
                or now - self._written_at >= self.interval
            )
            if not is_due or not self._uses:
                return {}
            self._written_at = now
            uses, self._uses = self._uses, {}
            return uses
