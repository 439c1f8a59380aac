# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import pytest

from logistics_base.mapping.history_columns import guess, missing
from logistics_base.mapping.history_rows import RowError, RowReader

BERLIN = ZoneInfo("Europe/Berlin")


def read_shipment(zone=BERLIN, month_first=False, **values):
    values = {"tracking": "TN 1", **values}
    columns = {name: name for name in values}
    return RowReader(columns, zone, month_first=month_first).shipment(values)


def read_milestone(**values):
    values = {
        "tracking": "TN1",
        "code": "delivered",
        "occurred_at": "2026-02-03 14:30",
        **values,
    }
    columns = {name: name for name in values}
    return RowReader(columns, BERLIN).milestone(values)


class TestGuessingColumns:
    @pytest.mark.parametrize(
        ("header", "name"),
        [
            ("Tracking Number", "tracking"),
            ("trackingNumber", "tracking"),
            ("TRACKING_NO.", "tracking"),
            ("Sendungsnummer", "tracking"),
            ("Empfänger", "ship_to"),
            ("Carier", "carrier"),
            ("Poids", "weight"),
        ],
    )
    def test_headers_come_in_many_wordings(self, header, name):
        assert guess([header], "shipment") == {header: name}

    def test_each_column_is_given_once_and_to_the_better_header(self):
        assert guess(["Carier", "Carrier"], "shipment") == {"Carrier": "carrier"}

    def test_what_is_like_nothing_is_left_to_a_person(self):
        assert guess(["Colour of the box"], "shipment") == {}

    def test_what_cannot_be_done_without_is_named(self):
        assert len(missing(["customer"], "shipment")) == 1
        assert missing(["container"], "shipment") == []
        assert missing(["tracking"], "milestone") == ["What happened", "When"]


class TestReadingTimes:
    @pytest.mark.parametrize(
        "text",
        [
            "2026-02-03 14:30",
            "2026-02-03T13:30:00Z",
            "03.02.2026 14:30",
            "03/02/2026 14:30",
            "2026/02/03 14:30:00",
        ],
    )
    def test_common_ways_to_write_a_time(self, text):
        row = read_shipment(promised=text)
        assert row.promised == datetime(2026, 2, 3, 13, 30, tzinfo=timezone.utc)

    def test_american_dates_when_asked_for(self):
        row = read_shipment(month_first=True, promised="02/03/2026 14:30")
        assert row.promised == datetime(2026, 2, 3, 13, 30, tzinfo=timezone.utc)

    def test_a_day_above_twelve_tells_its_order_by_itself(self):
        row = read_shipment(promised="02/28/2026")
        assert row.promised.astimezone(BERLIN).day == 28

    def test_the_place_tells_the_zone_before_the_person_does(self):
        event = read_milestone(city="Lisbon", country="Portugal")
        assert event.occurred_at == datetime(2026, 2, 3, 14, 30, tzinfo=timezone.utc)
        assert event.location.country == "PT"


class TestReadingRows:
    @pytest.mark.parametrize(
        ("text", "weight"),
        [("12,5", 12.5), ("1.250,5", 1250.5), ("1,250.5", 1250.5), ("7 kg", 7.0)],
    )
    def test_numbers_in_any_dress(self, text, weight):
        assert read_shipment(weight=text).weight == weight

    def test_several_tracking_numbers_are_several_packages(self):
        row = read_shipment(tracking="A1; B2", picked_up="2026-02-01")
        assert row.packages == ["A1", "B2"]
        assert [e.references[0].value for e in row.events] == ["A1", "B2"]

    def test_the_most_trusted_references_make_a_shipment_the_same(self):
        assert read_shipment(tracking="tn-1", order="SO 1").key == {("tracking", "TN1")}
        assert read_shipment(tracking="", order="SO 1").key == {("order", "SO1")}

    def test_a_milestone_by_code_by_label_and_by_the_carriers_word(self):
        assert read_milestone(code="out_for_delivery").code == "out_for_delivery"
        assert read_milestone(code="Out for Delivery").code == "out_for_delivery"
        unknown = read_milestone(code="OFD-7")
        assert (unknown.code, unknown.raw_code) == (None, "OFD-7")

    @pytest.mark.parametrize(
        "values",
        [
            {"tracking": ""},
            {"tracking": "---"},
            {"weight": "heavy"},
            {"weight": "-3"},
            {"mode": "teleport"},
            {"promised": "soon"},
        ],
    )
    def test_what_cannot_be_taken_says_why(self, values):
        with pytest.raises(RowError):
            read_shipment(**values)

    def test_an_estimate_is_no_fact(self):
        assert read_milestone(classifier="EST").classifier == "estimated"
        with pytest.raises(RowError):
            read_milestone(classifier="perhaps")
