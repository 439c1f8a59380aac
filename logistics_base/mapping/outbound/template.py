# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The body of a request: a structure whose leaves are values.

A text is an expression, as everywhere in a preset. A mapping is an object of the
partner's, unless its keys begin with ``$``: then it is one of ours, so that the partner
may have fields of the same names.
"""

from ..field_lists import as_list
from ..preset_spec import nothing
from ..values import compile_when
from .outgoing import VALUE_KEYS, compile_outgoing

_LOOP_KEYS = {"each", "item", "when"}
_SCOPE_KEYS = {"when", "of", "object"}


def compile_template(spec):
    """Compile a structure to ``(element, names) -> JSON value``.

    What is not there is left out; a structure with nothing in it is none.
    """
    if isinstance(spec.value, dict):
        return _of_mapping(spec)
    if isinstance(spec.value, list):
        return _array(spec)
    if spec.value is None:
        spec.problem("a value is expected here")
        return nothing
    return compile_outgoing(spec)


def _of_mapping(spec):
    ours = [isinstance(key, str) and key.startswith("$") for key in spec.value]
    if not any(ours):
        return _object(spec)
    if not all(ours):
        spec.problem("keys with and without $ cannot stand side by side")
        return nothing
    return _ours(_without_mark(spec))


def _without_mark(spec):
    unmarked = {key[1:]: value for key, value in spec.value.items()}
    return type(spec)(unmarked, spec.path, spec.problems)


def _ours(spec):
    if spec.has("each") or spec.has("item"):
        return _loop(spec)
    if spec.has("object"):
        return _scoped_object(spec)
    spec.is_mapping(VALUE_KEYS)
    return compile_outgoing(spec)


def _object(spec):
    fields = []
    for key in spec.value:
        if not isinstance(key, str):
            spec.problem(f"put quotes around “{key}”")
        fields.append((str(key), compile_template(spec.at(key))))

    def build(value, names):
        found = {key: read(value, names) for key, read in fields}
        return {key: one for key, one in found.items() if one is not None} or None

    return build


def _array(spec):
    items = [compile_template(one) for one in spec.elements()]

    def build(value, names):
        found = [read(value, names) for read in items]
        return [one for one in found if one is not None] or None

    return build


def _loop(spec):
    if not spec.is_mapping(_LOOP_KEYS, ("each", "item")):
        return nothing
    each = spec.at("each").expression() or nothing
    item = compile_template(spec.at("item"))
    when = compile_when(spec.at("when"))

    def build(value, names):
        found = []
        for one in as_list(each(value, names)):
            below = {**names, "parent": value}
            if when is None or when(one, below):
                found.append(item(one, below))
        return [one for one in found if one is not None] or None

    return build


def _scoped_object(spec):
    """An object under a condition, or read from a part of what is around it."""
    if not spec.is_mapping(_SCOPE_KEYS, ("object",)):
        return nothing
    when = compile_when(spec.at("when"))
    part = spec.at("of").expression()
    build = compile_template(spec.at("object"))

    def run(value, names):
        if when is not None and not when(value, names):
            return None
        if part is None:
            return build(value, names)
        below = part(value, names)
        return None if below is None else build(below, {**names, "parent": value})

    return run
