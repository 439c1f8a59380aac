# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Time as a simulated carrier lives it: compressed, but never ahead of ours."""

import time
from datetime import datetime, timezone

# Everything is due at once, and dated as if it had ended this moment.
INSTANT = 1e9


class Clock:
    """Maps seconds of a journey to seconds of ours.

    Journeys run ``speed`` times as fast as the real clock: at 3600 an hour passes each
    second. What is sent is dated by :meth:`now`, which is never compressed, so that
    nothing claims to happen in the future.

    :param speed: journey seconds per real second.
    :param now: returns seconds since the epoch; injected by tests.
    """

    def __init__(self, speed=1.0, now=time.time):
        if not speed > 0:
            raise ValueError("The speed must be greater than zero.")
        self.speed = float(speed)
        self._now = now
        self.started = now()

    def time(self):
        """Return the real time in seconds since the epoch."""
        return self._now()

    def now(self):
        """Return the real time as an aware UTC datetime."""
        return datetime.fromtimestamp(self.time(), timezone.utc)

    def elapsed(self):
        """Return how many journey seconds have passed since the start."""
        return (self.time() - self.started) * self.speed

    def seconds_until(self, elapsed):
        """Return the real seconds until ``elapsed``; 0 when it is past."""
        return max(0.0, (elapsed - self.elapsed()) / self.speed)
