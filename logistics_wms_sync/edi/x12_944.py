# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 944, Warehouse Stock Transfer Receipt Advice (004010 to 005010), written and read.

W17 (date, the warehouse's receipt, our number), N1, N9, G62, NTE, a W07 loop for each
product (N9, W13 what is wrong with how many of them), W14. W07-01 counts all that came:
what is damaged or held is part of it, what is short is not.

W13-03 (element 412) can be agreed on by options ``W13-03.<code> = good, damaged, hold,
scrap or told``; ``told`` changes no quantity and is only passed on as the reason.
"""

from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import Segment, reads, writes
from odoo.addons.logistics_base.protocols.edi.segments import first, loops, unique
from odoo.addons.logistics_base.protocols.edi.x12_parts import (
    n9,
    note_text,
    reference_of,
    references_in,
)

from ..canonical.advices import ReceivedLine, WarehouseReceipt
from ..canonical.goods import LotQuantity
from .reading import fitting, identifier, meaning, quantity
from .x12_goods import (
    lot_segments,
    lots_in,
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
    moment_in,
    moment_on,
    noted,
    parted,
    place_in,
)

#: Element 412 -> (what becomes of them, in words).
CONDITIONS = {
    "01": ("damaged", "damaged"),
    "02": ("told", "short"),
    "03": ("told", "over"),
    "04": ("hold", "quality problem"),
    "05": ("hold", "wrong product"),
    "06": ("told", "non-standard container"),
    "07": ("good", ""),
    "08": ("hold", "rejected"),
    "09": ("hold", "on hold"),
    "10": ("scrap", "scrapped"),
    "12": ("told", "over, returned to the supplier"),
}
WORDS = ("good", "damaged", "hold", "scrap", "told")
_SHORT = "02"
#: Element 514.
_RETURN, _FULL = "C", "F"


@reads("x12", "944")
def receipt_advice(transaction, interchange, options):
    """Return the :class:`WarehouseReceipt` of a 944.

    A shortage that is told closes the advice; otherwise more may come.

    :raise DecodeError: a quantity that is none, more damaged than came, a condition
        nobody knows.
    """
    head, groups = loops(transaction.segments, "W07")
    heading, parties = parted(head)
    w17 = first(heading, "W17")
    note = note_text(heading)
    own = identifier(w17.text(3), "W17-03")
    receipt = WarehouseReceipt(
        id=own,
        advice=identifier(w17.text(4), "W17-04"),
        warehouse=code_of(parties, "WH", "ST", "RC"),
        received_at=_received_at(w17, heading, parties, options),
        references=_references(w17, heading),
        partner_reference=own,
        is_final=True if _is_short(groups) else None,
        is_return=w17.text(1).strip() == _RETURN,
        reason=note and note[:500],
        lines=tuple(line for group in groups for line in _lines(group, options)),
    )
    receipt.check()
    return [receipt]


def _received_at(w17, heading, parties, options):
    place = place_in(parties, "WH", "ST", "RC")
    told = moment_in(heading, ("35", "50"), place, options)
    return told or moment_on(w17.text(2), place, options, w17.text(7))


def _references(w17, heading):
    return unique((*references_in(heading), reference_of("", w17.text(5))))


def _is_short(groups):
    return any(
        one.tag == "W13" and one.text(3).strip() == _SHORT
        for group in groups
        for one in group
    )


def _lines(segments, options):
    """Return a line for each condition that the goods of one W07 came in."""
    w07 = segments[0]
    product = product_in(w07, 3, (4, 6, 10), options)
    total = quantity(w07.text(1), "W07-01", options)
    start, exceptions = loops(segments, "W13")
    lots = lots_in(start, w07.text(8), total, options)
    common = {
        "line": identifier(text_of(start, "LI") or "", "N9 LI"),
        "sku": product.sku,
        "unit": unit_in(w07.text(2)),
    }
    wrong, reasons = _exceptions(exceptions, options)
    good = round(total - sum(amount for _word, amount, _lot, _reason in wrong), 6)
    if good < 0:
        raise DecodeError("value", f"W13: more is wrong with {product.sku} than came")
    left = _without(lots, wrong)
    if good or not wrong:
        yield ReceivedLine(
            **common,
            quantity=good,
            lots=left,
            serials=tuple(identifier(one, "N9 SE") for one in texts_of(start, "SE")),
            reason=", ".join(reasons) or None,
        )
    for word, amount, lot, reason in wrong:
        lot = lot or (lots[0].lot if len(lots) == 1 else None)
        yield ReceivedLine(
            **common,
            quantity=amount,
            condition="damaged" if word == "scrap" else word,
            disposition="scrap" if word == "scrap" else None,
            lots=(LotQuantity(lot=lot, quantity=amount),) if lot else (),
            reason=reason or None,
        )


def _exceptions(groups, options):
    """Return ([(word, quantity, lot, reason) that differ from good], [what else])."""
    wrong, told = [], []
    standard = {code: word for code, (word, _text) in CONDITIONS.items()}
    for group in groups:
        w13 = group[0]
        code = w13.text(3).strip()
        word = meaning(code, "W13-03", standard, WORDS, options)
        amount = quantity(w13.text(1), "W13-01", options)
        text = CONDITIONS.get(code, ("", code))[1]
        reason = " ".join(filter(None, (text, w13.text(5).strip())))
        if word == "told" and amount:
            told.append(f"{reason} {quantity_text(amount)} {w13.text(2)}".strip())
        elif word not in ("good", "told") and amount:
            wrong.append((word, amount, identifier(w13.text(4), "W13-04"), reason))
    return wrong, told


def _without(lots, wrong):
    """Return the lots of what is good."""
    taken = {}
    for _word, amount, lot, _reason in wrong:
        lot = lot or (lots[0].lot if len(lots) == 1 else None)
        taken[lot] = taken.get(lot, 0.0) + amount
    left = [(one, round(one.quantity - taken.get(one.lot, 0.0), 6)) for one in lots]
    return tuple(
        LotQuantity(lot=one.lot, quantity=rest, expires=one.expires)
        for one, rest in left
        if rest > 0
    )


# What a warehouse writes


@writes("x12", "944", "warehouse.receipt")
def write_receipt_advice(document, options):
    """Return the segments of a 944.

    :raise DecodeError: it names no advice, or what does not fit.
    """
    if document.answer:
        raise DecodeError("value", f"X12 944 does not tell “{document.answer}”")
    zone = options.get("zone")
    (stamp,) = dated("35", "1", document.received_at, zone) or [Segment("G62")]
    w17 = (
        _RETURN if document.is_return else _FULL,
        stamp.text(2),
        fitting(document.id or document.partner_reference or "", "W17-03", 30),
        fitting(document.advice or "", "W17-04", 22),
    )
    return [
        Segment("W17", w17),
        *coded_party("WH", document.warehouse),
        *n9(document.references),
        *([stamp] if stamp.elements else ()),
        *noted("WHI", document.reason),
        *_written(document, options),
    ]


def _written(document, options):
    for line in document.lines:
        unit = unit_code(line.unit, options)
        product = product_elements(line.sku or line.line, None, options)
        amount = quantity_text(line.quantity)
        yield Segment("W07", (amount, unit, *product))
        yield from numbered("LI", line.line)
        yield from lot_segments(line.lots, line.serials)
        word = "scrap" if line.disposition == "scrap" else line.condition
        if word != "good":
            yield Segment("W13", (amount, unit, _CODES[word]))
    if document.is_final and document.lines:
        # Nothing more comes: what is missing is short.
        yield Segment("W13", ("0", unit, _SHORT))
    yield Segment("W14", (quantity_text(sum(x.quantity for x in document.lines)),))


_CODES = {"damaged": "01", "hold": "09", "scrap": "10"}
