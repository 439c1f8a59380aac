# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 990, Response to a Load Tender (004010 to 008010).

B1-04 is element 558: A accepted, B accepted with conditions, C counter proposal,
D cancelled, E declined. Up to 004030 there is no E: carriers decline with D.
"""

from odoo.addons.logistics_base.mapping.errors import DecodeError, shown
from odoo.addons.logistics_base.protocols.edi import Segment, reads, writes
from odoo.addons.logistics_base.protocols.edi.moments import x12_moment
from odoo.addons.logistics_base.protocols.edi.segments import first, unique
from odoo.addons.logistics_base.protocols.edi.x12_parts import (
    n9,
    note_text,
    reference_of,
    references_in,
)

from ..canonical.tenders import TenderResponse

_RESPONSES = {
    "A": "accepted",
    "B": "counter",
    "C": "counter",
    "D": "declined",
    "E": "declined",
    "R": "cancelled",
}
_ACTIONS = {"accepted": "A", "declined": "D", "counter": "C", "cancelled": "R"}


@reads("x12", "990")
def tender_response(transaction, interchange, options):
    """Return the :class:`TenderResponse`; B1-02 is our number of the tender.

    :raise DecodeError: B1-04 says nothing we know.
    """
    segments = transaction.segments
    b1 = first(segments, "B1")
    action = b1.text(4).strip().upper()
    if action not in _RESPONSES:
        raise DecodeError("value", f"B1-04: {shown(action)} is no reservation action")
    own = reference_of("BM", b1.text(2))
    response = TenderResponse(
        response=_RESPONSES[action],
        number=b1.text(2).strip()[:30] or None,
        references=unique((*references_in(segments), own)),
        reason_code=b1.text(6).strip() or first(segments, "V9").text(8).strip() or None,
        reason=_reason(segments, action),
        pickup_at=_pickup(segments, options),
    )
    response.check()
    return [response]


def _reason(segments, action):
    note = note_text(segments)
    if note or action != "B":
        return note
    return "accepted with conditions"


def _pickup(segments, options):
    g62 = first(segments, "G62")
    found = x12_moment(g62.text(2), g62.text(4), g62.text(5), None, options)
    return found and found.utc


@writes("x12", "990", "tender.response")
def write_tender_response(document, options):
    """Return the segments of a 990. A price has no place in it but the remarks."""
    number = document.number or document.references[0].value
    reason = document.reason or ""
    if document.price:
        price = f"{document.price.amount} {document.price.currency}"
        reason = f"{price} {reason}".strip()
    numbers = [one for one in document.references if one.value != number]
    segments = [
        Segment(
            "B1",
            (
                options.get("scac") or "",
                number,
                _date(options),
                _ACTIONS[document.response],
                "",
                document.reason_code or "",
            ),
        ),
        *n9(numbers[:1]),
    ]
    if document.pickup_at:
        at = document.pickup_at
        date, time = at.strftime("%Y%m%d"), at.strftime("%H%M")
        segments.append(Segment("G62", ("69", date, "U", time, "UT")))
    if reason:
        segments.append(Segment("K1", (reason[:30], reason[30:60])))
    return segments


def _date(options):
    now = options.get("now")
    return now.strftime("%Y%m%d") if now else ""
