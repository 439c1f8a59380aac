# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Goods in EDIFACT transport messages: GID, MEA, DIM, GIN, DGS."""

from dataclasses import replace

from odoo.addons.logistics_base.protocols.edi import Segment
from odoo.addons.logistics_base.protocols.edi.edifact_parts import ftx, text_in
from odoo.addons.logistics_base.protocols.edi.segments import first, loops
from odoo.addons.logistics_base.protocols.edi.units import plain, to_cm, to_kg

from ..canonical.consignments import DangerousGoods, Piece

_PACKING_GROUPS = {"I": "1", "II": "2", "III": "3"}


def goods(pieces):
    """Return GID, FTX, MEA, DIM, PCI, GIN and DGS for each piece."""
    for line, piece in enumerate(pieces, 1):
        yield Segment("GID", (str(line), ("1", (piece.packaging or "PK")[:17])))
        articles = ", ".join(article.description for article in piece.articles)
        yield from ftx("AAA", piece.description or articles or "Goods")
        yield Segment("MEA", ("AAE", "G", ("KGM", plain(piece.weight))))
        sides = (piece.length, piece.width, piece.height)
        if all(sides):
            yield Segment("DIM", ("2", ("CMT", *map(plain, sides))))
        yield Segment("PCI", ("33E",))
        yield Segment("GIN", ("BJ" if _is_sscc(piece.key) else "BN", piece.key[:35]))
        for dangerous in piece.dangerous_goods:
            yield _dgs(dangerous)


def _is_sscc(key):
    return len(key) == 18 and key.isdigit()


def _dgs(dangerous):
    number = (dangerous.un_number or "").upper().removeprefix("UN")
    group = _PACKING_GROUPS.get(dangerous.packing_group or "", "")
    return Segment("DGS", ("ADR", dangerous.hazard_class or "", number, "", group))


def pieces_in(segments, decimal_mark="."):
    """Return the :class:`Piece` tuple of GID groups.

    Packages of one group that have a number each are pieces of an equal share of its
    weight; without numbers the group is one piece.
    """
    _head, lines = loops(segments, "GID")
    pieces = []
    for line in lines:
        piece = _piece(line, decimal_mark)
        numbers = [n for gin in line if gin.tag == "GIN" for n in _numbers(gin)]
        count = line[0].text(2).strip()
        if len(numbers) > 1 and count == str(len(numbers)):
            share = round(piece.weight / len(numbers), 3)
            pieces += [replace(piece, key=n, weight=share) for n in numbers]
        else:
            pieces.append(piece)
    return tuple(pieces)


def _numbers(gin):
    found = (gin.text(place).strip() for place in range(2, len(gin.elements) + 1))
    return [number for number in found if number]


def _piece(line, decimal_mark):
    gid = line[0]
    weights = [
        to_kg(mea.text(3, 2), mea.text(3), decimal_mark)
        for mea in line
        if mea.tag == "MEA" and mea.text(1) in ("AAE", "WT")
    ]
    sizes = first(line, "DIM").parts(2)
    sides = (
        [to_cm(side, sizes[0], decimal_mark) for side in sizes[1:4]] if sizes else []
    )
    length, width, height = sides if len(sides) == 3 else (None, None, None)
    return Piece(
        key=first(line, "GIN").text(2).strip() or gid.text(1).strip() or "1",
        weight=next((weight for weight in weights if weight), 0.0),
        length=length,
        width=width,
        height=height,
        packaging=gid.text(2, 2).strip() or None,
        description=text_in(line, "AAA"),
        dangerous_goods=tuple(_dangerous(dgs) for dgs in line if dgs.tag == "DGS"),
    )


def _dangerous(dgs):
    groups = {code: group for group, code in _PACKING_GROUPS.items()}
    number = dgs.text(3).strip()
    return DangerousGoods(
        un_number=f"UN{number}" if number else None,
        hazard_class=dgs.text(2).strip() or None,
        packing_group=groups.get(dgs.text(5).strip()),
    )
