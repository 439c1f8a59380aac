# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A preset's ``fields`` compiled to a builder of one canonical document.

Which fields there are, and of which type, is read from the document's dataclass, so a
document type that an addon registers needs nothing here.
"""

from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from types import NoneType
from typing import get_args, get_origin, get_type_hints

from ..canonical.documents import Location
from . import coercion
from .field_lists import compile_texts, each_of
from .path_reader import PathReader
from .preset_spec import DECIMALS, nothing
from .preset_times import compile_time
from .values import compile_value, compile_when

_PLACE_NAMES = {"country": coercion.country, "unlocode": coercion.unlocode}
_DEGREES = {"latitude": 90, "longitude": 180}
_DECIMALS = {float: coercion.number, int: coercion.whole, Decimal: coercion.decimal}


@lru_cache(maxsize=256)
def field_types(cls):
    """Return ``{field name: type}`` of a dataclass, with ``| None`` taken off."""
    hints = get_type_hints(cls)
    return {field.name: _required(hints[field.name]) for field in fields(cls)}


def _required(hint):
    given = [one for one in get_args(hint) if one is not NoneType]
    return given[0] if NoneType in get_args(hint) and len(given) == 1 else hint


def compile_nested(spec, cls, extra_keys=()):
    """Compile a nested document: its fields and ``when``; None if nothing is found."""
    if not spec.is_mapping({*field_types(cls), "when", *extra_keys}):
        return nothing
    fills = compile_fills(spec, cls)
    when = compile_when(spec.at("when"))
    blanks = blank_values(cls)

    def build(value, names):
        if when is not None and not when(value, names):
            return None
        found = {}
        for fill in fills:
            fill(found, value, names)
        if not found:
            return None
        return cls(**{**blanks, **found}) if blanks else cls(**found)

    return build


def compile_fills(spec, cls, skipped=()):
    """Compile the fields that the spec speaks of to ``(found, element, names)``.

    Each of them puts into ``found`` what is there, so that what is not keeps its
    default.
    """
    paths, fills = PathReader(), []
    # The place comes first: times are told by it.
    for field in sorted(fields(cls), key=lambda field: field.name != "location"):
        if field.name in skipped or not spec.has(field.name):
            continue
        part = spec.at(field.name)
        coerce_for = _coercion_of(field, cls)
        if coerce_for is None or not paths.takes(part, field.name, coerce_for):
            fills.append(_fill(field.name, _reader(part, field, cls)))
    return (*fills, *paths.fills())


def blank_values(cls):
    """Values for the fields that have no default of their own."""
    return {
        field.name: None
        for field in fields(cls)
        if field.default is MISSING and field.default_factory is MISSING
    }


def _fill(name, read):
    def fill(found, value, names):
        one = read(value, names)
        if one is not None and one != ():
            found[name] = one

    return fill


def _reader(spec, field, cls):
    kind = field_types(cls)[field.name]
    if get_origin(kind) is tuple:
        return _list_reader(spec, get_args(kind)[0])
    if _is_time(kind):
        return _time_reader(spec)
    if _is_date(kind):
        return _date_reader(spec)
    if is_dataclass(kind):
        nested = compile_nested(spec, kind)
        return _remembering_place(nested) if field.name == "location" else nested
    return compile_value(spec, _coercion_of(field, cls))


def _is_time(kind):
    # Not by identity: where a test has frozen the clock, ``datetime`` is a stand-in.
    return isinstance(kind, type) and issubclass(kind, datetime)


def _is_date(kind):
    return isinstance(kind, type) and issubclass(kind, date)


def _coercion_of(field, cls):
    """``(spec) -> coercion`` of a field with a single plain value, else None."""
    kind = field_types(cls)[field.name]
    if get_origin(kind) is tuple or _is_date(kind) or is_dataclass(kind):
        return None
    if kind is bool:
        return lambda _spec: coercion.truth
    if cls is Location and field.name in _DEGREES:
        return _number_coercion(coercion.coordinate(_DEGREES[field.name]))
    if kind in _DECIMALS:
        return _number_coercion(_DECIMALS[kind], field.metadata)
    read = _text_coercion(field, cls)
    return lambda _spec: read


def _text_coercion(field, cls):
    if "enum" in field.metadata:
        return coercion.word(field.metadata["enum"])
    if "max_length" in field.metadata:
        return coercion.bounded_text(field.metadata["max_length"])
    if cls is Location:
        return _PLACE_NAMES.get(field.name, coercion.text)
    return coercion.text


def _number_coercion(factory, bounds=()):
    def coerce_for(spec):
        decimal = spec.at("decimal").word(DECIMALS) or spec.locale.decimal
        comma = decimal == "comma"
        scale = spec.at("scale").value or 0
        if not isinstance(scale, int) or not 0 <= scale <= 9:
            spec.at("scale").problem("a whole number from 0 to 9 is expected here")
            scale = 0
        read = _multiplied(spec.at("times"), factory(comma, scale))
        if "maximum" not in bounds:
            return read
        return coercion.bounded(read, bounds["minimum"], bounds["maximum"])

    return coerce_for


def _multiplied(spec, read):
    """``times`` makes kilograms of pounds, and pieces of dozens."""
    factor = spec.value
    if factor is None:
        return read
    if isinstance(factor, bool) or not isinstance(factor, (int, float)):
        spec.problem("a number is expected here")
        return read
    factor = Decimal(str(factor))

    def run(found):
        value = read(found)
        if value is None:
            return None
        return type(value)(Decimal(str(value)) * factor)

    return run


def _time_reader(spec):
    read = compile_time(spec)

    def run(value, names):
        found = read(value, names)
        return None if found is None else found[0]

    return run


def _date_reader(spec):
    """A day as it is written: no zone makes another one of it."""
    read = compile_time(spec)

    def run(value, names):
        found = read(value, {**names, "default_zone": None, "place": None})
        if found is None:
            return None
        return (found.utc + timedelta(minutes=found.offset_minutes or 0)).date()

    return run


def _remembering_place(read):
    def run(value, names):
        place = names["place"] = read(value, names)
        return place

    return run


def _list_reader(spec, kind):
    if not is_dataclass(kind):
        return compile_texts(spec)
    parts = [
        each_of(one, compile_nested(one, kind, extra_keys=("each", "group")))
        for one in spec.elements()
    ]

    def run(value, names):
        return tuple(found for part in parts for found in part(value, names))

    return run
