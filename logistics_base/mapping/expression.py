# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""JMESPath expressions compiled once into Python closures.

The grammar and the functions are those of the ``jmespath`` package; only its tree
walk is replaced, because walking the tree anew for every message costs several times
what the closures cost.

One addition: names bound by the caller (``root``, ``parent``, ``headers``) can begin
an expression wherever an identifier can. ``@.root`` reaches a key of that name.
"""

from collections.abc import Callable
from typing import Any

from jmespath import exceptions
from jmespath.parser import Parser

from .expression_compiler import Closure, Compiler
from .expression_values import ExpressionError

JMESPATH_ERRORS = (
    exceptions.JMESPathError,
    TypeError,
    ValueError,
    OverflowError,
    RecursionError,
)
_NO_NAMES: dict = {}
_CAN_FAIL = {"function_expression", "slice"}
_ORDERINGS = {"lt", "gt", "lte", "gte"}


def compile_expression(text: str) -> Callable[[Any], Any]:
    """Return ``value -> result`` with the results of ``jmespath.search(text, value)``.

    :raise ExpressionError: for a syntax error, an unknown function or a wrong number
        of arguments (jmespath itself notices the last two only when it runs them).
    """
    run = compile_closure(text)
    return lambda value: run(value, _NO_NAMES)


def compile_closure(
    text: str, names: frozenset = frozenset(), *, null_on_error: bool = False
) -> Closure:
    """Return ``(value, bound names) -> result``.

    :param names: identifiers that, where they begin an expression, are looked up in
        the mapping handed over at run time instead of in the value.
    :param null_on_error: a function that is given a value of a type it does not take
        yields null instead of raising.
    :raise ExpressionError: as `compile_expression`.
    """
    tree = _parse(text)
    run = Compiler(names).build(tree, leading=True)
    if null_on_error and _can_fail(tree):
        return _guarded(run)
    return run


def _parse(text: str) -> dict:
    if not isinstance(text, str):
        raise ExpressionError(f"an expression is a text, not {type(text).__name__}")
    try:
        return Parser().parse(text).parsed
    except exceptions.JMESPathError as error:
        raise ExpressionError(" ".join(str(error).split())) from error
    except (RecursionError, ValueError) as error:
        raise ExpressionError(f"the expression cannot be read: {text[:80]}") from error


def _can_fail(node: dict) -> bool:
    if node["type"] in _CAN_FAIL:
        return True
    if node["type"] == "comparator" and node["value"] in _ORDERINGS:
        return True
    return any(_can_fail(child) for child in node["children"])


def _guarded(run: Closure) -> Closure:
    def guarded(value, names):
        try:
            return run(value, names)
        except JMESPATH_ERRORS:
            return None

    return guarded
