# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What presets can ask carriers: the connectors' methods, as calls of an outbound section.

Each has a sample request to try a preset with. A call that takes plain arguments gets
them as an object: ``{"booking_id": …, "tracking_numbers": […]}``.
"""

from odoo.addons.logistics_base.canonical.documents import TrackingEvent
from odoo.addons.logistics_base.mapping.outbound.kinds import CallKind, register_call

from ..canonical.bookings import BookingDocument, Cancellation
from ..canonical.day import AddressCheck, ManifestConfirmation, PickupConfirmation
from ..canonical.rates import Rate

_SHIPPER = {
    "name": "Dispatch",
    "company": "Example Goods",
    "street": "Havenkade 12",
    "city": "Rotterdam",
    "postcode": "3011",
    "country": "NL",
    "phone": "+31101234567",
    "email": "dispatch@example.com",
}
_CONSIGNEE = {
    "name": "A. Example",
    "street": "Marktplatz 3",
    "city": "Aachen",
    "postcode": "52062",
    "country": "DE",
    "phone": "+492411234567",
    "residential": True,
}
_PIECE = {
    "key": "PACK0001",
    "weight": 2.5,
    "length": 30.0,
    "width": 20.0,
    "height": 15.0,
    "description": "Table lamp",
    "value": {"amount": "49.90", "currency": "EUR"},
}
_CONSIGNMENT = {
    "ship_from": _SHIPPER,
    "ship_to": _CONSIGNEE,
    "pieces": [_PIECE],
    "references": [{"type": "order", "value": "S00042"}],
    "ship_at": "2026-03-02T14:00:00Z",
    "currency": "EUR",
}
_BOOKING = {
    "key": "WH-OUT-00042",
    "service_code": "STANDARD",
    "consignment": _CONSIGNMENT,
    "label_format": "pdf",
}
_BOOKED = {"booking_id": "BOOKING-1", "tracking_numbers": ["SAMPLE0001"]}

register_call(
    CallKind(
        name="rate",
        answer=Rate,
        many=True,
        sample={"consignment": _CONSIGNMENT},
    )
)
register_call(
    CallKind(name="book", answer=BookingDocument, changes=True, sample=_BOOKING)
)
register_call(
    CallKind(
        name="find_booking", answer=BookingDocument, optional=True, sample=_BOOKING
    )
)
register_call(
    CallKind(name="cancel_booking", answer=Cancellation, changes=True, sample=_BOOKED)
)
register_call(
    CallKind(
        name="reprint",
        answer=BookingDocument,
        sample={"booking_id": "BOOKING-1", "label_format": "pdf"},
    )
)
register_call(
    CallKind(
        name="return_label",
        answer=BookingDocument,
        changes=True,
        sample={
            **_BOOKING,
            "consignment": {
                **_CONSIGNMENT,
                "ship_from": _CONSIGNEE,
                "ship_to": _SHIPPER,
                "is_return": True,
            },
        },
    )
)
register_call(
    CallKind(
        name="track",
        answer=TrackingEvent,
        many=True,
        optional=True,
        batch=True,
        sample={"tracking_numbers": ["SAMPLE0001"]},
    )
)
register_call(
    CallKind(
        name="schedule_pickup",
        answer=PickupConfirmation,
        changes=True,
        sample={
            "key": "PICKUP-7",
            "address": _SHIPPER,
            "ready_at": "2026-03-02T14:00:00Z",
            "closes_at": "2026-03-02T17:00:00Z",
            "booking_ids": ["BOOKING-1"],
            "tracking_numbers": ["SAMPLE0001"],
            "piece_count": 1,
            "weight": 2.5,
        },
    )
)
register_call(
    CallKind(
        name="cancel_pickup",
        answer=Cancellation,
        changes=True,
        sample={"pickup_id": "PICKUP-7"},
    )
)
register_call(
    CallKind(
        name="close_out",
        answer=ManifestConfirmation,
        changes=True,
        sample={
            "key": "MANIFEST-7",
            "address": _SHIPPER,
            "booking_ids": ["BOOKING-1"],
            "tracking_numbers": ["SAMPLE0001"],
        },
    )
)
register_call(
    CallKind(name="check_address", answer=AddressCheck, sample={"address": _CONSIGNEE})
)
