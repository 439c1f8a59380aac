# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Arithmetic with working time: nights, holidays, time zones, summer time."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics_base.canonical.working_time import (
    AroundTheClock,
    OutOfReachError,
    WorkingTime,
    moment,
)

HOUR = 3600
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")


def office(zone, start, days, hours=((9, 12), (13, 17)), off=()):
    """Return the working time of so many days but weekends and days off."""
    found = []
    for day in (start + timedelta(days=number) for number in range(days)):
        if day.weekday() < 5 and day not in off:
            found += [(moment(day, a, zone), moment(day, b, zone)) for a, b in hours]
    return WorkingTime(found, zone)


def at(zone, *parts):
    return datetime(*parts, tzinfo=zone).timestamp()


def test_a_night_and_a_lunch_do_not_count():
    work = office(BERLIN, date(2026, 3, 2), 14)
    start = at(BERLIN, 2026, 3, 2, 11)
    assert work.after(start, 4 * HOUR) == at(BERLIN, 2026, 3, 2, 16)
    assert work.after(start, 6 * HOUR) == at(BERLIN, 2026, 3, 3, 10)
    assert work.between(start, at(BERLIN, 2026, 3, 3, 10)) == 6 * HOUR


def test_what_is_due_at_the_end_of_a_day_is_not_due_the_next_morning():
    work = office(BERLIN, date(2026, 3, 2), 14)
    start = at(BERLIN, 2026, 3, 2, 9)
    assert work.after(start, 7 * HOUR) == at(BERLIN, 2026, 3, 2, 17)


def test_a_weekend_and_a_holiday_do_not_count():
    holiday = date(2026, 3, 9)
    work = office(BERLIN, date(2026, 3, 2), 14, off={holiday})
    friday = at(BERLIN, 2026, 3, 6, 16)
    assert work.after(friday, 2 * HOUR) == at(BERLIN, 2026, 3, 10, 10)


def test_work_that_starts_at_night_begins_in_the_morning():
    work = office(NEW_YORK, date(2026, 3, 2), 14)
    night = at(NEW_YORK, 2026, 3, 2, 22)
    assert work.after(night, HOUR) == at(NEW_YORK, 2026, 3, 3, 10)


def test_the_way_back_leads_to_where_one_came_from():
    work = office(BERLIN, date(2026, 3, 2), 14)
    due = at(BERLIN, 2026, 3, 4, 10)
    assert work.before(due, 3 * HOUR) == at(BERLIN, 2026, 3, 3, 15)


def test_nothing_is_said_of_what_is_not_known():
    work = office(BERLIN, date(2026, 3, 2), 1)
    with pytest.raises(OutOfReachError):
        work.after(at(BERLIN, 2026, 3, 2, 16), 2 * HOUR)
    with pytest.raises(OutOfReachError):
        work.before(at(BERLIN, 2026, 3, 2, 10), 2 * HOUR)
    with pytest.raises(OutOfReachError):
        work.next_work_day(date(2026, 3, 2))


def test_a_shift_through_the_change_to_summer_time_is_an_hour_shorter():
    # Europe/Berlin leaves out 02:00 to 03:00 on 29 March 2026.
    night = WorkingTime(
        [(at(BERLIN, 2026, 3, 28, 22), at(BERLIN, 2026, 3, 29, 6))], BERLIN
    )
    start, end = at(BERLIN, 2026, 3, 28, 22), at(BERLIN, 2026, 3, 29, 6)
    assert night.between(start, end) == 7 * HOUR
    assert night.after(start, 5 * HOUR) == at(BERLIN, 2026, 3, 29, 4)


def test_an_hour_that_the_clocks_leave_out_is_still_an_hour():
    gone = moment(date(2026, 3, 29), 2.5, BERLIN)
    assert gone == at(BERLIN, 2026, 3, 29, 3, 30)


def test_midnight_ends_the_day():
    assert moment(date(2026, 3, 2), 24, BERLIN) == at(BERLIN, 2026, 3, 3)
    around = AroundTheClock(BERLIN)
    assert around.end_of(date(2026, 3, 2)) == at(BERLIN, 2026, 3, 3)
    assert around.next_work_day(date(2026, 3, 7)) == date(2026, 3, 8)


def test_intervals_that_overlap_count_once():
    work = WorkingTime([(0, 100), (50, 150), (150, 200), (300, 300)])
    assert work.between(-10, 1000) == 200


@given(
    st.integers(0, 12 * 86400),
    st.integers(1, 60 * HOUR),
    st.sampled_from((BERLIN, NEW_YORK)),
)
def test_so_much_later_is_so_much_work_later(offset, seconds, zone):
    work = office(zone, date(2026, 3, 2), 60)
    start = at(zone, 2026, 3, 2) + offset
    end = work.after(start, seconds)
    assert work.between(start, end) == pytest.approx(seconds)
    assert work.between(start, end - 60) < seconds
