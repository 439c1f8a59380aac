# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A regional courier's API: its own words, grammes, millimetres and cents.

It is what small carriers often have: an API key in a header, no header for
idempotency keys but a reference of the customer's that counts as one, labels at an
address of their own, and refusals that come with status 200 and ``"ok": false``.
"""

from . import labels
from .api import Api, halved, route
from .bookings import request_of
from .checks import require_bookable, require_ratable
from .exchange import Answer
from .problems import invalid
from .regional_words import (
    NAMES,
    PRODUCTS,
    STATES,
    booking_request,
    cents,
    consignment,
    number_of,
    parts,
    product_of,
    scan_of,
    spoken,
)

MOST_BARCODES = 20
KINDS = {"PDF": "pdf", "ZPL": "zpl"}


class Regional(Api):
    """``/api/2`` of Nordhaven Courier."""

    name = "Nordhaven Courier"

    def authorize(self, request):
        self.door.check_bearer_or_key(request, "X-Courier-Key")

    def refusal(self, error):
        content = {
            "ok": False,
            "fault": error.code.upper(),
            "text": str(error),
            "fields": [
                {"name": spoken(name), "text": text} for name, text in error.errors
            ],
        }
        # What it understood and does not do is no error of HTTP's to this courier.
        return Answer(200 if error.status == 422 else error.status, content)

    def halve_labels(self, answer):
        if answer.content_type in labels.CONTENT_TYPES.values():
            answer.body = halved(answer.body)
        return answer

    @route("POST", "/api/2/quote")
    def quote(self, request):
        wanted = consignment(request.json())
        require_ratable(wanted, NAMES)
        found = self.bookings.rate(wanted, tuple(PRODUCTS.values()), self.quirks)
        return _ok(quotes=[_quote(each) for each in found])

    @route("POST", "/api/2/consignments")
    def take(self, request):
        content = request.json()
        wanted = booking_request(content)
        require_bookable(wanted.consignment, NAMES)
        booking, is_new = self.bookings.book(wanted, (), self.quirks)
        answer = _ok(consignment=self._words(request, booking))
        answer.status = 201 if is_new else 200
        return answer

    @route("GET", "/api/2/consignments")
    def look_up(self, request):
        reference = request.query.get("yourRef")
        if not reference:
            raise invalid(("yourRef", "is missing"))
        found = self.bookings.find(key=reference)
        return _ok(consignments=[self._words(request, each) for each in found])

    @route("GET", "/api/2/consignments/{number}")
    def show(self, request, number):
        return _ok(consignment=self._words(request, self._booking(number)))

    @route("DELETE", "/api/2/consignments/{number}")
    def void(self, request, number):
        booking = self.bookings.cancel(self._booking(number)["id"])
        return _ok(state=STATES[booking["state"]])

    @route("GET", "/api/2/consignments/{number}/labels")
    def print_labels(self, request, number):
        kind = request.query.get("kind", "PDF")
        if kind not in KINDS:
            raise invalid(("kind", f"one of {', '.join(KINDS)}"))
        body = self.bookings.label(self._booking(number), KINDS[kind])
        content_type = labels.CONTENT_TYPES[KINDS[kind]]
        return Answer(200, body=body, content_type=content_type)

    @route("GET", "/api/2/tracking")
    def track(self, request):
        barcodes = [
            each for each in request.query.get("barcodes", "").split(",") if each
        ]
        if not 0 < len(barcodes) <= MOST_BARCODES:
            raise invalid(("barcodes", f"1 to {MOST_BARCODES}, with commas between"))
        events = [event for each in barcodes for event in self.book.events(each)]
        return _ok(scans=[scan_of(event) for event in events])

    def _booking(self, number):
        return self.bookings.get(number.replace("NC", "shp_"))

    def _words(self, request, booking):
        wanted = request_of(booking)
        number = number_of(booking)
        kind = wanted.label_format.upper()
        path = f"/api/2/consignments/{number}/labels?kind={kind}"
        return {
            "no": number,
            "yourRef": booking["key"],
            "product": product_of(wanted.service_code),
            "state": STATES[booking["state"]],
            "colli": [
                {"mark": piece.key, "barcode": barcode}
                for piece, barcode in zip(
                    wanted.consignment.pieces, booking["numbers"], strict=True
                )
            ],
            "cents": cents(booking["total"]),
            "curr": booking["currency"],
            "parts": parts(booking["charges"]),
            "arrival": booking["deliver_by"][:10],
            "labels": {"kind": kind, "url": self.address(request, path)},
        }


def _quote(offered):
    offer = offered["offer"]
    return {
        "product": product_of(offer.service.code),
        "productName": offer.service.name.replace("Sandbox", "Nordhaven"),
        "cents": cents(offered["total"]),
        "curr": offered["currency"],
        "parts": parts(offered["charges"]),
        "days": offer.transit_days,
        "arrival": offer.deliver_by.date().isoformat(),
    }


def _ok(**content):
    return Answer(200, {"ok": True, **content})
