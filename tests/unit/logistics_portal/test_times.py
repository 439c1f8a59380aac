# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from logistics_portal.tracking.times import ReaderTimes, zone_or_none

NOW = datetime(2026, 11, 23, 9, 0)
EVENING = datetime(2026, 11, 24, 17, 0)


def times(zone="Europe/Paris", language="en_US", now=NOW):
    return ReaderTimes(ZoneInfo(zone), language, now)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en_US", "Tuesday, November 24"),
        ("en_GB", "Tuesday, 24 November"),
        ("fr_FR", "mardi 24 novembre"),
        ("de_DE", "Dienstag, 24. November"),
        ("es_ES", "martes, 24 de noviembre"),
        ("ja_JP", "2026年11月24日火曜日"),
    ],
)
def test_days_are_said_as_in_the_reader_s_language(language, said):
    assert times(language=language).day(EVENING).replace(
        "Tuesday 24", "Tuesday, 24"
    ) == (said)


def test_another_year_is_named():
    assert times().day(datetime(2027, 1, 4, 12)) == "Monday, January 4, 2027"
    assert "2027" in times().short_day(datetime(2027, 1, 4, 12))


def test_the_hour_is_the_reader_s():
    assert times(language="fr_FR").time(EVENING) == "18:00"
    assert times("America/New_York", "fr_FR").time(EVENING) == "12:00"


def test_the_day_is_the_reader_s_across_midnight():
    late = datetime(2026, 11, 23, 23, 30)
    assert times("Europe/Paris").days_ahead(late) == 1
    assert times("America/New_York").days_ahead(late) == 0


def test_summer_time_is_kept_to():
    july = datetime(2026, 7, 1, 10)
    assert times(language="fr_FR", now=july).time(july) == "12:00"


def test_the_clock_of_the_place_shows_only_where_it_differs():
    paris = times(language="fr_FR")
    assert paris.place_time(EVENING, None) == ""
    assert paris.place_time(EVENING, 60) == ""
    assert paris.place_time(EVENING, 0) == "17:00"
    assert paris.place_time(EVENING, 480) == "mer. 25 nov. 01:00"


def test_a_promise_at_the_end_of_the_day_means_the_day():
    assert not times().names_time(datetime(2026, 11, 24, 22, 59))
    assert times().names_time(EVENING)


@pytest.mark.parametrize("name", ["", None, "Mars/Olympus", "../../etc/passwd", "\0"])
def test_what_is_no_zone_is_none(name):
    assert zone_or_none(name) is None


def test_zones_and_countries_have_names():
    assert times("America/New_York").zone_label() == "New York"
    assert times("UTC").zone_label() == "UTC"
    assert times(language="fr_FR").country("de") == "Allemagne"
    assert times().country("ZZZ") == "ZZZ"


def test_an_unknown_language_is_english():
    assert times(language="xx_YY").day(EVENING) == "Tuesday, November 24"
