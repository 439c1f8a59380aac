# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fields that hold several things: ``each``, lists of texts, references, raw codes."""

from ..canonical.documents import Reference
from ..canonical.vocabulary import REFERENCE_TYPES
from . import coercion
from .errors import DecodeError, shown
from .grouping import compile_parts
from .preset_spec import nothing
from .values import compile_value, compile_when

_REFERENCE_LENGTH = Reference.__dataclass_fields__["value"].metadata["max_length"]


def as_list(found):
    """One thing is a list of one, null is none."""
    if found is None:
        return ()
    return found if isinstance(found, list) else (found,)


def each_of(spec, build):
    """Wrap ``build`` so that it is called for each element that ``each`` gives.

    Those that agree in the value of ``group`` count as one. A list of expressions walks
    down level by level, as that of a message does.

    Returns ``(value, names) -> list`` of what is not None.
    """
    if isinstance(spec.at("each").value, list):
        return _each_below(spec, build)
    elements = spec.at("each").expression()
    gather = compile_parts(spec.at("group"))

    def run(value, names):
        if elements is None:
            built = (build(value, names),)
        else:
            found = as_list(elements(value, names))
            found = gather(found, names) if gather else found
            built = [build(one, names) for one in found]
        return [one for one in built if one is not None]

    return run


def _each_below(spec, build):
    levels = [one.expression() or nothing for one in spec.at("each").elements()]
    if spec.has("group"):
        spec.at("group").problem("only beside a single each")

    def run(value, names):
        found = [(value, names.get("parent"))]
        for level in levels:
            found = [
                (below, element)
                for element, parent in found
                for below in as_list(level(element, {**names, "parent": parent}))
                if below is not None
            ]
        built = [build(one, {**names, "parent": parent}) for one, parent in found]
        return [one for one in built if one is not None]

    return run


def compile_texts(spec):
    """Compile a value that may give a list; ``(value, names) -> tuple`` of texts."""
    path = spec.path
    coerce = coercion.bounded_text(_REFERENCE_LENGTH)
    if isinstance(spec.value, str):
        read = spec.expression()
    else:
        read = compile_value(spec, lambda _spec: _as_found)

    def run(value, names):
        found = read(value, names)
        if found.__class__ is str and 0 < len(found) <= _REFERENCE_LENGTH:
            found = found.strip()
            return (found,) if found else ()
        found = as_list(found)
        try:
            texts = [coerce(one) for one in found if one is not None]
        except ValueError as error:
            raise DecodeError("value", f"{path}: {error}: {shown(found[0])}") from None
        return tuple(one for one in texts if one)

    return run


def _as_found(found):
    return None if found in ("", []) else found


def compile_references(spec):
    """Compile ``tracking_number`` and ``references`` to one reader of all of them."""
    parts = []
    if spec.has("tracking_number"):
        parts.append(_typed(compile_texts(spec.at("tracking_number")), "tracking"))
    for one in spec.at("references").elements():
        parts.append(_listed_references(one))
    if len(parts) == 1:
        return parts[0]

    def run(value, names):
        found = [one for part in parts for one in part(value, names)]
        return tuple(dict.fromkeys(found))

    return run


def _typed(read, kind):
    def run(value, names):
        found = read(value, names)
        if len(found) == 1:
            return (Reference(kind, found[0]),)
        return tuple([Reference(kind, one) for one in found])

    return run


def _listed_references(spec):
    if not spec.is_mapping({"each", "type", "value", "when"}, ("type", "value")):
        return nothing
    values = compile_texts(spec.at("value"))
    if spec.at("type").is_word(REFERENCE_TYPES):
        build = _typed(values, spec.value["type"])
    else:
        build = _told_references(spec.at("type"), values)
    every = each_of(spec, build)
    when = compile_when(spec.at("when"))

    def run(value, names):
        if when is not None and not when(value, names):
            return ()
        return tuple([one for several in every(value, names) for one in several])

    return run


def _told_references(spec, values):
    kind = compile_value(spec, lambda _spec: coercion.word(REFERENCE_TYPES))

    def run(value, names):
        found = kind(value, names)
        if found is None:
            return ()
        return [Reference(found, one) for one in values(value, names)]

    return run


def compile_codes(spec):
    """Compile ``raw_code`` to a reader of all spellings, most specific first."""
    specs = spec.elements() if isinstance(spec.value, list) else [spec]
    readers = tuple(compile_value(one, lambda _spec: coercion.text) for one in specs)
    if len(readers) == 1:
        return _only_code(readers[0])

    def run(value, names):
        found = [read(value, names) for read in readers]
        if None not in found and len(set(found)) == len(found):
            return tuple(found)
        # A spelling can come up twice, and then the first is the one that counts.
        return tuple(dict.fromkeys([one for one in found if one is not None]))

    return run


def _only_code(read):
    def run(value, names):
        found = read(value, names)
        return () if found is None else (found,)

    return run
