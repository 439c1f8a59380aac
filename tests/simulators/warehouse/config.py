# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads how a warehouse is stocked and how it works (see README.md)."""

from dataclasses import dataclass, field, fields
from pathlib import Path

from .words import DISPOSITIONS, FORMATS, STATUSES

_REQUIRED = ("code", "secret")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """How long the work takes, in hours of the simulators' time."""

    accept: float = 0.25
    allocate: float = 0.25
    pick: float = 0.5
    pack: float = 0.5
    ship: float = 0.5
    receive: float = 2.0
    count: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WarehousePlan:
    """One warehouse.

    :param code: of the integration that it is to Odoo; its path where it is called.
    :param secret: what webhooks are signed with, both ways.
    :param api_key: what whoever asks shows, as a bearer or in ``X-Api-Key``.
    :param warehouse: what it calls itself.
    :param format: ``rest``, or by files ``x12``, ``edifact``.
    :param picks_up: folder it takes our files from. :param drops: for its own.
    :param stock: what is on its shelf when its books are opened.
    :param substitutes: SKU -> what may be sent in its place.
    :param refuses: SKUs of master data that it does not take.
    :param backorders: what is not there comes later; else it is short for good.
    :param carton: how many pieces go into one carton.
    :param snapshot_every: hours between snapshots told unasked; 0: only on request.
    :param disposition: what becomes of customers' goods that came back.
    :param hours: how long each step takes.
    """

    code: str
    secret: str
    api_key: str = ""
    warehouse: str = ""
    format: str = "rest"
    picks_up: str = ""
    drops: str = ""
    stock: tuple = ()
    substitutes: dict = field(default_factory=dict)
    refuses: tuple = ()
    backorders: bool = False
    carton: int = 10
    carrier: str = "Harbour Parcel"
    snapshot_every: float = 0.0
    disposition: str = "restock"
    hours: Hours = field(default_factory=Hours)

    @property
    def name(self):
        """What it calls itself in what it tells; None where it has no name."""
        return self.warehouse or None


def parse(values):
    """Return a WarehousePlan. :raise ValueError: naming what is missing or wrong."""
    known = {each.name for each in fields(WarehousePlan)}
    for name in values:
        if name not in known:
            raise ValueError(f"{str(name)[:40]} is not known")
    for name in _REQUIRED:
        if not isinstance(values.get(name), str) or not values[name]:
            raise ValueError(f"{name} is missing")
    _check_words(values)
    _check_folders(values)
    found = {**values, "hours": _hours(values.get("hours", {}))}
    found["stock"] = tuple(_stocked(each) for each in values.get("stock", ()))
    found["refuses"] = tuple(values.get("refuses", ()))
    return WarehousePlan(**found)


def _check_words(values):
    for name, words in (("format", FORMATS), ("disposition", DISPOSITIONS)):
        if values.get(name, words[0]) not in words:
            raise ValueError(f"{name} is none of {', '.join(words)}")
    for name in ("stock", "refuses"):
        if not isinstance(values.get(name, []), (list, tuple)):
            raise ValueError(f"{name} must be a list")
    if not isinstance(values.get("substitutes", {}), dict):
        raise ValueError("substitutes must be an object")
    carton = values.get("carton", 1)
    if type(carton) is not int or carton < 1:
        raise ValueError("carton must be a number from 1")


def _check_folders(values):
    by_files = values.get("format", "rest") != "rest"
    for name in ("picks_up", "drops"):
        if not values.get(name) and not by_files:
            continue
        if not values.get(name) or not Path(values[name]).is_dir():
            raise ValueError(f"{name} is no folder")


def _hours(values):
    if not isinstance(values, dict):
        raise ValueError("hours must be an object")
    known = {each.name for each in fields(Hours)}
    for name, value in values.items():
        if name not in known:
            raise ValueError(f"hours.{str(name)[:40]} is not known")
        if type(value) not in (int, float) or value < 0:
            raise ValueError(f"hours.{name} must be a number from 0")
    return Hours(**values)


def _stocked(values):
    """Return one kind of goods on the shelf, whole."""
    if not isinstance(values, dict) or not isinstance(values.get("sku"), str):
        raise ValueError("stock must name a sku each")
    found = {
        "sku": values["sku"],
        "quantity": float(values.get("quantity", len(values.get("serials", ())))),
        "status": values.get("status", "good"),
        "lot": values.get("lot"),
        "serials": list(values.get("serials", ())),
        "expires": values.get("expires"),
        "weight": float(values.get("weight", 0.5)),
    }
    if found["status"] not in STATUSES:
        raise ValueError(f"stock.status is none of {', '.join(STATUSES)}")
    if found["quantity"] < 0:
        raise ValueError("stock.quantity is below zero")
    return found
