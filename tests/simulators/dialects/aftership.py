# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""AfterShip: ``tracking_update`` with tags, subtags and all checkpoints."""

from .base import Dialect, token_of, utc, with_offset


class AfterShip(Dialect):
    """Layout of AfterShip's webhook, with its delivery (sub-)statuses."""

    code = "aftership"
    label = "AfterShip"
    scheme = "aftership"
    user_agent = "AfterShip"
    words = {
        "label_created": ("InfoReceived", "InfoReceived_001", "Info Received"),
        "picked_up": ("InTransit", "InTransit_002", "Acceptance scan"),
        "in_transit": ("InTransit", "InTransit_001", "In Transit"),
        "arrived": ("InTransit", "InTransit_003", "Arrival scan"),
        "departed": ("InTransit", "InTransit_007", "Departure Scan"),
        "customs_released": (
            "InTransit",
            "InTransit_005",
            "Customs clearance completed",
        ),
        "out_for_delivery": (
            "OutForDelivery",
            "OutForDelivery_001",
            "Out for Delivery",
        ),
        "delivery_attempted": (
            "AttemptFail",
            "AttemptFail_002",
            "Addressee not available",
        ),
        "available_for_pickup": (
            "AvailableForPickup",
            "AvailableForPickup_001",
            "Available for pickup",
        ),
        "delivered": ("Delivered", "Delivered_001", "Delivered"),
        "on_hold": ("Exception", "Exception_001", "Exception"),
        "customs_hold": ("Exception", "Exception_004", "Delayed (Customs clearance)"),
        "delayed": ("Exception", "Exception_005", "Delayed (External factors)"),
        "refused": ("Exception", "Exception_003", "Customer refused delivery"),
        "return_in_transit": ("Exception", "Exception_010", "Returning to sender"),
        "returned": ("Exception", "Exception_011", "Returned to sender"),
        "damaged": ("Exception", "Exception_012", "Shipment damaged"),
        "lost": ("Exception", "Exception_013", "Shipment lost"),
    }

    def unknown(self, raw_code):
        return ("Exception", raw_code, raw_code)

    def body(self, shipment, event):
        tag, subtag, message = self.word(event)
        story = self.story(shipment, event)
        return {
            "event": "tracking_update",
            "event_id": event.id,
            "is_tracking_first_tag": all(
                self.word(each)[0] != tag for each in story if each is not event
            ),
            "ts": int(event.occurred_at.timestamp()),
            "msg": {
                "id": token_of(event.number, length=24),
                "tracking_number": event.number,
                "slug": "simulated-carrier",
                "title": event.number,
                "active": tag != "Delivered",
                "tag": tag,
                "subtag": subtag,
                "subtag_message": message,
                "order_id": shipment.reference("order", "customer"),
                "origin_country_iso3": shipment.origin.iso3,
                "destination_country_iso3": shipment.destination.iso3,
                "expected_delivery": utc(event.expected_delivery),
                "signed_by": event.signatory,
                "shipment_package_count": len(shipment.packages),
                "checkpoints": [self._checkpoint(each) for each in story],
            },
        }

    def _checkpoint(self, event):
        tag, subtag, message = self.word(event)
        place = event.place
        return {
            "slug": "simulated-carrier",
            "created_at": utc(event.occurred_at),
            "checkpoint_time": with_offset(event.occurred_at),
            "city": place.city,
            "state": place.state,
            "zip": place.postcode,
            "country_iso3": place.iso3,
            "coordinates": [place.longitude, place.latitude],
            "location": f"{place.city}, {place.country}",
            "message": event.text,
            "raw_tag": event.raw_code,
            "tag": tag,
            "subtag": subtag,
            "subtag_message": message,
        }
