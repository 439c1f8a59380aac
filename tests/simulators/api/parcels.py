# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The life of what was booked: it sets out, is told of, and arrives."""

import random
from dataclasses import replace
from datetime import timezone

from logistics_base.mapping.places import zone_of_place

from ..dialects.standard_webhooks import StandardWebhooks
from ..journeys import HOUR, Journey, Step
from ..places import Place
from ..shipment import Shipment

#: Hours in which a driver is there who was called, or knows that he is to come.
FETCHED_AFTER = 5
#: A return is not handed over the hour it is booked.
RETURNED_AFTER = 24.0
ENDED = ("delivered", "returned", "lost", "cancelled")
#: What a booking becomes by what is told of its parcels.
STATES = {
    "picked_up": "in_transit",
    "delivered": "delivered",
    "returned": "returned",
    "lost": "lost",
}
_CANONICAL = StandardWebhooks()


def _journey(code, label, *rows):
    steps = [
        Step(hours=h, code=c, place=p, text=t, **more) for h, c, p, t, more in rows
    ]
    return Journey(code, label, "parcel", tuple(steps))


def _row(hours, code, place, text, **more):
    return hours, code, place, text, more


def _first(due):
    return (
        _row(0, "label_created", "sender", "Label created", due=due),
        _row(FETCHED_AFTER, "picked_up", "sender", "Picked up", due=due),
        _row(9, "departed", "origin_depot", "Departed from depot", due=due),
        _row(22, "arrived", "destination_depot", "Arrived at depot", due=due),
    )


def _last(hours, signatory="Front desk"):
    return (
        _row(hours - 5, "out_for_delivery", "destination_depot", "Out for delivery"),
        _row(hours, "delivered", "recipient", "Delivered", signatory=signatory),
    )


JOURNEYS = {
    "delivered": _journey("delivered", "Delivered", *_first(32), *_last(32)),
    "attempted": _journey(
        "attempted",
        "Delivered at the second attempt",
        *_first(32),
        _row(27, "out_for_delivery", "destination_depot", "Out for delivery", due=32),
        _row(
            31,
            "delivery_attempted",
            "recipient",
            "Nobody at home",
            reason="consignee_not_home",
            due=55,
        ),
        *_last(55),
    ),
    "delayed": _journey(
        "delayed",
        "Delayed by the weather",
        *_first(32),
        _row(
            24,
            "delayed",
            "destination_depot",
            "Delayed by a storm",
            reason="weather_delay",
            due=60,
        ),
        *_last(60),
    ),
    "customs": _journey(
        "customs",
        "Held by customs, released and delivered",
        *_first(60),
        _row(
            26,
            "customs_hold",
            "destination_depot",
            "Held by customs",
            reason="customs_documentation",
            due=80,
        ),
        _row(
            50, "customs_released", "destination_depot", "Released by customs", due=80
        ),
        *_last(80),
    ),
    "refused": _journey(
        "refused",
        "Refused, and returned to the sender",
        *_first(32),
        _row(
            32,
            "refused",
            "recipient",
            "Refused by the recipient",
            reason="consignee_refused",
        ),
        _row(40, "return_initiated", "destination_depot", "On its way back"),
        _row(64, "returned", "sender", "Returned to the sender", signatory="Gate"),
    ),
    "lost": _journey(
        "lost",
        "Lost for good",
        *_first(32),
        _row(
            70,
            "lost",
            "destination_depot",
            "Cannot be located",
            reason="carrier_parcel_lost",
        ),
    ),
}
#: How often each happens where nobody asks for one.
_CHANCES = {"delivered": 80, "attempted": 12, "delayed": 8}


