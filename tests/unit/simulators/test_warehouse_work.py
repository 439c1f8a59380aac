# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The simulated warehouse at work: what it picks, shorts, substitutes, packs, receives."""

import pytest

from logistics_base.canonical.documents import DOCUMENTS
from logistics_wms_sync import canonical  # noqa: F401  registers the documents
from tests.simulators.api.ledger import Ledger
from tests.simulators.warehouse.packing import check_digit, sscc

from .warehouse_bench import Bench

WHOLE_WAY = ["accepted", "allocated", "picking", "packed", "shipped"]


def test_an_order_goes_all_the_way_and_leaves_the_shelf():
    # given
    bench = Bench()
    # when
    status, answer = bench.release("WH/OUT/1", ("LAMP", 12))
    bench.work()
    # then
    assert (status, answer["status"]) == (202, "accepted")
    assert bench.statuses() == WHOLE_WAY
    assert bench.warehouse.shelf.on_hand("LAMP") == 8
    shipped = bench.last("warehouse.fulfillment")
    assert shipped["is_final"] and shipped["lines"] == [
        {"line": "1", "sku": "LAMP", "quantity": 12}
    ]


def test_all_that_is_told_is_canonical():
    bench = Bench(substitutes={"SHADE": "SHADE-B"})
    bench.release("WH/OUT/1", ("LAMP", 2), ("SHADE", 5), substitution="yes")
    bench.take(
        "warehouse.advice",
        number="WH/IN/1",
        lines=[{"line": "1", "sku": "LAMP", "quantity": 4}],
    )
    bench.take("warehouse.items", number="B1", items=[{"sku": "LAMP", "name": "Lamp"}])
    bench.take("warehouse.count", number="C1", lines=[{"sku": "LAMP"}])
    bench.work()
    bench.warehouse.stocktaking.tell_snapshot()
    bench.warehouse.stocktaking.change("LAMP", -1, tell=True, reason="broken")
    kinds = set()
    for kind, data in bench.told:
        DOCUMENTS[kind].from_json(data).check()
        kinds.add(kind)
    assert kinds == {
        "warehouse.fulfillment",
        "warehouse.receipt",
        "warehouse.items.result",
        "inventory.snapshot",
        "inventory.delta",
    }


def test_cartons_stand_on_a_pallet_and_bear_valid_numbers():
    bench = Bench(carton=10)
    bench.release("WH/OUT/1", ("LAMP", 12))
    bench.work()
    pallet, first, second = bench.last("warehouse.fulfillment")["packages"]
    assert [first["parent"], second["parent"]] == [pallet["reference"]] * 2
    assert [c["quantity"] for c in first["contents"] + second["contents"]] == [10, 2]
    assert first["weight"] == 15.4 and pallet["weight"] == 22 + 15.4 + 3.4
    for package in (pallet, first, second):
        number = package["reference"]
        assert len(number) == 18 and check_digit(number[:-1]) == number[-1]
        assert package["tracking_number"].startswith("SIMW")


def test_the_check_digit_is_that_of_the_standard():
    # the example of the GS1 General Specifications
    assert check_digit("37610425002123456") == "9"
    assert sscc(1) != sscc(2)


def test_what_is_not_on_the_shelf_is_short():
    bench = Bench()
    bench.release("WH/OUT/1", ("LAMP", 2), ("SHADE", 5))
    bench.work()
    lines = bench.last("warehouse.fulfillment")["lines"]
    assert lines[1] == {"line": "2", "sku": "SHADE", "quantity": 3, "shorted": 2}


@pytest.mark.parametrize(("allowed", "sent"), [("yes", 2), ("ask", 0), ("no", 0)])
def test_it_substitutes_only_where_it_may(allowed, sent):
    bench = Bench(substitutes={"SHADE": "SHADE-B"})
    bench.release("WH/OUT/1", ("SHADE", 5), substitution=allowed)
    bench.work()
    lines = bench.last("warehouse.fulfillment")["lines"]
    replaced = [each for each in lines if each.get("substitutes") == "SHADE"]
    assert sum(each["quantity"] for each in replaced) == sent
    assert bench.warehouse.shelf.on_hand("SHADE-B") == 10 - sent


