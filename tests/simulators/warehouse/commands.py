# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the control API can be asked of warehouses."""

from ..carrier import NotPossible
from ..commands import Command
from .shelf import NotEnough
from .words import STATUSES

LARGEST_FILE = 1024
MOST = 1_000_000
LONGEST = 86_400
_WHO = {"integration": "code of the warehouse, as in the configuration"}


def _warehouse(simulator, fields):
    return simulator.warehouse(fields.text("integration"))


def _shelf(simulator, fields):
    stocktaking = _warehouse(simulator, fields).stocktaking
    sku = fields.text("sku")
    status = fields.word("status", STATUSES, "good")
    facts = {"status": status, **fields.optional("lot", "reason")}
    tell = fields.flag("tell")
    if not tell:
        facts.pop("reason", None)
    try:
        left = stocktaking.change(
            sku, fields.number("change", -MOST, MOST), tell=tell, **facts
        )
    except NotEnough as error:
        raise NotPossible(str(error)) from error
    return 200, {"sku": sku, "status": status, "on_hand": left}


def _snapshot(simulator, fields):
    stocktaking = _warehouse(simulator, fields).stocktaking
    skus = fields.texts("skus")
    told = stocktaking.tell_snapshot(
        set(skus) if skus else None, fields.texts("leave_out") or ()
    )
    return 200, told


def _delta(simulator, fields):
    told = _warehouse(simulator, fields).stocktaking.tell_delta(
        fields.text("sku"),
        fields.number("change", -MOST, MOST),
        age=fields.number("age", 0, LONGEST * 30, 0),
        status=fields.word("status", STATUSES, "good"),
        **fields.optional("lot", "reason"),
    )
    return 200, told


def _closed(simulator, fields):
    seconds = fields.number("seconds", 0, LONGEST)
    _warehouse(simulator, fields).close(seconds)
    return 200, {"closed_for": seconds}


def _returned(simulator, fields):
    line = {"sku": fields.text("sku"), "quantity": fields.number("quantity", 1, MOST)}
    line |= fields.optional("condition", "disposition")
    dock = _warehouse(simulator, fields).dock
    dock.take_unannounced([line], **fields.optional("reference"))
    return 200, line


def _retell(simulator, fields):
    return 200, {"told": _warehouse(simulator, fields).telling.repeat_lost()}


def _stock_list(simulator, fields):
    warehouse = _warehouse(simulator, fields)
    if not warehouse.plan.drops:
        raise NotPossible("This warehouse has no folder.")
    name = warehouse.files.stock_list(
        warehouse.shelf.rows(),
        fields.number("megabytes", 0, LARGEST_FILE, 200),
        cut=fields.flag("cut"),
    )
    return 200, {"file": name}


_STOCK = _WHO | {
    "sku": "of the goods",
    "change": "how many more; below zero: how many less",
    "status": f"optional: {', '.join(STATUSES)}",
    "lot": "optional",
    "reason": "optional, told with a delta",
}
WAREHOUSE_COMMANDS = {
    "/shelf": Command(
        "Let goods appear or vanish: a discrepancy, unless it is told.",
        _shelf,
        _STOCK | {"tell": "optional: true, and a delta tells it"},
    ),
    "/snapshot": Command(
        "Tell what is on the shelf, all of it or some products.",
        _snapshot,
        _WHO
        | {
            "skus": "optional: a list; without it the snapshot is complete",
            "leave_out": "optional: a list of SKUs it says nothing of",
        },
    ),
    "/delta": Command(
        "Tell a change that did not happen now, or not at all.",
        _delta,
        _STOCK | {"age": "optional: seconds since it happened"},
    ),
    "/closed": Command(
        "Let a warehouse be down: who calls gets 503, nothing is done or told.",
        _closed,
        _WHO | {"seconds": f"0 to {LONGEST}; 0 opens it"},
    ),
    "/returned": Command(
        "Let goods come back that nobody announced.",
        _returned,
        _WHO
        | {
            "sku": "of the goods",
            "quantity": "how many",
            "condition": "optional: good, damaged, hold",
            "disposition": "optional: restock, quarantine, scrap",
            "reference": "optional: the order by which they went out",
        },
    ),
    "/retell": Command(
        "Tell what was lost or given up after all, in order.", _retell, _WHO
    ),
    "/stock_list": Command(
        "Put a list of stock as CSV into the folder.",
        _stock_list,
        _WHO
        | {
            "megabytes": f"optional: up to {LARGEST_FILE}; 200",
            "cut": "optional: true, and it ends in the middle of a line",
        },
    ),
}
