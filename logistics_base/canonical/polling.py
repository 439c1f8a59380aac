# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How often a partner is asked about a shipment, and when asking is given up.

Pure functions: what changes soon is asked about often, what is silent ever more seldom.
"""

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR

#: Seconds between two questions, by the shipment's stage.
INTERVALS = {
    "draft": 8 * HOUR,
    "released": 8 * HOUR,
    "booked": 4 * HOUR,
    "picked_up": 2 * HOUR,
    "in_transit": 2 * HOUR,
    "customs": 4 * HOUR,
    "out_for_delivery": 20 * MINUTE,
    "available_for_pickup": 6 * HOUR,
    "returning": 6 * HOUR,
}
SHORTEST = 15 * MINUTE
LONGEST = DAY
#: Around the promise (so long before it, so long after it) news matters most.
BEFORE_PROMISE = 12 * HOUR
AFTER_PROMISE = 2 * DAY
#: Earlier than this before the promise, little is to be expected.
LONG_BEFORE_PROMISE = 3 * DAY
#: Each question that brought nothing new makes the next wait longer, up to so much.
STRETCH = 1.25
MOST_STRETCH = 4.0
#: A number that the partner has never known: so many questions over so many days.
UNKNOWN_QUESTIONS = 6
UNKNOWN_DAYS = 5
#: A number the partner knew, and has said nothing new of for so many days.
SILENT_DAYS = 30


def interval(stage, promised_in, empty_count):
    """Return the seconds until the next question.

    :param stage: the shipment's state.
    :param promised_in: seconds until the promise, negative when it is past; None
        without one.
    :param empty_count: questions in a row that brought nothing new.
    """
    seconds = INTERVALS.get(stage, LONGEST) * _urgency(promised_in)
    seconds *= min(MOST_STRETCH, STRETCH**empty_count)
    return min(max(seconds, SHORTEST), LONGEST)


def _urgency(promised_in):
    if promised_in is None:
        return 1.0
    if -AFTER_PROMISE <= promised_in <= BEFORE_PROMISE:
        return 0.5
    return 2.0 if promised_in > LONG_BEFORE_PROMISE else 1.0


def is_dead(*, was_known, empty_count, silent_for):
    """Tell whether asking on is of no use.

    :param was_known: the partner ever told anything about the number.
    :param silent_for: seconds since it last did, or since asking began.
    """
    if was_known:
        return silent_for >= SILENT_DAYS * DAY
    return empty_count >= UNKNOWN_QUESTIONS and silent_for >= UNKNOWN_DAYS * DAY
