# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whether who relies on a contract can go on relying on the next one.

Two descriptions of one version are compared: OpenAPI documents or JSON Schemas. What was
removed or narrowed breaks somebody; what was added does not. A document is both sent and
received, so a change that only one side could bear counts as breaking.
"""

import json
from typing import NamedTuple

from .compatibility_schema import Comparison

_METHODS = ("get", "put", "post", "delete", "patch", "head", "options")


class Change(NamedTuple):
    """What differs, in a sentence.

    :ivar bool is_breaking: somebody who relies on the old one would fail.
    """

    is_breaking: bool
    where: str
    text: str

    def __str__(self):
        return f"{self.where}: {self.text}"


def compare(old, new, *, today=None):
    """Return the changes between two descriptions, what breaks first.

    :param date today: what was announced to be gone by then may be gone.
    """
    changes = []
    comparison = Comparison(_noter(changes), old, new, today)
    if "openapi" in old:
        _compare_operations(old, new, "paths", "route", comparison)
        _compare_operations(old, new, "webhooks", "event", comparison)
        _compare_components(old, new, comparison)
    else:
        comparison.walk(old, new, "")
        _compare_definitions(old.get("$defs", {}), new.get("$defs", {}), comparison)
    if not changes and _text(old) != _text(new):
        comparison.note(False, "description", "changed where nobody relies on it")
    return sorted(set(changes), key=lambda change: (not change.is_breaking, change))


def breaking(old, new, *, today=None):
    """Return what of the changes breaks somebody, as sentences."""
    return [str(c) for c in compare(old, new, today=today) if c.is_breaking]


def _noter(changes):
    def note(is_breaking, where, text):
        changes.append(Change(is_breaking, where.lstrip("."), text))

    return note


def _text(described):
    return json.dumps(described, sort_keys=True)


def _compare_components(old, new, comparison):
    before = old.get("components", {}).get("schemas", {})
    after = new.get("components", {}).get("schemas", {})
    _compare_definitions(before, after, comparison)
    schemes = "securitySchemes"
    before = old.get("components", {}).get(schemes, {})
    after = new.get("components", {}).get(schemes, {})
    for name in before.keys() - after.keys():
        comparison.note(True, f"security {name}", "was removed")


def _compare_definitions(before, after, comparison):
    for name, schema in before.items():
        if name in after:
            comparison.walk(schema, after[name], name)
        else:
            comparison.note(not comparison.is_retired(schema), name, "was removed")
    for name in after.keys() - before.keys():
        comparison.note(False, name, "was added")


def _compare_operations(old, new, section, word, comparison):
    for path, methods in old.get(section, {}).items():
        now = new.get(section, {}).get(path)
        where = f"{word} {path}"
        for method, operation in methods.items():
            if method not in _METHODS:
                continue
            if not now or method not in now:
                gone = comparison.is_retired(operation)
                comparison.note(not gone, f"{where} ({method.upper()})", "was removed")
            else:
                _compare_operation(operation, now[method], where, comparison)
    for path in new.get(section, {}).keys() - old.get(section, {}).keys():
        comparison.note(False, f"{word} {path}", "was added")


def _compare_operation(old, new, where, comparison):
    if old.get("operationId") != new.get("operationId"):
        comparison.note(
            True, where, f"is called {new.get('operationId')} now: clients name it"
        )
    if old.get("security") != new.get("security"):
        comparison.note(True, where, "asks for another key than before")
    _compare_parameters(old, new, where, comparison)
    _compare_content(
        old.get("requestBody", {}),
        new.get("requestBody", {}),
        f"{where} body",
        comparison,
    )
    before, after = old.get("responses", {}), new.get("responses", {})
    for status, answer in before.items():
        if status not in after:
            comparison.note(True, where, f"does not answer {status} any more")
            continue
        _compare_content(answer, after[status], f"{where} answer {status}", comparison)
        for header in (
            answer.get("headers", {}).keys() - after[status].get("headers", {}).keys()
        ):
            comparison.note(
                True, f"{where} answer {status}", f"lost the header {header}"
            )
    for status in after.keys() - before.keys():
        comparison.note(False, where, f"answers {status} as well")


def _compare_parameters(old, new, where, comparison):
    before = {(p["in"], p["name"]): p for p in old.get("parameters", ())}
    after = {(p["in"], p["name"]): p for p in new.get("parameters", ())}
    for key, parameter in before.items():
        place = f"{where} parameter {key[1]}"
        if key not in after:
            comparison.note(not comparison.is_retired(parameter), place, "was removed")
            continue
        if after[key].get("required") and not parameter.get("required"):
            comparison.note(True, place, "must be given now")
        comparison.walk(
            parameter.get("schema", {}), after[key].get("schema", {}), place
        )
    for key in after.keys() - before.keys():
        must = bool(after[key].get("required"))
        comparison.note(
            must,
            f"{where} parameter {key[1]}",
            "must be given now" if must else "was added",
        )


def _compare_content(old, new, where, comparison):
    before, after = old.get("content", {}), new.get("content", {})
    for kind, media in before.items():
        if kind not in after:
            comparison.note(True, where, f"is not {kind} any more")
        else:
            comparison.walk(
                media.get("schema", {}), after[kind].get("schema", {}), where
            )
    for kind in after.keys() - before.keys():
        comparison.note(False, where, f"may be {kind} as well")
    if old.get("$ref") != new.get("$ref"):
        comparison.note(
            True, where, f"is {new.get('$ref')} instead of {old.get('$ref')}"
        )
