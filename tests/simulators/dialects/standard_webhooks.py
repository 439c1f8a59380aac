# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Our own JSON under Standard Webhooks: for partners without a format of their own."""

from .base import ALL_CLASSIFIERS, Dialect, utc, with_offset


class StandardWebhooks(Dialect):
    """``shipment.milestone`` documents in the envelope of standardwebhooks.com."""

    code = "standard_webhooks"
    label = "Standard Webhooks"
    scheme = "standard_webhooks"
    retracts = True
    classifiers = ALL_CLASSIFIERS
    user_agent = "Simulated-Carrier/1.0"

    def word_for(self, code):
        return code

    def spoken(self, code):
        return code

    def unknown(self, raw_code):
        return raw_code

    def body(self, shipment, event):
        return {
            "type": "shipment.milestone",
            "timestamp": utc(event.reported_at),
            "data": _filled(self._milestone(shipment, event)),
        }

    def _milestone(self, shipment, event):
        return {
            "id": event.id,
            "references": [
                {"type": "tracking", "value": event.number},
                *shipment.references,
            ],
            "package": event.number,
            "code": None if event.raw_code else event.code,
            "raw_code": event.raw_code,
            "description": event.text,
            "classifier": event.classifier,
            "occurred_at": with_offset(event.occurred_at),
            "location": self._location(event.place),
            "reason_code": event.reason,
            "estimated_delivery": utc(event.expected_delivery),
            "proof": event.signatory
            and {
                "signatory": event.signatory,
                "signed_at": with_offset(event.occurred_at),
            },
            "retracts": event.retracts,
        }

    def _location(self, place):
        return _filled(
            {
                "name": place.name,
                "city": place.city,
                "state": place.state,
                "postcode": place.postcode,
                "country": place.country,
                "latitude": place.latitude,
                "longitude": place.longitude,
                "unlocode": place.unlocode,
            }
        )


def _filled(values):
    return {name: value for name, value in values.items() if value is not None}
