# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 204, Motor Carrier Load Tender (004010 to 008010), written and read.

B2, B2A, L11, G62, MS3, NTE, N1 loops, one S5 stop for pickup and one for delivery, L3.
Qualifiers after the published directories and shippers' public implementation guides:
G62-01 64 respond by, 37/38 pickup not before/not after, 53/54 delivery not before/not
after; S5-02 CL complete load, CU complete unload.
"""

from decimal import Decimal
from itertools import takewhile

from odoo.addons.logistics_base.canonical.money import Money
from odoo.addons.logistics_base.canonical.parties import Party
from odoo.addons.logistics_base.mapping.errors import DecodeError, shown
from odoo.addons.logistics_base.protocols.edi import Segment, reads, writes
from odoo.addons.logistics_base.protocols.edi.moments import x12_moment, x12_time
from odoo.addons.logistics_base.protocols.edi.segments import first, loops
from odoo.addons.logistics_base.protocols.edi.units import number, x12_weight
from odoo.addons.logistics_base.protocols.edi.x12_parts import (
    l11,
    n1_loop,
    note_text,
    party_in,
    place_of,
    references_in,
)

from ..canonical.consignments import Consignment
from ..canonical.tenders import TenderDocument
from .x12_goods import goods, pieces_in

_PURPOSES = {"original": "00", "change": "04", "cancel": "01"}
_READ_PURPOSES = {"00": "original", "01": "cancel", "04": "change", "05": "change"}
_PAYERS = {"sender": "PP", "recipient": "CC", "third_party": "TP"}
_PICKED_UP = ("CL", "LD", "PL", "PU", "RT", "SL", "AL", "LE")
#: (field, date qualifier, time qualifier)
_PICKUP = (("pickup_from", "37", "I"), ("pickup_until", "38", "K"))
_DELIVERY = (("deliver_from", "53", "G"), ("deliver_until", "54", "L"))
#: Scheduled and requested dates that others send instead.
_OTHERS = {
    "10": "pickup_from",
    "69": "pickup_from",
    "68": "deliver_until",
    "70": "deliver_until",
}


@writes("x12", "204", "shipment.tender")
def write_load_tender(document, options):
    """Return the segments of a 204: pickup and delivery as two stops.

    Options: ``scac`` of the carrier, ``weight_unit`` K (default) or L.

    :raise DecodeError: the number does not fit into B2-04.
    """
    if not 0 < len(document.number) <= 30:
        raise DecodeError("value", f"B2-04: {shown(document.number)} does not fit")
    consignment = document.consignment
    return [
        *_heading(document, options),
        *n1_loop("SH", consignment.ship_from),
        *n1_loop("CN", consignment.ship_to),
        *_stop(1, "CL", document, options),
        *_stop(2, "CU", document, options),
        *_total(document, options),
    ]


def _heading(document, options):
    scac = (options.get("scac") or "").upper()
    consignment = document.consignment
    payment = _PAYERS[consignment.payer]
    yield Segment("B2", ("", scac, "", document.number, "", payment))
    yield Segment("B2A", (_PURPOSES[document.purpose], "LT"))
    yield from l11(consignment.references)
    if document.service_code:
        yield Segment("L11", (document.service_code[:30], "SVC"))
    if document.respond_by:
        yield _g62("64", "1", document.respond_by, None)
    if scac:
        yield Segment("MS3", (scac, "B", "", "M"))
    text = consignment.instructions
    for start in range(0, len(text or ""), 80):
        yield Segment("NTE", ("SPH", text[start : start + 80]))


def _stop(sequence, reason, document, options):
    consignment = document.consignment
    is_pickup = sequence == 1
    party = consignment.ship_from if is_pickup else consignment.ship_to
    weight, unit = x12_weight(consignment.weight, options)
    count = str(len(consignment.pieces))
    yield Segment("S5", (str(sequence), reason, weight, unit, count, "PC"))
    for field, date_qualifier, time_qualifier in _PICKUP if is_pickup else _DELIVERY:
        if when := getattr(document, field):
            yield _g62(date_qualifier, time_qualifier, when, place_of(party))
    yield Segment("AT8", ("G", unit, weight, count))
    yield from n1_loop("SF" if is_pickup else "ST", party)
    if is_pickup:
        yield from goods(consignment.pieces, options)


def _total(document, options):
    weight, unit = x12_weight(document.consignment.weight, options)
    price = document.price
    # L3-05 has two implied decimals; its currency is told in an L11.
    cents = str(int(round(price.amount * 100))) if price else ""
    if price:
        yield Segment("L11", (price.currency, "CY"))
    count = str(len(document.consignment.pieces))
    yield Segment("L3", (weight, "G", "", "", cents, "", "", "", "", "", count, unit))


def _g62(date_qualifier, time_qualifier, when, place):
    date, time, zone = x12_time(when, place)
    return Segment("G62", (date_qualifier, date, time_qualifier, time, zone))


@reads("x12", "204")
def load_tender(transaction, interchange, options):
    """Return the :class:`TenderDocument`: from the first stop that loads to the last.

    :raise DecodeError: no number, or a purpose nobody knows.
    """
    head, stops = loops(transaction.segments, "S5")
    own = first(head, "B2").text(4).strip()[:30]
    purpose = first(head, "B2A").text(1).strip() or "00"
    if not own:
        raise DecodeError("missing", "B2-04: no shipment identification number")
    if purpose not in _READ_PURPOSES:
        raise DecodeError("value", f"B2A-01: {shown(purpose)} is no purpose we know")
    heading, parties = loops(head, "N1")
    tender = TenderDocument(
        number=own,
        purpose=_READ_PURPOSES[purpose],
        consignment=_consignment(heading, parties, stops),
        service_code=_service(heading),
        price=_price(transaction.segments),
    )
    _read_times(tender, heading, stops, options)
    return [tender]


def _consignment(heading, parties, stops):
    by_entity = {party[0].text(1): party for party in reversed(parties)}
    loading = [stop for stop in stops if stop[0].text(2) in _PICKED_UP]
    unloading = [stop for stop in stops if stop not in loading]
    payers = {code: payer for payer, code in _PAYERS.items()}
    return Consignment(
        ship_from=_party(loading[:1], by_entity.get("SH")),
        ship_to=_party(unloading[-1:], by_entity.get("CN")),
        pieces=pieces_in([one for stop in loading for one in stop]),
        references=references_in(heading),
        instructions=(note_text(heading) or "")[:500] or None,
        payer=payers.get(first(heading, "B2").text(6), "sender"),
    )


def _party(stops, other):
    for stop in stops:
        _start, parties = loops(stop, "N1")
        if parties:
            return party_in(list(takewhile(_is_address, parties[0])))
    return party_in(other) if other else Party()


def _is_address(segment):
    return segment.tag in ("N1", "N2", "N3", "N4", "L11", "G61")


def _service(heading):
    found = (one for one in heading if one.tag == "L11" and one.text(2) == "SVC")
    return next((one.text(1) for one in found), None)


def _read_times(tender, heading, stops, options):
    # In the heading everything is said by its qualifier, too.
    for stop in [heading, *stops]:
        place = place_of(_party([stop], None)) if stop is not heading else None
        for segment in stop:
            if segment.tag != "G62":
                continue
            field = _field_of(segment)
            when = x12_moment(
                segment.text(2), segment.text(4), segment.text(5), place, options
            )
            if field and when:
                setattr(tender, field, getattr(tender, field) or when.utc)


def _field_of(g62):
    if g62.text(1) == "64" or g62.text(3) == "1":
        return "respond_by"
    for field, date_qualifier, _time_qualifier in (*_PICKUP, *_DELIVERY):
        if g62.text(1) == date_qualifier:
            return field
    return _OTHERS.get(g62.text(1))


def _price(segments):
    amount = number(first(segments, "L3").text(5))
    if amount is None:
        return None
    currencies = (s.text(1) for s in segments if s.tag == "L11" and s.text(2) == "CY")
    return Money(amount / Decimal(100), next(currencies, "USD"))
