# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When a partner usually speaks: by hour of the week, learned from when it did.

Of each hour of the week it is known in which share of the weeks something came. A
silence is suspicious as soon as it would happen by chance in one of a thousand weeks: a
carrier that speaks every hour may be quiet for a few, one that sends a file each night
for two nights, and a weekend on which nothing ever comes counts for nothing.
"""

import math
from dataclasses import dataclass, field
from datetime import timedelta

HOURS = 168
#: What lies further back than so many weeks is forgotten little by little.
MEMORY = 8
#: An hour must have been seen this often before anything is concluded from it.
ENOUGH = 2
#: No hour is more certain than this: a single hour without news is never suspicious.
MOST_CERTAIN = 0.9
#: So improbable a silence is suspicious.
SUSPICIOUS = math.log(0.001)
#: Where nothing is suspicious after so many hours, nothing ever is.
FARTHEST = 4 * HOURS

_HOUR = timedelta(hours=1)


@dataclass
class Rhythm:
    """What is known of a partner's hours.

    :ivar shares: of each hour of the week, from Monday 0:00 UTC: in which share of the
        weeks something came.
    :ivar weeks: of each hour of the week: how often it was seen, at most ``MEMORY``.
    """

    shares: list = field(default_factory=lambda: [0.0] * HOURS)
    weeks: list = field(default_factory=lambda: [0] * HOURS)

    def learn(self, start, end, spoken):
        """Take in the hours from ``start`` up to ``end``, both on the hour.

        :param spoken: set of the hours, as naive UTC times, in which something came.
        """
        when = start
        while when < end:
            index = _hour_of_week(when)
            known = min(self.weeks[index] + 1, MEMORY)
            self.weeks[index] = known
            self.shares[index] += ((when in spoken) - self.shares[index]) / known
            when += _HOUR

    def suspicious_at(self, last):
        """Return when silence since ``last`` becomes suspicious; None for never."""
        surprise = 0.0
        when = on_the_hour(last) + _HOUR
        for _hour in range(FARTHEST):
            index = _hour_of_week(when)
            when += _HOUR
            if self.weeks[index] >= ENOUGH:
                surprise += math.log(1 - min(self.shares[index], MOST_CERTAIN))
            if surprise <= SUSPICIOUS:
                return when
        return None


def on_the_hour(when):
    """Return the beginning of the hour."""
    return when.replace(minute=0, second=0, microsecond=0)


def _hour_of_week(when):
    return when.weekday() * 24 + when.hour
