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
    # status_code, its description, status_detail_code, carrier_status_code
    words = {
        "label_created": ("AC", "Accepted", "ELEC_ADVICE_RECD_BY_CARRIER", "MP"),
        "picked_up": ("IT", "In Transit", "COLLECTION_MADE", "PU"),
        "in_transit": ("IT", "In Transit", "IN_TRANSIT", "IT"),
        "arrived": ("IT", "In Transit", "HUB_SCAN_IN", "AR"),
        "departed": ("IT", "In Transit", "HUB_SCAN_OUT", "DP"),
        "arrived_at_destination": (
            "IT",
            "In Transit",
            "RECEIVED_LOCAL_DELIVERY_DEPOT",
            "AD",
        ),
        "customs_released": ("IT", "In Transit", "CUSTOMS_CLEARED", "CR"),
        "out_for_delivery": ("IT", "In Transit", "OUT_FOR_DELIVERY", "OD"),
        "delivery_attempted": ("AT", "Delivery Attempt", "ATTEMPTED_DELIVERY", "AT"),
        "available_for_pickup": (
            "SP",
            "Delivered to Service Point",
            "AWAITING_COLLECTION_FROM_PICKUP_POINT",
            "SP",
        ),
        "delivered": ("DE", "Delivered", "DELIVERED", "DE"),
        "on_hold": ("EX", "Exception", "HELD_BY_CARRIER", "HL"),
        "customs_hold": ("EX", "Exception", "HELD_BY_CUSTOMS", "CD"),
        "delayed": ("EX", "Exception", "CARRIER_DELAYS", "DY"),
        "damaged": ("EX", "Exception", "PARCEL_DAMAGED", "DM"),
        "lost": ("EX", "Exception", "PARCEL_LOST", "LO"),
        "missorted": ("EX", "Exception", "MISSORTED", "MR"),
        "refused": ("EX", "Exception", "REFUSED_BY_CUSTOMER", "RF"),
        "return_initiated": ("EX", "Exception", "RETURN_TO_SENDER", "RS"),
    }
    exceptions = frozenset({"EX", "AT"})

    def unknown(self, raw_code):
        return ("UN", "Unknown", raw_code, raw_code)

    def body(self, shipment, event):
        story = self.story(shipment, event)
        status, description, detail, carrier_status = self.word(event)
        return {
            "resource_url": "https://api.shipengine.com/v1/tracking"
            f"?carrier_code=simulated&tracking_number={event.number}",
            "resource_type": "API_TRACK",
            "data": {
                "label_url": None,
                "tracking_number": event.number,
                "status_code": status,
                "status_description": description,
                "status_detail_code": detail,
                "carrier_status_code": carrier_status,
                "carrier_detail_code": None,
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
        status, _description, detail, carrier_status = self.word(event)
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
            "carrier_detail_code": None,
            "status_code": status,
            "status_detail_code": detail,
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
