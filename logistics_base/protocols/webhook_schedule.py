# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When a webhook that was not taken is sent again: over three days, as Standard Webhooks
proposes (https://www.standardwebhooks.com, "Retry schedule").
"""

MINUTE, HOUR = 60, 3600
#: Seconds from one attempt to the next.
PAUSES = (
    5,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
)
MAX_ATTEMPTS = len(PAUSES) + 1
#: A pause is made longer by up to this share: not everybody at once.
JITTER = 0.2


def pause_after(attempts, random, asked=None):
    """Return the seconds until the next attempt; None where there is to be none.

    :param int attempts: how many were made.
    :param random: a number from 0 to 1.
    :param asked: seconds that the receiver asks us to wait (``Retry-After``).
    """
    if attempts >= MAX_ATTEMPTS:
        return None
    pause = PAUSES[max(attempts, 1) - 1] * (1 + JITTER * random)
    return max(pause, asked or 0.0)
