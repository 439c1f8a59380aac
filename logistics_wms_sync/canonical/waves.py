# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When a warehouse takes up what was released to it: cutoffs, by its own clocks."""

from datetime import timedelta
from typing import NamedTuple

from odoo.addons.logistics_base.canonical.working_time import moment


class Cutoff(NamedTuple):
    """A time of day, on some weekdays, until when orders get into a wave.

    :ivar hour: as clocks at the warehouse show it: 13.5 is half past one.
    :ivar weekdays: 0 is Monday.
    """

    id: int
    hour: float
    weekdays: frozenset


def next_cutoff(released, cutoffs, work):
    """Return (id of the cutoff, its time in seconds) that an order is in time for.

    Who comes at the very moment is in time. On a day without work there is no wave.

    :param float released: when it is released, in seconds since the epoch.
    :param cutoffs: the warehouse's :class:`Cutoff` rows.
    :param WorkingTime work: the days on which the warehouse works, in its time zone.
    :return: None where there are no cutoffs.
    :raise OutOfReachError: where the known working time ends before.
    """
    in_order = sorted(
        (one for one in cutoffs if one.weekdays), key=lambda one: (one.hour, one.id)
    )
    if not in_order:
        return None
    day = work.work_day(work.local(released).date())
    while True:
        for cutoff in in_order:
            at = moment(day, cutoff.hour, work.zone)
            if day.weekday() in cutoff.weekdays and at >= released:
                return cutoff.id, at
        day = work.work_day(day + timedelta(days=1))
