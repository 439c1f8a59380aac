# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How long carriers are waited for, over as many rounds as the rules need."""

import copy
import time


class Patience:
    """The time that all carriers have together, and who was asked in vain so far.

    :param seconds: the time, from now on.
    """

    def __init__(self, seconds, clock=time.monotonic):
        self.seconds = seconds
        self._clock, self._until = clock, clock() + seconds
        self._silent = {}

    @property
    def left(self):
        """The seconds that are left, 0 at least."""
        return max(self._until - self._clock(), 0.0)

    def but_for(self, share):
        """Return this patience without a share of what is left, kept for later rounds.

        Both know who was asked in vain.
        """
        part = copy.copy(self)
        part.seconds = self.left * (1 - share)
        part._until = self._clock() + part.seconds
        return part

    def remember(self, outcomes):
        """Keep who gave no answer: there is no use in asking them again right now."""
        for outcome in outcomes:
            if outcome.service and outcome.state in ("failed", "late"):
                self._silent[outcome.service] = outcome

    def in_vain(self, services):
        """Return the outcomes of those services that were asked in vain."""
        return [self._silent[each] for each in services if each in self._silent]
