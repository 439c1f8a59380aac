# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""DHL Shipment Tracking - Unified - Push: shipments with events, newest first."""

from .base import Dialect, local, utc


class DhlUnified(Dialect):
    """Layout of DHL's unified tracking. Its times are local and carry no zone."""

    code = "dhl_unified"
    label = "DHL unified tracking"
    scheme = "dhl_unified"
    user_agent = "DHL-Push"
    # statusCode, status: a checkpoint of DHL Express, or the words of other divisions
    words = {
        "label_created": ("pre-transit", "SD"),
        "picked_up": ("transit", "PU"),
        "in_transit": ("transit", "TR"),
        "arrived": ("transit", "AF"),
        "arrived_at_destination": ("transit", "AR"),
        "departed": ("transit", "DF"),
        "customs_hold": ("failure", "CD"),
        "customs_released": ("transit", "CR"),
        "out_for_delivery": ("transit", "WC"),
        "delivery_attempted": ("failure", "NH"),
        "available_for_pickup": ("transit", "CC"),
        "delivered": ("delivered", "OK"),
        "on_hold": ("failure", "OH"),
        "delayed": ("failure", "TD"),
        "damaged": ("failure", "DM"),
        "missorted": ("failure", "MS"),
        "refused": ("failure", "RD"),
        "return_in_transit": ("failure", "RT"),
        "returned": ("failure", "returned to sender"),
    }

    def unknown(self, raw_code):
        return ("unknown", raw_code)

    def body(self, shipment, event):
        return {
            "timestamp": utc(event.occurred_at),
            "shipments": [
                {
                    "id": event.number,
                    "service": "express",
                    "origin": self._location(shipment.origin),
                    "destination": self._location(shipment.destination),
                    "status": self._status(event),
                    "estimatedTimeOfDelivery": utc(event.expected_delivery),
                    "details": self._details(shipment, event),
                    "events": [
                        self._status(each)
                        for each in reversed(self.story(shipment, event))
                    ],
                }
            ],
        }

    def _details(self, shipment, event):
        details = {
            "product": {"productName": "Express Worldwide"},
            "proofOfDeliverySignedAvailable": bool(event.signatory),
            "totalNumberOfPieces": len(shipment.packages),
            "pieceIds": [event.number],
            "references": [
                {"type": "customer-reference", "number": reference["value"]}
                for reference in shipment.references
            ],
        }
        if event.signatory:
            details["proofOfDelivery"] = {
                "timestamp": local(event.occurred_at),
                "signed": {"type": "Person", "name": event.signatory},
            }
        return details

    def _status(self, event):
        status_code, status = self.word(event)
        return {
            "timestamp": local(event.occurred_at),
            "location": self._location(event.place),
            "statusCode": status_code,
            "status": status,
            "description": event.text,
        }

    def _location(self, place):
        return {
            "address": {
                "countryCode": place.country,
                "postalCode": place.postcode,
                "addressLocality": place.city,
            }
        }
