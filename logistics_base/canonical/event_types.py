# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can happen to the business, by name: rules and subscriptions choose from these.

An addon names its own events with :func:`register`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of business change.

    :param code: its name, such as ``shipment.milestone``.
    :param label: what people read.
    :param is_public: whether subscribers outside may be told of it.
    """

    code: str
    label: str
    is_public: bool = True


EVENT_TYPES = {}


def register(*event_types):
    """Make event types known; the same code again takes the place of what was."""
    for event_type in event_types:
        EVENT_TYPES[event_type.code] = event_type


register(
    EventType("shipment.created", "Shipment created"),
    EventType("shipment.milestone", "Milestone"),
    EventType("shipment.milestone.retracted", "Milestone taken back"),
    EventType("shipment.stage", "Stage of a shipment changed"),
    EventType("shipment.proof", "Proof of delivery received"),
    EventType("shipment.promise", "Promise revised"),
    EventType("shipment.silent", "Nothing heard of a shipment"),
    EventType("shipment.milestone.mapped", "Milestone understood afterwards"),
    EventType("shipment.moment", "Moment of a shipment came", is_public=False),
    EventType("shipment.document", "Document about a shipment", is_public=False),
    EventType("shipment.invoicing", "Invoicing held or released"),
    EventType("exception.opened", "Exception opened"),
    EventType("exception.acknowledged", "Exception acknowledged"),
    EventType("exception.escalated", "Exception grew more severe"),
    EventType("exception.resolved", "Exception resolved"),
    EventType("sla.at_risk", "Service level at risk"),
    EventType("sla.breached", "Service level breached"),
    EventType("sla.met", "Service level met"),
    EventType("process.late", "Step of a process late", is_public=False),
    EventType("process.failed", "Step of a process failed", is_public=False),
    EventType("incident.opened", "Incident opened", is_public=False),
    EventType("incident.closed", "Incident closed", is_public=False),
)
