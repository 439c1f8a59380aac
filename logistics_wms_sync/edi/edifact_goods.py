# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Goods in EDIFACT warehouse messages: LIN, PIA, IMD, QTY, and their lots (PCI, GIN).

Element 7143: SA our number, EN, UP and SRV a barcode; 4347: 5 and 1 further numbers, 4
what the goods are sent in place of, 3 what is sent in their place. Element 7405: BX a
batch, BN a serial number. Options as for X12: ``item_qualifier`` (SA if not told),
``unit`` (PCE) and ``unit.<ours> = <theirs>``.
"""

import re
from typing import NamedTuple

from odoo.addons.logistics_base.mapping.errors import DecodeError, shown
from odoo.addons.logistics_base.protocols.edi import Segment
from odoo.addons.logistics_base.protocols.edi.edifact_parts import rff_value
from odoo.addons.logistics_base.protocols.edi.moments import edifact_moment
from odoo.addons.logistics_base.protocols.edi.segments import first, loops
from odoo.addons.logistics_base.protocols.edi.units import plain

from . import units
from .lots import Lots
from .reading import fitting, identifier, quantity, required

_BARCODES = {8: "EN", 12: "UP", 13: "EN", 14: "SRV"}
_BARCODE_QUALIFIERS = ("EN", "SRV", "UP")
#: What a product is known by, the most telling first.
_PRODUCT_QUALIFIERS = ("SA", "IN", "BP", "SK", "MF", "GN")
#: What numbers beside those of products are.
_NO_PRODUCT = ("NB", "SN", "GU", "PV", "HS", "CC")
#: PIA 4347.
_MORE, _SUBSTITUTED_BY, _SUBSTITUTED_FOR = ("5", "1", ""), "3", "4"
#: GIN 7405.
BATCH, SERIAL = "BX", "BN"
#: DTM 2005 of a batch: expiry date, best before.
_EXPIRY = ("36", "361")
_LONGEST = 35
#: Characters of a 7008.
_TEXT = 35
#: A range of numbers longer than this is a mistake.
_MOST_NUMBERS = 10_000


class Product(NamedTuple):
    """:ivar sku: what the partner calls it. :ivar substitutes: what was ordered."""

    sku: str
    barcode: str | None
    substitutes: str | None = None


# Products


def product_in(segments, options):
    """Return the :class:`Product` of a LIN and its PIA.

    :raise DecodeError: they name none, or by too long a number.
    """
    told, others = {}, {}
    _tell(told, first(segments, "LIN").parts(3))
    for pia in segments:
        if pia.tag != "PIA":
            continue
        kind = pia.text(1).strip()
        group = told if kind in _MORE else others.setdefault(kind, {})
        for place in range(2, len(pia.elements) + 1):
            _tell(group, pia.parts(place))
    sku, barcode = _best(told, options)
    by, _barcode = _best(others.get(_SUBSTITUTED_BY, {}), options)
    if by:
        return Product(by, None, sku)
    instead, _barcode = _best(others.get(_SUBSTITUTED_FOR, {}), options)
    if not sku:
        raise DecodeError(
            "missing", f"LIN {first(segments, 'LIN').text(1)}: no product"
        )
    return Product(sku, barcode, instead)


def _tell(group, parts):
    """Note a number by its kind: C212, 7140 and 7143."""
    number = parts[0] if parts else ""
    kind = parts[1].strip() if len(parts) > 1 else "EN"
    if number.strip():
        group.setdefault(kind, identifier(number, "LIN 7140"))


def _best(told, options):
    """Return (product number, barcode), each None where there is none."""
    barcode = next((told[q] for q in _BARCODE_QUALIFIERS if q in told), None)
    agreed = (options or {}).get("item_qualifier")
    for kind in (agreed, *_PRODUCT_QUALIFIERS):
        if kind in told:
            return told[kind], barcode
    known = (*_BARCODE_QUALIFIERS, *_NO_PRODUCT)
    others = (told[kind] for kind in told if kind not in known)
    return next(others, barcode), barcode


def batch_in(segments):
    """Return the batch that LIN or PIA name (7143 NB), None without one."""
    for one in segments:
        for place in range(2, len(one.elements) + 1) if one.tag == "PIA" else ():
            if one.text(place, 2) == "NB":
                return identifier(one.text(place), "PIA NB")
    return None


def line_in(segments):
    """Return the line of ours that a LIN answers: RFF LI, else its own number."""
    told = rff_value(segments, "LI") or first(segments, "LIN").text(1)
    return identifier(told, "LIN 1082")


def described_in(segments):
    """Return the description in IMD: C273, elements 7008; what is full goes on."""
    parts = first(segments, "IMD").parts(3)[3:5]
    joint = "" if parts and len(parts[0]) == _TEXT else " "
    return joint.join(parts).strip() or None


def product_segments(place, line, options, substitutes=None):
    """Return LIN, PIA and IMD of a line."""
    kind = options.get("item_qualifier") or "SA"
    sku = fitting(line.sku or line.line or "", "LIN 7140", _LONGEST)
    barcode = getattr(line, "barcode", None) or ""
    code = _BARCODES.get(len(barcode)) if barcode.isdigit() else None
    number = (barcode, code) if code else (sku, kind)
    yield Segment("LIN", (str(place), "", number))
    if code and sku:
        yield Segment("PIA", ("5", (sku, kind)))
    if substitutes:
        other = fitting(substitutes, "PIA 7140", _LONGEST)
        yield Segment("PIA", (_SUBSTITUTED_FOR, (other, kind)))
    text = getattr(line, "description", None) or ""
    if text:
        yield Segment(
            "IMD", ("F", "", ("", "", "", text[:_TEXT], text[_TEXT : 2 * _TEXT]))
        )


def line_reference(line):
    """Return [RFF] that names a line of ours, [] without one."""
    return (
        [Segment("RFF", (("LI", fitting(line, "RFF LI", _LONGEST)),))] if line else []
    )


# Quantities


def amounts_in(segments, mark, options, *, tag="QTY"):
    """Return {qualifier (6063): quantity} of the QTY segments.

    :param mark: the decimal mark of the interchange.
    :raise DecodeError: a quantity that is none, or less than nothing.
    """
    told = {}
    for one in segments:
        if one.tag == tag and one.text(1):
            kind = one.text(1).strip()
            amount = quantity(
                one.text(1, 2).replace(mark, "."), f"{tag} {kind}", options
            )
            told[kind] = round(told.get(kind, 0.0) + amount, 6)
    return told


def amount_of(told, *kinds):
    """Return the first of these quantities that is told, None without one."""
    return next((told[kind] for kind in kinds if kind in told), None)


def unit_in(segments):
    """Return the unit that the first QTY names, None where none does."""
    for one in segments:
        if one.tag == "QTY" and one.text(1, 3).strip():
            return one.text(1, 3).strip()
    return None


def unit_code(unit, options):
    """Return the code (element 6411) of a unit, as ``units.unit_code``."""
    return units.unit_code("edifact", unit, options)


def qty(kind, value, unit, options):
    """Return QTY."""
    return Segment("QTY", ((kind, plain(value, 6), unit_code(unit, options)),))


# Lots and serial numbers


def numbers_in(segments, kind):
    """Return the numbers of GIN segments of a kind (7405), ranges as all that is in them.

    :raise DecodeError: a range that is none.
    """
    found = []
    for gin in segments:
        if gin.tag != "GIN" or gin.text(1).strip() != kind:
            continue
        for place in range(2, len(gin.elements) + 1):
            found += _range(gin.parts(place), f"GIN {kind}")
    return found


def _range(parts, at):
    numbers = [required(one, at) for one in parts[:2] if one.strip()]
    if len(numbers) < 2 or numbers[0] == numbers[1]:
        return numbers[:1]
    start, end = numbers
    digits = len(re.search(r"\d*$", start)[0])
    prefix = start[: len(start) - digits]
    is_range = len(start) == len(end) and end.startswith(prefix) and digits
    last = end[len(prefix) :]
    if not is_range or not last.isdigit():
        raise DecodeError("value", f"{at}: {shown(start)} to {shown(end)} is no range")
    count = int(last) - int(start[len(prefix) :]) + 1
    if not 0 < count <= _MOST_NUMBERS:
        raise DecodeError("value", f"{at}: {shown(start)} to {shown(end)} is no range")
    first_number = int(start[len(prefix) :])
    return [f"{prefix}{first_number + step:0{digits}d}" for step in range(count)]


def lots_in(segments, total, mark, options):
    """Return the :class:`LotQuantity` tuple of a line: GIN BX behind LIN or PCI, PIA NB.

    :param total: how much there is of the line in all.
    :raise DecodeError: several lots, and nothing tells how much there is of each.
    """
    head, groups = loops(segments, "PCI")
    found = Lots()
    if batch := batch_in(head):
        found.add(batch, expires=_expiry(head))
    for place, group in enumerate([head, *groups]):
        amount = None
        if place:
            amount = amount_of(amounts_in(group, mark, options), *_OF_LOTS)
        for lot in numbers_in(group, BATCH):
            found.add(lot, amount, _expiry(group))
    return found.of(total)


#: QTY 6063 of a lot: split, despatched, received, discrete, to be delivered.
_OF_LOTS = ("11", "12", "48", "194", "1", "113", "145")


def _expiry(segments):
    for one in segments:
        if one.tag == "DTM" and one.text(1) in _EXPIRY and one.text(1, 2):
            return edifact_moment(one.text(1, 2), one.text(1, 3)).utc.date()
    return None


def lot_segments(lots, serials, unit, options):
    """Return PCI, DTM, QTY and GIN for each lot, then for the serial numbers."""
    for one in lots:
        yield Segment("PCI", ("36E",))
        if one.expires:
            yield Segment("DTM", (("36", one.expires.strftime("%Y%m%d"), "102"),))
        yield qty("11", one.quantity, unit, options)
        yield Segment("GIN", (BATCH, fitting(one.lot, "GIN BX", _LONGEST)))
    numbers = [fitting(one, "GIN BN", _LONGEST) for one in serials]
    if numbers:
        yield Segment("PCI", ("24",))
    for start in range(0, len(numbers), 5):
        yield Segment("GIN", (SERIAL, *numbers[start : start + 5]))
