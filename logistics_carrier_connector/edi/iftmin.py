# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""UN/EDIFACT IFTMIN (instruction) and IFTMBF (firm booking), written and read.

Both are single-consignment messages of one structure (D.96A to D.21B): BGM, DTM, TSR,
MOA, FTX, CNT, TOD, RFF, CPI, TDT, NAD, GID. Qualifiers: DTM 137 message, 200 collection,
234/235 collection earliest/latest, 64/63 delivery earliest/latest, 36 expiry of an offer;
NAD CZ consignor, CN consignee, CA carrier; MEA AAE G gross weight.
"""

from odoo.addons.logistics_base.canonical.money import Money
from odoo.addons.logistics_base.canonical.parties import Party
from odoo.addons.logistics_base.mapping.errors import DecodeError, shown
from odoo.addons.logistics_base.protocols.edi import Segment, reads, writes
from odoo.addons.logistics_base.protocols.edi.edifact_parts import (
    dtm,
    dtm_in,
    ftx,
    nad,
    parties_in,
    references_in,
    rff,
    text_in,
)
from odoo.addons.logistics_base.protocols.edi.segments import first
from odoo.addons.logistics_base.protocols.edi.units import number, plain

from ..canonical.bookings import BookingRequest
from ..canonical.consignments import Consignment, Customs
from ..canonical.tenders import TenderDocument
from .edifact_goods import goods, pieces_in

#: Element 1001: instruction of transport, request to book.
_INSTRUCTION, _BOOKING = "610", "335"
#: C002 1000: what tells an offer, that may be declined, from a booking.
_TENDER = "TENDER"
#: Element 1225.
_FUNCTIONS = {"original": "9", "change": "4", "cancel": "1"}
_READ_FUNCTIONS = {
    "9": "original",
    "": "original",
    "4": "change",
    "5": "change",
    "1": "cancel",
    "3": "cancel",
}
#: Element 8067.
_MODES = {"ocean": "1", "rail": "2", "air": "4"}
_ROAD = "3"
#: FTX 4451 of the service wanted: the partner's product. TSR has three characters.
_SERVICE = "PRD"
_PAYERS = {"sender": "P", "recipient": "C", "third_party": "A"}
_TIMES = {
    "pickup_from": "234",
    "pickup_until": "235",
    "deliver_from": "64",
    "deliver_until": "63",
    "respond_by": "36",
}


@writes("edifact", "IFTMIN", "booking.request")
def write_instruction(document, options):
    """Return the segments of an IFTMIN that books: BGM 1004 is our key.

    :raise DecodeError: the key is longer than 35 characters.
    """
    return _booking(document, _INSTRUCTION, options)


@writes("edifact", "IFTMBF", "booking.request")
def write_firm_booking(document, options):
    """Return the segments of an IFTMBF that books: BGM 1004 is our key."""
    return _booking(document, _BOOKING, options)


def _booking(document, kind, options):
    consignment = document.consignment
    return [
        _bgm(kind, document.key, _FUNCTIONS[document.purpose]),
        *dtm("137", options.get("now")),
        *dtm("200", consignment.ship_at),
        *ftx(_SERVICE, document.service_code),
        *_body(consignment, None, options),
    ]


@writes("edifact", "IFTMBF", "shipment.tender")
def write_tender(document, options):
    """Return the segments of an IFTMBF that offers a load; IFTMBC answers it."""
    times = [
        segment
        for field, qualifier in _TIMES.items()
        for segment in dtm(qualifier, getattr(document, field))
    ]
    kind = (_BOOKING, "", "", _TENDER)
    return [
        _bgm(kind, document.number, _FUNCTIONS[document.purpose]),
        *dtm("137", options.get("now")),
        *times,
        *_price(document.price),
        *ftx(_SERVICE, document.service_code),
        *_body(document.consignment, document.mode, options),
    ]


def _bgm(kind, number, function):
    if not 0 < len(number) <= 35:
        raise DecodeError("value", f"BGM 1004: {shown(number)} does not fit")
    return Segment("BGM", (kind, number, function))


def _price(price):
    if not price:
        return []
    return [Segment("MOA", (("64", str(price.amount), price.currency),))]


def _body(consignment, mode, options):
    pieces = consignment.pieces
    yield from ftx("DEL", consignment.instructions)
    yield Segment("CNT", (("7", plain(consignment.weight), "KGM"),))
    yield Segment("CNT", (("11", str(len(pieces)), "PCE"),))
    if consignment.customs and consignment.customs.incoterm:
        yield Segment("TOD", ("6", "", consignment.customs.incoterm))
    yield from rff(consignment.references)
    yield Segment("CPI", ("4", "", _PAYERS[consignment.payer]))
    yield _tdt(mode, options)
    yield from nad("CZ", consignment.ship_from)
    yield from nad("CN", consignment.ship_to)
    yield from goods(pieces)


def _tdt(mode, options):
    scac = (options.get("scac") or "").upper()
    carrier = (scac, "172", "182") if scac else ""
    return Segment("TDT", ("20", "", _MODES.get(mode, _ROAD), "", carrier))


@reads("edifact", "IFTMIN")
@reads("edifact", "IFTMBF")
def booking_or_tender(transaction, interchange, options):
    """Return the :class:`BookingRequest`, or :class:`TenderDocument` of an offer.

    :raise DecodeError: no number, or a function nobody knows.
    """
    segments = transaction.segments
    bgm = first(segments, "BGM")
    number = bgm.text(2).strip()
    if not number:
        raise DecodeError("missing", "BGM 1004: no number")
    consignment = _consignment(segments, interchange.decimal_mark, options)
    if bgm.text(1, 4).strip().upper() == _TENDER:
        return [_tender(bgm, number, consignment, segments, options)]
    return [
        BookingRequest(
            key=number[:64],
            service_code=_service_in(segments) or "",
            consignment=consignment,
            purpose="cancel" if _function(bgm) == "cancel" else "original",
        )
    ]


def _service_in(segments):
    return text_in(_heading(segments), _SERVICE) or (
        first(segments, "TSR").text(2).strip() or None
    )


def _function(bgm):
    function = bgm.text(3).strip()
    if function not in _READ_FUNCTIONS:
        raise DecodeError(
            "value", f"BGM 1225: {shown(function)} is no function we know"
        )
    return _READ_FUNCTIONS[function]


def _tender(bgm, number_text, consignment, segments, options):
    moa = next((s for s in segments if s.tag == "MOA" and s.text(1) == "64"), None)
    amount = moa and number(moa.text(1, 2))
    times = {
        field: dtm_in(segments, qualifier, options=options)
        for field, qualifier in _TIMES.items()
    }
    modes = {code: mode for mode, code in _MODES.items()}
    return TenderDocument(
        number=number_text[:30],
        purpose=_function(bgm),
        consignment=consignment,
        service_code=_service_in(segments),
        mode=modes.get(first(segments, "TDT").text(3)),
        price=Money(amount, moa.text(1, 3)) if amount is not None else None,
        **{field: found and found.utc for field, found in times.items()},
    )


def _consignment(segments, decimal_mark, options):
    parties = parties_in(segments)
    payers = {code: payer for payer, code in _PAYERS.items()}
    collected = dtm_in(segments, "200", "234", options=options)
    incoterm = first(segments, "TOD").text(3).strip()
    return Consignment(
        ship_from=parties.get("CZ") or parties.get("PW") or Party(),
        ship_to=parties.get("CN") or parties.get("DP") or Party(),
        pieces=pieces_in(segments, decimal_mark),
        references=references_in(_heading(segments)),
        ship_at=collected and collected.utc,
        customs=Customs(incoterm=incoterm) if incoterm else None,
        payer=payers.get(first(segments, "CPI").text(3), "sender"),
        instructions=(text_in(_heading(segments), "DEL") or "")[:500] or None,
    )


def _heading(segments):
    end = next((at for at, one in enumerate(segments) if one.tag == "GID"), None)
    return segments[:end]
