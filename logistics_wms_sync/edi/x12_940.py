# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 940, Warehouse Shipping Order (004010 to 005010), written and read.

W05, N1 loops (ST ship to, WH warehouse, BY customer, CA carrier), N9, G62, NTE, W66, an
LX loop for each line (W01, G69, N9), W76. W05-01 (element 473): N original, R change,
F cancel. G62-01: 38 ship no later than, 54 deliver no later than. N9: V0 our revision,
PH priority, LI our line, LT a lot, 11 the account whose goods they are, ZZ what the
standard has no element for.
"""

from odoo.addons.logistics_base.mapping.errors import DecodeError, shown
from odoo.addons.logistics_base.mapping.places import zone_of_place
from odoo.addons.logistics_base.protocols.edi import Segment, reads, writes
from odoo.addons.logistics_base.protocols.edi.segments import first, loops
from odoo.addons.logistics_base.protocols.edi.x12_parts import (
    n1_loop,
    n9,
    note_text,
    party_in,
    place_of,
    references_in,
)

from ..canonical.releases import ReleaseLine, WarehouseRelease
from .reading import fitting, identifier, quantity, required
from .x12_goods import (
    described,
    numbered,
    product_elements,
    product_in,
    quantity_text,
    text_of,
    texts_of,
    unit_code,
    unit_in,
)
from .x12_heading import (
    code_of,
    coded_party,
    dated,
    is_scac,
    moment_in,
    name_of,
    noted,
    order_in,
    parted,
    revision_in,
)

_PURPOSES = {"original": "N", "change": "R", "cancel": "F"}
_READ_PURPOSES = {
    **{code: purpose for purpose, code in _PURPOSES.items()},
    "B": "original",
    "S": "original",
    "T": "original",
    "G": "change",
    "L": "change",
    "D": "cancel",
}
_URGENT = "URGENT"
_COMPLETE = "SHIP COMPLETE"
_SUBSTITUTION = "SUBSTITUTION "
_LONGEST_ORDER = 22


@writes("x12", "940", "warehouse.release")
def write_shipping_order(document, options):
    """Return the segments of a 940.

    Options: ``transport_method`` (element 91, M if not told), ``payment`` (146, PP), and
    those of the goods.

    :raise DecodeError: a number that does not fit, a unit that X12 does not have.
    """
    number = fitting(document.number, "W05-02", _LONGEST_ORDER)
    order = (document.order or "")[:_LONGEST_ORDER]
    return [
        Segment("W05", (_PURPOSES[document.purpose], number, order)),
        *_parties(document),
        *_numbers(document),
        *_times(document, options),
        *noted("WHI", document.instructions),
        *_carrier(document, options),
        *_lines(document, options),
        _total(document),
    ]


def _parties(document):
    if document.ship_to:
        yield from n1_loop("ST", document.ship_to, "PER")
    yield from coded_party("WH", document.warehouse)
    if document.customer:
        yield Segment("N1", ("BY", document.customer[:60]))
    if document.carrier and not is_scac(document.carrier):
        yield Segment("N1", ("CA", document.carrier[:60]))


def _numbers(document):
    yield from n9(document.references)
    yield Segment("N9", ("V0", str(document.revision)))
    if document.order and len(document.order) > _LONGEST_ORDER:
        yield from numbered("OQ", document.order)
    if document.priority == "urgent":
        yield Segment("N9", ("PH", _URGENT))
    if document.ship_complete:
        yield Segment("N9", ("ZZ", _COMPLETE))
    if document.substitution != "no":
        yield Segment("N9", ("ZZ", _SUBSTITUTION + document.substitution.upper()))


def _times(document, options):
    zone = options.get("zone")
    yield from dated("38", "K", document.ship_by, zone)
    found = document.ship_to and zone_of_place(place_of(document.ship_to))
    there = found.zone if found and found.certain else zone
    yield from dated("54", "L", document.promised, there)


def _carrier(document, options):
    carrier = document.carrier or ""
    if not (carrier or document.service_code):
        return []
    scac = carrier if is_scac(carrier) else ""
    method = options.get("transport_method") or "M"
    payment = options.get("payment") or "PP"
    routing = (document.service_code or "")[:35]
    return [Segment("W66", (payment, method, "", "", routing, *[""] * 4, scac))]


def _lines(document, options):
    for place, line in enumerate(document.lines, 1):
        yield Segment("LX", (str(place),))
        unit = unit_code(line.unit, options)
        product = product_elements(line.sku, line.barcode, options)
        lot = line.lot if line.lot and len(line.lot) <= 12 else ""
        item = (quantity_text(line.quantity), unit, *product, *[""] * 5, lot)
        yield Segment("W01", item)
        yield from described(line.description)
        yield from numbered("LI", line.line)
        yield from numbered("LT", line.lot)
        yield from numbered("11", line.owner)


def _total(document):
    return Segment("W76", (quantity_text(sum(x.quantity for x in document.lines)),))


@reads("x12", "940")
def shipping_order(transaction, interchange, options):
    """Return the :class:`WarehouseRelease` of a 940.

    :raise DecodeError: no number, a purpose nobody knows, a line that says too little.
    """
    head, lines = loops(transaction.segments, "LX")
    heading, parties = parted(head)
    w05 = first(heading, "W05")
    code = w05.text(1).strip() or "N"
    if code not in _READ_PURPOSES:
        raise DecodeError("value", f"W05-01: {shown(code)} is no purpose we know")
    release = WarehouseRelease(
        number=required(w05.text(2), "W05-02"),
        purpose=_READ_PURPOSES[code],
        revision=revision_in(heading),
        order=text_of(heading, "OQ") or order_in(w05.text(3)),
        references=references_in(heading),
        **_asked(heading, parties, options),
        lines=tuple(_line(line, options) for line in lines),
    )
    release.check()
    return [release]


def _asked(heading, parties, options):
    w66 = first(heading, "W66")
    # People who write X12 by hand say it in a note.
    notes = [one.text(2).strip() for one in heading if one.tag == "NTE"]
    special = texts_of(heading, "ZZ") + notes
    ship_to = party_in(parties["ST"]) if "ST" in parties else None
    note = note_text(heading)
    return {
        "warehouse": code_of(parties, "WH", "SF"),
        "ship_to": ship_to,
        "customer": name_of(parties, "BY"),
        "carrier": w66.text(10).strip() or name_of(parties, "CA"),
        "service_code": w66.text(5).strip() or None,
        "priority": "urgent" if text_of(heading, "PH") == _URGENT else "normal",
        "ship_complete": _COMPLETE in special,
        "substitution": _substitution(special),
        "instructions": note and note[:500],
        "ship_by": moment_in(heading, ("38", "10"), None, options),
        "promised": moment_in(
            heading, ("54", "02", "68"), ship_to and place_of(ship_to), options
        ),
    }


def _substitution(special):
    for word in ("ask", "yes"):
        if _SUBSTITUTION + word.upper() in special:
            return word
    return "no"


def _line(segments, options):
    w01 = first(segments, "W01")
    if not w01.elements:
        raise DecodeError("missing", f"LX {segments[0].text(1)}: no W01")
    product = product_in(w01, 3, (4, 6, 15), options)
    return ReleaseLine(
        line=identifier(text_of(segments, "LI") or segments[0].text(1), "N9 LI")
        or product.sku,
        sku=product.sku,
        quantity=quantity(w01.text(1), "W01-01", options),
        unit=unit_in(w01.text(2)),
        barcode=product.barcode,
        description=first(segments, "G69").text(1).strip() or None,
        lot=identifier(text_of(segments, "LT") or w01.text(13), "lot"),
        owner=text_of(segments, "11"),
    )
