# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 943, Warehouse Stock Transfer Shipment Advice (004010 to 005010), written and read.

W06, N1 loops (WH where it goes, SF from whom), N9, G62, NTE, a W04 loop for each line
(G69, N9), W03. W06-01 (element 514) tells what kind of goods come: F a purchase, B a
transfer, C a customer's return, P from production; W06-12 (306): 2 changed, 3 withdrawn.
N9: V0 our revision, IL the order by which a return went out. It names no packages: the
856 does.
"""

from odoo.addons.logistics_base.mapping.errors import DecodeError, shown
from odoo.addons.logistics_base.protocols.edi import Segment, reads, writes
from odoo.addons.logistics_base.protocols.edi.segments import first, loops
from odoo.addons.logistics_base.protocols.edi.x12_parts import (
    n1_loop,
    n9,
    note_text,
    party_in,
    references_in,
)

from ..canonical.advices import AdvisedLine, InboundAdvice
from .reading import fitting, identifier, quantity, required
from .x12_goods import (
    described,
    lot_segments,
    lots_in,
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
    noted,
    order_in,
    parted,
    place_in,
    revision_in,
)

_KINDS = {"purchase": "F", "transfer": "B", "return": "C", "production": "P"}
_ACTIONS = {"original": "", "change": "2", "cancel": "3"}
_LONGEST_NUMBER = 22
#: Element 98: from whom the goods come; where they go.
SUPPLIERS = ("SF", "SU", "VN", "SH")
RECEIVERS = ("WH", "ST", "RC", "CN")


@writes("x12", "943", "warehouse.advice")
def write_shipment_advice(document, options):
    """Return the segments of a 943.

    :raise DecodeError: a number that does not fit, a unit that X12 does not have.
    """
    number = fitting(document.number, "W06-02", _LONGEST_NUMBER)
    order = (document.order or "")[:_LONGEST_NUMBER]
    action = _ACTIONS[document.purpose]
    total = quantity_text(sum(line.quantity for line in document.lines))
    return [
        Segment(
            "W06",
            (_KINDS[document.kind], number, "", "", "", order, *[""] * 5, action),
        ),
        *coded_party("WH", document.warehouse),
        *(n1_loop("SF", document.supplier, "PER") if document.supplier else ()),
        *n9(document.references),
        Segment("N9", ("V0", str(document.revision))),
        *numbered("OQ", document.order if order != document.order else None),
        *numbered("IL", document.shipped_order),
        *dated("17", "Z", document.expected_at, options.get("zone")),
        *noted("WHI", document.instructions),
        *_lines(document, options),
        Segment("W03", (total,)),
    ]


def _lines(document, options):
    for line in document.lines:
        unit = unit_code(line.unit, options)
        product = product_elements(line.sku, line.barcode, options)
        yield Segment("W04", (quantity_text(line.quantity), unit, *product))
        yield from described(line.description)
        yield from numbered("LI", line.line)
        yield from lot_segments(line.lots)
        yield from numbered("11", line.owner)


@reads("x12", "943")
def shipment_advice(transaction, interchange, options):
    """Return the :class:`InboundAdvice` of a 943.

    :raise DecodeError: no number, or a line that says too little.
    """
    head, lines = loops(transaction.segments, "W04")
    heading, parties = parted(head)
    w06 = first(heading, "W06")
    supplier = next((parties[one] for one in SUPPLIERS if one in parties), None)
    note = note_text(heading)
    advice = InboundAdvice(
        number=required(w06.text(2) or w06.text(4), "W06-02"),
        revision=revision_in(heading),
        purpose=_purpose(w06),
        kind=_kind(w06),
        warehouse=code_of(parties, *RECEIVERS),
        order=text_of(heading, "OQ") or order_in(w06.text(6)),
        shipped_order=text_of(heading, "IL"),
        references=references_in(heading),
        supplier=party_in(supplier) if supplier else None,
        expected_at=moment_in(
            heading, ("17", "02", "68"), place_in(parties, *RECEIVERS), options
        ),
        instructions=note and note[:500],
        lines=tuple(_line(line, place, options) for place, line in enumerate(lines, 1)),
    )
    advice.check()
    return [advice]


def _purpose(w06):
    told = w06.text(12).strip()
    purposes = {action: purpose for purpose, action in _ACTIONS.items()}
    if told not in purposes and told != "1":
        raise DecodeError("value", f"W06-12: {shown(told)} is no action we know")
    return purposes.get(told, "original")


def _kind(w06):
    kinds = {code: kind for kind, code in _KINDS.items()}
    return kinds.get(w06.text(1).strip(), "purchase")


def _line(segments, place, options):
    w04 = segments[0]
    product = product_in(w04, 3, (4, 6, 14), options)
    amount = quantity(w04.text(1), "W04-01", options)
    return AdvisedLine(
        line=identifier(text_of(segments, "LI") or "", "N9 LI") or str(place),
        sku=product.sku,
        quantity=amount,
        unit=unit_in(w04.text(2)),
        barcode=product.barcode,
        description=first(segments, "G69").text(1).strip() or None,
        lots=lots_in(segments, "", amount, options),
        owner=text_of(segments, "11"),
    )
