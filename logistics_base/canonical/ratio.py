# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How key figures are put into numbers: shares, means, and days to reckon together."""

from datetime import timedelta


def ratio(numerator, denominator):
    """Return how much of it was counted, None where there is nothing to count of."""
    return numerator / denominator if denominator else None


def spans(days, longest=31):
    """Return days as [(first, last)], latest first, none of them over ``longest`` days.

    :param days: dates, in any order and any number of times.
    """
    found = []
    for day in sorted(set(days), reverse=True):
        if found:
            first, last = found[-1]
            if first - day == timedelta(days=1) and (last - day).days < longest:
                found[-1] = (day, last)
                continue
        found.append((day, day))
    return found
