# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What of the public contract will go away, since when and until when.

An entry is announced in the description of the API (``deprecated: true``) and in the
headers of the answers: ``Deprecation`` (RFC 9745) and ``Sunset`` (RFC 8594).
"""

import re
from datetime import date, datetime, timezone
from email.utils import format_datetime
from typing import NamedTuple


class Deprecated(NamedTuple):
    """A route, or a field of an answer or document, that should not be used any more.

    :ivar str code: its name in the list of who still uses it.
    :ivar str route: as the controller declares it; None for a field.
    :ivar str field: ``ShipmentResource.carrier``; None for a route.
    :ivar tuple routes: for a field, the routes whose answers have it.
    :ivar date since: from when on it should not be used.
    :ivar date sunset: from when on it may be gone; None if that is open.
    :ivar str instead: what to use, in a sentence.
    :ivar str link: where it is explained.
    """

    code: str
    since: date
    sunset: date | None = None
    route: str | None = None
    field: str | None = None
    routes: tuple = ()
    instead: str = ""
    link: str | None = None


#: What is deprecated in this version of the contract; addons add theirs by register().
_REGISTRY = {}


def register(*entries):
    """Add entries; one of the same code is replaced.

    :raise ValueError: for what would be gone before it was deprecated.
    """
    for entry in entries:
        if entry.sunset and entry.sunset <= entry.since:
            raise ValueError(f"{entry.code}: gone before it is deprecated")
        _REGISTRY[entry.code] = entry


def unregister(code):
    """Take an entry away again: it is gone, or was announced by mistake."""
    _REGISTRY.pop(code, None)


def registered():
    """Return all entries."""
    return tuple(_REGISTRY.values())


def of_route(route):
    """Return the entries that the answers of a route bear, itself or by a field."""
    return [
        entry
        for entry in _REGISTRY.values()
        if entry.route == route or route in entry.routes
    ]


def headers(entries):
    """Return the headers that announce these entries, of whichever is gone first."""
    told = {"Deprecation": f"@{_seconds(min(entry.since for entry in entries))}"}
    sunsets = [entry.sunset for entry in entries if entry.sunset]
    if sunsets:
        told["Sunset"] = format_datetime(_midnight(min(sunsets)), usegmt=True)
    links = [f'<{entry.link}>; rel="deprecation"' for entry in entries if entry.link]
    if links:
        told["Link"] = ", ".join(links)
    return told


def mark(described):
    """Mark what is deprecated in a description of the API; return it.

    ``x-sunset`` is the day from which on it may be gone.
    """
    paths = {_shape(path): methods for path, methods in described["paths"].items()}
    schemas = described["components"]["schemas"]
    for entry in _REGISTRY.values():
        if entry.route:
            for operation in paths.get(_shape(entry.route), {}).values():
                operation.update(_marks(entry))
        if entry.field:
            schema, _dot, name = entry.field.partition(".")
            found = schemas.get(schema, {}).get("properties", {}).get(name)
            if found is not None:
                found.update(_marks(entry))
    return described


def _marks(entry):
    marks = {"deprecated": True}
    if entry.sunset:
        marks["x-sunset"] = entry.sunset.isoformat()
    return marks


def _shape(path):
    """Return a path without the names of its variables, however they are written."""
    return re.sub(r"<[^>]*>|\{[^}]*\}", "{}", path)


def _midnight(day):
    return datetime(day.year, day.month, day.day, tzinfo=timezone.utc)


def _seconds(day):
    return int(_midnight(day).timestamp())
