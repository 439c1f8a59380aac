# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can be told of a filter from its text."""

import ast

_NESTED = ("any", "not any", "any!", "not any!")


def asks_always_the_same(text):
    """Tell whether a filter asks for the same fields whenever it is applied.

    Only values may be reckoned, such as a date: a field that comes of a condition would
    be another one when nobody looks at it.

    :param str text: the filter, a domain as Python.
    """
    try:
        domain = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return False
    return _is_fixed(domain)


def _is_fixed(domain):
    return isinstance(domain, (ast.List, ast.Tuple)) and all(
        isinstance(term, ast.Constant) or _is_fixed_condition(term)
        for term in domain.elts
    )


def _is_fixed_condition(term):
    if not isinstance(term, (ast.List, ast.Tuple)) or len(term.elts) != 3:
        return False
    field, operator, value = term.elts
    if not isinstance(field, ast.Constant) or not isinstance(operator, ast.Constant):
        return False
    return operator.value not in _NESTED or _is_fixed(value)
