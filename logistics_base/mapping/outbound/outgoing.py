# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One value of a request: an expression, what becomes of it, and nothing if it is none."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from .. import coercion
from ..errors import DecodeError, shown
from ..places import zone_named
from ..preset_spec import nothing
from ..times import UTC, parse_iso
from ..values import OPTIONS, SOURCES, compile_value

#: What a value may be made into on its way out, beside what incoming values know.
CHANGES = frozenset({"times", "round", "as", "format", "zone", "cut"})
VALUE_KEYS = frozenset(
    (SOURCES | OPTIONS | {"separator"} | CHANGES) - {"decimal", "scale", "minus"}
)
_KINDS = ("text", "number", "whole", "flag")
_MAX_DIGITS = 9


def compile_outgoing(spec):
    """Compile a value of any form to ``(element, names) -> JSON value or None``.

    Numbers and truth values stand for themselves.
    """
    if isinstance(spec.value, (bool, int, float)):
        return _constant(spec.value)
    if not isinstance(spec.value, dict):
        return compile_value(spec, _as_found)
    if not spec.is_mapping(VALUE_KEYS):
        return nothing
    inner = {key: one for key, one in spec.value.items() if key not in CHANGES}
    read = compile_value(type(spec)(inner, spec.path, spec.problems), _as_found)
    changes = _changes(spec)
    return _changed(read, changes, spec.path) if changes else read


def compile_outgoing_text(spec):
    """As `compile_outgoing`, for what is text wherever it goes."""
    read = compile_outgoing(spec)

    def run(value, names):
        found = read(value, names)
        if found is None:
            return None
        if isinstance(found, (dict, list)):
            raise DecodeError("value", f"{spec.path}: text is expected here")
        return coercion.text(found)

    return run


def _constant(constant):
    return lambda _value, _names: constant


def _as_found(_spec):
    return lambda found: None if found == "" else found


def _changed(read, changes, path):
    def run(value, names):
        found = read(value, names)
        if found is None:
            return None
        try:
            for change in changes:
                found = change(found)
        except (ValueError, InvalidOperation) as error:
            words = str(error) if isinstance(error, ValueError) else "no such number"
            raise DecodeError("value", f"{path}: {words}: {shown(found)}") from None
        return found

    return run


def _changes(spec):
    """Return the changes in the order in which they are made."""
    found = [_moment(spec)] if spec.has("format") else []
    if spec.has("zone") and not spec.has("format"):
        spec.at("zone").problem("only beside format")
    if spec.has("times") or spec.has("round"):
        found.append(_number(spec))
    if spec.has("as"):
        found.append(_typed(spec.at("as").word(_KINDS)))
    if spec.has("cut"):
        found.append(_cut(spec.at("cut")))
    return [change for change in found if change]


def _moment(spec):
    pattern = spec.at("format").text() or ""
    name = spec.at("zone").text()
    zone = zone_named(name) if name else UTC
    if zone is None:
        spec.at("zone").problem(f"“{name[:40]}” is no time zone")
        return None

    def change(found):
        when = parse_iso(coercion.text(found))
        if when.tzinfo is None:
            when = when.replace(tzinfo=UTC)
        if pattern == "iso":
            return when.astimezone(zone).isoformat()
        return when.astimezone(zone).strftime(pattern)

    return change


def _number(spec):
    factor = _decimal_of(spec.at("times")) if spec.has("times") else Decimal(1)
    digits = spec.at("round").value
    if digits is not None and not _is_digits(digits):
        spec.at("round").problem(f"a whole number from 0 to {_MAX_DIGITS} is expected")
        digits = None
    exact = coercion.decimal()

    def change(found):
        number = exact(found) * factor
        if digits is not None:
            number = number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        return _plain(number)

    return change


def _decimal_of(spec):
    try:
        return coercion.decimal()(spec.value)
    except ValueError as error:
        spec.problem(str(error))
        return Decimal(1)


def _is_digits(value):
    return type(value) is int and 0 <= value <= _MAX_DIGITS


def _plain(number):
    """A JSON number as JSON writes it: no fraction where there is none."""
    if number == number.to_integral_value():
        return int(number)
    return float(number)


def _typed(kind):
    makers = {
        "text": coercion.text,
        "number": lambda found: _plain(coercion.decimal()(found)),
        "whole": coercion.whole(),
        "flag": coercion.truth,
    }
    return makers.get(kind)


def _cut(spec):
    longest = spec.value
    if type(longest) is not int or longest < 1:
        spec.problem("a whole number from 1 is expected here")
        return None
    return lambda found: (coercion.text(found) or "")[:longest].strip() or None
