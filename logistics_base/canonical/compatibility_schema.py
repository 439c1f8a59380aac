# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What of a JSON Schema was removed or narrowed, and what was added."""

import json
from datetime import date

#: Keywords whose greater value lets less pass, and those whose smaller one does.
_FLOORS = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_CEILINGS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
#: Keywords that mean something else if they are changed at all.
_EXACT = ("$ref", "const", "format", "pattern")
_CHOICES = ("anyOf", "oneOf")


def walk(old, new, where, note, today=None):
    """Note the changes between two schemas.

    :param note: called with (is it breaking, where, what in words).
    :param date today: what was announced to be gone by then may be gone.
    """
    if old == new:
        return
    _compare_type(old, new, where, note)
    for keyword in _EXACT:
        _compare_exact(keyword, old, new, where, note)
    _compare_bounds(old, new, where, note)
    _compare_enum(old, new, where, note)
    _compare_properties(old, new, where, note, today)
    _compare_required(old, new, where, note)
    for keyword in _CHOICES:
        _compare_choices(keyword, old, new, where, note)
    _compare_all_of(old, new, where, note, today)
    if "items" in old or "items" in new:
        walk(old.get("items", {}), new.get("items", {}), f"{where}[]", note, today)


def is_retired(described, today):
    """Tell whether a thing was announced to be gone by now."""
    sunset = described.get("x-sunset") if isinstance(described, dict) else None
    return bool(sunset and today and date.fromisoformat(sunset) <= today)


def _types(schema):
    kinds = schema.get("type")
    found = {kinds} if isinstance(kinds, str) else set(kinds or ())
    # Every integer is a number.
    return found | {"integer"} if "number" in found else found


def _compare_type(old, new, where, note):
    before, after = _types(old), _types(new)
    if before == after:
        return
    if after and (not before or before - after):
        lost = ", ".join(sorted(before - after)) or "anything"
        note(True, where, f"was {lost} and is {', '.join(sorted(after))} now")
    else:
        more = ", ".join(sorted(after - before)) or "anything"
        note(False, where, f"may be {more} as well")


def _compare_exact(keyword, old, new, where, note):
    before, after = old.get(keyword), new.get(keyword)
    if before == after:
        return
    if after is None and keyword in ("format", "pattern"):
        note(False, where, f"need not keep to {keyword} {before} any more")
    else:
        note(True, where, f"{keyword} was {before} and is {after} now")


def _compare_bounds(old, new, where, note):
    for keyword in (*_FLOORS, *_CEILINGS):
        before, after = old.get(keyword), new.get(keyword)
        if before == after:
            continue
        if after is None:
            note(False, where, f"has no {keyword} any more")
            continue
        narrower = before is None or (
            after > before if keyword in _FLOORS else after < before
        )
        was = "not set" if before is None else before
        note(narrower, where, f"{keyword} was {was} and is {after} now")


def _compare_enum(old, new, where, note):
    before, after = old.get("enum"), new.get("enum")
    if before == after:
        return
    if after is None:
        note(False, where, "may be any word now")
    elif before is None:
        note(True, where, "may only be one of a list now")
    else:
        for word in before:
            if word not in after:
                note(True, where, f"lost the word {word}")
        for word in after:
            if word not in before:
                note(False, where, f"may be {word} as well")


def _compare_properties(old, new, where, note, today):
    before, after = old.get("properties", {}), new.get("properties", {})
    for name, schema in before.items():
        place = f"{where}.{name}"
        if name in after:
            walk(schema, after[name], place, note, today)
        else:
            note(not is_retired(schema, today), place, "was removed")
    for name in after.keys() - before.keys():
        if name not in new.get("required", ()):
            note(False, f"{where}.{name}", "was added")


def _compare_required(old, new, where, note):
    before, after = set(old.get("required", ())), set(new.get("required", ()))
    for name in after - before:
        note(True, f"{where}.{name}", "must be given now")
    for name in before - after:
        if name in new.get("properties", {}):
            note(True, f"{where}.{name}", "is not always there any more")


def _compare_choices(keyword, old, new, where, note):
    before = {_key(option) for option in old.get(keyword, ())}
    after = {_key(option) for option in new.get(keyword, ())}
    if before and not after:
        note(False, where, f"need not be {keyword} of a list any more")
    elif before - after or (after and not before):
        note(True, where, f"lost a choice of {keyword}")
    elif after - before:
        note(False, where, f"has more choices of {keyword}")


def _compare_all_of(old, new, where, note, today):
    before, after = old.get("allOf", []), new.get("allOf", [])
    if len(before) == len(after):
        for rule, rule_now in zip(before, after, strict=True):
            walk(rule, rule_now, where, note, today)
        return
    same = {_key(rule) for rule in before}
    if any(_key(rule) not in same for rule in after):
        note(True, where, "must keep to more rules")
    else:
        note(False, where, "need not keep to all rules any more")


def _key(schema):
    return json.dumps(schema, sort_keys=True)
