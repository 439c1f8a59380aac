# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Shippo: ``track_updated`` with the latest status and the history."""

from .base import Dialect, token_of, utc


class Shippo(Dialect):
    """Layout of Shippo's Track object, API version 2018-02-08."""

    code = "shippo"
    label = "Shippo"
    scheme = "shippo"
    user_agent = "Shippo-Webhook"
    words = {
        "label_created": ("PRE_TRANSIT", "information_received"),
        "picked_up": ("TRANSIT", "package_accepted"),
        "in_transit": ("TRANSIT", "package_processed"),
        "arrived": ("TRANSIT", "package_arrived"),
        "departed": ("TRANSIT", "package_departed"),
        "out_for_delivery": ("TRANSIT", "out_for_delivery"),
        "delivery_attempted": ("TRANSIT", "delivery_attempted"),
        "available_for_pickup": ("TRANSIT", "pickup_available"),
        "delivered": ("DELIVERED", "delivered"),
        "delayed": ("TRANSIT", "delayed"),
        "on_hold": ("TRANSIT", "package_held"),
        "damaged": ("TRANSIT", "package_damaged"),
        "lost": ("FAILURE", "package_lost"),
        "return_initiated": ("RETURNED", "return_to_sender"),
    }
    # Where Shippo wants the shipper or the consignee to do something.
    action_required = frozenset({"delivery_attempted", "pickup_available"})

    def unknown(self, raw_code):
        return ("UNKNOWN", raw_code)

    def body(self, shipment, event):
        story = self.story(shipment, event)
        return {
            "event": "track_updated",
            "test": True,
            "data": {
                "messages": [],
                "carrier": "usps",
                "tracking_number": event.number,
                "address_from": self._address(shipment.origin),
                "address_to": self._address(shipment.destination),
                "eta": utc(event.expected_delivery),
                "original_eta": utc(story[0].expected_delivery),
                "servicelevel": {"token": "usps_priority", "name": "Priority Mail"},
                "metadata": shipment.reference("delivery", "order", "customer") or "",
                "tracking_status": self._status(event),
                "tracking_history": [self._status(each) for each in story],
                "transaction": token_of(shipment.tracking_number),
                "test": True,
            },
        }

    def _status(self, event):
        status, substatus = self.word(event)
        return {
            "object_created": utc(event.occurred_at),
            "object_updated": utc(event.occurred_at),
            "object_id": event.id.replace("-", ""),
            "status": status,
            "substatus": {
                "code": substatus,
                "text": event.text,
                "action_required": substatus in self.action_required,
            },
            "status_details": event.text,
            "status_date": utc(event.occurred_at),
            "location": self._address(event.place),
        }

    def _address(self, place):
        return {
            "city": place.city,
            "state": place.state or "",
            "zip": place.postcode,
            "country": place.country,
        }
