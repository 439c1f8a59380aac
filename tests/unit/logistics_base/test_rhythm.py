# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A partner's silence is suspicious where it would be a rare chance."""

from datetime import datetime, timedelta

from logistics_base.canonical.rhythm import Rhythm

MONDAY = datetime(2026, 3, 2)
HOUR = timedelta(hours=1)
WEEK = timedelta(weeks=1)


def learned(speaks, weeks=4):
    """Return the rhythm of a partner that speaks in the hours for which it holds."""
    rhythm = Rhythm()
    hours = [MONDAY + n * HOUR for n in range(weeks * 168)]
    rhythm.learn(MONDAY, MONDAY + weeks * WEEK, {h for h in hours if speaks(h)})
    return rhythm


def test_a_partner_that_always_speaks_is_missed_after_a_few_hours():
    rhythm = learned(lambda hour: True)
    last = MONDAY + 5 * WEEK + timedelta(hours=10, minutes=20)
    assert rhythm.suspicious_at(last) == last.replace(minute=0) + 4 * HOUR


def test_hours_in_which_nothing_ever_comes_count_for_nothing():
    rhythm = learned(lambda hour: hour.weekday() < 5 and 8 <= hour.hour < 18)
    friday_evening = MONDAY + 5 * WEEK + timedelta(days=4, hours=17, minutes=50)
    suspicious = rhythm.suspicious_at(friday_evening)
    assert suspicious == MONDAY + 6 * WEEK + timedelta(hours=11)


def test_a_nightly_file_is_missed_after_some_nights_not_after_some_hours():
    rhythm = learned(lambda hour: hour.hour == 2)
    last = MONDAY + 5 * WEEK + timedelta(hours=2, minutes=5)
    assert rhythm.suspicious_at(last) == last.replace(minute=0) + timedelta(
        days=3, hours=1
    )


def test_of_a_partner_that_never_spoke_nothing_is_expected():
    assert learned(lambda hour: False).suspicious_at(MONDAY) is None


def test_one_week_is_not_enough_to_know_a_partner():
    rhythm = learned(lambda hour: True, weeks=1)
    assert rhythm.suspicious_at(MONDAY + 2 * WEEK) is None


def test_old_habits_are_forgotten_little_by_little():
    rhythm = learned(lambda hour: True, weeks=8)
    later = MONDAY + 8 * WEEK
    rhythm.learn(later, later + 26 * WEEK, set())
    assert max(rhythm.shares) < 0.05
    assert max(rhythm.weeks) == 8
