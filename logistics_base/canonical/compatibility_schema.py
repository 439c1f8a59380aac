# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What of a JSON Schema was removed or narrowed, and what was added."""

import json
from datetime import date

#: Keywords whose greater value lets less pass, and those whose smaller one does.
_FLOORS = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_CEILINGS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
#: Keywords that mean something else if they are changed at all.
_EXACT = ("const", "format", "pattern")
_CHOICES = ("anyOf", "oneOf")


class Comparison:
    """Compares schemas of two descriptions, and notes what it finds.

    :param note: called with (is it breaking, where, what in words).
    :param dict old: the description before, in which references are looked up.
    :param dict new: the one now.
    :param date today: what was announced to be gone by then may be gone.
    """

    def __init__(self, note, old, new, today=None):
        self.note = note
        self.today = today
        self._roots = old, new
        self._followed = set()

    def walk(self, old, new, where):
        """Note the changes between two schemas."""
        if old == new:
            return
        if old.get("$ref") != new.get("$ref"):
            self._follow(old, new, where)
            return
        self._compare_type(old, new, where)
        for keyword in _EXACT:
            self._compare_exact(keyword, old, new, where)
        self._compare_bounds(old, new, where)
        self._compare_enum(old, new, where)
        self._compare_properties(old, new, where)
        self._compare_required(old, new, where)
        for keyword in _CHOICES:
            self._compare_choices(keyword, old, new, where)
        self._compare_all_of(old, new, where)
        if "items" in old or "items" in new:
            self.walk(old.get("items", {}), new.get("items", {}), f"{where}[]")

    def is_retired(self, described):
        """Tell whether a thing was announced to be gone by now."""
        sunset = described.get("x-sunset") if isinstance(described, dict) else None
        return bool(sunset and self.today and date.fromisoformat(sunset) <= self.today)

    def _follow(self, old, new, where):
        """Compare what is referred to: what a schema is called, nobody sees."""
        names = old.get("$ref"), new.get("$ref")
        if names in self._followed:
            return
        self._followed.add(names)
        before, after = (
            _look_up(root, schema)
            for root, schema in zip(self._roots, (old, new), strict=True)
        )
        self.walk(before, after, where)

    def _compare_type(self, old, new, where):
        before, after = _types(old), _types(new)
        if before == after:
            return
        if after and (not before or before - after):
            lost = ", ".join(sorted(before - after)) or "anything"
            self.note(True, where, f"was {lost} and is {', '.join(sorted(after))} now")
        else:
            more = ", ".join(sorted(after - before)) or "anything"
            self.note(False, where, f"may be {more} as well")

    def _compare_exact(self, keyword, old, new, where):
        before, after = old.get(keyword), new.get(keyword)
        if before == after:
            return
        if after is None and keyword in ("format", "pattern"):
            self.note(False, where, f"need not keep to {keyword} {before} any more")
        else:
            self.note(True, where, f"{keyword} was {before} and is {after} now")

    def _compare_bounds(self, old, new, where):
        for keyword in (*_FLOORS, *_CEILINGS):
            before, after = old.get(keyword), new.get(keyword)
            if before == after:
                continue
            if after is None:
                self.note(False, where, f"has no {keyword} any more")
                continue
            narrower = before is None or (
                after > before if keyword in _FLOORS else after < before
            )
            was = "not set" if before is None else before
            self.note(narrower, where, f"{keyword} was {was} and is {after} now")

    def _compare_enum(self, old, new, where):
        before, after = old.get("enum"), new.get("enum")
        if before == after:
            return
        if after is None:
            self.note(False, where, "may be any word now")
        elif before is None:
            self.note(True, where, "may only be one of a list now")
        else:
            for word in before:
                if word not in after:
                    self.note(True, where, f"lost the word {word}")
            for word in after:
                if word not in before:
                    self.note(False, where, f"may be {word} as well")

    def _compare_properties(self, old, new, where):
        before, after = old.get("properties", {}), new.get("properties", {})
        for name, schema in before.items():
            place = f"{where}.{name}"
            if name in after:
                self.walk(schema, after[name], place)
            else:
                self.note(not self.is_retired(schema), place, "was removed")
        for name in after.keys() - before.keys():
            if name not in new.get("required", ()):
                self.note(False, f"{where}.{name}", "was added")

    def _compare_required(self, old, new, where):
        before, after = set(old.get("required", ())), set(new.get("required", ()))
        for name in after - before:
            self.note(True, f"{where}.{name}", "must be given now")
        for name in before - after:
            if name in new.get("properties", {}):
                self.note(True, f"{where}.{name}", "is not always there any more")

    def _compare_choices(self, keyword, old, new, where):
        before = {_key(option) for option in old.get(keyword, ())}
        after = {_key(option) for option in new.get(keyword, ())}
        if before and not after:
            self.note(False, where, f"need not be {keyword} of a list any more")
        elif before - after or (after and not before):
            self.note(True, where, f"lost a choice of {keyword}")
        elif after - before:
            self.note(False, where, f"has more choices of {keyword}")

    def _compare_all_of(self, old, new, where):
        before, after = old.get("allOf", []), new.get("allOf", [])
        if len(before) == len(after):
            for rule, rule_now in zip(before, after, strict=True):
                self.walk(rule, rule_now, where)
            return
        same = {_key(rule) for rule in before}
        if any(_key(rule) not in same for rule in after):
            self.note(True, where, "must keep to more rules")
        else:
            self.note(False, where, "need not keep to all rules any more")


def _types(schema):
    kinds = schema.get("type")
    found = {kinds} if isinstance(kinds, str) else set(kinds or ())
    # Every integer is a number.
    return found | {"integer"} if "number" in found else found


def _key(schema):
    return json.dumps(schema, sort_keys=True)


def _look_up(root, schema):
    """Return a schema, or what it refers to in its description."""
    reference = schema.get("$ref")
    if not reference:
        return schema
    found = root
    for step in reference.removeprefix("#/").split("/"):
        found = found.get(step, {})
    return found
