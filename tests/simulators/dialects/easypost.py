# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""EasyPost: ``tracker.updated`` events, each with the tracker's whole history."""

from .base import Dialect, token_of, utc


class EasyPost(Dialect):
    """Layout of the Event and Tracker objects of EasyPost's API v2."""

    code = "easypost"
    label = "EasyPost"
    scheme = "easypost"
    user_agent = "EasyPost Webhook"
    words = {
        "label_created": ("pre_transit", "label_created"),
        "picked_up": ("in_transit", "received_at_origin_facility"),
        "in_transit": ("in_transit", "in_transit"),
        "arrived": ("in_transit", "arrived_at_facility"),
        "departed": ("in_transit", "departed_facility"),
        "out_for_delivery": ("out_for_delivery", "out_for_delivery"),
        "delivery_attempted": ("in_transit", "delivery_exception"),
        "available_for_pickup": ("available_for_pickup", "arrived_at_pickup_location"),
        "delivered": ("delivered", "arrived_at_destination"),
        "delayed": ("in_transit", "delayed"),
        "on_hold": ("in_transit", "held"),
        "damaged": ("failure", "damaged"),
        "lost": ("failure", "lost"),
        "missorted": ("in_transit", "missorted"),
        "refused": ("failure", "refused"),
        "return_initiated": ("return_to_sender", "return"),
        "cancelled": ("cancelled", "cancelled"),
    }

    def unknown(self, raw_code):
        return ("unknown", raw_code)

    def body(self, shipment, event):
        before = shipment.history(event.number)
        created = utc(event.occurred_at)
        return {
            "id": f"evt_{event.id.replace('-', '')}",
            "object": "Event",
            "description": "tracker.updated",
            "mode": "test",
            "status": "pending",
            "previous_attributes": {"status": self.word(before[-1])[0]}
            if before
            else {},
            "pending_urls": [],
            "completed_urls": [],
            "created_at": created,
            "updated_at": created,
            "result": self._tracker(shipment, event),
        }

    def _tracker(self, shipment, event):
        story = self.story(shipment, event)
        status, detail = self.word(event)
        return {
            "id": f"trk_{token_of(event.number)}",
            "object": "Tracker",
            "mode": "test",
            "tracking_code": event.number,
            "status": status,
            "status_detail": detail,
            "created_at": utc(story[0].occurred_at),
            "updated_at": utc(event.occurred_at),
            "signed_by": event.signatory,
            "weight": None,
            "est_delivery_date": utc(event.expected_delivery),
            "shipment_id": f"shp_{token_of(shipment.tracking_number)}",
            "carrier": "SimulatedPost",
            "tracking_details": [self._detail(each) for each in story],
            "carrier_detail": None,
            "finalized": status == "delivered",
            "is_return": event.code.startswith("return"),
            "public_url": f"https://track.example.com/{event.number}",
            "fees": [],
        }

    def _detail(self, event):
        status, detail = self.word(event)
        place = event.place
        return {
            "object": "TrackingDetail",
            "message": event.text,
            "description": "",
            "status": status,
            "status_detail": detail,
            "datetime": utc(event.occurred_at),
            "source": "SimulatedPost",
            "carrier_code": "",
            "tracking_location": {
                "object": "TrackingLocation",
                "city": place.city,
                "state": place.state,
                "country": place.country,
                "zip": place.postcode,
            },
        }
