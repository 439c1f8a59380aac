# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Elements that belong together made one: the rows of an order, of a carton."""

from .values import compile_text


def compile_group(spec):
    """Compile ``group`` to ``([(element, parent)], names) -> [(element, parent)]``.

    Elements that agree in its value become one, in the place of the first: it is as
    that one is, and its ``rows`` are all of them. None if there is no ``group``.
    """
    if spec.value is None:
        return None
    read = compile_text(spec)

    def gather(found, names):
        groups = {}
        for element, parent in found:
            names["parent"] = parent
            key = read(element, names)
            groups.setdefault(key, (parent, []))[1].append(element)
        return [(_joined(rows), parent) for parent, rows in groups.values()]

    return gather


def compile_parts(spec):
    """As `compile_group`, for the parts of one document: ``([element], names) -> [...]``.

    What has no value is no part.
    """
    if spec.value is None:
        return None
    read = compile_text(spec)

    def gather(found, names):
        groups = {}
        for element in found:
            key = read(element, names)
            if key is not None:
                groups.setdefault(key, []).append(element)
        return [_joined(rows) for rows in groups.values()]

    return gather


def _joined(rows):
    first = rows[0] if isinstance(rows[0], dict) else {}
    return {**first, "rows": rows}
