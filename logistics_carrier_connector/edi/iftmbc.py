# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""UN/EDIFACT IFTMBC, Booking Confirmation (D.96A to D.21B), read and written.

BGM 4343 says what becomes of the booking: AP accepted, CA conditionally accepted, AJ or
PE pending, RE rejected; 1225 = 1 calls it off. RFF ACW names our message, RFF BN the
carrier's booking. After EANCOM and ocean carriers' public implementation guides.
"""

from odoo.addons.logistics_base.canonical.documents import Reference
from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import Segment, reads, writes
from odoo.addons.logistics_base.protocols.edi.edifact_parts import (
    dtm,
    dtm_in,
    ftx,
    place_in,
    reference_of,
    references_in,
    rff,
    rff_value,
    text_in,
)
from odoo.addons.logistics_base.protocols.edi.segments import first, loops, unique

from ..canonical.bookings import BookingDocument
from ..canonical.tenders import TenderResponse

_CONFIRMATION = "770"
_STATUSES = {
    "AP": "confirmed",
    "CA": "requested",
    "AJ": "requested",
    "PE": "requested",
    "RE": "declined",
}
_CODES = {
    "confirmed": "AP",
    "accepted": "AP",
    "counter": "CA",
    "requested": "AJ",
    "declined": "RE",
}
_CANCELLATION = "1"


@reads("edifact", "IFTMBC")
def booking_confirmation(transaction, interchange, options):
    """Return the :class:`BookingDocument`; accepted with conditions is not confirmed.

    :raise DecodeError: it says nothing about the booking.
    """
    segments = transaction.segments
    bgm = first(segments, "BGM")
    document = BookingDocument(
        status=_status(bgm),
        key=rff_value(segments, "ACW")[:64] or None,
        id=rff_value(segments, "BN")[:200] or None,
        references=_references(segments),
        reason=_reason(bgm, segments),
        deliver_by=_arrival(segments, options),
    )
    document.check()
    return [document]


def _status(bgm):
    # Which of the two comes first was changed more than once.
    codes = [bgm.text(4).strip(), bgm.text(3).strip()]
    if _CANCELLATION in codes:
        return "cancelled"
    for code in codes:
        if code in _STATUSES:
            return _STATUSES[code]
    if not codes[0]:
        # Without 4343 a confirmation confirms.
        return "confirmed"
    raise DecodeError("value", "BGM 4343: no response we know")


def _references(segments):
    equipment = [
        reference_of("container", one.text(2)) for one in segments if one.tag == "EQD"
    ]
    return unique((*references_in(segments), *equipment))


def _reason(bgm, segments):
    reason = text_in(segments)
    if "CA" in (bgm.text(4), bgm.text(3)):
        return f"Accepted with conditions: {reason or 'none is told'}"
    return reason


def _arrival(segments, options):
    _head, places = loops(segments, "LOC")
    for place in places:
        if place[0].text(1) in ("7", "8", "20"):
            where = place_in(place[0])
            found = dtm_in(place, "132", "17", place=where, options=options)
            if found:
                return found.utc
    return None


@writes("edifact", "IFTMBC", "shipment.booking")
def write_booking_confirmation(document, options):
    """Return the segments of an IFTMBC for a booking."""
    return _confirmation(
        document.status,
        document.key,
        document.id,
        document.references,
        document,
        options,
    )


@writes("edifact", "IFTMBC", "tender.response")
def write_tender_response(document, options):
    """Return the segments of an IFTMBC that answers an offer sent as IFTMBF."""
    return _confirmation(
        document.response, document.number, None, document.references, document, options
    )


def _confirmation(status, key, booking_id, references, document, options):
    own = [Reference("booking", booking_id)] if booking_id else []
    function = _CANCELLATION if status == "cancelled" else "9"
    number = (booking_id or key or references[0].value)[:35]
    previous = [Segment("RFF", (("ACW", key),))] if key else []
    return [
        Segment("BGM", (_CONFIRMATION, number, function, _CODES.get(status, ""))),
        *dtm("137", options.get("now")),
        *ftx("AAI", document.reason),
        *previous,
        *rff(unique((*own, *references))),
    ]


def response_of(booking):
    """Return the :class:`TenderResponse` that a booking document means for an offer.

    None where nothing is decided yet.
    """
    responses = {
        "confirmed": "accepted",
        "declined": "declined",
        "cancelled": "cancelled",
    }
    conditional = (booking.reason or "").startswith("Accepted with conditions")
    response = responses.get(booking.status) or ("counter" if conditional else None)
    if response is None:
        return None
    return TenderResponse(
        response=response,
        number=booking.key and booking.key[:30],
        references=booking.references,
        reason=booking.reason,
        price=booking.price,
    )
