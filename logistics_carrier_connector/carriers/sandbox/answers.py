# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the Sandbox Carrier answers, as canonical documents.

Each reader raises one of ``UNREADABLE`` where the answer is not what was agreed.
"""

from decimal import Decimal, InvalidOperation

from odoo.addons.logistics_base.canonical.documents import (
    Attachment,
    Reference,
    TrackingEvent,
)
from odoo.addons.logistics_base.canonical.money import Money
from odoo.addons.logistics_base.canonical.parties import Party
from odoo.addons.logistics_base.canonical.reading import UTC, aware
from odoo.addons.logistics_base.canonical.vocabulary import CHARGE_TYPES

from ...canonical.bookings import BookedPiece, BookingDocument
from ...canonical.day import AddressCheck, ManifestConfirmation, PickupConfirmation
from ...canonical.labels import MIMETYPES
from ...canonical.rates import Rate, RateCharge

#: What the carrier says of a shipment -> what that makes of our booking.
_STATUSES = {"cancelled": "cancelled", "cancelling": "cancelled"}
#: What an answer that is not as agreed may raise while it is read.
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError)


def rates_of(content):
    """Return [Rate] as offered: what nobody should pay is told with the reason."""
    return [_rate(each) for each in content["rates"]]


def _rate(values):
    return Rate(
        id=values["id"],
        service_code=values["service"],
        service_name=values["name"],
        price=_money(values["total"]),
        charges=_charges(values["charges"], values["total"]["currency"]),
        deliver_by=_moment(values["deliver_by"]),
        transit_days=values["transit_days"],
        guaranteed=values["guaranteed"],
        expires_at=_moment(values["expires_at"]),
    )


def booking_of(values):
    """Return the BookingDocument of a shipment."""
    parcels = values["parcels"]
    return BookingDocument(
        status=_STATUSES.get(values["status"], "confirmed"),
        key=values["key"] or None,
        id=_text(values["id"]),
        references=tuple(
            Reference("tracking", _text(each["tracking_number"])) for each in parcels
        ),
        service_code=values["service"],
        pieces=tuple(_piece(each) for each in parcels),
        price=_money(values["total"]),
        charges=_charges(values["charges"], values["total"]["currency"]),
        documents=tuple(_file(each) for each in values["documents"]),
        tracking_url=values["tracking_url"],
        deliver_by=_moment(values["deliver_by"]),
    )


def _piece(values):
    number, label = values["tracking_number"], values["label"]
    return BookedPiece(
        key=values["reference"],
        tracking_number=_text(number),
        label=label
        and Attachment(
            name=f"{number}.{label['format']}",
            content=label["content"],
            mimetype=MIMETYPES[label["format"]],
        ),
    )


def pickup_of(values):
    """Return the PickupConfirmation of a pickup."""
    return PickupConfirmation(
        id=_text(values["id"]),
        confirmation=values["confirmation"],
        from_at=_moment(values["from"]),
        until_at=_moment(values["until"]),
        price=_money({"amount": values["price"], "currency": values["currency"]}),
    )


def manifest_of(values):
    """Return the ManifestConfirmation of a close-out."""
    return ManifestConfirmation(
        id=_text(values["id"]),
        documents=(_file(values["document"]),),
        left_out=tuple(each["shipment"] for each in values["left_out"]),
    )


def check_of(values, party):
    """Return the AddressCheck; what the carrier does not know of ``party`` is kept."""
    meant = values["suggestion"]
    kept = {name: getattr(party, name) for name in Party.__dataclass_fields__}
    return AddressCheck(
        deliverable=bool(values["deliverable"]),
        suggestion=Party(**(kept | _known(meant))) if meant else None,
        problems=tuple(each["message"] for each in values["errors"]),
    )


def events_of(content):
    """Return [TrackingEvent] of all numbers, in the order they were told."""
    return [
        TrackingEvent.from_json(event)
        for result in content["results"]
        for event in result["events"]
    ]


def _known(values):
    return {n: v for n, v in values.items() if n in Party.__dataclass_fields__}


def _charges(values, currency):
    return tuple(
        RateCharge(
            type=each["kind"] if each["kind"] in CHARGE_TYPES else "other",
            amount=_money({"amount": each["amount"], "currency": currency}),
            description=each["description"],
            raw_code=each["code"],
        )
        for each in values
    )


def _money(values):
    try:
        amount = Decimal(_text(values["amount"]))
    except InvalidOperation:
        raise ValueError("no amount") from None
    if not amount.is_finite():
        raise ValueError("no amount")
    return Money(amount, _text(values["currency"]))


def _file(values):
    return Attachment(
        name=values["name"],
        content=values["content"],
        mimetype=values.get("mimetype"),
    )


def _moment(text):
    return aware(text).astimezone(UTC)


def _text(value):
    if not isinstance(value, str) or not value:
        raise TypeError("text is expected")
    return value
