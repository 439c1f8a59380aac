# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can happen between us and carriers, by name."""

from odoo.addons.logistics_base.canonical.event_types import EventType, register

register(
    EventType("booking.requested", "Booked, label to come"),
    EventType("booking.ready", "Booked, label ready"),
    EventType("booking.failed", "Booking failed"),
    EventType("booking.label_failed", "Booked, but the label does not come"),
    EventType("booking.in_doubt", "Booking in doubt", is_public=False),
    EventType("booking.cancelled", "Booking cancelled"),
    EventType("booking.kept", "Carrier does not cancel a booking"),
    EventType("transfer.done", "Transfer done", is_public=False),
    EventType("tender.accepted", "Tender accepted"),
    EventType("tender.declined", "Tender declined"),
    EventType("tender.expired", "Tender not answered"),
    EventType("tender.withdrawn", "Tender withdrawn"),
)

#: What a tender that comes into this state is told as.
TENDER_EVENTS = {
    "accepted": "tender.accepted",
    "declined": "tender.declined",
    "expired": "tender.expired",
    "cancelled": "tender.withdrawn",
}
_BY_STATE = {
    "ready": "booking.ready",
    "failed": "booking.failed",
    "in_doubt": "booking.in_doubt",
    "cancelled": "booking.cancelled",
}


def has_no_label(state, trouble, next_attempt_at):
    """Tell whether a booking stands, and its label does not come by itself any more."""
    return state == "requested" and bool(trouble) and not next_attempt_at


def booking_event(before, state, trouble, next_attempt_at):
    """Return the event type by which a booking's standing is told, None where by none.

    :param before: the state it was in.
    :param trouble: the category of what went wrong last, if anything did.
    :param next_attempt_at: when it is tried again, if it is.
    """
    if state == "requested":
        is_stuck = has_no_label(state, trouble, next_attempt_at)
        return "booking.label_failed" if is_stuck else "booking.requested"
    if state == "ready" and before == "cancelling":
        return "booking.kept"
    return _BY_STATE.get(state)
