# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""UN/EDIFACT RECADV, Receiving Advice (D.96A to D.01B), read and written.

BGM (632; C002 1000 RETURN for customers' goods that came back), DTM 50 receipt, RFF (AAK
our advice, ON the order), NAD WH, LIN groups: QTY 48 received, 194 received and accepted,
124 damaged, 89 held, 195 refused to be returned, 196 refused to be destroyed; QVR what
differs from the advice (4221: AF damaged, BP more comes, CP nothing more comes); PCI and
GIN lots. QTY 48 counts all that came.

``QTY 6063.<code> = good, damaged, hold, scrap, received`` or ``ignored`` agrees on others.
"""

from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import Segment, reads, writes
from odoo.addons.logistics_base.protocols.edi.edifact_parts import (
    dtm,
    references_in,
    rff,
    text_in,
)
from odoo.addons.logistics_base.protocols.edi.segments import first, loops

from ..canonical.advices import DISPOSITIONS, ReceivedLine, WarehouseReceipt
from ..canonical.goods import LotQuantity
from .aperak import write_answer_to_advice
from .edifact_goods import (
    SERIAL,
    amounts_in,
    line_in,
    line_reference,
    lot_segments,
    lots_in,
    numbers_in,
    product_in,
    product_segments,
    qty,
    unit_in,
)
from .edifact_heading import (
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
    said,
    text_of,
)
from .reading import identifier, meaning, quantity

_RECEIPT, _RETURN = "632", "RETURN"
_WAREHOUSES = ("WH", "DP", "ST", "CN")
QUANTITIES = {
    "48": "received",
    "46": "received",
    "194": "good",
    "124": "damaged",
    "89": "hold",
    "96": "hold",
    "195": "hold",
    "196": "scrap",
    **dict.fromkeys(("12", "21", "59", "66", "192", "73", "119", "121"), "ignored"),
}
WORDS = ("received", "good", "damaged", "hold", "scrap", "ignored")
_CODES = {"damaged": "124", "hold": "89", "scrap": "196"}
_WRONG = tuple(_CODES)
#: QVR 4221.
_DAMAGED, _MORE_COMES, _NOTHING_MORE = "AF", "BP", "CP"


@reads("edifact", "RECADV")
def receiving_advice(transaction, interchange, options):
    """Return the :class:`WarehouseReceipt` of a RECADV.

    A shortage that is told closes the advice; otherwise more may come.

    :raise DecodeError: a quantity that is none, more wrong than came, no advice.
    """
    segments = transaction.segments
    heading = heading_of(segments)
    start = first(heading, "BGM")
    mark = interchange.decimal_mark
    _before, groups = loops(segments, "LIN")
    advice = ours_in(heading, "AAK")[0]
    number = identifier(start.text(2), "BGM 1004")
    receipt = WarehouseReceipt(
        id=number,
        advice=advice,
        warehouse=code_of(heading, *_WAREHOUSES),
        received_at=moment_in(heading, ("50", "310", "137"), options, *_WAREHOUSES),
        references=others(references_in(heading), delivery=advice),
        partner_reference=number,
        is_final=_is_final(segments),
        is_return=start.text(1, 4).strip().upper() == _RETURN,
        reason=text_of(heading, "AAI", "DEL"),
        lines=tuple(line for group in groups for line in _lines(group, mark, options)),
    )
    receipt.check()
    return [receipt]


def _is_final(segments):
    told = {one.text(2).strip() for one in segments if one.tag == "QVR"}
    if _MORE_COMES in told:
        return False
    return True if _NOTHING_MORE in told else None


def _lines(group, mark, options):
    """Return a line for each condition that the goods of one LIN came in."""
    product = product_in(group, options)
    own = _before_lots(group)
    told = _told(group, own, product.sku, mark, options)
    total = round(sum(told.values()), 6)
    lots = lots_in(group, total, mark, options)
    words = [word for word in ("good", *_WRONG) if told.get(word)] or ["good"]
    common = {
        "line": line_in(group),
        "sku": product.sku,
        "unit": unit_in(own),
        "reason": text_in(own, "AAI", "AAO") or None,
    }
    disposition = next((d for d in DISPOSITIONS if d.upper() in marks_in(own)), None)
    serials = tuple(numbers_in(group, SERIAL))
    for word in words:
        amount = told.get(word, 0.0)
        yield ReceivedLine(
            **common,
            quantity=amount,
            condition="damaged" if word == "scrap" else word,
            disposition="scrap" if word == "scrap" else disposition,
            lots=_lots_of(lots, amount, len(words)),
            # Of which of them a serial number is, only one condition tells.
            serials=serials if len(words) == 1 else (),
        )


def _before_lots(group):
    tags = [one.tag for one in group]
    return group[: tags.index("PCI")] if "PCI" in tags else group


def _told(group, own, sku, mark, options):
    """Return {condition: quantity} of all that came.

    :raise DecodeError: nothing tells how much, or more is wrong than came.
    """
    found = {}
    for code, amount in amounts_in(own, mark, options).items():
        word = meaning(code, "QTY 6063", QUANTITIES, WORDS, options)
        found[word] = round(found.get(word, 0.0) + amount, 6)
    found.pop("ignored", None)
    if not found:
        raise DecodeError("missing", f"LIN {sku}: no quantity that we know")
    if "damaged" not in found and (damaged := _damaged(group, mark, options)):
        found["damaged"] = damaged
    received = found.pop("received", None)
    wrong = round(sum(found.get(word, 0.0) for word in _WRONG), 6)
    if received is not None and "good" not in found:
        found["good"] = round(received - wrong, 6)
    if found.get("good", 0.0) < 0:
        raise DecodeError("value", f"QTY: more is wrong with {sku} than came")
    rest = round((received or 0.0) - found.get("good", 0.0) - wrong, 6)
    if rest > 0:
        # It came, and was not accepted: nobody says what is wrong with it.
        found["hold"] = round(found.get("hold", 0.0) + rest, 6)
    return found


def _damaged(group, mark, options):
    for qvr in group:
        if qvr.tag == "QVR" and qvr.text(2).strip() == _DAMAGED:
            text = qvr.text(1).replace(mark, ".")
            return abs(quantity(text, "QVR 6064", options, signed=True))
    return 0.0


def _lots_of(lots, amount, conditions):
    """Return the lots of what is in one condition, as far as they are told."""
    if conditions == 1:
        return lots
    if len(lots) == 1 and amount:
        return (LotQuantity(lot=lots[0].lot, quantity=amount, expires=lots[0].expires),)
    return ()


# What a warehouse writes


@writes("edifact", "RECADV", "warehouse.receipt")
def write_receiving_advice(document, options):
    """Return the segments of a RECADV; what is said to the advice itself, as an APERAK.

    :raise DecodeError: a number that does not fit, a unit that EDIFACT does not have.
    """
    if document.answer:
        return write_answer_to_advice(document, options)
    kind = (_RECEIPT, "", "", _RETURN) if document.is_return else _RECEIPT
    number = document.id or document.partner_reference or ""
    return [
        bgm(kind, number),
        *dtm("137", options.get("now")),
        *dtm("50", document.received_at),
        *said("AAI", document.reason),
        *ours("AAK", document.advice),
        *rff(others(document.references, delivery=document.advice)),
        *coded_party("WH", document.warehouse),
        Segment("CPS", ("1",)),
        *_written(document, options),
        Segment("CNT", (("2", str(len(document.lines))),)),
    ]


def _written(document, options):
    last = len(document.lines)
    for place, line in enumerate(document.lines, 1):
        word = "scrap" if line.disposition == "scrap" else line.condition
        yield from product_segments(place, line, options)
        yield qty("48", line.quantity, line.unit, options)
        if word in _CODES:
            yield qty(_CODES[word], line.quantity, line.unit, options)
        yield from said("AAI", line.reason)
        if line.disposition and word != "scrap":
            yield from marks(line.disposition.upper())
        yield from line_reference(line.line)
        if place == last and document.is_final is not None:
            code = _NOTHING_MORE if document.is_final else _MORE_COMES
            yield Segment("QVR", (("0", "12"), code))
        yield from lot_segments(line.lots, line.serials, line.unit, options)
