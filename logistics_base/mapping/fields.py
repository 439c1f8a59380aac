# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A preset's ``fields`` compiled to a builder of one canonical document.

Which fields there are, and of which type, is read from the document's dataclass, so a
document type that an addon registers needs nothing here.
"""

from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from types import NoneType
from typing import get_args, get_origin, get_type_hints

from ..canonical.documents import Location
from . import coercion
from .field_lists import compile_texts, each_of
from .preset_spec import nothing
from .preset_times import compile_time
from .values import compile_value, compile_when

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
    readers = compile_readers(spec, cls)
    when = compile_when(spec.at("when"))
    blanks = blank_values(cls, readers)

    def build(value, names):
        if when is not None and not when(value, names):
            return None
        found = {name: read(value, names) for name, read in readers}
        for one in found.values():
            if one is not None and one != ():
                return cls(**blanks, **found)
        return None

    return build


def compile_readers(spec, cls, skipped=()):
    """Return ``[(field name, reader)]`` of the fields that the spec speaks of.

    What has a default of its own keeps it where nothing is found.
    """
    readers = []
    for field in fields(cls):
        if field.name in skipped or not spec.has(field.name):
            continue
        read = _reader(spec.at(field.name), field, cls)
        default = None if field.default is MISSING else field.default
        readers.append((field.name, _or(read, default)))
    # The place comes first: times are told by it.
    return tuple(sorted(readers, key=lambda one: one[0] != "location"))


def blank_values(cls, readers):
    """Values for fields that have no default and that the preset says nothing of."""
    spoken_of = {name for name, _read in readers}
    return {
        field.name: None
        for field in fields(cls)
        if field.default is MISSING
        and field.default_factory is MISSING
        and field.name not in spoken_of
    }


def _or(read, default):
    if default is None:
        return read

    def run(value, names):
        found = read(value, names)
        return default if found is None else found

    return run


def _reader(spec, field, cls):
    kind = field_types(cls)[field.name]
    if get_origin(kind) is tuple:
        return _list_reader(spec, get_args(kind)[0])
    if kind is datetime:
        return _time_reader(spec)
    if is_dataclass(kind):
        nested = compile_nested(spec, kind)
        return _remembering_place(nested) if field.name == "location" else nested
    return compile_value(spec, _coercion_for(field, kind, cls))


def _coercion_for(field, kind, cls):
    if kind is bool:
        return lambda _spec: coercion.truth
    if kind in _DECIMALS:
        return _number_coercion(_DECIMALS[kind])
    read = _text_coercion(field, cls)
    return lambda _spec: read


def _text_coercion(field, cls):
    if "enum" in field.metadata:
        return coercion.word(field.metadata["enum"])
    if "max_length" in field.metadata:
        return coercion.bounded_text(field.metadata["max_length"])
    if cls is Location and field.name == "country":
        return coercion.country
    return coercion.text


def _number_coercion(factory):
    def coerce_for(spec):
        comma = spec.at("decimal").word(("point", "comma")) == "comma"
        scale = spec.at("scale").value or 0
        if not isinstance(scale, int) or not 0 <= scale <= 9:
            spec.at("scale").problem("a whole number from 0 to 9 is expected here")
            scale = 0
        return factory(comma, scale)

    return coerce_for


def _time_reader(spec):
    read = compile_time(spec)

    def run(value, names):
        found = read(value, names)
        return found and found.utc

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
        each_of(one, compile_nested(one, kind, extra_keys=("each",)))
        for one in spec.elements()
    ]

    def run(value, names):
        return tuple(found for part in parts for found in part(value, names))

    return run
