# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timezone

from hypothesis import given
from hypothesis import strategies as st

from logistics_wms_sync.canonical.advices import (
    ReceivedLine,
    WarehouseReceipt,
)
from logistics_wms_sync.canonical.receipt_parts import (
    content_digest,
    identity,
    spread,
    take,
)

amounts = st.integers(min_value=1, max_value=50)


def receipt(*lines, **data):
    told = tuple(ReceivedLine(**line) for line in lines)
    return WarehouseReceipt(advice="IN-1", lines=told, **data)


def test_loose_goods_are_one_piece():
    assert spread(5, [], []) == [(5, None, None)]


def test_a_package_takes_from_the_lot_that_it_names():
    pieces = spread(10, [("L1", 6), ("L2", 4)], [("P", 3, "L2"), ("Q", 6, None)])
    assert pieces == [(3, "L2", "P"), (6, "L1", "Q"), (1, "L2", None)]


@given(
    st.lists(st.tuples(st.sampled_from("abc"), amounts), max_size=5),
    st.lists(
        st.tuples(st.sampled_from("PQ"), amounts, st.sampled_from([None, "a", "z"])),
        max_size=5,
    ),
    amounts,
)
def test_nothing_is_lost_or_made_by_packing(lots, contents, loose):
    quantity = sum(amount for _lot, amount in lots) or loose
    pieces = spread(quantity, lots, contents)
    assert sum(amount for amount, _lot, _package in pieces) == quantity
    for lot in {lot for lot, _amount in lots}:
        told = sum(amount for name, amount in lots if name == lot)
        assert sum(amount for amount, name, _package in pieces if name == lot) == told


@given(st.lists(amounts, min_size=1, max_size=5), st.integers(0, 300))
def test_what_is_taken_and_what_is_left_are_all(chunks, quantity):
    pieces = [(amount, None, None) for amount in chunks]
    taken, rest = take(pieces, quantity)
    assert sum(one[0] for one in taken) == min(quantity, sum(chunks))
    assert sum(one[0] for one in taken + rest) == sum(chunks)


def test_an_id_makes_a_receipt_the_same():
    one = receipt({"sku": "A", "quantity": 1}, id="R-1")
    other = receipt({"sku": "A", "quantity": 2}, id="R-1")
    assert identity(one, content_digest(one)) == identity(other, content_digest(other))
    assert content_digest(one) != content_digest(other)


def test_without_an_id_what_it_says_does():
    when = datetime(2026, 3, 2, 8, tzinfo=timezone.utc)
    lines = [{"sku": "A", "quantity": 1}, {"sku": "B", "quantity": 2}]
    one = receipt(*lines, received_at=when)
    turned = receipt(*reversed(lines), received_at=when)
    later = receipt(*lines, received_at=when.replace(hour=9))
    assert identity(one, content_digest(one)) == identity(
        turned, content_digest(turned)
    )
    assert identity(one, content_digest(one)) != identity(later, content_digest(later))
