# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The simulated warehouse as a process: who may call, what it tells, how it fails."""

import json
import signal
import urllib.error
import urllib.request
from datetime import datetime, timezone

import pytest
from standardwebhooks.webhooks import Webhook

from tests.simulators.config import ConfigError, read_warehouses
from tests.simulators.process import SECRET, SimulatorProcess, process

from .receiver import receiving
from .test_booked_parcels import until
from .warehouse_bench import STOCK

#: All steps of an order take half a second.
SPEED = 15_000
KEY = "the key of a test"


def plan(**values):
    return {
        "code": "wms",
        "secret": SECRET,
        "api_key": KEY,
        "stock": list(STOCK),
        **values,
    }


@pytest.fixture
def odoo():
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def running(odoo):
    with process([], warehouses=[plan()], odoo=odoo.url, speed=SPEED) as found:
        yield found


def release(number="WH/OUT/1", sku="LAMP", quantity=2, **values):
    lines = [{"line": "1", "sku": sku, "quantity": quantity}]
    data = {"number": number, "revision": 1, "lines": lines, **values}
    return {"type": "warehouse.release", "data": data}


def post(running, document, secret=SECRET, path="/releases"):
    """Return (status, answer) of a signed document."""
    body = json.dumps(document)
    now = datetime.now(timezone.utc)
    headers = {
        "Content-Type": "application/json",
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", now, body),
    }
    return answered(running.api_url("wms") + path, body.encode(), headers)


def ask(running, path, key=KEY):
    headers = {"Authorization": f"Bearer {key}"}
    return answered(running.api_url("wms") + path, None, headers)


def answered(url, body, headers):
    try:
        request = urllib.request.Request(url, body, headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"null")


def told(odoo, *types):
    found = [each.content for each in list(odoo.received)]
    return [each["data"] for each in found if not types or each["type"] in types]


def statuses(odoo, number="WH/OUT/1"):
    return [each["status"] for each in told(odoo) if each.get("order") == number]


def test_what_is_released_is_told_of_with_signatures_until_it_left(odoo, running):
    status, answer = post(running, release())
    until(lambda: "shipped" in statuses(odoo))
    assert (status, answer["status"]) == (202, "accepted")
    assert statuses(odoo) == ["accepted", "allocated", "picking", "packed", "shipped"]
    for each in odoo.received:
        assert each.path == "/logistics/v1/inbound/wms"
        Webhook(SECRET).verify(each.body, dict(each.headers.items()))


def test_what_does_not_verify_is_refused(running):
    stranger = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY4"
    status, _answer = post(running, release(), secret=stranger)
    assert status == 401
    assert running.ledger("wms")["orders"] == {}


@pytest.mark.parametrize(
    "document", [{"type": "nonsense", "data": {}}, ["a list"], {"type": "x", "data": 1}]
)
def test_what_nobody_takes_is_said_so(running, document):
    assert post(running, document)[0] == 422


def test_who_asks_shows_a_key_and_is_told_all_that_was_told(odoo, running):
    post(running, release())
    until(lambda: "shipped" in statuses(odoo))
    assert ask(running, "/orders", key="wrong")[0] == 401
    _status, one = ask(running, "/v1/orders?numbers=WH/OUT/1,WH/OUT/2")
    _status, opened = ask(running, "/orders?status=open")
    _status, stock = ask(running, "/stock")
    [order] = one["orders"]
    assert order["updates"] == told(odoo, "warehouse.fulfillment")
    assert opened["orders"] == []
    assert {"sku": "LAMP", "quantity": 18, "status": "good"} in stock["lines"]


def test_down_it_answers_503_and_goes_on_afterwards(odoo, running):
    post(running, release())
    running.ask("closed", integration="wms", seconds=3600)
    assert post(running, release("WH/OUT/2"))[0] == 503
    running.ask("closed", integration="wms", seconds=0)
    until(lambda: "shipped" in statuses(odoo))
    assert statuses(odoo, "WH/OUT/2") == []


def test_killed_it_knows_its_orders_and_its_stock_when_it_starts_again(odoo, running):
    post(running, release())
    running.stop(signal.SIGKILL)
    running.start()
    until(lambda: "shipped" in statuses(odoo))
    assert post(running, release())[1]["status"] == "duplicate"
    ledger = running.ledger("wms")
    assert ledger["stock"]["LAMP"] == {"good": 18}
    assert (ledger["shipments"], ledger["over_shipped"]) == (1, [])


def test_a_lost_message_can_be_asked_for_and_be_told_after_all(odoo, running):
    running.fault("lose", integration="wms", path="warehouse.fulfillment", count=5)
    post(running, release())
    until(lambda: running.ask("status")["warehouses"]["wms"]["lost"] == 5)
    assert told(odoo) == []
    [order] = ask(running, "/orders")[1]["orders"]
    assert order["updates"][-1]["status"] == "shipped"
    running.ask("retell", integration="wms")
    until(lambda: len(statuses(odoo)) == 5)


