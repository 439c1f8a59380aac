# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A preset's times compiled to closures ``(element, names) -> Moment or None``.

``names["place"]`` holds the location of the document that is being built and
``names["default_zone"]`` the caller's zone.
"""

from datetime import time, timedelta, timezone
from types import SimpleNamespace

from . import coercion
from .errors import DecodeError, shown
from .places import PlaceZone, zone_named, zone_of_place
from .preset_spec import nothing
from .times import (
    UTC,
    Moment,
    compile_formats,
    moment,
    moment_between,
    parse_iso,
    parse_offset,
)
from .values import compile_text, compile_value, compile_when, first_of, forgiving

_WHEN_KEYS = {"value", "date", "time", "formats", "at"}
_KEYS = _WHEN_KEYS | {"offset", "zone", "local", "when", "optional"}
_PLACE_KEYS = ("country", "state", "unlocode", "latitude", "longitude")


def compile_time(spec):
    """Compile a time: an expression, a mapping, or a list of alternatives."""
    if isinstance(spec.value, list):
        return first_of([compile_time(one) for one in spec.elements()])
    if isinstance(spec.value, str):
        spec = type(spec)({"value": spec.value}, spec.path, spec.problems)
    if not spec.is_mapping(_KEYS):
        return nothing
    read = _placed(spec)
    if spec.at("optional").flag():
        read = forgiving(read)
    when = compile_when(spec.at("when"))
    if when is None:
        return read
    return lambda value, names: read(value, names) if when(value, names) else None


def _placed(spec):
    path = spec.path
    written = _written(spec, _formats(spec))
    local = _local(spec)
    # What is written with "Z" says nothing of local clocks, `local` does.
    place_aware = local or (lambda when, _value, _names: moment(when))
    place_naive = _offset(spec) or local or _zoned(spec)

    def run(value, names):
        try:
            when = written(value, names)
            if when is None:
                return None
            if when.tzinfo is UTC and local is None:
                return Moment(when, 0)
            place = place_naive if when.tzinfo is None else place_aware
            return place(when, value, names)
        except DecodeError:
            raise
        except ValueError as error:
            raise DecodeError("value", f"{path}: {error}") from None

    return run


def _formats(spec):
    formats = spec.at("formats")
    told = [one.text() for one in formats.elements()]
    return told or list(spec.locale.times)


def _written(spec, formats):
    """Compile what the message writes, as a datetime, naive without an offset."""
    try:
        parse = compile_formats(formats)
    except (ValueError, TypeError) as error:
        spec.at("formats").problem(str(error))
        return nothing
    if spec.has("value") == spec.has("date"):
        spec.problem("either value or date is expected here")
        return nothing
    at = _time_of_day(spec.at("at"))
    if spec.has("date"):
        return _of_halves(spec, parse, at)
    return _of_one(_compile_found(spec.at("value")), parse, at)


def _compile_found(spec):
    """What the message holds there, whatever its type."""
    if isinstance(spec.value, str):
        return spec.expression()
    return compile_value(spec, lambda _spec: lambda found: found)


def _of_one(read, parse, at):
    def run(value, names):
        found = read(value, names)
        if found is None or found == "":
            return None
        try:
            when = parse(found)
        except ValueError as error:
            raise ValueError(f"{error}: {shown(found)}") from None
        # A date alone is never longer than 2026-01-17.
        if at and found.__class__ is str and len(found) <= 10:
            return when.replace(hour=at.hour, minute=at.minute, second=at.second)
        return when

    return run


def _of_halves(spec, parse, at):
    date, clock = compile_text(spec.at("date")), nothing
    if spec.has("time"):
        clock = compile_text(spec.at("time"))
    at = at or time()

    def run(value, names):
        day = date(value, names)
        if day is None:
            return None
        hour = clock(value, names)
        digits = day.isdecimal() and (hour is None or hour.isdecimal())
        if hour is None:
            hour = at.strftime("%H%M%S" if digits else "%H:%M:%S")
        written = f"{day}{hour}" if digits else f"{day} {hour}"
        try:
            return parse(written)
        except ValueError as error:
            raise ValueError(f"{error}: {shown(written)}") from None

    return run


def _time_of_day(spec):
    written = spec.text()
    if written is None:
        return None
    try:
        return parse_iso(f"2000-01-01T{written}").time()
    except ValueError:
        spec.problem("a time of day is expected here, as “12:00”")
        return None


def _offset(spec):
    """Compile how a local time is placed by an offset that is given apart."""
    if not spec.has("offset"):
        return None
    read = _compile_found(spec.at("offset"))
    fallback = _zoned(spec)

    def run(when, value, names):
        found = read(value, names)
        if found is None or found == "":
            return fallback(when, value, names)
        minutes = parse_offset(found)
        return moment(when.replace(tzinfo=timezone(timedelta(minutes=minutes))))

    return run


def _local(spec):
    """Compile how an instant is completed by what local clocks showed."""
    local = spec.at("local")
    if local.value is None or not local.is_mapping(_WHEN_KEYS):
        return None
    inner = local if local.has("formats") else spec
    written = _written(local, _formats(inner))

    def run(when, value, names):
        here = written(value, names)
        if here is None:
            return moment(when, UTC)
        return moment_between(when, here.replace(tzinfo=None))

    return run


def _zoned(spec):
    zones = spec.at("zone")
    listed = zones.elements() if isinstance(zones.value, list) else [zones]
    tellers = tuple(_zone(one) for one in listed)

    def run(when, value, names):
        likely = None
        for tell in tellers:
            found = tell(value, names)
            if found and found.certain:
                return moment(when, found.zone)
            likely = likely or found
        if likely:
            return moment(when, likely.zone, assumed=True)
        return moment(when, names["default_zone"], assumed=True)

    return run


def _zone(spec):
    """Compile one way of telling a zone: ``(element, names) -> PlaceZone or None``."""
    if spec.value is None or spec.value == "place":
        return lambda _value, names: zone_of_place(names["place"])
    if isinstance(spec.value, str):
        return _fixed_zone(spec)
    if spec.has("value"):
        spec.is_mapping({"value"})
        return _zone_in_message(compile_text(spec.at("value")))
    return _zone_of_other_place(spec)


def _fixed_zone(spec):
    zone = UTC if spec.value == "UTC" else zone_named(spec.value)
    if zone is None:
        spec.problem(f"“{spec.value[:40]}” is no time zone")
    told = PlaceZone(zone, True)
    return lambda _value, _names: told


def _zone_in_message(read):
    def run(value, names):
        name = read(value, names)
        if name is None:
            return None
        zone = zone_named(name)
        if zone is None:
            zone = timezone(timedelta(minutes=parse_offset(name)))
        return PlaceZone(zone, True)

    return run


def _zone_of_other_place(spec):
    if not spec.is_mapping(_PLACE_KEYS):
        return nothing
    readers = {
        key: compile_value(spec.at(key), _coordinate if key[0] == "l" else _text)
        for key in _PLACE_KEYS
        if spec.has(key)
    }

    def run(value, names):
        place = SimpleNamespace(**dict.fromkeys(_PLACE_KEYS))
        for key, read in readers.items():
            setattr(place, key, read(value, names))
        return zone_of_place(place)

    return run


def _text(_spec):
    return coercion.text


def _coordinate(_spec):
    return coercion.number()
