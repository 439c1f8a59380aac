# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Times by the working calendar and by the clock, for promises and timers."""

from datetime import datetime, time, timedelta

#: How far back timers look for moments that have come. What is older was missed for
#: good: a clock that jumped, or a policy that was just switched on, sets off no flood.
LOOK_BACK = timedelta(hours=72)


def window(now, armed_at):
    """Return (after, until): moments after the one, up to the other, are due.

    :param datetime now: what the clock says.
    :param datetime armed_at: since when the policy waits. A time to come means that the
        clock was put back since: it then counts from now.
    """
    since = now if armed_at is None or armed_at > now else armed_at
    return max(now - LOOK_BACK, since), now


def next_midnight(local):
    """Return the midnight at which the day of an aware local time ends."""
    day = local.date() + timedelta(days=1)
    return datetime.combine(day, time.min, tzinfo=local.tzinfo)


def same_time(day, local):
    """Return a day at the time of day of an aware local time."""
    return datetime.combine(day, local.timetz())
