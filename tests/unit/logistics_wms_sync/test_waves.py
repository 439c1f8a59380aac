# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from logistics_base.canonical.working_time import (
    AroundTheClock,
    OutOfReachError,
    WorkingTime,
)
from logistics_wms_sync.canonical.waves import Cutoff, next_cutoff

BERLIN = ZoneInfo("Europe/Berlin")
WEEKDAYS = frozenset(range(5))
MORNING, AFTERNOON = Cutoff(1, 10.0, WEEKDAYS), Cutoff(2, 14.5, WEEKDAYS)
BOTH = [AFTERNOON, MORNING]


def at(text, zone=BERLIN):
    return datetime.fromisoformat(text).replace(tzinfo=zone).timestamp()


def local(found, zone=BERLIN):
    return datetime.fromtimestamp(found[1], zone).replace(tzinfo=None).isoformat()


@pytest.mark.parametrize(
    ("released", "wave", "cutoff"),
    [
        ("2026-03-04T09:00", 1, "2026-03-04T10:00:00"),
        ("2026-03-04T10:00", 1, "2026-03-04T10:00:00"),
        ("2026-03-04T10:00:01", 2, "2026-03-04T14:30:00"),
        ("2026-03-04T14:31", 1, "2026-03-05T10:00:00"),
        ("2026-03-06T18:00", 1, "2026-03-09T10:00:00"),
    ],
)
def test_what_comes_after_a_cutoff_goes_with_the_next_wave(released, wave, cutoff):
    found = next_cutoff(at(released), BOTH, AroundTheClock(BERLIN))
    assert (found[0], local(found)) == (wave, cutoff)


def test_a_day_without_work_has_no_wave():
    days = ("2026-04-02", "2026-04-07")
    work = WorkingTime([(at(f"{d}T08:00"), at(f"{d}T16:00")) for d in days], BERLIN)
    found = next_cutoff(at("2026-04-02T15:00"), [AFTERNOON], work)
    assert local(found) == "2026-04-07T14:30:00"


@pytest.mark.parametrize(
    ("released", "utc"),
    [
        ("2026-03-27T08:00", "2026-03-27T13:30:00+00:00"),
        ("2026-03-30T08:00", "2026-03-30T12:30:00+00:00"),
        ("2026-10-23T08:00", "2026-10-23T12:30:00+00:00"),
        ("2026-10-26T08:00", "2026-10-26T13:30:00+00:00"),
    ],
)
def test_the_cutoff_stays_at_its_hour_when_the_clocks_change(released, utc):
    _wave, cutoff = next_cutoff(at(released), [AFTERNOON], AroundTheClock(BERLIN))
    assert cutoff == datetime.fromisoformat(utc).timestamp()


def test_an_hour_that_the_clocks_leave_out_is_still_a_cutoff_of_that_day():
    night = Cutoff(3, 2.5, frozenset({6}))
    found = next_cutoff(at("2026-03-29T00:00"), [night], AroundTheClock(BERLIN))
    assert local(found) == "2026-03-29T03:30:00"


def test_an_hour_that_comes_twice_counts_the_first_time():
    night = Cutoff(3, 2.5, frozenset({6}))
    found = next_cutoff(at("2026-10-25T00:00"), [night], AroundTheClock(BERLIN))
    assert datetime.fromtimestamp(found[1], ZoneInfo("UTC")).hour == 0


def test_the_day_is_that_of_the_warehouse():
    kiritimati = ZoneInfo("Pacific/Kiritimati")
    released = at("2026-03-06T23:00", ZoneInfo("UTC"))
    found = next_cutoff(released, [AFTERNOON], AroundTheClock(kiritimati))
    assert local(found, kiritimati) == "2026-03-09T14:30:00"


@pytest.mark.parametrize("cutoffs", [[], [Cutoff(1, 9.0, frozenset())]])
def test_without_waves_there_is_no_cutoff(cutoffs):
    assert next_cutoff(0.0, cutoffs, AroundTheClock()) is None


def test_a_warehouse_that_never_works_on_days_with_waves_has_none():
    work = WorkingTime([(at("2026-03-07T08:00"), at("2026-03-07T12:00"))], BERLIN)
    with pytest.raises(OutOfReachError):
        next_cutoff(at("2026-03-06T18:00"), BOTH, work)
