# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the read API answers: shipments and milestones as their owner may see them.

Plain data like the documents, so that the API's description is generated from the same
classes that its answers are made of.
"""

from dataclasses import dataclass, field
from datetime import datetime

from .documents import Location, Reference, known, to_json
from .vocabulary import CLASSIFIERS, DIRECTIONS, MILESTONES, MODES, REASONS, STATES


@dataclass(slots=True, kw_only=True)
class Resource:
    """What all answers have in common."""

    def to_json(self):
        """Return JSON-ready values, without what is empty."""
        return to_json(self)


@dataclass(slots=True, kw_only=True)
class PackageResource(Resource):
    """One package of a shipment and how far it is."""

    id: int
    name: str
    state: str | None = field(default=None, metadata=known(STATES))
    references: tuple[Reference, ...] = ()
    delivered_date: datetime | None = None


@dataclass(slots=True, kw_only=True)
class ShipmentResource(Resource):
    """A shipment. Times are in UTC; ``promised_date`` is what the customer was told."""

    id: int
    name: str
    state: str = field(metadata=known(STATES))
    has_exception: bool = field(metadata={"description": "something needs attention"})
    mode: str = field(metadata=known(MODES))
    direction: str = field(metadata=known(DIRECTIONS))
    carrier: str | None = None
    service_code: str | None = None
    references: tuple[Reference, ...] = ()
    packages: tuple[PackageResource, ...] = ()
    package_count: int = field(metadata={"minimum": 0})
    delivered_package_count: int = field(metadata={"minimum": 0})
    promised_date: datetime | None = None
    eta_date: datetime | None = None
    picked_up_date: datetime | None = None
    delivered_date: datetime | None = None


@dataclass(slots=True, kw_only=True)
class MilestoneResource(Resource):
    """One thing that happened, or is planned or expected to."""

    id: int
    code: str = field(metadata=known(MILESTONES))
    classifier: str = field(metadata=known(CLASSIFIERS))
    occurred_at: datetime
    utc_offset_minutes: int | None = None
    time_assumed: bool = False
    package: str | None = None
    location: Location | None = None
    reason_code: str | None = field(default=None, metadata=known(REASONS))
    description: str | None = None
    retracted: bool = False


@dataclass(slots=True, kw_only=True)
class ShipmentPage(Resource):
    """A page of shipments; ``next_cursor`` is absent on the last one."""

    items: tuple[ShipmentResource, ...]
    next_cursor: str | None = None


@dataclass(slots=True, kw_only=True)
class MilestonePage(Resource):
    """A page of milestones, latest first; ``next_cursor`` is absent on the last one."""

    items: tuple[MilestoneResource, ...]
    next_cursor: str | None = None


@dataclass(slots=True, kw_only=True)
class Problem(Resource):
    """An error after RFC 9457. ``type`` is stable, and what programs should look at."""

    type: str = field(metadata={"format": "uri"})
    title: str
    status: int = field(metadata={"minimum": 400, "maximum": 599})
    detail: str | None = None


@dataclass(slots=True, kw_only=True)
class Receipt(Resource):
    """What the inbound door answers once a message is stored durably."""

    id: int
    status: str = field(metadata={"enum": ("accepted", "duplicate")})
