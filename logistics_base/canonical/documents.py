# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Canonical documents: what every partner's message is decoded into.

A document is plain data. It knows its type, how it reads from and writes to our own
JSON (see ``standard_webhooks`` in the public contract), and nothing else. Addons add
their own with :func:`register`.
"""

from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime, timedelta, timezone
from typing import ClassVar

from .vocabulary import CLASSIFIERS, MILESTONES, MODES, REASONS, REFERENCE_TYPES

UTC = timezone.utc
_MINUTE = timedelta(minutes=1)
DOCUMENTS = {}


class DocumentError(ValueError):
    """A document does not say what it must.

    :ivar path: where, as ``location.country``.
    :ivar problem: what is wrong, safe to show.
    """

    def __init__(self, path, problem):
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem


def register(cls):
    """Class decorator: make a document type known to presets, doors and schemas."""
    DOCUMENTS[cls.document_type] = cls
    return cls


def known(vocabulary, **metadata):
    """Field metadata: the value is one of ``vocabulary``'s words."""
    return {"enum": tuple(vocabulary), **metadata}


@dataclass(slots=True, frozen=True)
class Reference:
    """A number somebody knows the shipment by."""

    type: str = field(metadata=known(REFERENCE_TYPES))
    value: str = field(metadata={"max_length": 120})


@dataclass(slots=True, kw_only=True, frozen=True)
class Location:
    """Where it happened; every part is optional.

    ``country`` is ISO 3166-1 alpha-2, ``unlocode`` five characters, latitude and
    longitude are decimal degrees (WGS 84).
    """

    name: str | None = None
    street: str | None = None
    city: str | None = None
    state: str | None = None
    postcode: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    unlocode: str | None = None


@dataclass(slots=True, kw_only=True, frozen=True)
class Attachment:
    """A file that comes with a document: inline (base64) or to be fetched (https)."""

    name: str
    content: str | None = field(default=None, metadata={"format": "byte"})
    url: str | None = field(default=None, metadata={"format": "uri"})
    mimetype: str | None = None


@dataclass(slots=True, kw_only=True)
class Proof:
    """Proof of delivery: who took the goods over, when, in what condition."""

    signatory: str | None = None
    signed_at: datetime | None = None
    condition: str | None = None
    attachments: tuple[Attachment, ...] = ()


@dataclass(slots=True, kw_only=True)
class Document:
    """What all documents have in common."""

    document_type: ClassVar[str] = ""

    @classmethod
    def from_json(cls, values):
        """Read a document from our own JSON, strictly.

        :param values: the decoded ``data`` object.
        :raise DocumentError: naming the first field that is missing or wrong.
        """
        raise NotImplementedError

    def to_json(self):
        """Return the document as JSON-ready values, without what is empty."""
        return _to_json(self)


@register
@dataclass(slots=True, kw_only=True)
class TrackingEvent(Document):
    """One thing that happened to a shipment, or is planned or expected to.

    Times are aware and in UTC; ``utc_offset_minutes`` keeps the offset the partner gave.
    ``raw_code`` is the partner's own word; ``code`` is ours where the partner speaks it.
    ``time_assumed`` tells that the zone had to be guessed.
    """

    document_type: ClassVar[str] = "shipment.milestone"

    id: str | None = None
    references: tuple[Reference, ...] = ()
    package: str | None = None
    code: str | None = field(default=None, metadata=known(MILESTONES))
    raw_code: str | None = None
    raw_code_alternatives: tuple[str, ...] = ()
    raw_description: str | None = None
    classifier: str = field(default="actual", metadata=known(CLASSIFIERS))
    occurred_at: datetime | None = None
    utc_offset_minutes: int | None = None
    time_assumed: bool = False
    retracts: str | None = None
    location: Location | None = None
    reason_code: str | None = field(default=None, metadata=known(REASONS))
    raw_reason: str | None = None
    description: str | None = None
    estimated_delivery: datetime | None = None
    proof: Proof | None = None
    carrier: str | None = None

    @classmethod
    def from_json(cls, values):
        reader = Reader(values)
        occurred_at, offset = reader.time_and_offset("occurred_at")
        document = cls(
            id=reader.text("id"),
            references=_references(reader),
            package=reader.text("package"),
            code=reader.word("code", MILESTONES),
            raw_code=reader.text("raw_code"),
            raw_code_alternatives=tuple(reader.texts("raw_code_alternatives")),
            raw_description=reader.text("raw_description"),
            classifier=reader.word("classifier", CLASSIFIERS) or "actual",
            occurred_at=occurred_at,
            utc_offset_minutes=reader.whole("utc_offset_minutes", offset),
            retracts=reader.text("retracts"),
            location=_location(reader),
            reason_code=reader.word("reason_code", REASONS),
            raw_reason=reader.text("raw_reason"),
            description=reader.text("description"),
            estimated_delivery=reader.time("estimated_delivery"),
            proof=_proof(reader),
            carrier=reader.text("carrier"),
        )
        document.check()
        return document

    def check(self):
        """Raise DocumentError unless the event can be placed and dated."""
        if self.retracts:
            return
        if not self.references:
            raise DocumentError("references", "no tracking number or other reference")
        if not (self.code or self.raw_code):
            raise DocumentError("code", "nothing says what happened")
        if self.occurred_at is None:
            raise DocumentError("occurred_at", "missing")


