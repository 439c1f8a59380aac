# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics_base.canonical.documents import Location
from logistics_base.mapping import places
from logistics_base.mapping.place_zones import ONE_CLOCK, PORTS, STATES
from logistics_base.mapping.time_pattern import compile_pattern
from logistics_base.mapping.times import (
    _parse_iso_portably,
    compile_formats,
    moment,
    moment_between,
    parse_epoch_milliseconds,
    parse_epoch_seconds,
    parse_iso,
    parse_offset,
)

UTC = timezone.utc
NINE = datetime(2026, 1, 17, 9, 0)


class TestIso:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2026-01-17T09:00:00Z", NINE.replace(tzinfo=UTC)),
            ("2026-01-17T09:00:00z", NINE.replace(tzinfo=UTC)),
            ("2026-01-17 09:00", NINE),
            ("20260117T090000", NINE),
            ("20260117", datetime(2026, 1, 17)),
            (20260117, datetime(2026, 1, 17)),
            ("2026-01-17", datetime(2026, 1, 17)),
            (" 2026-01-17T09:00:00 ", NINE),
            ("2026-01-17T09:00:00.1234567Z", None),
            ("2026-01-17T09:00:00,5", NINE.replace(microsecond=500000)),
        ],
    )
    def test_reads_what_partners_write(self, text, expected):
        expected = expected or NINE.replace(microsecond=123456, tzinfo=UTC)
        assert parse_iso(text) == expected

    @pytest.mark.parametrize(
        ("text", "minutes"),
        [("+02:00", 120), ("-0500", -300), ("+05:30", 330), ("+01", 60)],
    )
    def test_keeps_the_offset(self, text, minutes):
        read = parse_iso(f"2026-01-17T09:00:00{text}")
        assert read.utcoffset() == timedelta(minutes=minutes)

    @pytest.mark.parametrize(
        "text",
        ["", "now", "2026-W03-6", "2026-01-17x09:00:00", "2026-13-01", "17.01.2026"]
        + ["2026-01-17T25:00:00", "٢٠٢٦-01-17", "2026-01-17T09:00:00+2", None, True]
        + ["2026-01-17T09:00:00Z; DROP TABLE"],
    )
    def test_refuses_anything_else(self, text):
        with pytest.raises(ValueError):
            parse_iso(text)

    @given(
        st.datetimes(
            timezones=st.none()
            | st.integers(-1080, 1080).map(lambda m: timezone(timedelta(minutes=m)))
        )
    )
    def test_reads_back_what_python_writes_on_any_python(self, when):
        assert parse_iso(when.isoformat()) == when
        assert _parse_iso_portably(when.isoformat()) == when


class TestEpoch:
    def test_seconds_as_number_or_text(self):
        expected = datetime(2026, 1, 18, 12, 0, tzinfo=UTC)
        assert parse_epoch_seconds(1768737600) == expected
        assert parse_epoch_seconds("1768737600.0") == expected

    def test_milliseconds_lose_none(self):
        read = parse_epoch_milliseconds(1768737600123)
        assert read == datetime(2026, 1, 18, 12, 0, 0, 123000, tzinfo=UTC)

    @pytest.mark.parametrize("value", [True, None, "", "x", -1, 10**30, "nan", "inf"])
    def test_refuses_what_is_no_time(self, value):
        with pytest.raises(ValueError):
            parse_epoch_seconds(value)


class TestPattern:
    @pytest.mark.parametrize(
        ("pattern", "text"),
        [
            ("%Y%m%d%H%M%S", "20260117090000"),
            ("%d/%m/%Y %H:%M", "17/01/2026 9:00"),
            ("%m/%d/%y %I:%M %p", "1/17/26 9:00 am"),
            ("%d-%b-%Y %H.%M", "17-JAN-2026 09.00"),
            ("%A, %B %d, %Y %I:%M%p", "Saturday, January 17, 2026 9:00AM"),
        ],
    )
    def test_reads_as_strptime_does(self, pattern, text):
        assert compile_pattern(pattern)(text) == NINE
        assert datetime.strptime(text, pattern) == NINE

    def test_noon_and_midnight_of_the_twelve_hour_clock(self):
        read = compile_pattern("%Y-%m-%d %I%p")
        assert [read(f"2026-01-17 12{half}").hour for half in ("AM", "PM")] == [0, 12]

    def test_an_offset_is_kept(self):
        read = compile_pattern("%Y%m%d%H%M%z")("202601170900-0530")
        assert read.utcoffset() == timedelta(hours=-5, minutes=-30)

    @pytest.mark.parametrize("pattern", ["%H:%M", "%Y-%m", "%Q", "%Y%Y%m%d", "", None])
    def test_a_pattern_that_cannot_give_a_date_is_refused(self, pattern):
        with pytest.raises(ValueError):
            compile_pattern(pattern)

    @pytest.mark.parametrize("text", ["2026013209", "20260117", "2026-01-1709", "x"])
    def test_a_text_that_does_not_fit_is_refused(self, text):
        with pytest.raises(ValueError):
            compile_pattern("%Y%m%d%H")(text)

    def test_formats_are_tried_in_turn(self):
        read = compile_formats(["iso", "%d.%m.%Y %H:%M", "epoch_s"])
        assert read("17.01.2026 09:00") == NINE
        assert read("1768737600").year == 2026
        with pytest.raises(ValueError):
            read("tomorrow")


