# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 846, Inventory Inquiry/Advice (004010 to 005010): stock as a whole.

BIA (its number, as of when), N1 WH, a LIN loop for each product and lot (QTY, REF LT a
lot, REF 11 an owner). QTY-01 (element 673): 17 all that is on hand, 33 what may be sold,
QH on hold, 20 unusable, 74 damaged, IQ in transit. What is good is all on hand less what
is not; where only what may be sold is told, that.

Options:

``846.scope``
    ``complete``: a product that is not there has none. Only what the partner promises;
    otherwise nothing is known of it.
``846.on_hand``
    ``good``: 17 counts only what is good.
``QTY-01.<code>``
    ``on_hand``, ``good``, ``available``, ``damaged``, ``hold``, ``in_transit`` or
    ``ignored``.
"""

from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import Segment, reads, writes
from odoo.addons.logistics_base.protocols.edi.moments import x12_moment, x12_zoned_time
from odoo.addons.logistics_base.protocols.edi.segments import first, loops

from ..canonical.counts import CountLine, CountRequest
from ..canonical.inventories import InventorySnapshot
from .reading import fitting, identifier, meaning, quantity, required
from .stock import WORDS, stock_lines
from .x12_goods import (
    numbered,
    pairs_of,
    product_elements,
    product_in,
    quantity_text,
    text_of,
    unit_code,
    unit_in,
)
from .x12_heading import code_of, coded_party, parted, place_in

#: Element 673 -> what is counted.
QUANTITIES = {
    "17": "on_hand",
    "33": "available",
    "QH": "hold",
    "20": "damaged",
    "74": "damaged",
    "IQ": "in_transit",
}
_CODES = {"damaged": "20", "hold": "QH", "in_transit": "IQ"}
#: BIA-01 (element 353): asks for stock; answers such a question.
_REQUEST, _RESPONSE = "13", "11"
_CHANGES = ("04", "25", "RV")


@reads("x12", "846")
def inventory_advice(transaction, interchange, options):
    """Return the :class:`InventorySnapshot` of an 846; of a question, what to count.

    :raise DecodeError: a quantity that is none, or a product of which nothing is told.
    """
    head, groups = loops(transaction.segments, "LIN")
    heading, parties = parted(head)
    bia = first(heading, "BIA")
    if bia.text(1).strip() == _REQUEST:
        return [_question(bia, groups, parties, options)]
    place = place_in(parties, "WH", "SF")
    as_of = x12_moment(bia.text(4), bia.text(5), bia.text(6), place, options)
    own = identifier(bia.text(3), "BIA-03")
    is_complete = (options or {}).get("846.scope") == "complete"
    is_answer = bia.text(1).strip() == _RESPONSE
    lines = tuple(line for group in groups for line in _lines(group, options))
    snapshot = InventorySnapshot(
        id=own,
        warehouse=code_of(parties, "WH", "SF"),
        as_of=as_of and as_of.utc,
        scope=(
            "complete"
            if is_complete and not is_answer and bia.text(1) not in _CHANGES
            else "partial"
        ),
        count=own if is_answer else None,
        lines=lines,
    )
    snapshot.check()
    return [snapshot]


def _lines(segments, options):
    """Return a line for each condition that goods of one LIN are in."""
    lin = segments[0]
    product = product_in(lin, None, pairs_of(lin, 2), options)
    told, unit = _quantities(segments, options)
    if not told:
        raise DecodeError("missing", f"LIN {product.sku}: no quantity that we know")
    common = {
        "sku": product.sku,
        "unit": unit,
        "lot": _lot(lin) or identifier(text_of(segments, "LT", "BT") or "", "lot"),
        "owner": text_of(segments, "11"),
    }
    only_good = (options or {}).get("846.on_hand") == "good"
    yield from stock_lines(told, common, only_good)


def _quantities(segments, options):
    told, unit = {}, None
    for qty in segments:
        if qty.tag != "QTY":
            continue
        code = qty.text(1).strip()
        agreed = (options or {}).get(f"QTY-01.{code}")
        if code not in QUANTITIES and agreed is None:
            # Ordered, sold, forecast: much is told of a product that is no stock.
            continue
        word = meaning(code, "QTY-01", QUANTITIES, WORDS, options)
        amount = quantity(qty.text(2), "QTY-02", options)
        if word != "ignored":
            told[word] = round(told.get(word, 0.0) + amount, 6)
            unit = unit or unit_in(qty.text(3))
    return told, unit


def _lot(lin):
    for at in pairs_of(lin, 2):
        if lin.text(at).strip() == "LT":
            return identifier(lin.text(at + 1), "LIN LT")
    return None


def _question(bia, groups, parties, options):
    as_of = x12_moment(bia.text(4), bia.text(5), bia.text(6), None, options)
    return CountRequest(
        number=required(bia.text(3), "BIA-03"),
        warehouse=code_of(parties, "WH", "SF"),
        count_by=as_of and as_of.utc,
        lines=tuple(_count_line(group, options) for group in groups),
    )


def _count_line(segments, options):
    lin = segments[0]
    product = product_in(lin, None, pairs_of(lin, 2), options)
    return CountLine(sku=product.sku, barcode=product.barcode, lot=_lot(lin))


# Written


@writes("x12", "846", "inventory.availability")
def write_availability(document, options):
    """Return the segments of an 846 that tells what may be sold."""
    number = document.as_of.strftime("AV%Y%m%d%H%M%S")
    yield from _heading("00", number, document.as_of, document.warehouse, options)
    for place, line in enumerate(document.lines, 1):
        unit = unit_code(line.unit, options)
        yield _lin(place, line.sku, line.barcode, options)
        yield Segment("QTY", ("33", quantity_text(line.available), unit))
        if line.on_hand is not None and line.on_hand >= 0:
            yield Segment("QTY", ("17", quantity_text(line.on_hand), unit))
    yield Segment("CTT", (str(len(document.lines)),))


@writes("x12", "846", "warehouse.count")
def write_count_request(document, options):
    """Return the segments of an 846 that asks for a count."""
    when = document.count_by or options["now"]
    yield from _heading(_REQUEST, document.number, when, document.warehouse, options)
    for place, line in enumerate(document.lines, 1):
        lot = ("LT", line.lot) if line.lot else ()
        yield _lin(place, line.sku, line.barcode, options, *lot)
    yield Segment("CTT", (str(len(document.lines)),))


@writes("x12", "846", "inventory.snapshot")
def write_snapshot(document, options):
    """Return the segments of an 846 that tells what is on hand."""
    purpose = _RESPONSE if document.count else "00"
    number = document.count or document.id or ""
    when = document.as_of or options["now"]
    yield from _heading(purpose, number, when, document.warehouse, options)
    together = {}
    for line in document.lines:
        key = (line.sku, line.lot, line.owner, line.unit)
        together.setdefault(key, []).append(line)
    for place, ((sku, lot, owner, unit), lines) in enumerate(together.items(), 1):
        yield _lin(place, sku, None, options)
        yield from numbered("LT", lot, "REF")
        yield from numbered("11", owner, "REF")
        yield from _counted(lines, unit_code(unit, options))
    yield Segment("CTT", (str(len(together)),))


def _counted(lines, unit):
    on_hand = [line.quantity for line in lines if line.status != "in_transit"]
    if on_hand:
        yield Segment("QTY", ("17", quantity_text(round(sum(on_hand), 6)), unit))
    for line in lines:
        if line.status in _CODES:
            amount = quantity_text(line.quantity)
            yield Segment("QTY", (_CODES[line.status], amount, unit))


def _heading(purpose, number, when, warehouse, options):
    date, time, code = x12_zoned_time(when, options.get("zone"))
    own = fitting(number, "BIA-03", 30)
    yield Segment("BIA", (purpose, "SI", own, date, time, code))
    yield from coded_party("WH", warehouse)


def _lin(place, sku, barcode, options, *more):
    upc, *ours = product_elements(sku, barcode, options)
    pairs = [*ours, *(("UP", upc) if upc else ()), *more]
    return Segment("LIN", (str(place), *[one for one in pairs if one]))
