# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 211, Motor Carrier Bill of Lading (004010 to 008010), written and read.

BOL, B2A, L11, G62, AT5, N1 loops, AT1/AT2/AT4 commodity lines (the standard's own; the
204 has L5), AT3 totals. It books an LTL carrier that takes bills of lading by EDI.
"""

from odoo.addons.logistics_base.canonical.parties import Party
from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import Segment, reads, writes
from odoo.addons.logistics_base.protocols.edi.moments import x12_moment, x12_time
from odoo.addons.logistics_base.protocols.edi.segments import first, loops
from odoo.addons.logistics_base.protocols.edi.units import to_kg, x12_weight
from odoo.addons.logistics_base.protocols.edi.x12_parts import (
    l11,
    n1_loop,
    note_text,
    party_in,
    place_of,
    references_in,
)

from ..canonical.bookings import BookingRequest
from ..canonical.consignments import Consignment, Piece

_PAYERS = {"sender": "PP", "recipient": "CC", "third_party": "TP"}
_PURPOSES = {"original": "00", "cancel": "01"}
#: L11-02 of our own key: a mutually defined number.
_KEY = "ZZ"
_OPTIONS = {
    "liftgate_pickup": "LGP",
    "liftgate_delivery": "LGD",
    "appointment": "APT",
    "signature": "SIG",
}


@writes("x12", "211", "booking.request")
def write_bill_of_lading(document, options):
    """Return the segments of a 211.

    BOL-03 is the shipment's first bill of lading, delivery or order number; our key goes
    along as L11 ZZ. Options: ``scac``, ``weight_unit`` K (default) or L.
    """
    consignment = document.consignment
    scac = (options.get("scac") or "").upper()
    date, time, _zone = _ship_at(consignment)
    number = _number(document)[:30]
    payment = _PAYERS[consignment.payer]
    return [
        Segment("BOL", (scac, payment, number, date, time)),
        Segment("B2A", (_PURPOSES[document.purpose], "LT")),
        *l11(consignment.references),
        Segment("L11", (document.key[:30], _KEY, document.key[30:])),
        Segment("L11", (document.service_code[:30], "SVC")),
        *_requirements(consignment),
        *n1_loop("SH", consignment.ship_from),
        *n1_loop("CN", consignment.ship_to),
        *_lines(consignment, options),
        _total(consignment, options),
    ]


def _number(document):
    ranked = {one.type: one.value for one in reversed(document.consignment.references)}
    for kind in ("bol", "delivery", "order"):
        if kind in ranked:
            return ranked[kind]
    return document.key


def _ship_at(consignment):
    if not consignment.ship_at:
        raise DecodeError("value", "X12 211: a bill of lading needs its shipping date")
    return x12_time(consignment.ship_at, place_of(consignment.ship_from))


def _requirements(consignment):
    for option in consignment.options:
        if option in _OPTIONS:
            yield Segment("AT5", (_OPTIONS[option],))
    if consignment.instructions:
        yield Segment("NTE", ("SPH", consignment.instructions[:80]))


def _lines(consignment, options):
    for line, piece in enumerate(consignment.pieces, 1):
        weight, unit = x12_weight(piece.weight, options)
        yield Segment("AT1", (str(line),))
        yield Segment("AT2", ("1", piece.packaging or "PC", "G", unit, weight))
        articles = ", ".join(article.description for article in piece.articles)
        description = (piece.description or articles or "GOODS")[:50]
        yield Segment("AT4", (description,))
        yield from _dangerous(piece)


def _dangerous(piece):
    for goods in piece.dangerous_goods:
        yield Segment("LH1", ("PK", "1", goods.un_number or ""))
        yield Segment("LH2", (goods.hazard_class or "",))


def _total(consignment, options):
    weight, unit = x12_weight(consignment.weight, options)
    return Segment("AT3", ("G", unit, weight, str(len(consignment.pieces))))


@reads("x12", "211")
def bill_of_lading(transaction, interchange, options):
    """Return the :class:`BookingRequest` of a bill of lading.

    :raise DecodeError: no number.
    """
    head, lines = loops(transaction.segments, "AT1")
    heading, parties = loops(head, "N1")
    bol = first(heading, "BOL")
    number = bol.text(3).strip()
    if not number:
        raise DecodeError("missing", "BOL-03: no shipment identification number")
    by_entity = {party[0].text(1): party_in(party) for party in reversed(parties)}
    ship_from = by_entity.get("SH") or by_entity.get("SF") or Party()
    payers = {code: payer for payer, code in _PAYERS.items()}
    when = x12_moment(bol.text(4), bol.text(5), "", place_of(ship_from), options)
    return [
        BookingRequest(
            key=_key(heading) or number,
            purpose="cancel" if first(heading, "B2A").text(1) == "01" else "original",
            service_code=_qualified(heading, "SVC") or "",
            consignment=Consignment(
                ship_from=ship_from,
                ship_to=by_entity.get("CN") or by_entity.get("ST") or Party(),
                pieces=tuple(_piece(line) for line in lines),
                references=references_in(heading),
                ship_at=when and when.utc,
                payer=payers.get(bol.text(2), "sender"),
                instructions=(note_text(heading) or "")[:500] or None,
            ),
        )
    ]


def _qualified(heading, qualifier):
    for segment in heading:
        if segment.tag == "L11" and segment.text(2) == qualifier:
            return segment.text(1) + segment.text(3)
    return None


def _key(heading):
    return (_qualified(heading, _KEY) or "")[:64]


def _piece(line):
    at2 = first(line, "AT2")
    return Piece(
        key=line[0].text(1).strip() or "1",
        weight=to_kg(at2.text(5), at2.text(4)) or 0.0,
        packaging=at2.text(2).strip() or None,
        description=first(line, "AT4").text(1).strip() or None,
    )