def test_a_backorder_goes_out_when_goods_come_in():
    # given an order that is shipped but for two
    bench = Bench(backorders=True)
    bench.release("WH/OUT/1", ("SHADE", 5))
    bench.work()
    first = bench.last("warehouse.fulfillment")
    assert first["lines"][0]["backordered"] == 2 and not first["is_final"]
    # when
    bench.take(
        "warehouse.advice",
        number="WH/IN/1",
        lines=[{"line": "1", "sku": "SHADE", "quantity": 9}],
    )
    bench.work()
    # then
    second = bench.last("warehouse.fulfillment")
    assert second["id"] != first["id"] and second["is_final"]
    assert second["lines"] == [{"line": "1", "sku": "SHADE", "quantity": 2}]
    assert bench.warehouse.shelf.on_hand("SHADE") == 7


def test_all_or_nothing_waits_until_all_is_there():
    bench = Bench(backorders=True)
    bench.release("WH/OUT/1", ("LAMP", 1), ("SHADE", 5), ship_complete=True)
    bench.work()
    assert bench.statuses() == ["accepted", "backordered"]
    assert bench.warehouse.shelf.free("LAMP") == 20
    bench.warehouse.stocktaking.change("SHADE", 5)
    bench.warehouse.floor.take_up_backorders()
    bench.work()
    assert bench.statuses()[-1] == "shipped"


def test_what_expires_first_goes_first_and_serials_go_by_name():
    stock = [
        {"sku": "MILK", "quantity": 5, "lot": "NEW", "expires": "2026-09-01"},
        {"sku": "MILK", "quantity": 5, "lot": "OLD", "expires": "2026-04-01"},
        {"sku": "PHONE", "serials": ["S1", "S2"]},
    ]
    bench = Bench(stock=stock)
    bench.release("WH/OUT/1", ("MILK", 7), ("PHONE", 2))
    bench.work()
    milk, phone = bench.last("warehouse.fulfillment")["lines"]
    assert milk["lots"] == [
        {"lot": "OLD", "quantity": 5},
        {"lot": "NEW", "quantity": 2},
    ]
    assert phone["serials"] == ["S1", "S2"] and "lots" not in phone


def test_a_product_nobody_there_knows_is_rejected():
    bench = Bench()
    bench.release("WH/OUT/1", ("NOBODY", 1))
    bench.work()
    assert bench.statuses() == ["rejected"]


# The same again, changes, cancellations


def test_the_same_revision_again_changes_nothing():
    bench = Bench()
    first = bench.release("WH/OUT/1", ("LAMP", 2))
    again = bench.release("WH/OUT/1", ("LAMP", 2))
    bench.work()
    late = bench.release("WH/OUT/1", ("LAMP", 2))
    bench.work()
    assert (first[0], again[0], late[0]) == (202, 200, 200)
    assert again[1] == {"id": first[1]["id"], "status": "duplicate"}
    assert bench.warehouse.shelf.on_hand("LAMP") == 18


def test_a_change_in_time_is_done_and_gives_back_what_was_set_aside():
    bench = Bench()
    bench.release("WH/OUT/1", ("LAMP", 20))
    bench.step()
    bench.step()
    assert bench.warehouse.shelf.free("LAMP") == 0
    status, _told = bench.release("WH/OUT/1", ("LAMP", 3), revision=2, purpose="change")
    bench.work()
    assert status == 202
    assert bench.last("warehouse.fulfillment")["revision"] == 2
    assert bench.warehouse.shelf.on_hand("LAMP") == 17


