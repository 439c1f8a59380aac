# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows of past shipments and milestones, read into values and canonical documents."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timezone

from ..canonical.documents import (
    DocumentError,
    Location,
    Proof,
    Reference,
    TrackingEvent,
)
from ..canonical.references import normalize
from ..canonical.vocabulary import (
    CLASSIFIERS,
    DIRECTIONS,
    MILESTONES,
    MODES,
    REASONS,
    REFERENCE_RANK,
)
from .history_columns import REFERENCE_OF
from .places import country_code, zone_of_place
from .times import compile_formats, moment

#: How people's systems write times; days come before months unless a row says else.
_FORMATS = (
    "iso",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
)
_MONTH_FIRST = tuple(
    sorted(_FORMATS, key=lambda one: one.startswith("%d/"))
)  # the same, American dates tried first
_SEPARATORS = re.compile(r"[;,|\n]+")
_ACTUAL = {"act": "actual", "est": "estimated", "pln": "planned"}


class RowError(ValueError):
    """A row cannot be taken; the text says why."""


@dataclass(slots=True)
class ShipmentRow:
    """A shipment of the past. Times are aware and in UTC; weight in kg, volume in m³."""

    references: tuple
    texts: dict = field(default_factory=dict)
    mode: str = "parcel"
    direction: str = "outbound"
    weight: float | None = None
    volume: float | None = None
    promised: datetime | None = None
    released: datetime | None = None
    events: tuple = ()

    @property
    def key(self):
        """The references that make it one and the same: the most trusted kind."""
        best = min(REFERENCE_RANK[r.type] for r in self.references)
        return frozenset(
            (r.type, normalize(r.value))
            for r in self.references
            if REFERENCE_RANK[r.type] == best
        )

    @property
    def packages(self):
        """The tracking numbers of the packages, where there are several."""
        numbers = [r.value for r in self.references if r.type == "tracking"]
        return numbers if len(numbers) > 1 else []


class RowReader:
    """Reads rows of one table.

    :param columns: {header: column name}.
    :param zone: what times without an offset are read in, unless their place tells.
    :param month_first: 03/04 is the 4th of March.
    """

    def __init__(self, columns, zone=None, *, month_first=False):
        self._columns = columns
        self._zone = zone or timezone.utc
        self._parse = compile_formats(_MONTH_FIRST if month_first else _FORMATS)

    def shipment(self, row):
        """Return the row as a `ShipmentRow`. :raise RowError: it cannot be one."""
        values = self._values(row)
        references = self._references(values)
        events = [
            self._event(named, code, values, when)
            for code in ("picked_up", "delivered")
            if (when := self._moment(values, code))
            for named in _each_package(references)
        ]
        names = ("customer", "ship_from", "ship_to", "carrier", "service")
        promised = self._moment(values, "promised")
        released = self._moment(values, "released")
        return ShipmentRow(
            references=references,
            texts={name: values[name] for name in names if values.get(name)},
            mode=_word(values, "mode", MODES) or "parcel",
            direction=_word(values, "direction", DIRECTIONS) or "outbound",
            weight=_number(values, "weight"),
            volume=_number(values, "volume"),
            promised=promised and promised.utc,
            released=released and released.utc,
            events=tuple(events),
        )

    def milestone(self, row):
        """Return the row as a `TrackingEvent`. :raise RowError: it cannot be one."""
        values = self._values(row)
        place = _location(values)
        when = self._moment(values, "occurred_at", place)
        if when is None:
            raise RowError("it does not say when it happened")
        told = values.get("code")
        if not told:
            raise RowError("it does not say what happened")
        code = _vocabulary_word(told, MILESTONES)
        reason = values.get("reason")
        event = TrackingEvent(
            id=values.get("event_id"),
            references=self._references(values),
            package=values.get("package"),
            code=code,
            raw_code=None if code else told,
            raw_description=values.get("description"),
            classifier=_classifier(values),
            occurred_at=when.utc,
            utc_offset_minutes=when.offset_minutes,
            time_assumed=when.assumed,
            location=place,
            reason_code=reason and _vocabulary_word(reason, REASONS),
            raw_reason=reason
            if reason and not _vocabulary_word(reason, REASONS)
            else None,
            proof=_proof(values),
        )
        try:
            event.check()
        except DocumentError as error:
            raise RowError(str(error)) from None
        return event

    def _values(self, row):
        return {
            name: text
            for header, name in self._columns.items()
            if name and (text := (row.get(header) or "").strip())
        }

    def _references(self, values):
        found = [
            Reference(kind, part)
            for name, kind in REFERENCE_OF.items()
            for part in _parts(values.get(name))
            if normalize(part)
        ]
        if not found:
            raise RowError("it bears no tracking number or other reference")
        return tuple(dict.fromkeys(found))

    def _moment(self, values, name, place=None):
        text = values.get(name)
        if not text:
            return None
        try:
            when = self._parse(text)
            if when.tzinfo is None and (told := zone_of_place(place)):
                return moment(when, told.zone, assumed=not told.certain)
            return moment(when, self._zone)
        except ValueError:
            raise RowError(f"“{text[:40]}” cannot be read as a time") from None

    def _event(self, references, code, values, when):
        return TrackingEvent(
            references=references,
            code=code,
            occurred_at=when.utc,
            utc_offset_minutes=when.offset_minutes,
            time_assumed=when.assumed,
            proof=_proof(values) if code == "delivered" else None,
        )


def _each_package(references):
    """What happens to a shipment happens to each of its packages."""
    packages = [(r,) for r in references if r.type == "tracking"]
    return packages or [references]


def _parts(text):
    return [part.strip() for part in _SEPARATORS.split(text or "") if part.strip()]


def _vocabulary_word(text, vocabulary):
    """Return the canonical code that is meant by a code or its label, or None."""
    plain = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    if plain in vocabulary:
        return plain
    for code, word in vocabulary.items():
        if getattr(word, "label", word).lower() == text.lower():
            return code
    return None


def _word(values, name, vocabulary):
    text = values.get(name)
    if not text:
        return None
    code = _vocabulary_word(text, vocabulary)
    if code is None:
        known = ", ".join(vocabulary)
        raise RowError(f"“{text[:40]}” is no {name}; known are {known}")
    return code


def _classifier(values):
    text = (values.get("classifier") or "actual").lower()
    code = _ACTUAL.get(text[:3])
    if code not in CLASSIFIERS:
        raise RowError(f"“{text[:40]}” is neither actual, estimated nor planned")
    return code


def _number(values, name):
    text = values.get(name)
    if not text:
        return None
    plain = text.replace("\u00a0", "").replace(" ", "")
    # The last of the two marks is the decimal one; a lone one is a decimal mark too.
    if plain.rfind(",") > plain.rfind("."):
        plain = plain.replace(".", "").replace(",", ".")
    else:
        plain = plain.replace(",", "")
    match = re.match(r"-?\d+(\.\d+)?", plain)
    if not match or match.group().startswith("-"):
        raise RowError(f"“{text[:40]}” is no {name}")
    return float(match.group())


def _location(values):
    named = {
        "name": values.get("location_name"),
        "city": values.get("city"),
        "state": values.get("state"),
        "postcode": values.get("postcode"),
        "country": country_code(values.get("country")),
        "unlocode": values.get("unlocode"),
    }
    return Location(**named) if any(named.values()) else None


def _proof(values):
    signatory = values.get("signatory")
    return Proof(signatory=signatory) if signatory else None
