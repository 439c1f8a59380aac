# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows that belong together, and how partners write numbers, times and days."""

import pytest

from logistics_base.mapping.errors import DecodeError, PresetError
from logistics_base.mapping.preset import Preset

ROWS = """order;number;kind;weight
A;1;pro;1,5
B;2;bol;2
A;3;pro;1.234,5
;4;pro;0
"""


def load(fields=None, message=None, **keys):
    entry = {
        "document_type": "shipment",
        "each": "rows",
        "group": "order",
        "fields": {
            "id": "order",
            "weight": "weight",
            "references": [
                {"each": "rows", "type": {"value": "kind"}, "value": "number"}
            ],
            **(fields or {}),
        },
        **(message or {}),
    }
    whole = {"code": "px", "name": "PX", "kind": "wms", "format": "csv"}
    return Preset.load(
        {**whole, "locale": {"decimal": "comma"}, "messages": [entry], **keys}
    )


def test_rows_that_agree_are_one_element_in_the_place_of_the_first():
    documents = load().decode(ROWS.encode())
    told = [(d.id, [one.value for one in d.references], d.weight) for d in documents]
    assert told == [("A", ["1", "3"], 1.5), ("B", ["2"], 2.0), (None, ["4"], 0.0)]


def test_a_group_may_be_of_several_values():
    loaded = load(message={"group": {"join": ["order", "kind"]}})
    rows = ROWS.replace("A;3;pro", "A;3;bol")
    assert [len(d.references) for d in loaded.decode(rows.encode())] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    "message, problem",
    [
        ({"each": None}, "group: only beside each"),
        (
            {"documents": [], "fields": None, "each": None},
            "group: not beside documents",
        ),
    ],
)
def test_a_group_needs_a_list(message, problem):
    with pytest.raises(PresetError, match=problem):
        load(message=message)


class TestLocale:
    def test_it_holds_where_a_value_says_nothing_else(self):
        fields = {
            "promised": {"value": "at"},
            "volume": {"value": "volume", "decimal": "point"},
        }
        loaded = load(
            fields, locale={"decimal": "comma", "times": ["%d.%m.%Y %H:%M", "%d.%m.%Y"]}
        )
        rows = b"order;number;kind;weight;volume;at\nA;1;pro;1,5;1.5;17.01.2026 08:30\n"
        (document,) = loaded.decode(rows)
        assert (document.weight, document.volume) == (1.5, 1.5)
        assert document.to_json()["promised"] == "2026-01-17T08:30:00Z"

    @pytest.mark.parametrize(
        "locale, problem",
        [
            ({"decimal": "dot"}, "locale.decimal"),
            ({"thousands": ","}, "unknown key"),
            ({"times": "iso"}, "locale.times: a list"),
        ],
    )
    def test_it_is_checked(self, locale, problem):
        with pytest.raises(PresetError, match=problem):
            load(locale=locale)


class TestSum:
    def test_it_adds_up_as_numbers_are_written(self):
        (one, *_others) = load({"weight": {"sum": "rows[].weight"}}).decode(
            ROWS.encode()
        )
        assert one.weight == 1236.0

    def test_nothing_is_no_number(self):
        loaded = load({"weight": {"sum": "rows[].nowhere"}})
        assert loaded.decode(ROWS.encode())[0].weight is None
        loaded = load({"weight": {"sum": "rows[].nowhere", "default": 7}})
        assert loaded.decode(ROWS.encode())[0].weight == 7

    def test_texts_are_not_put_together(self):
        with pytest.raises(DecodeError, match="numbers are expected"):
            load({"id": {"sum": "rows[].kind"}}).decode(ROWS.encode())
        with pytest.raises(DecodeError, match="a number is expected"):
            load({"weight": {"sum": "rows[].kind"}}).decode(ROWS.encode())
