# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""UN/EDIFACT INSDES, Instruction to Despatch (D.96A to D.01B), written and read.

BGM (240 delivery instruction; 1225: 9 original, 5 replace, 1 cancellation), DTM (38 ship
not later than, 63 latest delivery), FTX, RFF (AAJ our number and its revision, ON the
order), NAD (DP delivery party, WH warehouse, BY customer, CA carrier), a LIN group for
each line (PIA, IMD, QTY 113, GIN, RFF LI, NAD OW), UNS, CNT. After EANCOM.
"""

from odoo.addons.logistics_base.mapping.errors import DecodeError, shown
from odoo.addons.logistics_base.protocols.edi import Segment, reads, writes
from odoo.addons.logistics_base.protocols.edi.edifact_parts import (
    dtm,
    nad,
    parties_in,
    references_in,
    rff,
)
from odoo.addons.logistics_base.protocols.edi.segments import first, loops
from odoo.addons.logistics_base.protocols.edi.units import plain

from ..canonical.releases import ReleaseLine, WarehouseRelease
from .edifact_goods import (
    BATCH,
    amount_of,
    amounts_in,
    batch_in,
    described_in,
    line_in,
    line_reference,
    numbers_in,
    product_in,
    product_segments,
    qty,
    unit_in,
)
from .edifact_heading import (
    FUNCTIONS,
    bgm,
    code_of,
    coded_party,
    heading_of,
    marks,
    marks_in,
    moment_in,
    others,
    ours,
    ours_in,
    owner_in,
    purpose_in,
    said,
    text_of,
)
from .reading import fitting, required

_INSTRUCTION = "240"
_URGENT, _COMPLETE, _SUBSTITUTION = "URGENT", "SHIP COMPLETE", "SUBSTITUTION "
#: QTY 6063: to be delivered, ordered, despatched, discrete.
_WANTED = ("113", "21", "12", "1")
_SERVICE, _REMARKS = "PRD", ("DEL", "AAI", "SIN")


@writes("edifact", "INSDES", "warehouse.release")
def write_instruction(document, options):
    """Return the segments of an INSDES.

    :raise DecodeError: a number that does not fit, a unit that EDIFACT does not have.
    """
    return [
        bgm(_INSTRUCTION, document.number, FUNCTIONS[document.purpose]),
        *dtm("137", options.get("now")),
        *dtm("38", document.ship_by),
        *dtm("63", document.promised),
        *said("DEL", document.instructions),
        *said(_SERVICE, document.service_code),
        *marks(*_words(document)),
        *ours("AAJ", document.number, document.revision),
        *ours("ON", document.order),
        *rff(others(document.references, order=document.order)),
        *_parties(document),
        *_lines(document, options),
        Segment("UNS", ("S",)),
        Segment("CNT", (("2", str(len(document.lines))),)),
        Segment("CNT", (("1", plain(sum(x.quantity for x in document.lines), 6)),)),
    ]


def _words(document):
    yield _URGENT if document.priority == "urgent" else ""
    yield _COMPLETE if document.ship_complete else ""
    if document.substitution != "no":
        yield _SUBSTITUTION + document.substitution.upper()


def _parties(document):
    yield from coded_party("WH", document.warehouse)
    if document.ship_to:
        yield from nad("DP", document.ship_to)
    for qualifier, name in (("BY", document.customer), ("CA", document.carrier)):
        if name:
            yield Segment("NAD", (qualifier, "", "", name[:35]))


def _lines(document, options):
    for place, line in enumerate(document.lines, 1):
        yield from product_segments(place, line, options)
        yield qty("113", line.quantity, line.unit, options)
        if line.lot:
            yield Segment("GIN", (BATCH, fitting(line.lot, "GIN BX", 35)))
        yield from line_reference(line.line)
        yield from coded_party("OW", line.owner)


@reads("edifact", "INSDES")
def instruction(transaction, interchange, options):
    """Return the :class:`WarehouseRelease` of an INSDES.

    :raise DecodeError: no number, a function nobody knows, a line that says too little.
    """
    segments = transaction.segments
    heading = heading_of(segments)
    start = first(heading, "BGM")
    _number, revision = ours_in(heading, "AAJ")
    parties, words = parties_in(heading), marks_in(heading)
    _before, groups = loops(segments, "LIN")
    mark, order = interchange.decimal_mark, ours_in(heading, "ON")[0]
    release = WarehouseRelease(
        number=required(start.text(2), "BGM 1004"),
        purpose=purpose_in(start),
        revision=revision or 1,
        warehouse=code_of(heading, "WH", "LSP", "SF"),
        order=order,
        references=others(references_in(heading), order=order),
        priority="urgent" if _URGENT in words else "normal",
        carrier=_named(parties, "CA"),
        service_code=text_of(heading, _SERVICE),
        ship_to=parties.get("DP") or parties.get("CN") or parties.get("ST"),
        customer=_named(parties, "BY"),
        ship_by=moment_in(heading, ("38", "10", "200"), options, "WH", "SF"),
        promised=moment_in(heading, ("63", "2", "69"), options, "DP", "CN"),
        ship_complete=_COMPLETE in words,
        substitution=_substitution(words),
        instructions=text_of(heading, *_REMARKS),
        lines=tuple(_line(group, mark, options) for group in groups),
    )
    release.check()
    _check_lines(release)
    return [release]


def _named(parties, qualifier):
    party = parties.get(qualifier)
    return party and (party.company or party.partner_code)


def _substitution(words):
    told = (word for word in ("ask", "yes") if _SUBSTITUTION + word.upper() in words)
    return next(told, "no")


def _line(group, mark, options):
    product = product_in(group, options)
    told = amounts_in(group, mark, options)
    amount = amount_of(told, *_WANTED)
    if amount is None:
        raise DecodeError("missing", f"LIN {product.sku}: no quantity that we know")
    lots = numbers_in(group, BATCH) or [batch_in(group)]
    if len(lots) > 1:
        raise DecodeError("value", f"LIN {product.sku}: a line is of one batch")
    return ReleaseLine(
        line=line_in(group) or product.sku,
        sku=product.sku,
        quantity=amount,
        unit=unit_in(group),
        barcode=product.barcode,
        description=described_in(group),
        lot=lots[0],
        owner=owner_in(group),
    )


def _check_lines(release):
    """Raise DecodeError where two lines bear one number: an answer could mean both."""
    seen = set()
    for line in release.lines:
        if line.line in seen:
            raise DecodeError("value", f"LIN: line {shown(line.line)} is there twice")
        seen.add(line.line)