class Parcels:
    """The parcels of one carrier on their way.

    :param line: tells of them; it is called with nothing of the book locked.
    """

    def __init__(self, book, line, account):
        self._book = book
        self._line = line
        self._account = account
        line.carrier.watcher = self

    def resume(self):
        """Let all go on that were under way when the process ended."""
        for booking in self._book.by_state("booking", "booked", "in_transit"):
            self.set_out(booking)

    def set_out(self, booking):
        """Send the parcels of a booking on their journey, or on the rest of it."""
        journey = self._choose(booking)
        if not journey or booking["steps"] >= len(journey.steps):
            return
        carrier = self._line.carrier
        begins = carrier.clock.elapsed()
        if booking["is_return"] and not booking["steps"]:
            begins += RETURNED_AFTER * HOUR
        if self._waits(booking):
            hours = self._hours_of_waiting(booking)
            if booking["steps"]:
                begins += hours * HOUR
            journey = _fetched_after(journey, hours)
        carrier.add(_shipment(booking, journey, carrier.clock.now()), begins)
        self._line.wake()

    def _waits(self, booking):
        """Tell whether it lies at the sender's until somebody fetches it."""
        is_there = booking["state"] == "booked" and not booking["is_return"]
        return bool(self._account.handover_wait) and is_there

    def _hours_of_waiting(self, booking):
        """Return how many hours of a journey pass until it is fetched."""
        if booking.get("handed_over"):
            return FETCHED_AFTER
        clock = self._line.carrier.clock
        waited = clock.time() - booking["booked_at"]
        left = (self._account.handover_wait - waited) * clock.speed / HOUR
        return max(FETCHED_AFTER, left)

    def hand_over(self, bookings):
        """Let the driver come for these: they wait no longer."""
        for booking in filter(self._waits, bookings):
            # What is told from here on is told of the journey that begins anew.
            self.stop(booking)
            with self._book.transaction():
                self._change(booking["numbers"][0], handed_over=True)
            present = self._book.read("booking", booking["id"])
            if present["state"] not in (*ENDED, "cancelling"):
                self.set_out(present)

    def stop(self, booking):
        """Tell no more of a booking: it was called off."""
        self._line.carrier.drop(booking["numbers"][0])

    def _choose(self, booking):
        if not self._account.journeys:
            return None
        if self._account.journey:
            return JOURNEYS[self._account.journey]
        if booking["crosses_border"]:
            return JOURNEYS["customs"]
        draw = random.Random(booking["id"])
        return JOURNEYS[draw.choices(list(_CHANCES), list(_CHANCES.values()))[0]]

    def told(self, shipment, event):
        """Enter an event that is told, and what it makes of the booking."""
        milestone = _CANONICAL.body(shipment, event)["data"]
        with self._book.transaction():
            self._book.remember(event.number, event.id, milestone)
            if event.code in STATES:
                self._change(event.number, state=STATES[event.code])

    def stepped(self, shipment, steps):
        """Note how far a journey is."""
        with self._book.transaction():
            self._change(shipment.packages[0], steps=steps)

    def _change(self, number, **values):
        booking = self._book.read("booking", self._book.booking_of(number) or "")
        if booking and booking["state"] not in (*ENDED, "cancelling"):
            booking |= values
            enter(self._book, booking)


def enter(book, booking):
    """Write a booking into the book."""
    book.write(
        "booking",
        booking["id"],
        booking,
        key=booking["key"] or None,
        state=booking["state"],
    )


def _fetched_after(journey, hours):
    """Return the journey with all put off that follows the announcement."""
    announced, *steps = journey.steps
    later = hours - FETCHED_AFTER
    steps = [replace(step, hours=step.hours + later) for step in steps]
    return replace(journey, steps=(announced, *steps))


def _shipment(booking, journey, now):
    consignment = booking["request"]["consignment"]
    sender, recipient = consignment["ship_from"], consignment["ship_to"]
    return Shipment(
        tracking_number=booking["numbers"][0],
        journey=journey,
        packages=list(booking["numbers"]),
        references=list(consignment.get("references", ())),
        start=now.astimezone(timezone.utc),
        skip=booking["steps"],
        places=journey_places(sender, recipient),
    )


def journey_places(sender, recipient):
    """Return the places that the journeys name, by two addresses (JSON objects)."""
    return {
        "sender": _place(sender, "Sender"),
        "origin_depot": _place(sender, "Depot {city}"),
        "destination_depot": _place(recipient, "Depot {city}"),
        "recipient": _place(recipient, "Recipient"),
    }


def _place(address, name):
    city = address.get("city", "")
    place = Place(
        name=name.format(city=city).strip(),
        city=city,
        state=address.get("state"),
        postcode=address.get("postcode"),
        country=address.get("country"),
        latitude=None,
        longitude=None,
        timezone="UTC",
        unlocode=None,
    )
    found = zone_of_place(place)
    return place.moved_to(found.zone.key) if found else place
