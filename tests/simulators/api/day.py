# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The day's dealings: pickups with a cutoff, and the close-out for the driver."""

from datetime import timedelta

from . import papers, rating
from .bookings import request_of
from .parcels import enter
from .problems import ApiError, invalid, not_found

WINDOW = timedelta(hours=1)
CHARGE = "3.50"
#: of a booking that a driver can still take along
OPEN = "booked"


class Day:
    """Pickups and manifests of one carrier."""

    def __init__(self, book, account, clock, bookings, parcels, name):
        self._book = book
        self._account = account
        self._clock = clock
        self._bookings = bookings
        self._parcels = parcels
        self._name = name

    def schedule(self, key, ready_at, closes_at, parcels):
        """Return the pickup for that window; the same key gives the same one.

        :raise ApiError: after the cutoff, or if there is no such window.
        """
        if known := key and self._book.by_key("pickup", key):
            return known[0]
        if closes_at - ready_at < WINDOW:
            raise invalid(("closes_at", "the driver needs a window of an hour"))
        now = self._clock.now()
        if closes_at <= now:
            raise invalid(("closes_at", "that time is past"))
        if ready_at.date() <= now.date() and now.hour >= self._account.cutoff:
            tomorrow = (now + timedelta(days=1)).date().isoformat()
            raise ApiError(
                422,
                "after_cutoff",
                f"Pickups today were to be had until {self._account.cutoff}:00 UTC.",
                (("ready_at", f"the next day is {tomorrow}"),),
            )
        number = self._book.next_number("pickups")
        pickup = {
            "id": f"pck_{number:06d}",
            "confirmation": f"PU{number:07d}",
            "state": "scheduled",
            "from": max(ready_at, now).isoformat(),
            "until": closes_at.isoformat(),
            "parcels": parcels,
            "price": CHARGE,
            "currency": self._account.currency,
        }
        self._book.write("pickup", pickup["id"], pickup, key=key, state="scheduled")
        self._parcels.hand_over(self._book.by_state("booking", OPEN))
        return pickup

    def call_off(self, identifier):
        """Call a pickup off. :raise ApiError: if there is none, or it is over."""
        pickup = self._book.read("pickup", identifier)
        if not pickup:
            raise not_found("pickup")
        if pickup["until"] <= self._clock.now().isoformat():
            raise ApiError(409, "too_late", "The driver was there already.")
        pickup["state"] = "cancelled"
        self._book.write("pickup", identifier, pickup, state="cancelled")
        return pickup

    def close_out(self, key, identifiers, numbers):
        """Return the manifest of bookings, and which were left out and why.

        :raise ApiError: naming numbers that were never booked; nothing is closed then.
        """
        if known := key and self._book.by_key("manifest", key):
            return known[0]
        with self._book.transaction():
            bookings = self._bookings_of(identifiers, numbers)
            taken = [each for each in bookings if _can_go(each)]
            if not taken:
                raise ApiError(409, "nothing_to_close", "None of these can go today.")
            left = [each for each in bookings if not _can_go(each)]
            manifest = self._enter(key, taken, left)
        self._parcels.hand_over(taken)
        return manifest

    def _bookings_of(self, identifiers, numbers):
        unknown = [each for each in numbers if not self._book.booking_of(each)]
        unknown += [
            each for each in identifiers if not self._book.read("booking", each)
        ]
        if unknown:
            problems = [("shipments", f"{each} was never booked") for each in unknown]
            raise ApiError(422, "not_booked", "Some were never booked.", problems)
        wanted = dict.fromkeys([*identifiers, *map(self._book.booking_of, numbers)])
        if not wanted:
            raise invalid(("shipments", "nothing is to be closed out"))
        return [self._bookings.get(each) for each in wanted]

    def _enter(self, key, taken, left):
        identifier = f"mnf_{self._book.next_number('manifests'):06d}"
        manifest = {
            "id": identifier,
            "day": self._clock.now().isoformat(),
            "shipments": [each["id"] for each in taken],
            "left_out": [
                {
                    "shipment": each["id"],
                    "numbers": each["numbers"],
                    "why": each["state"],
                }
                for each in left
            ],
        }
        self._book.write("manifest", identifier, manifest, key=key)
        for booking in taken:
            booking["manifest"] = identifier
            enter(self._book, booking)
        return manifest

    def paper(self, manifest):
        """Return the close-out as PDF."""
        rows = []
        for identifier in manifest["shipments"]:
            booking = self._bookings.get(identifier)
            rows.extend(_rows(booking))
        return papers.manifest(self._name, manifest["id"], self._clock.now(), rows)


def _can_go(booking):
    return booking["state"] == OPEN and not booking["manifest"]


def _rows(booking):
    request = request_of(booking)
    consignment = request.consignment
    recipient = consignment.ship_to.company or consignment.ship_to.name or ""
    service = rating.SERVICES[request.service_code].name
    for piece, number in zip(consignment.pieces, booking["numbers"], strict=True):
        yield number, recipient[:40], service, piece.weight
