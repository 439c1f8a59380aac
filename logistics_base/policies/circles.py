# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What keeps policies from setting each other off for ever."""

#: A policy acts on one shipment so often within a day; more is going in circles, by
#: ways that leave no trace in events (a partner that answers, a cron that tries again).
MOST_A_DAY = 24


def verdict(rule_id, chain, longest):
    """Tell why a policy must not act on an event, None if it may.

    :param chain: ids of the policies that led to the event, the first cause first.
    :param int longest: how many may lead to one another.
    :return: ``own``: it caused the event itself; ``long``: too many led to it.
    """
    if rule_id in chain:
        return "own"
    if len(chain) >= longest:
        return "long"
    return None


def is_too_soon(last, now, *, once, pause):
    """Tell whether a policy has acted on a shipment already and rests.

    :param float last: when it acted last, seconds; None if never.
    :param float now: seconds.
    :param bool once: whether it acts on a shipment only once.
    :param float pause: seconds after which it may act again; 0 for at once.
    """
    if last is None:
        return False
    # A clock that was put back must not silence a policy for longer than its pause.
    return once or (pause > 0 and abs(now - last) < pause)
