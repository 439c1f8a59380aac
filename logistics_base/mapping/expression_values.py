# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What JMESPath does to values: falsehood, comparison, keys, function calls."""

import operator
from typing import Any

from jmespath.functions import Functions

_ORDERINGS = {
    "lt": operator.lt,
    "gt": operator.gt,
    "lte": operator.le,
    "gte": operator.ge,
}
_FUNCTIONS = Functions()
_EMPTIABLE = (str, list, dict)
_NUMBERS = (int, float)
_PYTHON_TYPES = {
    "array": (list,),
    "boolean": (bool,),
    "null": (type(None),),
    "number": (int, float),
    "object": (dict,),
    "string": (str,),
}


class ExpressionError(ValueError):
    """The text is no JMESPath expression; the message says where."""


class ExpressionArgument:
    """A ``&expression`` argument, with the one method jmespath's functions call."""

    __slots__ = ("_names", "expression")

    def __init__(self, expression, names):
        self.expression = expression
        self._names = names

    def visit(self, expression, value):
        return expression(value, self._names)


# jmespath tells the types of arguments by the names of their classes.
ExpressionArgument.__name__ = "_Expression"


def is_false(value: Any) -> bool:
    """JMESPath's falsehood: null, false, and empty text, list or object."""
    if value is None or value is False:
        return True
    return not value and isinstance(value, _EMPTIABLE)


def is_number(value: Any) -> bool:
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)


def key_path(keys: tuple):
    """``a.b.c``: null as soon as something is no object or lacks the key.

    The closure bears the keys as an attribute, for those who can do more at once.
    """
    run = {1: _one_key, 2: _two_keys}.get(len(keys), _many_keys)(*keys)
    run.keys = keys
    return run


# Of all that JSON, XML and CSV give, only objects have a method `get`.


def _one_key(key):
    def run(value, names):
        try:
            return value.get(key)
        except AttributeError:
            return None

    return run


def _two_keys(first, second):
    def run(value, names):
        try:
            return value.get(first).get(second)
        except AttributeError:
            return None

    return run


def _many_keys(*keys):
    def run(value, names):
        try:
            for key in keys:
                value = value.get(key)
        except AttributeError:
            return None
        return value

    return run


def equality(left, right, literal=None):
    """``left == right``; ``literal``: the text on the right, if it is just that."""
    if literal is not None:
        return lambda value, names: left(value, names) == literal
    return lambda value, names: _equal(left(value, names), right(value, names))


def inequality(left, right):
    return lambda value, names: not _equal(left(value, names), right(value, names))


def _equal(left, right):
    # Python holds 1 == True, JMESPath does not.
    if isinstance(left, bool) is not isinstance(right, bool):
        return False
    return left == right


def ordering(name: str, left, right):
    """Only numbers and texts have an order, anything else yields null."""
    compare = _ORDERINGS[name]

    def run(value, names):
        one, other = left(value, names), right(value, names)
        if not (_has_order(one) and _has_order(other)):
            return None
        return compare(one, other)

    return run


def _has_order(value):
    return isinstance(value, str) or is_number(value)


def call(name: str, arguments: tuple):
    """A function call, checked for name and number of arguments at once.

    :raise ExpressionError: no such function, or not that many arguments.
    """
    _check_arity(name, arguments)
    if name == "join":
        return _join(*arguments)
    function = _FUNCTIONS.FUNCTION_TABLE[name]["function"]
    accepts = _type_check(name, arguments)

    def run(value, names):
        given = [argument(value, names) for argument in arguments]
        if accepts(given):
            return function(_FUNCTIONS, *given)
        # Only jmespath's own check knows the whole truth, and words the error.
        return _FUNCTIONS.call_function(name, given)

    return run


def _check_arity(name, arguments):
    if name not in _FUNCTIONS.FUNCTION_TABLE:
        raise ExpressionError(f"unknown function {name}()")
    signature = _FUNCTIONS.FUNCTION_TABLE[name]["signature"]
    variadic = signature[-1].get("variadic")
    if len(arguments) < len(signature) or (
        len(arguments) > len(signature) and not variadic
    ):
        least = "at least " if variadic else ""
        raise ExpressionError(
            f"{name}() takes {least}{len(signature)} arguments, not {len(arguments)}"
        )


def _type_check(name, arguments):
    """A quick yes for what is surely right; "no" means: ask jmespath."""
    signature = _FUNCTIONS.FUNCTION_TABLE[name]["signature"]
    wanted = [_plain_types(parameter["types"]) for parameter in signature]
    if None in wanted:
        return lambda given: False
    checks = [(n, types) for n, types in enumerate(wanted) if types]
    return lambda given: all(type(given[n]) in types for n, types in checks)


def _plain_types(names):
    """Python's types for JMESPath's; None if elements would have to be looked at."""
    if any(name not in _PYTHON_TYPES for name in names):
        return None
    return frozenset(kind for name in names for kind in _PYTHON_TYPES[name])


def _join(separator, array):
    def run(value, names):
        glue, parts = separator(value, names), array(value, names)
        if type(glue) is str and type(parts) is list:
            try:
                return glue.join(parts)
            except TypeError:
                pass
        return _FUNCTIONS.call_function("join", [glue, parts])

    return run
