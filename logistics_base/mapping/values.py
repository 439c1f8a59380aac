# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A preset's values compiled to closures ``(element, names) -> typed value or None``.

The forms of a value are told in readme/PRESETS.md.
"""

from . import coercion
from .errors import DecodeError, shown
from .expression_values import is_false
from .preset_spec import nothing

OPTIONS = {"when", "map", "default", "case", "optional", "decimal", "scale"}
ARITHMETIC = {"times", "minus"}
SOURCES = {"value", "constant", "join", "sum"}
_KEYS = OPTIONS | SOURCES | ARITHMETIC | {"separator"}


def compile_value(spec, coerce_for):
    """Compile any form of value.

    :param coerce_for: ``(spec) -> (found -> typed)``: what to coerce with, given the
        mapping in which `decimal` and `scale` may stand.
    """
    if isinstance(spec.value, list):
        return first_of([compile_value(one, coerce_for) for one in spec.elements()])
    if isinstance(spec.value, dict):
        return _with_options(spec, coerce_for)
    return _coerced(_source(spec), coerce_for(spec), spec.path)


def compile_text(spec):
    """Compile a value that becomes text."""
    return compile_value(spec, lambda _spec: coercion.text)


def compile_when(spec):
    """Compile a condition; None if there is none."""
    run = spec.expression()
    return run and (lambda value, names: not is_false(run(value, names)))


def first_of(readers):
    """The first value that is there."""
    if len(readers) == 1:
        return readers[0]
    readers = tuple(readers)

    def read(value, names):
        for reader in readers:
            found = reader(value, names)
            if found is not None:
                return found
        return None

    return read


def _source(spec):
    if isinstance(spec.value, str):
        return spec.expression()
    missing = spec.value is None
    spec.problem("missing" if missing else "an expression or a mapping is expected")
    return nothing


def _coerced(read, coerce, path):
    keys = getattr(read, "keys", None)
    if coerce is coercion.text and keys and len(keys) <= 3:
        return _text_at(keys, path)

    def run(value, names):
        found = read(value, names)
        if found is None:
            return None
        return coerced(found, coerce, path)

    return run


def coerced(found, coerce, path):
    """Coerce what was found, or raise DecodeError naming the path."""
    try:
        return coerce(found)
    except ValueError as error:
        raise DecodeError("value", f"{path}: {error}: {shown(found)}") from None


def _text_at(keys, path):
    """The text under some keys: most of all values, so they are got in one step."""
    first, second, third = (*keys, None, None)[:3]
    depth = len(keys)

    def run(value, names):
        try:
            found = value.get(first)
            if depth > 1:
                found = found.get(second)
                if depth > 2:
                    found = found.get(third)
        except AttributeError:
            return None
        if found.__class__ is str:
            return found.strip() or None
        return None if found is None else coerced(found, coercion.text, path)

    return run


def _with_options(spec, coerce_for):
    sources = [key for key in SOURCES if spec.has(key)]
    if not spec.is_mapping(_KEYS) or len(sources) != 1:
        spec.problem("exactly one of value, constant, join, sum is expected here")
        return nothing
    coerce = coerce_for(spec)
    if sources == ["constant"]:
        read = _constant(spec.at("constant"), coerce)
    elif sources == ["sum"]:
        read = _sum(spec.at("sum"), coerce)
    else:
        joined = sources == ["join"]
        found = _joined(spec) if joined else _found(spec.at("value"))
        read = _mapped(spec, found)
        # What is joined is trimmed text as it is.
        if not (joined and read is found and coerce is coercion.text):
            read = _coerced(read, coerce, spec.path)
    if spec.has("minus"):
        read = _less(read, compile_value(spec.at("minus"), coerce_for), spec.path)
    return _guarded(spec, _or_default(spec, read, coerce))


def _less(read, read_other, path):
    """What is found less another number, which counts as nothing where it is not there."""

    def run(value, names):
        found = read(value, names)
        other = None if found is None else read_other(value, names)
        if other is None:
            return found
        if isinstance(found, str) or isinstance(other, str):
            raise DecodeError("value", f"{path}.minus: a number is expected")
        return found - other

    return run


def _found(spec):
    """What is found, not coerced yet: an expression or a list of them."""
    if not isinstance(spec.value, list):
        return _source(spec)
    readers = [_source(one) for one in spec.elements()]
    return first_of([_empty_is_none(reader) for reader in readers])


def _empty_is_none(read):
    def run(value, names):
        found = read(value, names)
        return None if found == "" else found

    return run


def _constant(spec, coerce):
    constant = _checked(spec, coerce)
    return lambda _value, _names: constant


def _checked(spec, coerce):
    try:
        return coerce(spec.value)
    except ValueError as error:
        spec.problem(str(error))
        return None


def _sum(spec, coerce):
    """Add up the numbers that an expression lists; nothing where there are none."""
    read, path = _source(spec), spec.path

    def run(value, names):
        found = read(value, names)
        listed = found if isinstance(found, list) else [found]
        numbers = [coerced(one, coerce, path) for one in listed if one is not None]
        numbers = [one for one in numbers if one is not None]
        if not numbers:
            return None
        if isinstance(numbers[0], str):
            raise DecodeError("value", f"{path}: numbers are expected")
        return sum(numbers)

    return run


def _joined(spec):
    separator = spec.at("separator").text()
    separator = ":" if separator is None else separator
    parts = tuple(compile_text(one) for one in spec.at("join").elements())
    if not parts:
        spec.at("join").problem("a list of values is expected here")
    if len(parts) == 2:
        return _joined_pair(*parts, separator)

    def run(value, names):
        found = [part(value, names) for part in parts]
        return None if None in found else separator.join(found)

    return run


def _joined_pair(left, right, separator):
    def run(value, names):
        one, other = left(value, names), right(value, names)
        if one is None or other is None:
            return None
        return f"{one}{separator}{other}"

    return run


def _mapped(spec, read):
    mapping = _map(spec.at("map"))
    case = spec.at("case").word(("upper", "lower"))
    change = {"upper": str.upper, "lower": str.lower}.get(case)
    if mapping is None and change is None:
        return read

    def run(value, names):
        found = read(value, names)
        found = None if found is None else coercion.text(found)
        if found is None:
            return None
        if change:
            found = change(found)
        return found if mapping is None else mapping.get(found)

    return run


def _map(spec):
    if spec.value is None:
        return None
    if not isinstance(spec.value, dict):
        spec.problem("a mapping is expected here")
        return None
    for key in spec.value:
        if not isinstance(key, str):
            spec.problem(f"put quotes around “{key}”")
    return spec.value


def _or_default(spec, read, coerce):
    if not spec.has("default"):
        return read
    default = _checked(spec.at("default"), coerce)

    def run(value, names):
        found = read(value, names)
        return default if found is None else found

    return run


def _guarded(spec, read):
    when = compile_when(spec.at("when"))
    if spec.at("optional").flag():
        read = forgiving(read)
    if when is None:
        return read
    return lambda value, names: read(value, names) if when(value, names) else None


def forgiving(read):
    """What cannot be read counts as absent."""

    def run(value, names):
        try:
            return read(value, names)
        except DecodeError:
            return None

    return run
