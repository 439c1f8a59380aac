# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""DCSA Track & Trace: shipment, transport and equipment events of a container."""

from .base import ALL_CLASSIFIERS, Dialect, token_of, utc, with_offset

_CLASSIFIERS = {"actual": "ACT", "estimated": "EST", "planned": "PLN"}


class Dcsa(Dialect):
    """Events of DCSA Track & Trace 2.2; a retraction as in 3.0, which brought it.

    A word is the event's type and its code. What happens on the quay is an equipment
    event, the vessel's calls are transport events, papers are shipment events.
    """

    code = "dcsa"
    label = "DCSA Track & Trace"
    scheme = "dcsa"
    retracts = True
    scan = "loaded"
    classifiers = ALL_CLASSIFIERS
    user_agent = "DCSA-TNT/2.2"
    words = {
        "booked": ("SHIPMENT", "CONF"),
        "customs_hold": ("SHIPMENT", "HOLD"),
        "customs_released": ("SHIPMENT", "RELS"),
        "arrived": ("TRANSPORT", "ARRI"),
        "departed": ("TRANSPORT", "DEPA"),
        "gate_in": ("EQUIPMENT", "GTIN"),
        "loaded": ("EQUIPMENT", "LOAD"),
        "unloaded": ("EQUIPMENT", "DISC"),
        "gate_out": ("EQUIPMENT", "GTOT"),
        "picked_up": ("EQUIPMENT", "PICK"),
        "delivered": ("EQUIPMENT", "DROP"),
    }
    references = {"customer": "CR", "order": "PO"}
    documents = {"booking": "BKG", "bol": "TRD"}

    def unknown(self, raw_code):
        return ("EQUIPMENT", raw_code)

    def body(self, shipment, event):
        if event.retracts:
            return self._head(event) | {"retractedEventID": event.retracts}
        kind, code = self.word(event)
        own = {
            "SHIPMENT": self._shipment,
            "TRANSPORT": self._transport,
            "EQUIPMENT": self._equipment,
        }[kind]
        return (
            self._head(event)
            | {
                "eventType": kind,
                "eventClassifierCode": _CLASSIFIERS[event.classifier],
                "eventDateTime": with_offset(event.occurred_at),
                "documentReferences": self._documents(shipment),
                "references": self._references(shipment, event),
            }
            | own(shipment, event, code)
        )

    def _head(self, event):
        return {
            "eventID": event.id,
            "eventCreatedDateTime": utc(event.reported_at),
        }

    def _shipment(self, shipment, event, code):
        customs = code in ("HOLD", "RELS")
        return {
            "shipmentEventTypeCode": code,
            "documentTypeCode": "CUS" if customs else "BKG",
            "documentID": shipment.reference("booking") or shipment.tracking_number,
            "reason": event.text,
        }

    def _transport(self, shipment, event, code):
        return {
            "transportEventTypeCode": code,
            "transportCall": self._call(event),
            "delayReasonCode": None,
        }

    def _equipment(self, shipment, event, code):
        return {
            "equipmentEventTypeCode": code,
            "equipmentReference": event.number,
            "ISOEquipmentCode": "22G1",
            "emptyIndicatorCode": "LADEN",
            "eventLocation": self._location(event.place),
            "transportCall": self._call(event),
        }

    def _call(self, event):
        place = event.place
        return {
            "transportCallID": token_of(place.name, "call"),
            "carrierServiceCode": "AE9",
            "exportVoyageNumber": "412W",
            "UNLocationCode": place.unlocode,
            "facilityTypeCode": "POTE",
            "modeOfTransport": "VESSEL",
            "location": self._location(place),
            "vessel": {
                "vesselIMONumber": "9000003",
                "vesselName": "SIMULATED PIONEER",
                "vesselFlag": "NL",
            },
        }

    def _location(self, place):
        return {
            "locationName": place.name,
            "latitude": f"{place.latitude:.4f}",
            "longitude": f"{place.longitude:.4f}",
            "UNLocationCode": place.unlocode,
            "address": {
                "city": place.city,
                "postCode": place.postcode,
                "country": place.country,
            },
        }

    def _documents(self, shipment):
        return [
            {
                "documentReferenceType": self.documents[reference["type"]],
                "documentReferenceValue": reference["value"],
            }
            for reference in shipment.references
            if reference["type"] in self.documents
        ]

    def _references(self, shipment, event):
        return [{"referenceType": "EQ", "referenceValue": event.number}] + [
            {
                "referenceType": self.references[reference["type"]],
                "referenceValue": reference["value"],
            }
            for reference in shipment.references
            if reference["type"] in self.references
        ]