class TestOffset:
    @pytest.mark.parametrize(
        ("written", "minutes"),
        [("+02:00", 120), ("-0330", -210), ("GMT-5", -300), ("UTC+01:00", 60)]
        + [("EDT", -240), ("z", 0), (90, 90), ("+9", 540)],
    )
    def test_reads_an_offset_in_any_dress(self, written, minutes):
        assert parse_offset(written) == minutes

    @pytest.mark.parametrize("written", ["", "XYZ", "+19:00", 5000, "02:00", None])
    def test_refuses_what_is_none(self, written):
        with pytest.raises(ValueError):
            parse_offset(written)


class TestMoment:
    def test_an_offset_is_kept_beside_utc(self):
        read = moment(parse_iso("2026-01-17T09:00:00+02:00"))
        assert read == (datetime(2026, 1, 17, 7, 0, tzinfo=UTC), 120, False)

    def test_a_local_time_is_placed_by_its_zone_summer_and_winter(self):
        zone = places.zone_named("Europe/Berlin")
        assert moment(NINE, zone).offset_minutes == 60
        assert moment(NINE.replace(month=7), zone).utc.hour == 7

    def test_a_repeated_hour_is_read_as_the_first_of_the_two(self):
        zone = places.zone_named("Europe/Berlin")
        assert moment(datetime(2026, 10, 25, 2, 30), zone).offset_minutes == 120

    def test_a_skipped_hour_is_read_with_the_offset_before(self):
        zone = places.zone_named("Europe/Berlin")
        assert moment(datetime(2026, 3, 29, 2, 30), zone).offset_minutes == 60

    def test_without_any_zone_utc_is_assumed_and_said(self):
        assert moment(NINE) == (NINE.replace(tzinfo=UTC), None, True)

    def test_the_difference_between_utc_and_local_is_the_offset(self):
        local = NINE - timedelta(hours=5)
        assert moment_between(NINE, local) == (NINE.replace(tzinfo=UTC), -300, False)

    def test_a_difference_of_days_is_no_offset(self):
        with pytest.raises(ValueError):
            moment_between(NINE, NINE + timedelta(days=2))

    def test_the_end_of_time_is_an_error_not_a_crash(self):
        with pytest.raises(ValueError):
            moment(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))))
        with pytest.raises(ValueError):
            moment(datetime(9999, 12, 31, 23), timezone(timedelta(hours=-5)))


class TestPlaces:
    @pytest.mark.parametrize(
        ("place", "zone", "certain"),
        [
            ({"country": "NL"}, "Europe/Amsterdam", True),
            ({"country": "NLD"}, "Europe/Amsterdam", True),
            ({"country": "US", "state": "CA"}, "America/Los_Angeles", True),
            ({"country": "United States", "state": "az"}, "America/Phoenix", True),
            ({"country": "US"}, "America/New_York", False),
            ({"country": "BR", "state": "AM"}, "America/Manaus", True),
            ({"country": "CN"}, "Asia/Shanghai", True),
            ({"unlocode": "USLAX"}, "America/Los_Angeles", True),
            ({"unlocode": "NL RTM"}, "Europe/Amsterdam", True),
            ({"unlocode": "USXYZ"}, "America/New_York", False),
        ],
    )
    def test_the_zone_is_told_from_the_place(self, place, zone, certain):
        told = places.zone_of_place(Location(**place))
        assert (told.zone.key, told.certain) == (zone, certain)

    @pytest.mark.parametrize("place", [{}, {"country": "Atlantis"}, {"city": "Rome"}])
    def test_an_unknown_place_tells_nothing(self, place):
        assert places.zone_of_place(Location(**place)) is None

    def test_coordinates_tell_the_zone_where_the_finder_is_installed(self, monkeypatch):
        found = {(13.4, 52.5): "Europe/Berlin"}
        monkeypatch.setattr(places, "_zone_at", lambda lng, lat: found[lng, lat])
        place = Location(latitude=52.5, longitude=13.4, country="US")
        assert places.zone_of_place(place).zone.key == "Europe/Berlin"

    @pytest.mark.parametrize("at", [(0.0, 0.0), (123.0, 4.0), (4.0, 999.0)])
    def test_impossible_coordinates_are_not_asked_for(self, monkeypatch, at):
        monkeypatch.setattr(places, "_zone_at", None.__class__)
        place = Location(latitude=at[0], longitude=at[1], country="NL")
        assert places.zone_of_place(place).zone.key == "Europe/Amsterdam"

    def test_every_zone_of_the_tables_exists(self):
        tables = [PORTS, ONE_CLOCK, *STATES.values()]
        named = {zone for table in tables for zone in table.values()}
        assert [zone for zone in named if places.zone_named(zone) is None] == []

    @pytest.mark.parametrize(
        ("written", "code"),
        [("us", "US"), ("USA", "US"), ("Germany", "DE"), ("GBR", "GB"), ("UK", "GB")]
        + [("XXX", None), ("", None), (None, None), ("<script>", None)],
    )
    def test_a_country_is_recognised_however_it_is_written(self, written, code):
        assert places.country_code(written) == code

    @pytest.mark.parametrize("name", ["../../etc/passwd", "Europe/Nowhere", ""])
    def test_only_the_names_of_zones_are_looked_up(self, name):
        assert places.zone_named(name) is None