@pytest.mark.parametrize("purpose", ["change", "cancel"])
def test_once_picking_has_begun_it_is_too_late(purpose):
    bench = Bench()
    bench.release("WH/OUT/1", ("LAMP", 2))
    for _step in ("accept", "allocate", "pick"):
        bench.step()
    status, told = bench.release("WH/OUT/1", ("LAMP", 1), revision=2, purpose=purpose)
    bench.work()
    assert (status, told["code"]) == (409, "too_late")
    assert bench.statuses() == [*WHOLE_WAY[:3], "cancel_refused", *WHOLE_WAY[3:]]


def test_a_cancellation_in_time_gives_all_back():
    bench = Bench()
    bench.release("WH/OUT/1", ("LAMP", 2))
    bench.step()
    bench.step()
    status, _told = bench.release("WH/OUT/1", revision=2, purpose="cancel")
    bench.work()
    assert status == 202 and bench.statuses()[-1] == "cancelled"
    assert bench.warehouse.shelf.free("LAMP") == 20


def test_a_cancellation_that_overtakes_its_order_holds():
    bench = Bench()
    bench.release("WH/OUT/1", revision=2, purpose="cancel")
    status, told = bench.release("WH/OUT/1", ("LAMP", 2))
    bench.work()
    assert (status, told["status"]) == (200, "superseded")
    assert bench.statuses() == ["cancelled"]


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"number": "1"},
        {"number": "1", "lines": []},
        {"number": "1", "lines": [{"line": "1", "quantity": 1}]},
        {"number": "1", "lines": [{"line": "1", "sku": "LAMP", "quantity": 0}]},
        {"number": "1", "lines": [{"line": "1", "sku": "LAMP", "quantity": "two"}]},
    ],
)
def test_what_makes_no_sense_is_refused(broken):
    status, told = Bench().take("warehouse.release", **broken)
    assert (status, told["code"]) == (422, "invalid")


# The dock


@pytest.mark.parametrize(
    ("mishap", "values", "lines"),
    [
        ("receive_short", {}, [("LAMP", 3, "good")]),
        ("receive_over", {}, [("LAMP", 5, "good")]),
        ("receive_damaged", {}, [("LAMP", 3, "good"), ("LAMP", 1, "damaged")]),
        ("receive_wrong", {"location": "SHADE"}, [("SHADE", 4, "good")]),
    ],
)
def test_the_dock_tells_what_is_really_there(mishap, values, lines):
    bench = Bench(stock=())
    bench.misbehave(mishap, **values)
    bench.take(
        "warehouse.advice",
        number="WH/IN/1",
        lines=[{"line": "1", "sku": "LAMP", "quantity": 4}],
    )
    bench.work()
    told = bench.last("warehouse.receipt")
    found = [
        (each["sku"], each["quantity"], each["condition"]) for each in told["lines"]
    ]
    assert (told["advice"], found) == ("WH/IN/1", lines)
    for sku, quantity, condition in lines:
        assert bench.warehouse.shelf.on_hand(sku, condition) == quantity


@pytest.mark.parametrize(
    ("disposition", "status", "there"),
    [("restock", "good", 2), ("quarantine", "hold", 2), ("scrap", "good", 0)],
)
def test_what_comes_back_is_disposed_of(disposition, status, there):
    bench = Bench(stock=(), disposition=disposition)
    bench.take(
        "warehouse.advice",
        number="RET/1",
        kind="return",
        lines=[{"line": "1", "sku": "LAMP", "quantity": 2}],
    )
    bench.work()
    told = bench.last("warehouse.receipt")
    assert told["is_return"] and told["lines"][0]["disposition"] == disposition
    assert bench.warehouse.shelf.on_hand("LAMP", status) == there


def test_an_advice_that_was_called_off_does_not_arrive():
    bench = Bench(stock=())
    lines = [{"line": "1", "sku": "LAMP", "quantity": 2}]
    bench.take("warehouse.advice", number="IN/1", lines=lines)
    bench.take("warehouse.advice", number="IN/1", purpose="cancel", revision=2)
    bench.work()
    assert bench.told == []


