# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""FedEx Advanced Integrated Visibility: track results with scans, newest first."""

from .base import Dialect, utc, with_offset


class FedEx(Dialect):
    """Layout of FedEx's tracking webhook, which repeats that of its Track API."""

    code = "fedex"
    label = "FedEx"
    scheme = "fedex"
    user_agent = "FedEx-Webhook"
    # eventType, eventDescription, derivedStatusCode, exceptionCode
    words = {
        "label_created": ("OC", "Shipment information sent to FedEx", "IN", ""),
        "picked_up": ("PU", "Picked up", "PU", ""),
        "in_transit": ("IT", "In transit", "IT", ""),
        "arrived": ("AR", "Arrived at FedEx location", "IT", ""),
        "departed": ("DP", "Left FedEx location", "IT", ""),
        "customs_hold": ("CD", "Clearance delay - Import", "DY", "CD"),
        "customs_released": ("CC", "International shipment release - Import", "IT", ""),
        "out_for_delivery": ("OD", "On FedEx vehicle for delivery", "OD", ""),
        "delivery_attempted": ("DE", "Delivery exception", "DE", "08"),
        "available_for_pickup": ("HP", "Ready for recipient pickup", "HL", ""),
        "delivered": ("DL", "Delivered", "DL", ""),
        "on_hold": ("SE", "Shipment exception", "SE", "71"),
        "delayed": ("DY", "Delay", "DY", "15"),
        "damaged": ("SE", "Shipment exception", "SE", "26"),
        "refused": ("DE", "Delivery exception", "DE", "07"),
        "return_in_transit": ("RS", "Returning package to shipper", "RS", ""),
        "cancelled": ("CA", "Shipment cancelled", "CA", ""),
    }

    def unknown(self, raw_code):
        return (raw_code, raw_code, raw_code, "")

    def body(self, shipment, event):
        return {
            "transactionId": event.id,
            "customerTransactionId": shipment.reference("order", "customer") or "",
            "outputMetaData": [
                {"timestamp": utc(event.occurred_at), "attemptNumber": 1}
            ],
            "output": {
                "completeTrackResults": [
                    {
                        "trackingNumber": event.number,
                        "trackResults": [self._result(shipment, event)],
                    }
                ]
            },
        }

    def _result(self, shipment, event):
        kind, _text, derived, _exception = self.word(event)
        return {
            "trackingNumberInfo": {
                "trackingNumber": event.number,
                "trackingNumberUniqueId": "",
                "carrierCode": "FDXE",
            },
            "additionalTrackingInfo": {
                "nickname": "",
                "packageIdentifiers": self._identifiers(shipment),
                "hasAssociatedShipments": len(shipment.packages) > 1,
            },
            "latestStatusDetail": {
                "code": kind,
                "derivedCode": derived,
                "statusByLocale": event.text,
                "description": event.text,
                "scanLocation": self._address(event.place),
            },
            "dateAndTimes": self._dates(event),
            "scanEvents": [
                self._scan(each) for each in reversed(self.story(shipment, event))
            ],
            "deliveryDetails": {
                "receivedByName": event.signatory or "",
                "deliveryAttempts": "0",
            },
            "serviceDetail": {
                "type": "FEDEX_INTERNATIONAL_PRIORITY",
                "description": "FedEx International Priority",
            },
        }

    def _identifiers(self, shipment):
        names = {"order": "PURCHASE_ORDER", "customer": "CUSTOMER_REFERENCE"}
        return [
            {"type": names[reference["type"]], "values": [reference["value"]]}
            for reference in shipment.references
            if reference["type"] in names
        ]

    def _dates(self, event):
        dates = []
        if event.code == "delivered":
            dates.append(("ACTUAL_DELIVERY", event.occurred_at))
        elif event.expected_delivery:
            expected = event.expected_delivery.astimezone(event.occurred_at.tzinfo)
            dates.append(("ESTIMATED_DELIVERY", expected))
        return [
            {"type": kind, "dateTime": with_offset(moment)} for kind, moment in dates
        ]

    def _scan(self, event):
        kind, text, derived, exception = self.word(event)
        return {
            "date": with_offset(event.occurred_at),
            "eventType": kind,
            "eventDescription": text,
            "exceptionCode": exception,
            "exceptionDescription": event.text if exception else "",
            "scanLocation": self._address(event.place),
            "locationType": "DELIVERY_LOCATION"
            if event.code == "delivered"
            else "FEDEX_FACILITY",
            "derivedStatusCode": derived,
            "derivedStatus": text,
        }

    def _address(self, place):
        return {
            "streetLines": [""],
            "city": place.city.upper(),
            "stateOrProvinceCode": place.state or "",
            "postalCode": place.postcode,
            "countryCode": place.country,
            "residential": False,
        }
