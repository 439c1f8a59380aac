# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""JMESPath's syntax tree turned into closures ``(value, bound names) -> result``."""

from collections.abc import Callable, Mapping
from typing import Any

from .expression_values import (
    ExpressionArgument,
    call,
    equality,
    inequality,
    is_false,
    is_number,
    key_path,
    ordering,
)

Closure = Callable[[Any, Mapping], Any]

_SEQUENCES = ("subexpression", "index_expression", "pipe")
# Nodes that go on from what stands before them, so their first child may follow a dot.
_CONTINUING = (
    "field",
    "projection",
    "value_projection",
    "filter_projection",
    "flatten",
)


class Compiler:
    """One method for each node type of jmespath's syntax tree."""

    def __init__(self, names: frozenset):
        self._names = names

    def build(self, node: dict, leading: bool = False) -> Closure:
        """``leading``: the node begins an expression, it follows no dot."""
        if node["type"] in _SEQUENCES:
            return self._sequence(node, leading)
        build = getattr(self, "_" + node["type"])
        if node["type"] in _CONTINUING:
            return build(node, leading)
        return build(node)

    def _leading(self, node: dict) -> Closure:
        return self.build(node, leading=True)

    def _field(self, node, leading):
        name = node["value"]
        if leading and name in self._names:
            return lambda value, names: names[name]
        return key_path((name,))

    def _sequence(self, node, leading):
        path = self._plain_path(node, leading)
        if path:
            return key_path(path)
        steps = _flattened(node)
        # After a pipe a new expression begins, after a dot or bracket it goes on.
        run = self.build(steps[0][0], leading)
        for step, begins in steps[1:]:
            run = _then(run, self.build(step, begins))
        return run

    def _plain_path(self, node, leading):
        """The keys of ``a.b.c``, None for anything that is not just keys."""
        steps = _flattened(node)
        if any(step["type"] != "field" or begins for step, begins in steps[1:]):
            return None
        first = steps[0][0]
        if first["type"] != "field" or (leading and first["value"] in self._names):
            return None
        return tuple(step["value"] for step, _begins in steps)

    def _current(self, _node):
        return lambda value, names: value

    _identity = _current

    def _literal(self, node):
        literal = node["value"]
        return lambda value, names: literal

    def _index(self, node):
        index = node["value"]

        def run(value, names):
            if not isinstance(value, list):
                return None
            try:
                return value[index]
            except IndexError:
                return None

        return run

    def _slice(self, node):
        cut = slice(*node["children"])
        return lambda value, names: value[cut] if isinstance(value, list) else None

    def _projection(self, node, leading):
        base, each = self._base_and_each(node, leading)

        def run(value, names):
            elements = base(value, names)
            if not isinstance(elements, list):
                return None
            found = [each(element, names) for element in elements]
            return [one for one in found if one is not None]

        return run

    def _value_projection(self, node, leading):
        base, each = self._base_and_each(node, leading)

        def run(value, names):
            elements = base(value, names)
            if not isinstance(elements, dict):
                return None
            found = [each(element, names) for element in elements.values()]
            return [one for one in found if one is not None]

        return run

    def _filter_projection(self, node, leading):
        base, each = self._base_and_each(node, leading)
        wanted = self._leading(node["children"][2])

        def run(value, names):
            elements = base(value, names)
            if not isinstance(elements, list):
                return None
            kept = [one for one in elements if not is_false(wanted(one, names))]
            found = [each(element, names) for element in kept]
            return [one for one in found if one is not None]

        return run

    def _base_and_each(self, node, leading):
        base, each = node["children"][:2]
        return self.build(base, leading), self.build(each)

    def _flatten(self, node, leading):
        base = self.build(node["children"][0], leading)

        def run(value, names):
            elements = base(value, names)
            if not isinstance(elements, list):
                return None
            merged = []
            for element in elements:
                if isinstance(element, list):
                    merged.extend(element)
                else:
                    merged.append(element)
            return merged

        return run

    def _comparator(self, node):
        left, right = (self._leading(child) for child in node["children"])
        if node["value"] == "eq":
            return equality(left, right, _literal_text(node["children"][1]))
        if node["value"] == "ne":
            return inequality(left, right)
        return ordering(node["value"], left, right)

    def _or_expression(self, node):
        first, second = (self._leading(child) for child in node["children"])

        def run(value, names):
            found = first(value, names)
            return second(value, names) if is_false(found) else found

        return run

    def _and_expression(self, node):
        first, second = (self._leading(child) for child in node["children"])

        def run(value, names):
            found = first(value, names)
            return found if is_false(found) else second(value, names)

        return run

    def _not_expression(self, node):
        inner = self._leading(node["children"][0])

        def run(value, names):
            found = inner(value, names)
            return not found and not is_number(found)

        return run

    def _multi_select_list(self, node):
        parts = tuple(self._leading(child) for child in node["children"])

        def run(value, names):
            if value is None:
                return None
            return [part(value, names) for part in parts]

        return run

    def _multi_select_dict(self, node):
        parts = tuple(
            (pair["value"], self._leading(pair["children"][0]))
            for pair in node["children"]
        )

        def run(value, names):
            if value is None:
                return None
            return {key: part(value, names) for key, part in parts}

        return run

    def _expref(self, node):
        inner = self._leading(node["children"][0])
        return lambda value, names: ExpressionArgument(inner, names)

    def _function_expression(self, node):
        arguments = tuple(self._leading(child) for child in node["children"])
        return call(node["value"], arguments)


def _literal_text(node):
    text = node["value"] if node["type"] == "literal" else None
    return text if isinstance(text, str) else None


def _flattened(node: dict, begins: bool = False) -> list:
    """``a.b | c`` as [(a, begins), (b, False), (c, True)]."""
    if node["type"] not in _SEQUENCES:
        return [(node, begins)]
    after_pipe = node["type"] == "pipe"
    steps = _flattened(node["children"][0], begins)
    for child in node["children"][1:]:
        steps += _flattened(child, after_pipe)
    return steps


def _then(first: Closure, second: Closure) -> Closure:
    return lambda value, names: second(first(value, names), names)
