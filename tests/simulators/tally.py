# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a partner sent and what it was answered."""

import threading
from collections import Counter


class Tally:
    """Counts per partner; safe to use from several threads."""

    def __init__(self):
        self._lock = threading.Lock()
        self._counts = Counter()
        self._refused = Counter()
        self._last = None

    def attempt(self):
        """Count a request that leaves."""
        with self._lock:
            self._counts["sent"] += 1

    def retry(self):
        """Count a request that has to be repeated."""
        with self._lock:
            self._counts["retried"] += 1

    def settle(self, answer):
        """Count the end of a message: ``accepted``, ``duplicate``, ``refused``..."""
        with self._lock:
            self._counts[answer.outcome] += 1
            self._last = answer.status
            if answer.outcome == "refused":
                self._refused[str(answer.status)] += 1

    def as_json(self):
        """Return the counts; ``refused`` by HTTP status."""
        with self._lock:
            return {
                **{
                    name: self._counts[name]
                    for name in ("sent", "accepted", "duplicate", "retried", "failed")
                },
                "refused": dict(self._refused),
                "last_status": self._last,
            }
