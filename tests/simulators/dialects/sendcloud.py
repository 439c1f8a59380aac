# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sendcloud: ``parcel_status_changed`` with the parcel and its latest status alone."""

from .base import Dialect, number_of


class Sendcloud(Dialect):
    """Layout of Sendcloud's parcel webhook (API v2) and its parcel statuses."""

    code = "sendcloud"
    label = "Sendcloud"
    scheme = "sendcloud"
    user_agent = "Sendcloud"
    words = {
        "label_created": (1, "Announced"),
        "picked_up": (22, "Shipment picked up by driver"),
        "in_transit": (91, "Parcel en route"),
        "arrived": (62990, "At sorting centre"),
        "customs_inspection": (62989, "At Customs"),
        "out_for_delivery": (92, "Driver en route"),
        "delivery_attempted": (8, "Delivery attempt failed"),
        "available_for_pickup": (12, "Awaiting customer pickup"),
        "delivered": (11, "Delivered"),
        "delayed": (4, "Delivery delayed"),
        "on_hold": (62996, "Exception"),
        "refused": (62991, "Refused by recipient"),
        "returned": (62992, "Returned to sender"),
        "cancelled": (2000, "Cancelled"),
    }

    def unknown(self, raw_code):
        # Sendcloud's statuses are numbers; the word stays in the message.
        return (number_of(raw_code, digits=6), raw_code)

    def body(self, shipment, event):
        status, message = self.word(event)
        moment = int(event.occurred_at.timestamp() * 1000)
        return {
            "action": "parcel_status_changed",
            "timestamp": moment + number_of(event.id, digits=4),
            "carrier_status_change_timestamp": moment,
            "parcel": {
                "id": number_of(event.number),
                "name": "Simulated consignee",
                "city": shipment.destination.city,
                "to_country": shipment.destination.country,
                "to_postal_code": shipment.destination.postcode,
                "tracking_number": event.number,
                "tracking_url": f"https://track.example.com/{event.number}",
                "external_reference": shipment.reference("delivery", "customer"),
                "order_number": shipment.reference("order") or "",
                "carrier": {"code": "postnl"},
                "shipment": {"id": 8, "name": "Standard"},
                "status": {"id": status, "message": message},
                "weight": "1.000",
                "colli_tracking_number": shipment.tracking_number,
                "is_return": False,
            },
        }
