# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""ShipEngine, now the ShipStation API: ``API_TRACK`` with the events, newest first."""

from .base import Dialect, local, utc


class ShipEngine(Dialect):
    """Layout of the tracking webhook in ShipEngine's webhook reference."""

    code = "shipengine"
    label = "ShipEngine"
    scheme = "shipengine"
    user_agent = "ShipEngine/v1"
    # status_code, its description, carrier_status_code, carrier_detail_code
    words = {
        "label_created": ("AC", "Accepted", "MP", "ELECTRONIC_ADVICE_RECEIVED"),
        "picked_up": ("IT", "In Transit", "PU", "COLLECTION_MADE"),
        "in_transit": ("IT", "In Transit", "IT", "IN_TRANSIT"),
        "arrived": ("IT", "In Transit", "AR", "ARRIVED_AT_FACILITY"),
        "departed": ("IT", "In Transit", "DP", "DEPARTED_FACILITY"),
        "out_for_delivery": ("IT", "In Transit", "OD", "OUT_FOR_DELIVERY"),
        "delivery_attempted": ("AT", "Delivery Attempt", "AT", "ATTEMPTED_DELIVERY"),
        "available_for_pickup": ("SP", "Delivered to Service Point", "SP", "AT_POINT"),
        "delivered": ("DE", "Delivered", "DE", "DELIVERED"),
        "on_hold": ("EX", "Exception", "HL", "HELD"),
        "customs_hold": ("EX", "Exception", "CD", "CUSTOMS_HOLD"),
        "delayed": ("EX", "Exception", "DY", "DELAYED"),
        "damaged": ("EX", "Exception", "DM", "DAMAGED"),
        "lost": ("EX", "Exception", "LO", "LOST"),
        "refused": ("EX", "Exception", "RF", "REFUSED"),
        "return_initiated": ("EX", "Exception", "RS", "RETURN_TO_SENDER"),
        "returned": ("EX", "Exception", "RT", "RETURNED_TO_SENDER"),
    }
    exceptions = frozenset({"EX", "AT"})

    def unknown(self, raw_code):
        return ("UN", "Unknown", raw_code, None)

    def body(self, shipment, event):
        story = self.story(shipment, event)
        status, description, carrier_status, detail = self.word(event)
        return {
            "resource_url": "https://api.shipengine.com/v1/tracking"
            f"?carrier_code=simulated&tracking_number={event.number}",
            "resource_type": "API_TRACK",
            "data": {
                "label_url": None,
                "tracking_number": event.number,
                "status_code": status,
                "status_description": description,
                "carrier_status_code": carrier_status,
                "carrier_detail_code": detail,
                "carrier_status_description": event.text,
                "ship_date": utc(story[0].occurred_at),
                "estimated_delivery_date": utc(event.expected_delivery),
                "actual_delivery_date": utc(event.occurred_at)
                if event.code == "delivered"
                else None,
                "exception_description": event.text
                if status in self.exceptions
                else None,
                "events": [self._event(each) for each in reversed(story)],
            },
        }

    def _event(self, event):
        status, _description, carrier_status, detail = self.word(event)
        place = event.place
        return {
            "occurred_at": utc(event.occurred_at),
            "carrier_occurred_at": local(event.occurred_at),
            "description": event.text,
            "city_locality": place.city,
            "state_province": place.state or "",
            "postal_code": place.postcode,
            "country_code": place.country,
            "company_name": "",
            "signer": event.signatory or "",
            "event_code": carrier_status,
            "event_description": event.text,
            "carrier_detail_code": detail,
            "status_code": status,
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