def test_told_twice_it_bears_two_ids_and_says_the_same(odoo, running):
    running.fault("twice", integration="wms")
    post(running, release())
    until(lambda: "shipped" in statuses(odoo))
    first, second = odoo.received[:2]
    assert first.content["data"] == second.content["data"]
    assert first.headers["webhook-id"] != second.headers["webhook-id"]


def test_out_of_order_it_tells_the_next_thing_first(odoo, running):
    running.fault("out_of_order", integration="wms")
    post(running, release())
    until(lambda: len(statuses(odoo)) == 5)
    assert statuses(odoo)[:2] == ["allocated", "accepted"]


def test_a_discrepancy_is_planted_silently_or_told(odoo, running):
    running.ask("shelf", integration="wms", sku="LAMP", change=-2)
    running.ask("shelf", integration="wms", sku="SHADE", change=4, tell=True)
    until(lambda: told(odoo, "inventory.delta"))
    [delta] = told(odoo, "inventory.delta")
    assert [delta["lines"][0][name] for name in ("sku", "change", "on_hand")] == [
        "SHADE",
        4,
        7,
    ]
    running.ask("snapshot", integration="wms", leave_out=["SHADE-B"])
    until(lambda: told(odoo, "inventory.snapshot"))
    [snapshot] = told(odoo, "inventory.snapshot")
    assert {line["sku"]: line["quantity"] for line in snapshot["lines"]} == {
        "LAMP": 18,
        "SHADE": 7,
    }


def test_goods_come_back_that_nobody_announced(odoo, running):
    running.ask(
        "returned",
        integration="wms",
        sku="LAMP",
        quantity=1,
        disposition="quarantine",
        reference="S00042",
    )
    until(lambda: told(odoo, "warehouse.receipt"))
    [receipt] = told(odoo, "warehouse.receipt")
    assert receipt["is_return"] and "advice" not in receipt
    assert receipt["references"] == [{"type": "order", "value": "S00042"}]
    assert running.ledger("wms")["stock"]["LAMP"] == {"good": 20, "hold": 1}


@pytest.mark.parametrize(
    ("command", "values", "status"),
    [
        ("shelf", {"sku": "SHADE", "change": -99}, 422),
        ("shelf", {"sku": "SHADE", "change": "many"}, 400),
        ("snapshot", {"skus": "SHADE"}, 400),
        ("closed", {"seconds": -1}, 400),
        ("stock_list", {}, 422),
    ],
)
def test_what_it_cannot_do_is_said(running, command, values, status):
    with pytest.raises(urllib.error.HTTPError) as caught:
        running.ask(command, integration="wms", **values)
    assert caught.value.code == status


def test_nobody_is_played_under_another_code(running):
    with pytest.raises(urllib.error.HTTPError) as caught:
        running.ask("snapshot", integration="nobody")
    assert caught.value.code == 404


def test_a_stock_list_is_as_large_as_asked_for_and_may_be_cut(tmp_path):
    folders = {}
    for name in ("picks_up", "drops"):
        (tmp_path / name).mkdir()
        folders[name] = str(tmp_path / name)
    running = SimulatorProcess(tmp_path, [], warehouses=[plan(**folders)])
    running.start()
    try:
        whole = running.ask("stock_list", integration="wms", megabytes=2)["file"]
        cut = running.ask("stock_list", integration="wms", megabytes=1, cut=True)[
            "file"
        ]
    finally:
        running.stop()
    whole, cut = (tmp_path / "drops" / name for name in (whole, cut))
    assert whole.stat().st_size >= 2 * 1024 * 1024
    lines = whole.read_text().splitlines()
    assert lines[0] == "warehouse,as_of,sku,status,lot,on_hand"
    assert len({line.count(",") for line in lines}) == 1
    assert whole != cut and not cut.read_text().endswith("\n")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"secret": ""}, "secret is missing"),
        ({"format": "fax"}, "format is none of"),
        ({"format": "x12"}, "picks_up is no folder"),
        ({"carton": 0}, "carton must be a number"),
        ({"stock": [{"quantity": 1}]}, "stock must name a sku"),
        ({"stock": [{"sku": "A", "quantity": -1}]}, "below zero"),
        ({"hours": {"lunch": 1}}, "hours.lunch is not known"),
        ({"hours": {"pick": -1}}, "hours.pick must be"),
        ({"colour": "red"}, "colour is not known"),
    ],
)
def test_a_wrong_configuration_is_named(tmp_path, wrong, said):
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({"warehouses": [plan(**wrong)]}))
    with pytest.raises(ConfigError, match=said):
        read_warehouses(path)
