# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The public contract as committed, and whether the code still keeps to it.

``python -m tests.contracts`` tells what differs; the exit status is 1 where somebody who
relies on the contract would fail, 2 where the snapshot is merely out of date. With
``--write`` the snapshot is brought up to date, unless something breaks; what must break
is first deprecated with a sunset, and may go once that is past.
"""

import argparse
import importlib
import json
import re
import sys
from datetime import date
from pathlib import Path

from tests import plain

ROOT = Path(__file__).resolve().parent.parent
VERSION = "v1"
BASE = "logistics_base"


def described(addon):
    """Return {file name: description} of an addon's part of the contract.

    To be called in a process of its own, for the addons one by one: what is registered
    by then counts.
    """
    for module in sorted((ROOT / addon / "canonical").glob("*.py")):
        importlib.import_module(
            f"{addon}.canonical.{module.stem}".removesuffix(".__init__")
        )
    documents = importlib.import_module(f"{BASE}.canonical.documents").DOCUMENTS
    schema = importlib.import_module(f"{BASE}.canonical.schema")
    files = {
        f"{document_type}.json": schema.json_schema(cls)
        for document_type, cls in documents.items()
        if cls.__module__.split(".canonical")[0].endswith(addon)
    }
    openapi = importlib.import_module(f"{BASE}.canonical.openapi").document()
    if addon == BASE:
        files["openapi.json"] = openapi
    elif own := _own_part(addon, openapi):
        files["openapi.json"] = own
    return json.loads(json.dumps(files, default=str))


def _own_part(addon, openapi):
    """Return what an addon adds to the description of the API; None if nothing."""
    routes = importlib.import_module(f"{BASE}.canonical.openapi_routes")
    notices = importlib.import_module(f"{BASE}.canonical.notices")
    told = {**notices.NOTICES, **routes.posted()}
    mine = {
        name
        for name, cls in told.items()
        if cls.__module__.split(".canonical")[0].endswith(addon)
    }
    paths = {path: openapi["paths"][path] for path in routes.paths(addon)}
    if not paths:
        return None
    webhooks = openapi["webhooks"]
    own = {
        "paths": paths,
        "webhooks": {name: webhooks[name] for name in sorted(mine & set(webhooks))},
    }
    components = openapi["components"]
    schemas = _reached(own, components["schemas"])
    return {**openapi, **own, "components": {**components, "schemas": schemas}}


def _reached(root, schemas):
    """Return the schemas that a part of a description refers to, by whatever way."""
    found, ahead = {}, [root]
    while ahead:
        text = json.dumps(ahead.pop(), default=str)
        for name in re.findall(r'"#/components/schemas/(\w+)"', text):
            if name not in found:
                found[name] = schemas[name]
                ahead.append(schemas[name])
    return found


def addons():
    """Return the addons that have a part in the contract; the base comes first."""
    found = [
        path.parent.name
        for path in sorted(ROOT.glob("logistics_*/canonical"))
        if any("@register" in file.read_text("utf-8") for file in path.glob("*.py"))
    ]
    return sorted(found, key=lambda name: (name != BASE, name))


def folder(addon):
    """Return where an addon's snapshot lies."""
    return ROOT / addon / "contracts" / VERSION


def committed(addon):
    """Return {file name: description} as committed."""
    return {
        path.name: json.loads(path.read_text("utf-8"))
        for path in sorted(folder(addon).glob("*.json"))
    }


def differences(addon, today=None):
    """Return (what breaks somebody, what else is new), as sentences."""
    from logistics_base.canonical import compatibility

    now, before = described(addon), committed(addon)
    breaking, additive = [], []
    for name in sorted({*now, *before}):
        where = f"{addon}/contracts/{VERSION}/{name}"
        if name not in now:
            breaking.append(f"{where}: is not described any more")
        elif name not in before:
            additive.append(f"{where}: is new")
        else:
            for change in compatibility.compare(before[name], now[name], today=today):
                found = breaking if change.is_breaking else additive
                found.append(f"{where}: {change}")
    return breaking, additive


def write(addon):
    """Bring an addon's snapshot up to date."""
    target = folder(addon)
    target.mkdir(parents=True, exist_ok=True)
    now = described(addon)
    for path in target.glob("*.json"):
        if path.name not in now:
            path.unlink()
    for name, description in now.items():
        text = json.dumps(description, indent=2, sort_keys=True, ensure_ascii=False)
        (target / name).write_text(text + "\n", "utf-8")


def main(args=None):
    """Compare, tell and perhaps write; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="refresh the snapshot")
    options = parser.parse_args(args)
    plain.register_addons()
    status = 0
    for addon in addons():
        breaking, additive = differences(addon, date.today())
        for line in breaking:
            print(f"BREAKS  {line}")
        for line in additive:
            print(f"new     {line}")
        if breaking:
            status = 1
        elif options.write:
            write(addon)
        elif additive:
            status = status or 2
    if status == 2:
        print("Nothing breaks. Refresh the snapshot: python -m tests.contracts --write")
    if status == 1:
        print(
            "Somebody relies on this. Keep it, deprecate it with a sunset "
            "(canonical/deprecations.py), or make it v2."
        )
    return status


if __name__ == "__main__":
    sys.exit(main())
