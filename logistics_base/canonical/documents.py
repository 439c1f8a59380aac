# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Canonical documents: what every partner's message is decoded into.

A document is plain data. It knows its type, how it reads from and writes to our own
JSON (see ``standard_webhooks`` in the public contract), and nothing else. Addons add
their own with :func:`register`.
"""

from dataclasses import MISSING, dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from .line_stream import LineStream
from .reading import UTC, DocumentError, offset_of, reader_of, with_tracking_number
from .vocabulary import (
    CLASSIFIERS,
    DIRECTIONS,
    MILESTONES,
    MODES,
    REASONS,
    REFERENCE_TYPES,
)

DOCUMENTS = {}
#: What events are called that bear a document of another name: {event: document type}.
ALSO_CALLED = {
    "shipment.milestone.mapped": "shipment.milestone",
    "shipment.milestone.retracted": "shipment.milestone",
}


def register(cls):
    """Class decorator: make a document type known to presets, doors and schemas."""
    DOCUMENTS[cls.document_type] = cls
    return cls


def known(vocabulary, **metadata):
    """Field metadata: the value is one of ``vocabulary``'s words."""
    return {"enum": tuple(vocabulary), **metadata}


def at_most(characters):
    """Field metadata: no text is longer, be it one or each of a list."""
    return {"max_length": characters}


def between(lowest, highest):
    """Field metadata: the number is within these bounds."""
    return {"minimum": lowest, "maximum": highest}


@dataclass(slots=True, frozen=True)
class Reference:
    """A number somebody knows the shipment by."""

    type: str = field(metadata=known(REFERENCE_TYPES))
    value: str = field(metadata=at_most(120))


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
    latitude: float | None = field(default=None, metadata=between(-90, 90))
    longitude: float | None = field(default=None, metadata=between(-180, 180))
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
    #: Whether the message's own id stands for an ``id`` that the document leaves out.
    takes_message_id: ClassVar[bool] = True
    #: Whether a preset's document is refused where a part lacks what it must have.
    needs_all_parts: ClassVar[bool] = True

    @classmethod
    def from_json(cls, values):
        """Read a document from our own JSON, strictly; unknown fields are ignored.

        :param values: the decoded ``data`` object.
        :raise DocumentError: naming the first field that is missing or wrong.
        """
        if not isinstance(values, dict):
            raise DocumentError("", "an object is expected here")
        document = reader_of(cls)(cls._unfold(values))
        document.check()
        return document

    @classmethod
    def _unfold(cls, values):
        """Return the values with what our JSON lets people write shortly written out."""
        return values

    def check(self):
        """Raise DocumentError unless the document says what it must."""

    def to_json(self):
        """Return the document as JSON-ready values, without what is empty."""
        return to_json(self)


@register
@dataclass(slots=True, kw_only=True)
class TrackingEvent(Document):
    """One thing that happened to a shipment, or is planned or expected to.

    Times are aware and in UTC; ``utc_offset_minutes`` keeps the offset the partner gave.
    ``raw_code`` is the partner's own word; ``code`` is ours where the partner speaks it.
    ``time_assumed`` tells that the zone had to be guessed.
    """

    document_type: ClassVar[str] = "shipment.milestone"
    # They come by the thousand, and a photo without a name is no reason to lose one.
    needs_all_parts: ClassVar[bool] = False

    id: str | None = field(default=None, metadata=at_most(500))
    references: tuple[Reference, ...] = ()
    package: str | None = field(default=None, metadata=at_most(120))
    code: str | None = field(default=None, metadata=known(MILESTONES))
    raw_code: str | None = None
    raw_code_alternatives: tuple[str, ...] = ()
    raw_description: str | None = None
    classifier: str = field(default="actual", metadata=known(CLASSIFIERS))
    occurred_at: datetime | None = None
    utc_offset_minutes: int | None = field(default=None, metadata=between(-1440, 1440))
    time_assumed: bool = False
    retracts: str | None = field(default=None, metadata=at_most(500))
    location: Location | None = None
    reason_code: str | None = field(default=None, metadata=known(REASONS))
    raw_reason: str | None = None
    description: str | None = None
    estimated_delivery: datetime | None = None
    proof: Proof | None = None
    carrier: str | None = None

    @classmethod
    def _unfold(cls, values):
        values = with_tracking_number(values)
        if "utc_offset_minutes" not in values:
            offset = offset_of(values.get("occurred_at"))
            return {**values, "utc_offset_minutes": offset}
        return values

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
    packages: tuple[str, ...] = field(default=(), metadata=at_most(120))
    customer: str | None = field(default=None, metadata=at_most(200))
    ship_from: str | None = field(default=None, metadata=at_most(200))
    ship_to: str | None = field(default=None, metadata=at_most(200))
    carrier: str | None = None
    mode: str | None = field(default=None, metadata=known(MODES))
    direction: str | None = field(default=None, metadata=known(DIRECTIONS))
    service_code: str | None = None
    weight: float | None = None
    volume: float | None = None
    promised: datetime | None = None
    destination: Location | None = None

    @classmethod
    def _unfold(cls, values):
        return with_tracking_number(values)

    def check(self):
        """Raise DocumentError unless something identifies the shipment."""
        if not self.references:
            raise DocumentError("references", "a shipment needs at least one")


def to_json(value, *, whole=False):
    """Return a document, or any part of one, as JSON-ready values.

    :param whole: write what has its default value, too, and leave out only what is not
        there: for readers who do not know our defaults.
    """
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (list, tuple, LineStream)):
        return [to_json(item, whole=whole) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {
            f.name: to_json(item, whole=whole)
            for f in fields(value)
            if not _is_left_out(f, item := getattr(value, f.name), whole)
        }
    return value


def _is_left_out(f, value, whole):
    if value is None:
        return True
    return value == () if whole else _is_default(f, value)


def _is_default(f, value):
    return value is None or (f.default is not MISSING and value == f.default)
