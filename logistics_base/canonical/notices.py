# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What partners are told of a business event: curated fields, and no others.

A notice is ``{"type", "timestamp", "data"}``; what ``data`` holds follows from the type.
No notice holds an internal note, a name or an address that the read API would not show.
An addon says what its own events hold with :func:`tells`.
"""

from dataclasses import dataclass, field
from datetime import datetime

from .documents import Reference, TrackingEvent, known, to_json
from .reading import UTC
from .resources import Resource, ShipmentResource
from .vocabulary import EXCEPTION_TYPES, REASONS, SEVERITIES, STATES

#: {event type: the class of its data}; what is not here holds a ShipmentNotice.
NOTICES = {}
#: What of their own shipments customers may read; the rest is between us and carriers.
FOR_CUSTOMERS = frozenset(
    {
        "shipment.milestone",
        "shipment.milestone.mapped",
        "shipment.milestone.retracted",
        "shipment.stage",
        "shipment.promise",
        "shipment.proof",
    }
)


def tells(*event_types):
    """Class decorator: the data of these event types is of this class."""

    def register(cls):
        NOTICES.update(dict.fromkeys(event_types, cls))
        return cls

    return register


@dataclass(slots=True, kw_only=True)
class ShipmentBrief(Resource):
    """Which shipment it is about, and how far that is now."""

    id: int
    name: str
    state: str = field(metadata=known(STATES))
    references: tuple[Reference, ...] = ()


@tells("shipment.milestone", "shipment.milestone.mapped")
@dataclass(slots=True, kw_only=True)
class MilestoneNotice(TrackingEvent):
    """The canonical tracking event: what we send here can be sent to our own door."""

    shipment: ShipmentBrief | None = None


@tells("shipment.milestone.retracted")
@dataclass(slots=True, kw_only=True)
class RetractionNotice(TrackingEvent):
    """A milestone is taken back; ``retracts`` is the ``id`` it was told under."""

    shipment: ShipmentBrief | None = None


@dataclass(slots=True, kw_only=True)
class ShipmentNotice(Resource):
    """Something about a shipment for which the shipment itself says all."""

    shipment: ShipmentBrief | None = None


@tells("shipment.stage")
@dataclass(slots=True, kw_only=True)
class StageNotice(Resource):
    """A shipment got to another stage; ``shipment`` is how it is read now."""

    stage: str | None = field(default=None, metadata=known(STATES))
    shipment: ShipmentResource | None = None


@tells("shipment.promise")
@dataclass(slots=True, kw_only=True)
class PromiseNotice(Resource):
    """The customer was promised another time."""

    shipment: ShipmentBrief | None = None
    promised_date: datetime | None = None
    revised_promise_date: datetime | None = None


@tells("shipment.proof")
@dataclass(slots=True, kw_only=True)
class ProofNotice(Resource):
    """A proof of delivery came; who signed it is told to nobody outside."""

    shipment: ShipmentBrief | None = None
    package: str | None = None
    signed_at: datetime | None = None
    condition: str | None = None


@tells(
    "exception.opened",
    "exception.acknowledged",
    "exception.escalated",
    "exception.resolved",
)
@dataclass(slots=True, kw_only=True)
class ExceptionNotice(Resource):
    """A case; what people wrote into it stays inside."""

    id: int
    exception_type: str = field(metadata=known(EXCEPTION_TYPES))
    severity: str = field(metadata=known(SEVERITIES))
    state: str
    reason_code: str | None = field(default=None, metadata=known(REASONS))
    package: str | None = None
    opened_at: datetime | None = None
    resolved_at: datetime | None = None
    shipment: ShipmentBrief | None = None


@tells("sla.at_risk", "sla.breached", "sla.met")
@dataclass(slots=True, kw_only=True)
class ServiceLevelNotice(Resource):
    """How a service level stands: what was agreed, and when it is, or was, due."""

    id: int
    kind: str
    state: str
    started_at: datetime | None = None
    due_at: datetime | None = None
    stopped_at: datetime | None = None
    shipment: ShipmentBrief | None = None


@tells("shipment.invoicing")
@dataclass(slots=True, kw_only=True)
class InvoicingNotice(Resource):
    """Whether the shipment may be invoiced; why not stays inside."""

    held: bool
    shipment: ShipmentBrief | None = None


@dataclass(slots=True, kw_only=True)
class Notice(Resource):
    """One event as it is told: the same id however often it is sent.

    :ivar data: of the class that :data:`NOTICES` names for the type.
    """

    id: str
    type: str
    timestamp: datetime
    data: object

    def body(self):
        """Return the JSON-ready values that are posted; the id travels in a header."""
        return {
            "type": self.type,
            "timestamp": to_json(self.timestamp.astimezone(UTC)),
            "data": to_json(self.data),
        }


def notice_class(event_type):
    """Return the class of the data of an event type."""
    return NOTICES.get(event_type, ShipmentNotice)
