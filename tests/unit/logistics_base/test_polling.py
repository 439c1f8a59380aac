# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import pytest

from logistics_base.canonical.polling import (
    DAY,
    HOUR,
    INTERVALS,
    LONGEST,
    MINUTE,
    SHORTEST,
    interval,
    is_dead,
)
from logistics_base.canonical.vocabulary import CLOSED_STATES, STATES


def test_every_open_stage_has_an_interval():
    assert set(INTERVALS) == set(STATES) - CLOSED_STATES


@pytest.mark.parametrize(
    ("stage", "promised_in", "empty_count", "expected"),
    [
        ("in_transit", None, 0, 2 * HOUR),
        ("in_transit", 2 * DAY, 0, 2 * HOUR),
        ("in_transit", 6 * HOUR, 0, HOUR),
        ("in_transit", 0, 0, HOUR),
        ("in_transit", -DAY, 0, HOUR),
        ("in_transit", -9 * DAY, 0, 2 * HOUR),
        ("in_transit", 9 * DAY, 0, 4 * HOUR),
        ("in_transit", None, 1, 2.5 * HOUR),
        ("in_transit", None, 50, 8 * HOUR),
        ("out_for_delivery", None, 0, 20 * MINUTE),
        ("out_for_delivery", HOUR, 0, SHORTEST),
        ("booked", 30 * DAY, 50, LONGEST),
    ],
)
def test_interval(stage, promised_in, empty_count, expected):
    assert interval(stage, promised_in, empty_count) == expected


@pytest.mark.parametrize(
    ("was_known", "empty_count", "days", "expected"),
    [
        (False, 6, 5, True),
        (False, 5, 9, False),
        (False, 50, 4, False),
        (True, 50, 29, False),
        (True, 2, 30, True),
    ],
)
def test_is_dead(was_known, empty_count, days, expected):
    found = is_dead(was_known=was_known, empty_count=empty_count, silent_for=days * DAY)
    assert found is expected
