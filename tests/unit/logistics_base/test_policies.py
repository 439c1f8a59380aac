# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

import pytest

from logistics_base.policies.changes import differences
from logistics_base.policies.circles import is_too_soon, verdict
from logistics_base.policies.filters import asks_always_the_same
from logistics_base.policies.moments import LOOK_BACK, next_midnight, same_time, window
from logistics_base.policies.table import Condition, DecisionTable, Entry

NOW = datetime(2026, 3, 4, 12, 0)


class Row(NamedTuple):
    """What the table looks at of an event."""

    type: str
    summary: str | None = None
    res_id: int = 1
    company_id: int = 1
    res_model: str = "thing"


def entry(rule_id, *types, words=None, facts=(), company_id=None):
    words = words and frozenset(words)
    facts = tuple((name, frozenset(values)) for name, values in facts)
    return Entry(rule_id, company_id, Condition(frozenset(types), words, facts))


def matched(entries, rows, facts=None):
    """Return [(number of the row, ids of policies)]."""
    asked = []

    def read(model, ids, names):
        asked.append((model, set(ids), names))
        return {id_: facts[id_] for id_ in ids if id_ in facts}

    rows = list(rows)
    found = DecisionTable(entries).match(rows, read)
    return [(rows.index(row), ids) for row, ids in found], asked


def test_events_are_looked_up_by_type_and_word():
    entries = [
        entry(1, "milestone", words=("departed",)),
        entry(2, "milestone", "stage"),
        entry(3, "stage", words=("delivered",)),
    ]
    rows = [Row("milestone", "departed"), Row("stage", "lost"), Row("other", "x")]
    assert matched(entries, rows) == ([(0, (1, 2)), (1, (2,))], [])


def test_companies_are_told_apart():
    entries = [
        entry(1, "stage", company_id=1),
        entry(2, "stage"),
        entry(3, "stage", company_id=2),
    ]
    assert matched(entries, [Row("stage", company_id=2)])[0] == [(0, (2, 3))]


def test_facts_are_read_once_for_a_model_and_only_where_asked_about():
    entries = [
        entry(1, "milestone", words=("a",), facts=[("reason", {"x"})]),
        entry(2, "milestone", words=("a", "b"), facts=[("kind", {"k"})]),
        entry(3, "stage"),
    ]
    rows = [Row("milestone", "a", 1), Row("milestone", "b", 2), Row("stage", "c", 3)]
    facts = {1: {"reason": "x", "kind": "z"}, 2: {"reason": "y", "kind": "k"}}
    found, asked = matched(entries, rows, facts)
    assert found == [(0, (1,)), (1, (2,)), (2, (3,))]
    assert asked == [("thing", {1, 2}, ["kind", "reason"])]


def test_a_record_that_is_gone_is_asked_nothing():
    found, _asked = matched(
        [entry(1, "stage", facts=[("kind", {"k"})])], [Row("stage")], {}
    )
    assert found == [(0, (1,))]


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        ((), None),
        ((1, 2), None),
        ((7,), "own"),
        ((1, 7, 2), "own"),
        ((1, 2, 3), "long"),
    ],
)
def test_a_policy_does_not_act_on_what_it_caused(chain, expected):
    assert verdict(7, chain, 3) == expected


@pytest.mark.parametrize(
    ("last", "once", "pause", "expected"),
    [
        (None, True, 0, False),
        (0.0, True, 0, True),
        (0.0, False, 0, False),
        (50.0, False, 60, True),
        (0.0, False, 60, False),
        # the clock was put back by an hour: it does not rest for more than its pause
        (3700.0, False, 60, False),
    ],
)
def test_when_a_policy_rests(last, once, pause, expected):
    assert is_too_soon(last, 100.0, once=once, pause=pause) is expected


def test_a_timer_looks_back_no_further_than_it_was_armed_and_three_days():
    hour = timedelta(hours=1)
    assert window(NOW, NOW - hour) == (NOW - hour, NOW)
    assert window(NOW, NOW - 1000 * hour) == (NOW - LOOK_BACK, NOW)
    # armed while the clock was ahead: nothing is due yet
    assert window(NOW, NOW + 1000 * hour) == (NOW, NOW)


def test_days_keep_the_time_of_day():
    local = datetime(2026, 3, 4, 15, 30, tzinfo=timezone(timedelta(hours=1)))
    assert next_midnight(local).isoformat() == "2026-03-05T00:00:00+01:00"
    later = same_time(next_midnight(local).date(), local)
    assert later.isoformat() == "2026-03-05T15:30:00+01:00"


def test_what_changed_is_told_line_by_line():
    before = {"words": ["a"], "actions": [{"type": "hold"}]}
    after = {"words": ["a"], "actions": [{"type": "hold", "text": "Why"}]}
    found = differences(before, after)
    assert ("+", '"text": "Why"') in found
    assert not [line for sign, line in found if "words" in line]
    assert differences(before, before) == []


@pytest.mark.parametrize(
    ("text", "is_fixed"),
    [
        ("[]", True),
        ("['|', ('a', '=', 1), ['b.c', '<', context_today()]]", True),
        ("[('a', 'any', [('b', '=', 1)])]", True),
        ("[('a', 'any', [('b' + 'c', '=', 1)])]", False),
        ("[('a', '=', 1)] if time else [('b', '=', 1)]", False),
        ("[('a' if time else 'b', '=', 1)]", False),
        ("[*[('a', '=', 1)]]", False),
        ("[", False),
    ],
)
def test_a_filter_asks_for_the_same_fields_whenever_it_is_applied(text, is_fixed):
    assert asks_always_the_same(text) is is_fixed
