# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The Sandbox Carrier's own API: JSON, OAuth2 or an API key, idempotency keys.

Weights are in kg, lengths in cm, times ISO 8601 with an offset, amounts decimal texts.
"""

import base64
from urllib.parse import parse_qsl

from . import addresses
from .api import Api, halved, route
from .checks import require_bookable, require_ratable
from .exchange import Answer
from .problems import invalid
from .rating import SERVICES
from .sandbox_words import (
    NAMES,
    amount,
    booking_request,
    consignment,
    moment,
    party,
    party_words,
)
from .tracking_page import tracking_page

MOST_NUMBERS = 50
PROBLEM = "application/problem+json"


class Sandbox(Api):
    """``/v1`` of the Sandbox Carrier."""

    name = "Sandbox Carrier"

    def authorize(self, request):
        self.door.check_bearer_or_key(request)

    def refusal(self, error):
        content = {
            "type": f"https://sandbox.example.com/problems/{error.code}",
            "title": str(error),
            "status": error.status,
            "code": error.code,
            "errors": [{"field": f, "message": m} for f, m in error.errors],
        }
        return Answer(error.status, content, error.headers, content_type=PROBLEM)

    def halve_labels(self, answer):
        for parcel in answer.content.get("parcels", ()):
            if parcel.get("label"):
                label = base64.b64decode(parcel["label"]["content"])
                parcel["label"]["content"] = base64.b64encode(halved(label)).decode()
        return answer

    @route("POST", "/oauth/token", public=True)
    def token(self, request):
        form = dict(parse_qsl(request.body.decode("ascii", "replace")))
        token, lifetime = self.door.issue(request, form)
        content = {"access_token": token, "token_type": "Bearer"}
        return Answer(200, content | {"expires_in": lifetime})

    @route("GET", "/v1/ping")
    def is_up(self, request):
        return self.ping()

    @route("GET", "/v1/services")
    def services(self, request):
        content = [
            {
                "code": service.code,
                "name": service.name,
                "guaranteed": service.guaranteed,
                "max_weight": service.most,
                "zones": [i for i, days in enumerate(service.days, 1) if days],
            }
            for service in SERVICES.values()
        ]
        return Answer(200, {"services": content})

    @route("POST", "/v1/rates")
    def rates(self, request):
        content = request.json()
        wanted = consignment(content)
        require_ratable(wanted, NAMES)
        found = self.bookings.rate(wanted, content.get("services") or (), self.quirks)
        return Answer(200, {"rates": [_rate_words(each) for each in found]})

    @route("POST", "/v1/shipments")
    def book_shipment(self, request):
        return self._book(request, is_return=False)

    @route("POST", "/v1/returns")
    def book_return(self, request):
        return self._book(request, is_return=True)

    def _book(self, request, is_return):
        content = request.json()
        key = request.header("Idempotency-Key") or ""
        wanted = booking_request(content, key, is_return)
        require_bookable(wanted.consignment, NAMES)
        documents = content.get("documents") or ()
        booking, is_new = self.bookings.book(wanted, documents, self.quirks)
        words = self._booking_words(request, booking, wanted.label_format)
        replayed = {} if is_new else {"Idempotent-Replayed": "true"}
        return Answer(201 if is_new else 200, words, replayed)

    @route("GET", "/v1/shipments")
    def find(self, request):
        key, reference = request.query.get("key"), request.query.get("reference")
        if not (key or reference):
            raise invalid(("key", "a key or a reference is needed"))
        form = request.query.get("label_format", "pdf")
        found = self.bookings.find(key, reference)
        words = [self._booking_words(request, each, form) for each in found]
        return Answer(200, {"shipments": words})

    @route("GET", "/v1/shipments/{identifier}")
    def get(self, request, identifier):
        form = request.query.get("label_format", "pdf")
        booking = self.bookings.get(identifier)
        return Answer(200, self._booking_words(request, booking, form))

    @route("POST", "/v1/shipments/{identifier}/cancel")
    def cancel(self, request, identifier):
        booking = self.bookings.cancel(identifier)
        refund = {"cancelled": "granted", "cancelling": "pending"}[booking["state"]]
        return Answer(200, {"id": identifier, "refund": refund})

    @route("POST", "/v1/pickups")
    def schedule(self, request):
        content = request.json()
        pickup = self.day.schedule(
            request.header("Idempotency-Key"),
            moment(content, "ready_at"),
            moment(content, "closes_at"),
            content.get("parcels"),
        )
        return Answer(201, {k: v for k, v in pickup.items() if k != "parcels"})

    @route("DELETE", "/v1/pickups/{identifier}")
    def call_off(self, request, identifier):
        return Answer(200, {"id": self.day.call_off(identifier)["id"]})

    @route("POST", "/v1/manifests")
    def close_out(self, request):
        content = request.json()
        manifest = self.day.close_out(
            request.header("Idempotency-Key"),
            content.get("shipments") or (),
            content.get("tracking_numbers") or (),
        )
        paper = base64.b64encode(self.day.paper(manifest)).decode()
        document = {"name": f"{manifest['id']}.pdf", "mimetype": "application/pdf"}
        return Answer(201, manifest | {"document": document | {"content": paper}})

    @route("POST", "/v1/addresses/check")
    def check_address(self, request):
        address = party(request.json().get("address"), "address")
        deliverable, problems, meant = addresses.check(address)
        content = {
            "deliverable": deliverable,
            "errors": [{"field": f, "message": m} for f, m in problems],
            "suggestion": meant and party_words(meant),
        }
        return Answer(200, content)

    @route("POST", "/v1/tracking")
    def track(self, request):
        numbers = request.json().get("tracking_numbers")
        if not isinstance(numbers, list) or not 0 < len(numbers) <= MOST_NUMBERS:
            text = f"1 to {MOST_NUMBERS} numbers"
            raise invalid(("tracking_numbers", text))
        results = [self._track(str(number)) for number in numbers]
        return Answer(200, {"results": results})

    def _track(self, number):
        known = self.book.booking_of(number) is not None
        return {
            "tracking_number": number,
            "known": known,
            "events": self.book.events(number) if known else [],
        }

    @route("GET", "/track/{number}", public=True)
    def show(self, request, number):
        known = self.book.booking_of(number)
        booking = known and self.bookings.get(known)
        events = self.book.events(number) if known else []
        return tracking_page(self.name, number, booking, events)

    def _booking_words(self, request, booking, form):
        ended = booking["state"] in ("cancelled", "cancelling")
        pieces = booking["request"]["consignment"]["pieces"]
        parcels = [
            {
                "reference": piece["key"],
                "tracking_number": number,
                "label": None if ended else self._label(booking, form, number),
            }
            for piece, number in zip(pieces, booking["numbers"], strict=True)
        ]
        return {
            "id": booking["id"],
            "key": booking["key"],
            "status": booking["state"],
            "service": booking["request"]["service_code"],
            "parcels": parcels,
            "total": amount(booking["total"], booking["currency"]),
            "charges": booking["charges"],
            "deliver_by": booking["deliver_by"],
            "tracking_url": self.address(request, f"/track/{booking['numbers'][0]}"),
            "documents": self._documents(booking),
        }

    def _label(self, booking, form, number):
        content = self.bookings.label(booking, form, number)
        return {"format": form, "content": base64.b64encode(content).decode()}

    def _documents(self, booking):
        made = self.bookings.invoice(booking)
        if not made:
            return booking["documents"]
        content = base64.b64encode(made).decode()
        document = {"name": "commercial_invoice.pdf", "mimetype": "application/pdf"}
        return [document | {"content": content}]


def _rate_words(offered):
    offer = offered["offer"]
    return {
        "id": offered["id"],
        "service": offer.service.code,
        "name": offer.service.name,
        "total": amount(offered["total"], offered["currency"]),
        "charges": offered["charges"],
        "zone": offer.zone,
        "transit_days": offer.transit_days,
        "deliver_by": offer.deliver_by.isoformat(),
        "guaranteed": offer.service.guaranteed,
        "expires_at": offered["expires_at"].isoformat(),
    }
