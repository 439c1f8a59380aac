# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import copy
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from logistics_base.canonical import deprecations, openapi
from logistics_base.canonical.compatibility import breaking, compare

ROOT = Path(__file__).resolve().parents[3]
SHIPMENT = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "integer", "minimum": 1},
        "state": {"type": "string", "enum": ["draft", "booked"]},
        "note": {"type": "string", "maxLength": 100},
        "weight": {"type": ["number", "string"], "pattern": "^-?[0-9]+$"},
        "packages": {"type": "array", "items": {"type": "string"}},
    },
}


def changed(change):
    new = copy.deepcopy(SHIPMENT)
    change(new["properties"], new)
    return new


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda p, _s: p.pop("note"), "note: was removed"),
        (
            lambda p, _s: p["state"]["enum"].remove("draft"),
            "state: lost the word draft",
        ),
        (
            lambda p, _s: p["id"].update(type="string"),
            "id: was integer and is string now",
        ),
        (
            lambda p, _s: p["weight"].update(type="string"),
            "weight: was integer, number and is string now",
        ),
        (
            lambda p, _s: p["note"].update(maxLength=50),
            "note: maxLength was 100 and is 50 now",
        ),
        (
            lambda p, _s: p["packages"].update(maxItems=9),
            "packages: maxItems was not set and is 9 now",
        ),
        (
            lambda p, _s: p["id"].update(minimum=5),
            "id: minimum was 1 and is 5 now",
        ),
        (
            lambda p, _s: p["note"].update(enum=["a"]),
            "note: may only be one of a list now",
        ),
        (
            lambda p, _s: p["packages"]["items"].update(type="object"),
            "packages[]: was string and is object now",
        ),
        (lambda _p, s: s["required"].append("note"), "note: must be given now"),
        (lambda _p, s: s["required"].clear(), "id: is not always there any more"),
        (
            lambda p, _s: p["weight"].update(pattern="^[0-9]$"),
            "weight: pattern was ^-?[0-9]+$ and is ^[0-9]$ now",
        ),
    ],
)
def test_what_is_removed_or_narrowed_breaks_somebody(change, sentence):
    assert breaking(SHIPMENT, changed(change)) == [sentence]


@pytest.mark.parametrize(
    "change",
    [
        lambda p, _s: p.update(more={"type": "string"}),
        lambda p, _s: p["state"]["enum"].append("lost"),
        lambda p, _s: p["note"].update(maxLength=200),
        lambda p, _s: p["note"].pop("maxLength"),
        lambda p, _s: p["id"].update(type="number"),
        lambda p, _s: p["state"].pop("enum"),
        lambda p, _s: p["id"].update(minimum=0),
        lambda p, _s: p["note"].update(description="other words"),
    ],
)
def test_what_is_added_breaks_nobody_and_is_told(change):
    new = changed(change)
    assert breaking(SHIPMENT, new) == []
    assert compare(SHIPMENT, new)


def test_rules_that_are_added_break_and_choices_within_them_do_not():
    old = {"allOf": [{"required": ["id"]}, {"anyOf": [{"const": "a"}]}]}
    more = {
        "allOf": [{"required": ["id"]}, {"anyOf": [{"const": "a"}, {"const": "b"}]}]
    }
    assert breaking(old, more) == []
    assert compare(old, more)
    assert breaking(more, old)
    assert breaking(old, {"allOf": [*old["allOf"], {"required": ["z"]}]})


def test_what_a_schema_is_called_nobody_sees_but_what_it_says():
    def described(name, properties):
        return {
            "properties": {"data": {"$ref": f"#/$defs/{name}"}},
            "$defs": {
                "Brief": {"properties": {"id": {"type": "integer"}}},
                name: {"properties": properties},
            },
        }

    old = described("Brief", {"id": {"type": "integer"}})
    more = {"id": {"type": "integer"}, "more": {"type": "string"}}
    assert breaking(old, described("Longer", more)) == []
    assert breaking(old, described("Other", {"id": {"type": "string"}})) == [
        "data.id: was integer and is string now"
    ]


def test_nothing_is_told_where_nothing_changed():
    assert compare(SHIPMENT, copy.deepcopy(SHIPMENT)) == []
    described = openapi.document()
    assert compare(described, copy.deepcopy(described)) == []


def test_a_route_a_parameter_an_answer_and_a_key_are_part_of_it():
    path = "/logistics/v1/shipments"

    def broken(change):
        new = copy.deepcopy(openapi.document())
        change(new["paths"], new["paths"][path]["get"])
        return breaking(openapi.document(), new)

    assert broken(lambda paths, _get: paths.pop(path)) == [
        f"route {path} (GET): was removed"
    ]
    assert broken(lambda _paths, get: get["parameters"].pop(0)) == [
        f"route {path} parameter reference: was removed"
    ]
    assert broken(
        lambda _paths, get: get["parameters"].append(
            {"name": "new", "in": "query", "required": True, "schema": {}}
        )
    ) == [f"route {path} parameter new: must be given now"]
    assert broken(lambda _paths, get: get["responses"].pop("304")) == [
        f"route {path}: does not answer 304 any more"
    ]
    assert broken(lambda _paths, get: get.update(security=[])) == [
        f"route {path}: asks for another key than before"
    ]
    assert broken(
        lambda _paths, get: get["responses"]["200"].update(
            content={"text/csv": {"schema": {}}}
        )
    ) == [f"route {path} answer 200: is not application/json any more"]


def test_what_was_announced_may_go_once_the_day_has_come():
    old = changed(
        lambda p, _s: p["note"].update({"deprecated": True, "x-sunset": "2026-09-01"})
    )
    new = changed(lambda p, _s: p.pop("note"))
    assert breaking(old, new, today=date(2026, 8, 31)) == ["note: was removed"]
    assert breaking(old, new, today=date(2026, 9, 1)) == []
    assert breaking(old, new) == ["note: was removed"]


def test_what_is_deprecated_is_marked_in_the_description():
    entries = (
        deprecations.Deprecated(
            "route",
            date(2026, 1, 1),
            date(2026, 9, 1),
            route="/logistics/v1/shipments/<int:shipment_id>",
        ),
        deprecations.Deprecated(
            "field", date(2026, 1, 1), field="ShipmentResource.carrier"
        ),
    )
    deprecations.register(*entries)
    try:
        described = openapi.document()
    finally:
        for entry in entries:
            deprecations.unregister(entry.code)
    operation = described["paths"]["/logistics/v1/shipments/{id}"]["get"]
    assert (operation["deprecated"], operation["x-sunset"]) == (True, "2026-09-01")
    carrier = described["components"]["schemas"]["ShipmentResource"]["properties"]
    assert carrier["carrier"]["deprecated"]
    assert "deprecated" not in described["paths"]["/logistics/v1/shipments"]["get"]


def test_the_code_keeps_to_the_contract_that_was_published():
    told = subprocess.run(
        [sys.executable, "-m", "tests.contracts"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