# Counting


def test_a_complete_snapshot_tells_of_all_that_is_there():
    bench = Bench()
    told = bench.warehouse.stocktaking.tell_snapshot()
    assert told["scope"] == "complete"
    assert {line["sku"]: line["quantity"] for line in told["lines"]} == {
        "LAMP": 20,
        "SHADE": 3,
        "SHADE-B": 10,
    }


def test_a_count_finds_what_vanished():
    bench = Bench()
    bench.warehouse.stocktaking.change("SHADE", -3)
    bench.take("warehouse.count", number="C1", lines=[{"sku": "SHADE"}])
    bench.work()
    told = bench.last("inventory.snapshot")
    assert (told["count"], told["scope"]) == ("C1", "partial")
    assert told["lines"] == [{"sku": "SHADE", "quantity": 0, "status": "good"}]


def test_a_delta_may_be_older_than_the_snapshot():
    bench = Bench()
    snapshot = bench.warehouse.stocktaking.tell_snapshot()
    delta = bench.warehouse.stocktaking.tell_delta("LAMP", -1, age=3600)
    assert delta["as_of"] < snapshot["as_of"]


# Mishaps


@pytest.mark.parametrize(
    ("mishap", "seen"),
    [
        ("over_ship", {"line": "1", "sku": "LAMP", "quantity": 3}),
        ("unknown_sku", {"sku": "NOBODY-KNOWS-WH/OUT/1", "quantity": 2}),
        (
            "wrong_lot",
            {
                "line": "1",
                "sku": "LAMP",
                "quantity": 2,
                "lots": [{"lot": "NO-SUCH-LOT", "quantity": 2}],
            },
        ),
    ],
)
def test_what_goes_wrong_on_the_floor_shows_in_what_is_told(mishap, seen):
    bench = Bench()
    bench.misbehave(mishap)
    bench.release("WH/OUT/1", ("LAMP", 2))
    bench.work()
    assert bench.last("warehouse.fulfillment")["lines"] == [seen]


def test_more_than_ordered_really_leaves():
    bench = Bench()
    bench.misbehave("over_ship")
    bench.release("WH/OUT/1", ("LAMP", 2))
    bench.work()
    assert bench.warehouse.shelf.on_hand("LAMP") == 17
    assert bench.warehouse.ledger()["over_shipped"] == ["WH/OUT/1"]


def test_what_breaks_is_short():
    bench = Bench()
    bench.misbehave("damage")
    bench.release("WH/OUT/1", ("LAMP", 2))
    bench.work()
    assert bench.statuses()[-1] == "short"


def test_master_data_is_noted_and_some_of_it_refused():
    bench = Bench(stock=(), refuses=["BAD"])
    items = [
        {"sku": "GOOD", "name": "Good", "weight": 4},
        {"sku": "BAD", "name": "Bad"},
    ]
    bench.take("warehouse.items", number="B7", items=items)
    told = bench.last("warehouse.items.result")
    assert [each["result"] for each in told["results"]] == ["accepted", "refused"]
    assert bench.warehouse.shelf.weight("GOOD") == 4
    assert not bench.warehouse.shelf.knows("BAD")


# Books


def test_a_restart_forgets_nothing():
    # given a warehouse in the middle of two orders
    ledger = Ledger()
    before = Bench(ledger)
    before.release("WH/OUT/1", ("LAMP", 2))
    before.release("WH/OUT/2", ("LAMP", 3))
    for _step in range(5):
        before.step()
    # when it starts anew with the same books
    after = Bench(ledger)
    after.warehouse.floor.resume()
    after.work()
    # then each order left once
    assert after.warehouse.shelf.on_hand("LAMP") == 15
    assert after.warehouse.ledger()["orders"] == {"shipped": 2}
    for number in ("WH/OUT/1", "WH/OUT/2"):
        assert after.statuses(number) == WHOLE_WAY
