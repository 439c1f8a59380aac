# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 947, Warehouse Inventory Adjustment Advice (004010 to 005010): changes of stock.

W15 (date, the warehouse's number), N1 WH, N9, G62, a W19 loop for each change (N9).
W19-01 (element 181) tells why; some reasons change not how much there is but in what
condition it is. W19-02 is signed.

Options: ``W19-01.<code> = good>hold`` (or another two of good, damaged, hold) for a
change of condition, ``W19-01.<code> = quantity`` for one of the quantity.
"""

from itertools import permutations

from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import Segment, reads, writes
from odoo.addons.logistics_base.protocols.edi.moments import x12_zoned_time
from odoo.addons.logistics_base.protocols.edi.segments import first, loops
from odoo.addons.logistics_base.protocols.edi.x12_parts import note_text

from ..canonical.inventories import InventoryDelta, StockChange
from .reading import fitting, identifier, meaning, quantity
from .x12_goods import (
    numbered,
    product_elements,
    product_in,
    quantity_text,
    text_of,
    unit_code,
    unit_in,
)
from .x12_heading import (
    code_of,
    coded_party,
    dated,
    moment_in,
    moment_on,
    parted,
    place_in,
)

_QUANTITY = "quantity"
#: Element 181 -> (what it changes, in words).
REASONS = {
    "03": (_QUANTITY, "Shipment greater than reported"),
    "04": (_QUANTITY, "Receipt less than reported"),
    "05": ("good>hold", "Put on hold"),
    "06": (_QUANTITY, "Book adjustment, decrease"),
    "07": (_QUANTITY, "Dumped or destroyed"),
    "08": ("good>hold", "Put in quality inspection"),
    "51": (_QUANTITY, "Located again"),
    "52": ("damaged>good", "Damaged goods reworked"),
    "53": (_QUANTITY, "Shipment less than reported"),
    "54": (_QUANTITY, "Receipt greater than reported"),
    "55": ("hold>good", "Taken off hold"),
    "56": (_QUANTITY, "Book adjustment, increase"),
    "88": ("hold>good", "Out of quality inspection"),
    "AA": (_QUANTITY, "Physical count"),
    "AB": (_QUANTITY, "Accounting error"),
    "AH": (_QUANTITY, "Other"),
    "AI": (_QUANTITY, "Disaster"),
    "AR": (_QUANTITY, "Order shipment error"),
    "AU": ("good>damaged", "Damaged in the warehouse"),
    "AV": ("good>damaged", "Damaged in transit"),
    "AX": ("good>hold", "Shelf life over"),
    "AW": ("good>hold", "Recalled"),
    "AY": (_QUANTITY, "Receipt error"),
}
_CONDITIONS = ("good", "damaged", "hold")
WORDS = (_QUANTITY, *(">".join(pair) for pair in permutations(_CONDITIONS, 2)))


@reads("x12", "947")
def adjustment_advice(transaction, interchange, options):
    """Return the :class:`InventoryDelta` of a 947.

    :raise DecodeError: a quantity that is none, or a reason nobody knows.
    """
    head, groups = loops(transaction.segments, "W19")
    heading, parties = parted(head)
    w15 = first(heading, "W15")
    place = place_in(parties, "WH", "SF")
    told = moment_in(heading, ("07", "11", "97"), place, options)
    delta = InventoryDelta(
        id=identifier(w15.text(2), "W15-02") or identifier(w15.text(3), "W15-03"),
        warehouse=code_of(parties, "WH", "SF"),
        as_of=told or moment_on(w15.text(1), place, options),
        lines=tuple(_change(group, heading, options) for group in groups),
    )
    delta.check()
    return [delta]


def _change(segments, heading, options):
    w19 = segments[0]
    product = product_in(w19, 4, (5, 7, 17), options)
    code = w19.text(1).strip()
    standard = {one: word for one, (word, _text) in REASONS.items()}
    word = meaning(code, "W19-01", standard, WORDS, options)
    amount = quantity(w19.text(2), "W19-02", options, signed=True)
    before, _arrow, after = word.partition(">")
    note = note_text(segments) or note_text(heading)
    text = REASONS.get(code, ("", code))[1]
    return StockChange(
        sku=product.sku,
        # A change of condition moves goods, whichever sign the partner gives it.
        change=abs(amount) if after else amount,
        unit=unit_in(w19.text(3)),
        status=before if after else _status(segments),
        to_status=after or None,
        lot=identifier(text_of(segments, "LT", "BT") or w19.text(9), "lot"),
        owner=text_of(segments, "11"),
        reason=": ".join(filter(None, (text, note)))[:200],
        reference=text_of(segments, "TN", "ZZ") or text_of(heading, "TN"),
    )


def _status(segments):
    """Return the condition that the goods are in: N9 ZC as agreed, else good."""
    told = (text_of(segments, "ZC") or "").lower()
    return told if told in _CONDITIONS else "good"


@writes("x12", "947", "inventory.delta")
def write_adjustment_advice(document, options):
    """Return the segments of a 947.

    :raise DecodeError: a line tells only what there is, not what changed.
    """
    zone = options.get("zone")
    when = document.as_of or options["now"]
    yield Segment(
        "W15",
        (x12_zoned_time(when, zone)[0], fitting(document.id or "", "W15-02", 22)),
    )
    yield from coded_party("WH", document.warehouse)
    yield from dated("07", "1", when, zone)
    for line in document.lines:
        yield from _written(line, options)


def _written(line, options):
    if line.change is None:
        raise DecodeError("value", f"X12 947: {line.sku}: no change is told")
    product = product_elements(line.sku, None, options)
    amount = quantity_text(line.change)
    unit = unit_code(line.unit, options)
    yield Segment("W19", (_code(line), amount, unit, *product))
    yield from numbered("LT", line.lot)
    yield from numbered("11", line.owner)
    yield from numbered("TN", line.reference)
    if line.status != "good" and not line.to_status:
        yield Segment("N9", ("ZC", line.status.upper()))


def _code(line):
    if not line.to_status:
        return "AA"
    word = f"{line.status}>{line.to_status}"
    found = next((c for c, (told, _text) in REASONS.items() if told == word), None)
    if not found:
        raise DecodeError("value", f"X12 947 does not tell “{word}”")
    return found
