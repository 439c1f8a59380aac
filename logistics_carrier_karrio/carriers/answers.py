# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Karrio's unified answers (2026.1) as canonical documents."""

from datetime import datetime, timezone
from decimal import Decimal

from odoo.addons.logistics_base.canonical.documents import (
    Attachment,
    Proof,
    Reference,
    TrackingEvent,
)
from odoo.addons.logistics_base.canonical.money import Money
from odoo.addons.logistics_carrier_connector.canonical.bookings import (
    BookedPiece,
    BookingDocument,
)
from odoo.addons.logistics_carrier_connector.canonical.rates import Rate, RateCharge

from .charge_names import charge_type
from .places import location_of, offset_at
from .wall_clock import in_utc, wall_time

_INTERNAL = "SHIPPING_SDK_INTERNAL_ERROR"
_FORMATS = {"PDF": "application/pdf", "ZPL": "application/zpl", "PNG": "image/png"}


def rate(details):
    """Return the Rate of Karrio's RateDetails, None where it names no price."""
    if details.get("total_charge") is None or not details.get("currency"):
        return None
    currency = details["currency"]
    return Rate(
        id=details.get("id"),
        service_code=details["service"],
        carrier=details.get("carrier_name"),
        price=_money(details["total_charge"], currency),
        charges=tuple(
            RateCharge(
                type=charge_type(one.get("name") or ""),
                amount=_money(one["amount"], one.get("currency") or currency),
                description=one.get("name"),
                raw_code=one.get("id") or one.get("name"),
            )
            for one in details.get("extra_charges") or ()
            if one.get("amount") is not None
        ),
        transit_days=details.get("transit_days"),
        deliver_by=_day(details.get("estimated_delivery")),
    )


def booking(details, request):
    """Return the BookingDocument of Karrio's ShipmentDetails."""
    numbers = _tracking_numbers(details)
    keys = [piece.key for piece in request.consignment.pieces]
    docs = details.get("docs") or {}
    price = rate(details["selected_rate"]) if details.get("selected_rate") else None
    return BookingDocument(
        key=request.key,
        id=details.get("shipment_identifier") or details.get("tracking_number"),
        references=tuple(Reference("tracking", number) for number in numbers[:1]),
        service_code=request.service_code,
        pieces=tuple(
            BookedPiece(key=key, tracking_number=number)
            for key, number in zip(keys, numbers, strict=False)
        ),
        price=price and price.price,
        charges=price.charges if price else (),
        label=_label(details, docs),
        documents=tuple(_documents(docs)),
        tracking_url=(details.get("meta") or {}).get("carrier_tracking_link"),
    )


def events(details, offsets):
    """Yield the TrackingEvents of Karrio's TrackingDetails.

    :param offsets: what :func:`wall_clock.offsets_in` found in the carrier's answer.
    """
    told = [
        (event, place, moment)
        for event in details.get("events") or ()
        if (moment := _moment(event, place := _place(event), offsets))
    ]
    for event, place, moment in told:
        yield _event(details, event, place, moment)
    if proof := _proof(details):
        latest = max((moment for _e, _p, moment in told), key=_time_of, default=None)
        if latest:
            yield _proof_event(details, proof, latest)


def manifest(details):
    """Return the papers of Karrio's ManifestDetails."""
    content = (details.get("doc") or {}).get("manifest")
    if not content:
        return ()
    return (
        Attachment(name="manifest.pdf", content=content, mimetype="application/pdf"),
    )


def failure_in(found):
    """Return what Karrio's own code failed with, None where it did not.

    It says so among the carrier's messages, as if the carrier had refused.
    """
    internal = next(
        (one for one in found.get("messages") or () if one.get("code") == _INTERNAL),
        None,
    )
    return found.get("failure") or (internal and str(internal.get("message")))


def problems(messages):
    """Return Karrio's messages as texts for people."""
    return [
        ": ".join(str(part) for part in (one.get("code"), one.get("message")) if part)
        for one in messages
    ]


def _moment(event, place, offsets):
    """Return (UTC time, offset in minutes or None), None where there is no time."""
    wall = wall_time(event.get("date"), event.get("time"))
    if wall is None:
        return None
    offset = offsets.get(wall.strftime("%Y-%m-%d %H:%M"))
    if offset is None and place:
        offset = offset_at(place, wall)
    return in_utc(wall, offset or 0), offset


def _time_of(moment):
    return moment[0]


def _event(details, event, place, moment):
    carrier = details.get("carrier_name")
    occurred_at, offset = moment
    code = event.get("code") or event.get("status") or event.get("description")
    status = event.get("status")
    return TrackingEvent(
        references=(Reference("tracking", details["tracking_number"]),),
        raw_code=f"{carrier}:{code}"[:120],
        raw_code_alternatives=(f"karrio:{status}",) if status else (),
        raw_description=event.get("description"),
        raw_reason=event.get("reason"),
        occurred_at=occurred_at,
        utc_offset_minutes=offset,
        time_assumed=offset is None,
        location=place,
        carrier=carrier,
    )


def _place(event):
    if not event.get("location") and event.get("latitude") is None:
        return None
    return location_of(
        event.get("location"), event.get("latitude"), event.get("longitude")
    )


def _proof(details):
    """Return the Proof of a delivery, None where there is neither name nor picture."""
    images = details.get("images") or {}
    signatory = (details.get("info") or {}).get("signed_by")
    if not details.get("delivered") or not (signatory or any(images.values())):
        return None
    return Proof(
        signatory=signatory,
        attachments=tuple(
            Attachment(name=f"{kind}.png", content=content, mimetype="image/png")
            for kind, content in images.items()
            if content
        ),
    )


def _proof_event(details, proof, moment):
    occurred_at, offset = moment
    return TrackingEvent(
        references=(Reference("tracking", details["tracking_number"]),),
        code="pod_received",
        raw_code="karrio:proof",
        occurred_at=occurred_at,
        utc_offset_minutes=offset,
        time_assumed=offset is None,
        proof=proof,
    )


def _tracking_numbers(details):
    meta = details.get("meta") or {}
    numbers = meta.get("tracking_numbers") or [details.get("tracking_number")]
    return [number for number in numbers if number]


def _label(details, docs):
    content = docs.get("label") or docs.get("pdf_label") or docs.get("zpl_label")
    if not content:
        return None
    kind = (details.get("label_type") or "PDF").upper()
    return Attachment(
        name=f"label.{kind.lower()}",
        content=content,
        mimetype=_FORMATS.get(kind, "application/octet-stream"),
    )


def _documents(docs):
    if docs.get("invoice"):
        yield Attachment(
            name="invoice.pdf", content=docs["invoice"], mimetype="application/pdf"
        )
    for extra in docs.get("extra_documents") or ():
        if extra.get("base64"):
            kind = (extra.get("format") or "PDF").upper()
            yield Attachment(
                name=f"{extra.get('category') or 'document'}.{kind.lower()}",
                content=extra["base64"],
                mimetype=_FORMATS.get(kind, "application/octet-stream"),
            )


def _money(amount, currency):
    return Money(Decimal(str(amount)), currency)


def _day(text):
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text[:10])
    except ValueError:
        return None
    return found.replace(hour=12, tzinfo=timezone.utc)
