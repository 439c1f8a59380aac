# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What of the goods in store is charged, and for how long.

Goods leave in the order in which they came (first in, first out): what lies there is
what came last.
"""

import calendar
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

ZERO = Decimal(0)


def past_free_days(stock, received, free_days):
    """Return {day: quantity} without what came in the last ``free_days`` days.

    :param stock: {day: quantity at the end of that day}.
    :param received: {day: quantity that came in on it}.
    :param free_days: a quantity that came in on the first of the month, with 3 of them,
        is charged from the fourth on.
    """
    charged = {}
    for day, quantity in stock.items():
        fresh = sum(
            received.get(day - timedelta(days=age), ZERO) for age in range(free_days)
        )
        charged[day] = max(ZERO, quantity - max(ZERO, fresh))
    return charged


def stored(by_day, span, prorated=True):
    """Return the quantity times the spans it lay there.

    :param by_day: {day: quantity}.
    :param span: ``day``, ``week`` (of the calendar, Monday first) or ``month``.
    :param prorated: each day counts as its part of the span; otherwise each span counts
        as a whole, with the most that lay there on one of its days.
    """
    if prorated or span == "day":
        return sum((part(day, span) * held for day, held in by_day.items()), ZERO)
    most = defaultdict(lambda: ZERO)
    for day, quantity in by_day.items():
        key = _span_of(day, span)
        most[key] = max(most[key], quantity)
    return sum(most.values(), ZERO)


def part(day, span):
    """Return which part of its span a day is."""
    if span == "day":
        return Decimal(1)
    if span == "week":
        return Decimal(1) / 7
    return Decimal(1) / calendar.monthrange(day.year, day.month)[1]


def _span_of(day, span):
    return day.isocalendar()[:2] if span == "week" else (day.year, day.month)
