# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a preset can say of times."""

from datetime import datetime, timezone

import pytest
from freezegun import freeze_time

from logistics_base.mapping.places import zone_named

from .preset_examples import decode_one, failure_of, preset

UTC = timezone.utc


class TestTimes:
    NINE = datetime(2026, 1, 17, 9, 0, tzinfo=UTC)

    def _event(self, when, payload, **more):
        how = {"default_zone": more.pop("default_zone", None)}
        return decode_one(preset({"occurred_at": when, **more}), payload, **how)

    @pytest.mark.parametrize(
        ("when", "payload", "offset"),
        [
            ("at", {"at": "2026-01-17T11:00:00+02:00"}, 120),
            ({"value": "at", "formats": ["epoch_s"]}, {"at": 1768640400}, 0),
            ({"value": "at", "formats": ["epoch_ms"]}, {"at": 1768640400000}, 0),
            (
                {"value": "at", "formats": ["%d.%m.%Y %H:%M", "iso"], "zone": "UTC"},
                {"at": "17.01.2026 09:00"},
                0,
            ),
            (
                {
                    "date": "d",
                    "time": "t",
                    "formats": ["%Y%m%d%H%M%S"],
                    "zone": "America/New_York",
                },
                {"d": "20260117", "t": "040000"},
                -300,
            ),
            (
                {"date": "d", "time": "t", "offset": "o"},
                {"d": "2026-01-17", "t": "14:30:00", "o": "+05:30"},
                330,
            ),
            ({"date": "d", "at": "09:00", "zone": "UTC"}, {"d": "2026-01-17"}, 0),
            ({"value": "d", "at": "09:00", "zone": "UTC"}, {"d": "2026-01-17"}, 0),
            (
                {"value": "at", "zone": {"value": "tz"}},
                {"at": "2026-01-17T10:00:00", "tz": "Europe/Paris"},
                60,
            ),
            (
                {"value": "at", "zone": {"value": "tz"}},
                {"at": "2026-01-17T03:00:00", "tz": "CST"},
                -360,
            ),
            (
                {"value": "at", "zone": {"country": "to"}},
                {"at": "2026-01-17T18:00:00", "to": "JP"},
                540,
            ),
            (["missing", "at"], {"at": "2026-01-17T09:00:00Z"}, 0),
            (
                {"value": "at", "local": {"date": "d", "time": "t"}},
                {"at": "2026-01-17T09:00:00Z", "d": "2026-01-17", "t": "04:00"},
                -300,
            ),
            (
                {"value": "at", "local": {"value": "none"}},
                {"at": "2026-01-17T09:00:00", "none": None},
                0,
            ),
        ],
    )
    def test_every_way_of_writing_it(self, when, payload, offset):
        event = self._event(when, payload)
        assert (event.occurred_at, event.utc_offset_minutes) == (self.NINE, offset)
        assert not event.time_assumed

    def test_a_utc_and_a_local_pair_gives_both(self):
        when = {
            "date": "gd",
            "time": "gt",
            "formats": ["%Y%m%d%H%M%S"],
            "zone": "UTC",
            "local": {"date": "ld", "time": "lt"},
        }
        event = self._event(
            when, {"gd": "20260117", "gt": "013000", "ld": "20260116", "lt": "203000"}
        )
        assert (event.occurred_at.hour, event.utc_offset_minutes) == (1, -300)

    def test_a_local_time_is_placed_by_its_place(self):
        place = {"country": "country", "state": "state"}
        event = self._event(
            "at",
            {"at": "2026-01-17T01:00:00", "country": "US", "state": "CA"},
            location=place,
        )
        assert (event.occurred_at, event.utc_offset_minutes) == (self.NINE, -480)
        assert not event.time_assumed

    def test_in_a_country_of_several_clocks_the_main_one_is_assumed(self):
        event = self._event(
            "at",
            {"at": "2026-01-17T04:00:00", "country": "US"},
            location={"country": "country"},
        )
        assert (event.occurred_at, event.time_assumed) == (self.NINE, True)

    def test_else_the_default_zone_is_assumed_and_at_last_utc(self):
        local = {"at": "2026-01-17T10:00:00"}
        berlin = zone_named("Europe/Berlin")
        event = self._event("at", local, default_zone=berlin)
        assert (event.occurred_at, event.time_assumed) == (self.NINE, True)
        event = self._event("at", local)
        assert (event.occurred_at.hour, event.time_assumed) == (10, True)
        assert event.utc_offset_minutes is None

    @pytest.mark.parametrize("at", ["tomorrow", "2026-02-30T09:00:00Z", 5.5, [], {}])
    def test_what_is_no_time_fails_with_its_path(self, at):
        failure = failure_of(preset(), {"at": at})
        assert failure.category == "value"
        assert failure.message.startswith("messages[0].fields.occurred_at: ")

    def test_without_a_time_the_event_is_refused(self):
        assert failure_of(preset(), {"at": None}).category == "missing"

    def test_an_optional_time_may_be_absent_or_malformed(self):
        loaded = preset({"estimated_delivery": {"value": "eta", "optional": True}})
        assert decode_one(loaded, {"eta": "end of day"}).estimated_delivery is None
        assert decode_one(loaded, {"eta": "2026-01-17T09:00:00Z"}).estimated_delivery


def test_a_preset_with_times_compiles_while_a_test_freezes_the_clock():
    with freeze_time("2026-03-02"):
        loaded = preset({"occurred_at": "at"})
    assert decode_one(loaded, {"at": "2026-01-17T09:00:00Z"}).occurred_at.year == 2026
