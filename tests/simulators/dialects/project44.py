# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""project44: the shipment with its stops, all events, the state and a position."""

from .base import ALL_CLASSIFIERS, Dialect, token_of, utc


class Project44(Dialect):
    """Layout of the v4 tracking history, which is what project44's webhooks push."""

    code = "project44"
    label = "project44"
    scheme = "project44"
    classifiers = ALL_CLASSIFIERS
    user_agent = "project44"
    # event type, state
    words = {
        "booked": ("BOOKING_CONFIRMED", "CREATED"),
        "picked_up": ("PICKED_UP", "IN_TRANSIT"),
        "in_transit": ("IN_TRANSIT", "IN_TRANSIT"),
        "arrived": ("ARRIVAL_AT_STOP", "AT_STOP"),
        "departed": ("DEPARTURE_FROM_STOP", "IN_TRANSIT"),
        "gate_in": ("GATE_IN_FULL", "AT_STOP"),
        "loaded": ("LOAD_ON_VESSEL", "AT_STOP"),
        "unloaded": ("UNLOAD_FROM_VESSEL", "AT_STOP"),
        "gate_out": ("GATE_OUT_FULL", "IN_TRANSIT"),
        "customs_hold": ("CUSTOMS_HOLD", "AT_STOP"),
        "customs_released": ("CUSTOMS_RELEASE", "AT_STOP"),
        "out_for_delivery": ("OUT_FOR_DELIVERY", "IN_TRANSIT"),
        "delivery_attempted": ("DELIVERY_ATTEMPTED", "IN_TRANSIT"),
        "available_for_pickup": ("AVAILABLE_FOR_PICKUP", "AT_STOP"),
        "delivered": ("DELIVERED", "COMPLETED"),
        "on_hold": ("HELD", "AT_STOP"),
        "delayed": ("DELAYED", "IN_TRANSIT"),
        "damaged": ("EXCEPTION_DAMAGED", "AT_STOP"),
        "lost": ("EXCEPTION_LOST", "AT_STOP"),
        "refused": ("EXCEPTION_REFUSED", "AT_STOP"),
        "return_initiated": ("RETURN_STARTED", "IN_TRANSIT"),
        "returned": ("RETURNED", "COMPLETED"),
    }
    identifiers = {
        "bol": "BILL_OF_LADING",
        "booking": "BOOKING_NUMBER",
        "container": "CONTAINER_ID",
        "customer": "CUSTOMER_REFERENCE",
        "order": "ORDER",
        "pro": "PRO",
    }
    times = {
        "actual": "dateTime",
        "estimated": "estimateDateTime",
        "planned": "plannedDateTime",
    }

    def unknown(self, raw_code):
        return (raw_code, "IN_TRANSIT")

    def body(self, shipment, event):
        story = self.story(shipment, event)
        return {
            "shipment": {
                "id": token_of(event.number),
                "identifiers": self._identifiers(shipment, event),
                "routeInfo": {"stops": self._stops(shipment, story)},
            },
            "states": [
                {
                    "type": self.word(event)[1],
                    "startDateTime": utc(event.reported_at),
                }
            ],
            "events": [self._event(each) for each in story],
            "positions": [self._position(each) for each in self._passed(story)],
            "relatedShipments": [],
        }

    def _identifiers(self, shipment, event):
        own = "CONTAINER_ID" if shipment.journey.mode == "ocean" else "TRACKING_NUMBER"
        return [{"type": own, "value": event.number}] + [
            {"type": self.identifiers[reference["type"]], "value": reference["value"]}
            for reference in shipment.references
            if reference["type"] in self.identifiers
        ]

    def _stops(self, shipment, story):
        places = [shipment.origin, *(e.place for e in story), shipment.destination]
        return [
            {
                "id": self._stop(place),
                "location": {
                    "name": place.name,
                    "identifiers": [{"type": "UN_LOCODE", "value": place.unlocode}]
                    if place.unlocode
                    else [],
                    "address": {
                        "city": place.city,
                        "state": place.state,
                        "postalCode": place.postcode,
                        "country": place.country,
                    },
                    "coordinates": self._coordinates(place),
                },
            }
            for place in dict.fromkeys(places)
        ]

    def _event(self, event):
        return {
            "type": self.word(event)[0],
            "stopId": self._stop(event.place),
            self.times[event.classifier]: utc(event.occurred_at),
            "receivedDateTime": utc(event.reported_at),
        }

    def _passed(self, story):
        """Return what really happened last: only that tells where the goods are."""
        return [each for each in story if each.classifier == "actual"][-1:]

    def _position(self, event):
        return {
            "dateTime": utc(event.reported_at),
            "coordinates": self._coordinates(event.place),
        }

    def _stop(self, place):
        return token_of(place.name, place.postcode, length=16)

    def _coordinates(self, place):
        return {"latitude": place.latitude, "longitude": place.longitude}
