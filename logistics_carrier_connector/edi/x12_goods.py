# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Goods in X12: L5 descriptions, AT8 weights, LH1 to LH3 dangerous goods, N7 containers."""

from odoo.addons.logistics_base.protocols.edi import Segment
from odoo.addons.logistics_base.protocols.edi.segments import loops
from odoo.addons.logistics_base.protocols.edi.units import number, to_kg, x12_weight

from ..canonical.consignments import DangerousGoods, Piece


def goods(pieces, options):
    """Return L5, AT8 and LH1 to LH3 for each piece."""
    for line, piece in enumerate(pieces, 1):
        description = (piece.description or _articles(piece) or "GOODS")[:50]
        yield Segment("L5", (str(line), description, "", "", piece.packaging or ""))
        weight, unit = x12_weight(piece.weight, options)
        yield Segment("AT8", ("G", unit, weight, "1"))
        for dangerous in piece.dangerous_goods:
            yield from _dangerous(dangerous, weight, unit)


def _articles(piece):
    return ", ".join(article.description for article in piece.articles)


def _dangerous(dangerous, weight, unit):
    code = (dangerous.un_number or "").upper().removeprefix("UN")
    un_number = f"UN{code}" if code else ""
    packing = dangerous.packing_group or ""
    pounds_or_kg = "KG" if unit == "K" else "LB"
    yield Segment(
        "LH1", ("PK", "1", un_number, "", "", pounds_or_kg, weight, "", "", packing)
    )
    yield Segment("LH2", (dangerous.hazard_class or "",))
    if dangerous.proper_name:
        yield Segment("LH3", (dangerous.proper_name[:25], "D"))


def pieces_in(segments):
    """Return a :class:`Piece` for each L5 among the segments of the loading stops.

    Without any L5 the weight in S5 or AT8 makes one piece.
    """
    head, lines = loops(segments, "L5")
    pieces = [_piece(line) for line in lines]
    if not any(piece.weight for piece in pieces):
        whole = _weight(head) or sum(_weight(line) or 0 for line in lines)
        if not pieces:
            return (Piece(key="1", weight=whole),) if whole else ()
        pieces[0] = Piece(
            key=pieces[0].key,
            weight=whole,
            description=pieces[0].description,
            dangerous_goods=pieces[0].dangerous_goods,
        )
    return tuple(pieces)


def _piece(line):
    l5 = line[0]
    return Piece(
        key=l5.text(1).strip() or "1",
        weight=_weight(line) or 0.0,
        description=l5.text(2).strip() or None,
        packaging=l5.text(5).strip() or None,
        dangerous_goods=tuple(_dangerous_in(line)),
    )


def _weight(segments):
    for segment in segments:
        if segment.tag == "AT8":
            found = to_kg(segment.text(3), segment.text(2))
        elif segment.tag == "S5":
            found = to_kg(segment.text(3), segment.text(4))
        elif segment.tag == "N7" and number(segment.text(3)):
            found = to_kg(segment.text(3), segment.text(17) or "L")
        else:
            continue
        if found:
            return found
    return None


def _dangerous_in(line):
    _head, goods_lines = loops(line, "LH1")
    for lh1, *rest in goods_lines:
        by_tag = {segment.tag: segment for segment in reversed(rest)}
        un_number = lh1.text(3).strip().upper().removeprefix("UN")
        lh2, lh3 = by_tag.get("LH2"), by_tag.get("LH3")
        yield DangerousGoods(
            un_number=f"UN{un_number}" if un_number else None,
            hazard_class=(lh2 and lh2.text(1).strip()) or None,
            packing_group=lh1.text(10).strip() or None,
            proper_name=(lh3 and lh3.text(1).strip()) or None,
        )
