# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lots and packages of what was shipped, and when two tellings are one."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics_wms_sync.canonical.fulfillment_course import Fact, course
from logistics_wms_sync.canonical.fulfillment_identity import digest, identity
from logistics_wms_sync.canonical.fulfillment_parts import (
    Part,
    PartsError,
    contents_of,
    cut,
    distribute,
    lots_of,
)
from logistics_wms_sync.canonical.fulfillments import FulfilledLine, FulfillmentUpdate
from logistics_wms_sync.canonical.goods import HandlingUnit, LotQuantity, PackedLine

WHEN = datetime(2026, 3, 2, 10, 0, tzinfo=timezone.utc)


def update(**values):
    return FulfillmentUpdate(**{"order": "OUT/1", "status": "shipped", **values})


def line(sku="A", quantity=1.0, **values):
    return FulfilledLine(sku=sku, quantity=quantity, **values)


# Lots and packages


def test_without_lots_and_packages_a_line_is_one_part():
    assert distribute(5, [], []) == [Part(5)]


def test_the_only_package_holds_what_none_tells_of():
    assert distribute(5, [], [], "P1") == [Part(5, None, "P1")]


def test_lots_told_in_packages_alone_are_the_lots_of_the_line():
    packed = [("P1", 2, "L1"), ("P2", 3, "L2")]
    assert distribute(5, [], packed) == [Part(2, "L1", "P1"), Part(3, "L2", "P2")]


def test_lots_beside_the_line_are_shared_out_over_packages():
    parts = distribute(5, [("L1", 3), ("L2", 2)], [("P1", 4, None), ("P2", 1, None)])
    assert parts == [Part(3, "L1", "P1"), Part(1, "L2", "P1"), Part(1, "L2", "P2")]


def test_a_package_that_names_its_lot_gets_it():
    parts = distribute(4, [("L1", 2), ("L2", 2)], [("P1", 2, None), ("P2", 2, "L1")])
    assert set(parts) == {Part(2, "L2", "P1"), Part(2, "L1", "P2")}


def test_what_is_in_no_package_stays_without_one():
    assert distribute(5, [], [("P1", 3, None)]) == [Part(3, None, "P1"), Part(2)]


@pytest.mark.parametrize(
    ("quantity", "lots", "packed"),
    [
        (2, [("L1", 3)], []),
        (2, [], [("P1", 3, None)]),
        (2, [("L1", 1), ("L2", 1)], [("P1", 2, "L1")]),
    ],
)
def test_lots_or_packages_of_more_than_was_shipped_are_refused(quantity, lots, packed):
    with pytest.raises(PartsError):
        distribute(quantity, lots, packed)


@given(
    st.lists(st.tuples(st.sampled_from("XYZ"), st.integers(1, 9)), max_size=5),
    st.lists(st.integers(1, 9), max_size=5),
    st.integers(0, 9),
)
def test_parts_are_always_as_much_as_the_line(lots, boxes, loose):
    named, boxed = sum(amount for _lot, amount in lots), sum(boxes)
    quantity = max(named, boxed) + loose
    packed = [(f"P{at}", amount, None) for at, amount in enumerate(boxes)]
    parts = distribute(quantity, lots, packed)
    assert sum(part.quantity for part in parts) == quantity
    for lot in "XYZ":
        told = sum(amount for name, amount in lots if name == lot)
        assert sum(part.quantity for part in parts if part.lot == lot) == told
    for key, amount, _lot in packed:
        assert sum(p.quantity for p in parts if p.package == key) == amount


@given(st.lists(st.integers(1, 9), max_size=5), st.integers(0, 50))
def test_cut_parts_are_the_whole(amounts, room):
    parts = [Part(amount, f"L{at}") for at, amount in enumerate(amounts)]
    head, tail = cut(parts, room)
    assert sum(p.quantity for p in head) == min(room, sum(amounts))
    assert sum(p.quantity for p in head + tail) == sum(amounts)


def test_a_serial_number_is_a_lot_of_one():
    told = line(serials=("S1", "S2"), lots=())
    assert lots_of(told) == ([("S1", 1.0), ("S2", 1.0)], 2.0)


def test_a_serial_number_told_as_lot_and_as_serial_is_there_twice():
    told = line(serials=("S1",), lots=(LotQuantity(lot="S1"),))
    with pytest.raises(PartsError):
        lots_of(told)


def test_serial_numbers_in_a_package_count_its_pieces():
    packed = PackedLine(sku="A", quantity=3, serials=("S1", "S2"))
    with pytest.raises(PartsError):
        contents_of([HandlingUnit(contents=(packed,))])


# The course of a line

SHIPPED = Fact(status="shipped", quantity=2)
FACTS = [
    SHIPPED,
    Fact(status="shipped", quantity=1, is_final=True),
    Fact(status="short", shorted=1),
    Fact(status="short", shorted=2),
    Fact(status="packed", quantity=4),
    Fact(status="allocated", quantity=5),
    Fact(status="backordered", backordered=2),
]


@given(st.lists(st.sampled_from(FACTS), max_size=6), st.randoms())
def test_the_order_in_which_facts_come_makes_no_difference(facts, dice):
    shuffled = dice.sample(facts, len(facts))
    assert course(9, facts) == course(9, shuffled)


@given(st.lists(st.sampled_from(FACTS), max_size=6), st.sampled_from(FACTS))
def test_less_is_expected_the_more_is_told(facts, fact):
    assert course(9, [*facts, fact]).expected <= course(9, facts).expected


def test_what_is_neither_shipped_nor_short_is_expected():
    found = course(5, [SHIPPED, Fact(status="short", shorted=1)], has_begun=True)
    assert (found.shipped, found.short, found.expected) == (2, 1, 2)
    assert found.backordered == 2


def test_after_the_final_shipment_the_rest_is_short():
    found = course(5, [Fact(status="shipped", quantity=3, is_final=True)])
    assert (found.short, found.expected) == (2, 0)


def test_what_is_shipped_after_all_is_short_no_more():
    found = course(
        5, [Fact(status="short", shorted=3), Fact(status="shipped", quantity=5)]
    )
    assert (found.shipped, found.short) == (5, 0)


# Once


def test_an_id_is_the_identity():
    assert identity(update(id="S1", lines=(line(),))) == "shipped|id|S1"
    assert identity(update(id="S1", lines=(line(quantity=2),))) == "shipped|id|S1"


def test_what_differs_only_in_order_zone_or_words_says_the_same():
    here = timezone(timedelta(hours=2))
    one = update(lines=(line("A"), line("B")), occurred_at=WHEN)
    other = update(
        lines=(line("B"), line("A", reason="x")),
        occurred_at=WHEN.astimezone(here).replace(microsecond=5),
        reason="words",
    )
    assert digest(one) == digest(other)


@pytest.mark.parametrize(
    "other",
    [
        update(lines=(line("A", 2),), occurred_at=WHEN),
        update(lines=(line("A", lots=(LotQuantity(lot="L"),)),), occurred_at=WHEN),
        update(lines=(line("A"),), occurred_at=WHEN + timedelta(seconds=1)),
        update(lines=(line("A"),), occurred_at=WHEN, is_final=True),
        update(
            lines=(line("A"),),
            occurred_at=WHEN,
            packages=(HandlingUnit(tracking_number="T1"),),
        ),
        update(status="packed", lines=(line("A"),), occurred_at=WHEN),
    ],
)
def test_what_differs_in_goods_time_or_packages_says_something_else(other):
    assert digest(update(lines=(line("A"),), occurred_at=WHEN)) != digest(other)
