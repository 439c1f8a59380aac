# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Taking orders: offers, bookings that happen once, labels, calling off."""

import hashlib
import json
import secrets
from datetime import timedelta
from decimal import Decimal

from logistics_base.canonical.documents import DocumentError
from logistics_carrier_connector.canonical.bookings import BookingRequest

from . import labels, papers, rating
from .checks import crosses_border
from .parcels import ENDED, enter
from .problems import ApiError, invalid, not_found

#: how long an offer holds
VALID = timedelta(minutes=30)
#: stands for the key of a request that has none
NO_KEY = "-"
#: how long the carrier takes to decide on calling off, in journey seconds
DECISION = 2 * 3600


class Bookings:
    """The order desk of one carrier.

    :param name: what the carrier calls itself on labels.
    """

    def __init__(self, book, account, clock, parcels, name):
        self._book = book
        self._account = account
        self._clock = clock
        self._parcels = parcels
        self._name = name

    def rate(self, consignment, services=(), quirks=frozenset()):
        """Return offers, cheapest first, as ``{"id", "offer", "expires_at"}``."""
        found = rating.offers(
            consignment,
            self._ship_at(consignment),
            self._currency(quirks),
            services,
        )
        return [self._offer(each, quirks) for each in found]

    def _ship_at(self, consignment):
        return max(consignment.ship_at or self._clock.now(), self._clock.now())

    def _currency(self, quirks):
        ours = self._account.currency
        if "wrong_currency" not in quirks:
            return ours
        return next(each for each in rating.CURRENCIES if each != ours)

    def _offer(self, offer, quirks):
        identifier = f"rt_{secrets.token_hex(10)}"
        expires = self._clock.now() + VALID
        priced = _priced(offer, quirks)
        self._book.write(
            "offer",
            identifier,
            {"service": offer.service.code, "expires": expires.timestamp(), **priced},
        )
        return {"id": identifier, "offer": offer, "expires_at": expires, **priced}

    def book(self, request, documents=(), quirks=frozenset()):
        """Return the booking for a BookingRequest, and whether it is a new one.

        :param documents: papers that go along, ``{"name", "mimetype", "content"}``.
        :param quirks: faults that show in the booking itself.
        :raise ApiError: if it cannot be carried, or its key was used for another one.
        """
        fingerprint = _fingerprint(request)
        with self._book.transaction():
            earlier = self._earlier(request.key)
            if earlier and earlier["fingerprint"] != fingerprint:
                raise ApiError(
                    409, "key_reused", "This key was used for another request."
                )
            if earlier:
                return earlier, False
            booking = self._enter(request, documents, fingerprint, quirks)
        self._parcels.set_out(booking)
        return booking, True

    def _earlier(self, key):
        if key == NO_KEY or not self._account.honours_keys:
            return None
        found = self._book.by_key("booking", key)
        return found[0] if found else None

    def _enter(self, request, documents, fingerprint, quirks):
        price = self._price(request, quirks)
        consignment = request.consignment
        numbers = self._numbers(len(consignment.pieces), quirks)
        booking = {
            "id": f"shp_{self._book.next_number('bookings'):08d}",
            "key": "" if request.key == NO_KEY else request.key,
            "state": "booked",
            "request": request.to_json(),
            "fingerprint": fingerprint,
            "numbers": numbers,
            "is_return": consignment.is_return,
            "crosses_border": crosses_border(consignment),
            "booked_at": self._clock.time(),
            "documents": list(documents),
            "manifest": None,
            "steps": 0,
            **price,
        }
        enter(self._book, booking)
        self._book.give_numbers(booking["id"], numbers)
        return booking

    def _price(self, request, quirks):
        consignment = request.consignment
        service = rating.SERVICES.get(request.service_code)
        if not service:
            raise invalid(("service", f"there is no service {request.service_code}"))
        if not rating.carries(service, consignment):
            raise invalid(("service", f"{service.name} does not carry this there"))
        moment, currency = self._ship_at(consignment), self._currency(quirks)
        offer = rating.offer(service, consignment, moment, currency)
        agreed = self._agreed(request)
        arrival = {"deliver_by": offer.deliver_by.isoformat()}
        return {**(agreed or _priced(offer, quirks)), **arrival}

    def _agreed(self, request):
        """Return the price of the offer that was chosen, None if none was."""
        if not request.rate_id:
            return None
        offer = self._book.read("offer", request.rate_id)
        if not offer or offer["service"] != request.service_code:
            raise invalid(("rate_id", "there is no such offer of this service"))
        if offer["expires"] < self._clock.time():
            raise ApiError(422, "rate_expired", "The offer is no longer valid.")
        return {name: offer[name] for name in ("total", "currency", "charges")}

    def _numbers(self, count, quirks):
        numbers = [self._number() for _ in range(count)]
        if "duplicate_tracking" in quirks and (known := self._book.last_number()):
            numbers[0] = known
        return numbers

    def _number(self):
        """Return a tracking number nobody had before, in other ledgers neither."""
        digits = self._book.next_digits("numbers")
        return f"SB{digits}{sum(map(int, digits)) % 10}"

    def get(self, identifier):
        """Return a booking by the carrier's id. :raise ApiError: if there is none."""
        booking = self._book.read("booking", identifier)
        if not booking:
            raise not_found("shipment")
        return self._decided(booking)

    def find(self, key=None, reference=None):
        """Return the bookings under a key or a reference of the customer, oldest first.

        :raise ApiError: where this account cannot look up.
        """
        if not self._account.lookup:
            raise ApiError(405, "no_lookup", "Shipments cannot be looked up.")
        found = (
            self._book.by_key("booking", key)
            if key
            else self._book.bookings_by_reference(reference)
        )
        return [self._decided(each) for each in found]

    def cancel(self, identifier):
        """Call a booking off until it is picked up; return it as it is then.

        :raise ApiError: when it is too late.
        """
        with self._book.transaction():
            booking = self.get(identifier)
            if booking["state"] in ("cancelled", "cancelling"):
                return booking
            if booking["state"] != "booked":
                raise ApiError(409, "picked_up", "It was picked up already.")
            pending = self._account.cancelling == "pending"
            booking["state"] = "cancelling" if pending else "cancelled"
            booking["cancelled_at"] = self._clock.time()
            enter(self._book, booking)
        self._parcels.stop(booking)
        return booking

    def _decided(self, booking):
        """Return a booking whose calling off is decided once its time has come."""
        if booking["state"] != "cancelling":
            return booking
        passed = (self._clock.time() - booking["cancelled_at"]) * self._clock.speed
        if passed >= DECISION:
            booking["state"] = "cancelled"
            enter(self._book, booking)
        return booking

    def label(self, booking, form, number=None):
        """Return the labels of a booking, or of one of its parcels, as one file.

        :raise ApiError: if it was called off.
        """
        if booking["state"] in ENDED and booking["state"] != "delivered":
            raise ApiError(409, "ended", "There is no label of this any more.")
        if form not in labels.CONTENT_TYPES:
            raise invalid(("label_format", f"one of {', '.join(labels.CONTENT_TYPES)}"))
        pages = [
            page
            for page in self._pages(booking)
            if number is None or page.number == number
        ]
        return labels.draw(pages, form)

    def _pages(self, booking):
        request = request_of(booking)
        consignment = request.consignment
        pairs = zip(consignment.pieces, booking["numbers"], strict=True)
        references = [reference.value for reference in consignment.references]
        for position, (piece, number) in enumerate(pairs, 1):
            yield labels.Label(
                carrier=self._name,
                service=rating.SERVICES[request.service_code].name,
                number=number,
                position=position,
                count=len(consignment.pieces),
                weight=piece.weight,
                sender=consignment.ship_from,
                recipient=consignment.ship_to,
                reference=", ".join(references) or request.key,
                is_return=consignment.is_return,
            )

    def invoice(self, booking):
        """Return the commercial invoice of a booking, None if it needs none.

        What came with the booking goes along as it is; else the carrier makes one.
        """
        if not booking["crosses_border"] or booking["documents"]:
            return None
        return papers.commercial_invoice(request_of(booking).consignment, booking["id"])


def request_of(booking):
    """Return the BookingRequest a booking was made from."""
    try:
        return BookingRequest.from_json(booking["request"])
    except DocumentError as error:
        raise ApiError(500, "broken", f"The booking cannot be read: {error}") from None


def _priced(offer, quirks):
    sign = Decimal(-1) if "negative_price" in quirks else Decimal(1)
    return {
        "total": str(sign * offer.total),
        "currency": offer.currency,
        "charges": [
            {
                "code": charge.code,
                "kind": charge.kind,
                "description": charge.description,
                "amount": str(sign * charge.amount),
            }
            for charge in offer.charges
        ],
    }


def _fingerprint(request):
    """Return what makes two requests the same; how the label is printed does not."""
    values = {k: v for k, v in request.to_json().items() if k != "label_format"}
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
