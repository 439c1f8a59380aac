# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A regional courier's scans: one a message, in its own few words."""

from .base import Dialect, with_offset

CODES = {
    "label_created": "A0",
    "cancelled": "A9",
    "picked_up": "C1",
    "in_transit": "H0",
    "arrived": "H1",
    "departed": "H2",
    "out_for_delivery": "D1",
    "available_for_pickup": "D4",
    "delivery_attempted": "D5",
    "refused": "D6",
    "delivered": "D9",
    "customs_hold": "K1",
    "customs_released": "K9",
    "on_hold": "X0",
    "delayed": "X1",
    "damaged": "X3",
    "lost": "X9",
    "return_initiated": "R1",
    "returned": "R9",
}


class Regional(Dialect):
    """The scans of the courier whose API is ``api/regional.py``."""

    code = "regional"
    label = "Regional courier"
    scheme = "hmac_sha256_hex"
    user_agent = "Nordhaven-Courier/2"
    words = CODES

    def unknown(self, raw_code):
        return raw_code

    def body(self, shipment, event):
        place = event.place
        return {
            "scan": {
                "id": event.id,
                "barcode": event.number,
                "yourRef": shipment.reference("delivery", "order") or "",
                "code": self.word(event),
                "text": event.text,
                "at": with_offset(event.occurred_at),
                "town": place.city,
                "zip": place.postcode,
                "land": place.country,
                "sign": event.signatory or "",
                "arrival": event.expected_delivery
                and event.expected_delivery.date().isoformat(),
            }
        }