@register
@dataclass(slots=True, kw_only=True)
class ShipmentDocument(Document):
    """A shipment as another system knows it: created here, or brought up to date.

    ``weight`` in kg, ``volume`` in m³. ``customer``, ``ship_from`` and ``ship_to`` are
    the other system's ids or names, resolved through bindings.
    """

    document_type: ClassVar[str] = "shipment"

    id: str | None = None
    references: tuple[Reference, ...] = ()
    packages: tuple[str, ...] = ()
    customer: str | None = None
    ship_from: str | None = None
    ship_to: str | None = None
    carrier: str | None = None
    mode: str = field(default="parcel", metadata=known(MODES))
    direction: str = "outbound"
    service_code: str | None = None
    weight: float | None = None
    volume: float | None = None
    promised: datetime | None = None
    destination: Location | None = None

    @classmethod
    def from_json(cls, values):
        reader = Reader(values)
        document = cls(
            id=reader.text("id"),
            references=_references(reader),
            packages=tuple(reader.texts("packages")),
            customer=reader.text("customer"),
            ship_from=reader.text("ship_from"),
            ship_to=reader.text("ship_to"),
            carrier=reader.text("carrier"),
            mode=reader.word("mode", MODES) or "parcel",
            direction=reader.word("direction", ("outbound", "inbound", "return"))
            or "outbound",
            service_code=reader.text("service_code"),
            weight=reader.number("weight"),
            volume=reader.number("volume"),
            promised=reader.time("promised"),
            destination=_location(reader, "destination"),
        )
        if not document.references:
            raise DocumentError("references", "a shipment needs at least one")
        return document


class Reader:
    """Reads one JSON object field by field, naming what is wrong by its path."""

    __slots__ = ("values", "path")

    def __init__(self, values, path=""):
        if not isinstance(values, dict):
            raise DocumentError(path, "an object is expected here")
        self.values = values
        self.path = path

    def at(self, name):
        return f"{self.path}.{name}" if self.path else name

    def text(self, name):
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if type(value) is str:
            return value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(value)
        raise DocumentError(self.at(name), "text is expected here")

    def texts(self, name):
        values = self.values.get(name)
        if values is None:
            return []
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            raise DocumentError(self.at(name), "a list of texts is expected here")
        return values

    def word(self, name, vocabulary):
        value = self.text(name)
        if value is not None and value not in vocabulary:
            raise DocumentError(self.at(name), f"“{value[:40]}” is not a known word")
        return value

    def number(self, name):
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            if isinstance(value, bool):
                raise ValueError
            return float(value)
        except (TypeError, ValueError, OverflowError):
            raise DocumentError(self.at(name), "a number is expected here") from None

    def whole(self, name, default=None):
        value = self.number(name)
        if value is None:
            return default
        if value != value // 1:
            raise DocumentError(self.at(name), "a whole number is expected here")
        return int(value)

    def time(self, name):
        """Return an aware UTC time. Without an offset it is refused: we speak UTC."""
        return self.time_and_offset(name)[0]

    def time_and_offset(self, name):
        """Return an aware UTC time and the offset, in minutes, it was given with."""
        value = self._aware(name)
        if value is None:
            return None, None
        return value.astimezone(UTC), value.utcoffset() // _MINUTE

    def _aware(self, name):
        text = self.text(name)
        if text is None:
            return None
        try:
            value = datetime.fromisoformat(
                text[:-1] + "+00:00" if text[-1] in "Zz" else text
            )
            if value.tzinfo is None:
                raise DocumentError(self.at(name), "the UTC offset is missing")
            value.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            if isinstance(error, DocumentError):
                raise
            raise DocumentError(
                self.at(name), "an ISO 8601 time is expected here"
            ) from None
        return value

    def objects(self, name):
        values = self.values.get(name)
        if values is None:
            return
        if not isinstance(values, list):
            raise DocumentError(self.at(name), "a list is expected here")
        for position, value in enumerate(values):
            yield Reader(value, f"{self.at(name)}[{position}]")

    def child(self, name):
        value = self.values.get(name)
        return None if value is None else Reader(value, self.at(name))

    def required(self, name):
        value = self.text(name)
        if value is None:
            raise DocumentError(self.at(name), "missing")
        return value


def _references(reader):
    found = []
    number = reader.text("tracking_number")
    if number:
        found.append(Reference("tracking", number))
    for item in reader.objects("references"):
        kind = item.word("type", REFERENCE_TYPES) or "other"
        found.append(Reference(kind, item.required("value")))
    return tuple(dict.fromkeys(found))


def _location(reader, name="location"):
    place = reader.child(name)
    if place is None:
        return None
    country = place.text("country")
    return Location(
        name=place.text("name"),
        street=place.text("street"),
        city=place.text("city"),
        state=place.text("state"),
        postcode=place.text("postcode"),
        country=country and country.upper(),
        latitude=place.number("latitude"),
        longitude=place.number("longitude"),
        unlocode=place.text("unlocode"),
    )


def _proof(reader):
    proof = reader.child("proof")
    if proof is None:
        return None
    return Proof(
        signatory=proof.text("signatory"),
        signed_at=proof.time("signed_at"),
        condition=proof.text("condition"),
        attachments=tuple(
            Attachment(
                name=item.text("name") or "attachment",
                content=item.text("content"),
                url=item.text("url"),
                mimetype=item.text("mimetype"),
            )
            for item in proof.objects("attachments")
        ),
    )


def _to_json(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, (list, tuple)):
        return [_to_json(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {
            f.name: _to_json(item)
            for f in fields(value)
            if not _is_default(f, item := getattr(value, f.name))
        }
    return value


def _is_default(f, value):
    return value is None or (f.default is not MISSING and value == f.default)
