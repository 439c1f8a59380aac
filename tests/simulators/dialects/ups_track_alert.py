# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""UPS Track Alert: one flat activity, with local and with Greenwich time."""

from datetime import timezone

from .base import Dialect

_DATE, _TIME = "%Y%m%d", "%H%M%S"


class UpsTrackAlert(Dialect):
    """Layout of ``TrackingEvent`` in UPS's published description of Track Alert."""

    code = "ups_track_alert"
    label = "UPS Track Alert"
    scheme = "ups_track_alert"
    user_agent = "UPS-TrackAlert"
    # type, code, description
    words = {
        "label_created": (
            "M",
            "MP",
            "Shipper created a label, UPS has not received the package yet.",
        ),
        "picked_up": ("P", "PU", "Pickup Scan"),
        "in_transit": ("I", "IT", "In Transit"),
        "arrived": ("I", "AR", "Arrived at Facility"),
        "departed": ("I", "DP", "Departed from Facility"),
        "customs_released": ("I", "CR", "Released by the clearing agency"),
        "out_for_delivery": ("I", "OT", "Out for Delivery"),
        "delivery_attempted": ("X", "48", "The receiver was not available"),
        "available_for_pickup": ("I", "2Q", "Ready for pickup at UPS Access Point"),
        "delivered": ("D", "FS", "Delivered"),
        "on_hold": ("X", "HX", "The package is on hold"),
        "customs_hold": ("X", "CD", "The package is held at customs"),
        "delayed": ("X", "DY", "Severe weather has delayed delivery"),
        "damaged": ("X", "DM", "The package was damaged"),
        "lost": ("X", "LO", "The package cannot be located"),
        "missorted": ("X", "MR", "The package was missorted"),
        "refused": ("X", "RF", "The receiver refused the package"),
        "return_in_transit": ("I", "RS", "Returning to Sender"),
        "returned": ("D", "RT", "Returned to Sender"),
    }

    def unknown(self, raw_code):
        return ("X", raw_code, f"Activity {raw_code}")

    def body(self, shipment, event):
        kind, code, description = self.word(event)
        greenwich = event.occurred_at.astimezone(timezone.utc)
        body = {
            "trackingNumber": event.number,
            "localActivityDate": event.occurred_at.strftime(_DATE),
            "localActivityTime": event.occurred_at.strftime(_TIME),
            "activityLocation": {
                "city": event.place.city.upper(),
                "stateProvince": event.place.state or "",
                "postalCode": event.place.postcode,
                "country": event.place.country,
            },
            "activityStatus": {
                "type": kind,
                "code": code,
                "description": description,
            },
            "gmtActivityDate": greenwich.strftime(_DATE),
            "gmtActivityTime": greenwich.strftime(_TIME),
        }
        return body | self._delivery(event)

    def _delivery(self, event):
        if event.code == "delivered":
            return {
                "actualDeliveryDate": event.occurred_at.strftime(_DATE),
                "actualDeliveryTime": event.occurred_at.strftime(_TIME),
                "receivedBy": event.signatory or "",
            }
        if event.expected_delivery:
            expected = event.expected_delivery.astimezone(event.occurred_at.tzinfo)
            return {
                "scheduledDeliveryDate": expected.strftime(_DATE),
                "deliveryTimeDescription": "end of day",
            }
        return {}
