# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Goods in X12 warehouse sets: products, units, lots and serial numbers.

Option: ``item_qualifier``, what kind of number our product codes are (element 235, VN if
not told).
"""

from typing import NamedTuple

from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import Segment
from odoo.addons.logistics_base.protocols.edi.moments import x12_date
from odoo.addons.logistics_base.protocols.edi.units import plain

from . import units
from .lots import Lots
from .reading import fitting, identifier, quantity_or_none

#: Element 235: numbers printed as a barcode, by how many digits they have.
_BARCODES = {12: "UP", 13: "EN", 8: "EN", 14: "UK"}
_BARCODE_QUALIFIERS = ("UP", "EN", "UK", "UA", "UI", "UC", "UG")
#: What a product is known by, the most telling first.
_PRODUCT_QUALIFIERS = ("SK", "VN", "VP", "VC", "VA", "IN", "BP", "PI", "PN", "MG", "MN")
#: What follows in such pairs beside product numbers.
_NO_PRODUCT = ("HD", "C3", "TP", "LT", "SN", "CH", "EC", "BO", "SZ", "PC", "OT")
_LONGEST_PRODUCT = 48
_LONGEST_REFERENCE = 50
#: Of what others call things: orders, owners, documents.
LONGEST_NUMBER = 120


class Product(NamedTuple):
    """:ivar sku: what the partner calls it. :ivar barcode: or None."""

    sku: str
    barcode: str | None


# Products


def product_in(segment, upc_at, pairs, options):
    """Return the :class:`Product` that a segment names.

    :param upc_at: place of its UPC (element 438), None where it has none.
    :param pairs: places of the qualifiers (235), each followed by its number.
    :raise DecodeError: it names none, or by too long a number.
    """
    told = {}
    for at in pairs:
        qualifier, value = segment.text(at).strip(), segment.text(at + 1)
        # Where it is none, the elements are not where they belong.
        if value.strip() and len(qualifier) == 2:
            told.setdefault(qualifier, identifier(value, f"{segment.tag}-{at + 1:02d}"))
    upc = segment.text(upc_at).strip() if upc_at else ""
    barcode = upc or next((told[q] for q in _BARCODE_QUALIFIERS if q in told), None)
    sku = _sku(told, options) or barcode
    if not sku:
        raise DecodeError("missing", f"{segment.tag}: no product")
    return Product(sku, barcode)


def _sku(told, options):
    agreed = (options or {}).get("item_qualifier")
    for qualifier in (agreed, *_PRODUCT_QUALIFIERS):
        if qualifier in told:
            return told[qualifier]
    others = set(told) - set(_BARCODE_QUALIFIERS) - set(_NO_PRODUCT)
    return next((told[qualifier] for qualifier in told if qualifier in others), None)


def product_elements(sku, barcode, options):
    """Return (UPC, qualifier, our number, qualifier, other barcode) of a product."""
    number = fitting(sku, "product", _LONGEST_PRODUCT)
    kind = _BARCODES.get(len(barcode)) if barcode and barcode.isdigit() else None
    upc = barcode if kind == "UP" else ""
    other = (kind, barcode) if kind and not upc else ("", "")
    return (upc, options.get("item_qualifier") or "VN", number, *other)


def barcodes_in(segment, pairs):
    """Return the numbers that are printed on a product, each once."""
    found = (
        identifier(segment.text(at + 1), f"{segment.tag}-{at + 1:02d}")
        for at in pairs
        if segment.text(at).strip() in _BARCODE_QUALIFIERS
    )
    return tuple(dict.fromkeys(one for one in found if one))


# Units


def unit_in(text):
    """Return a unit as the partner calls it, None where none is named."""
    return text.strip() or None


def unit_code(unit, options):
    """Return the code (element 355) of a unit, as ``units.unit_code``."""
    return units.unit_code("x12", unit, options)


def quantity_text(value):
    """Return a quantity as X12 writes decimals."""
    return plain(value, 6)


# What N9 says of a line


def texts_of(segments, *qualifiers):
    """Return the numbers of N9 segments with one of the qualifiers."""
    found = (one.text(2).strip() for one in _n9(segments, *qualifiers))
    return [text for text in found if text]


def text_of(segments, *qualifiers):
    """Return the first of these numbers, None if there is none.

    :raise DecodeError: it is longer than we can keep.
    """
    text = next(iter(texts_of(segments, *qualifiers)), "")
    return identifier(text, f"N9 {qualifiers[0]}", LONGEST_NUMBER)


def _n9(segments, *qualifiers):
    return [
        one
        for one in segments
        if one.tag in ("N9", "REF") and one.text(1).strip() in qualifiers
    ]


def lots_in(segments, own, total, options):
    """Return the :class:`LotQuantity` tuple of a line.

    N9-01 LT or BT, N9-02 the lot, N9-03 how much of it, N9-04 when it expires.

    :param own: the lot in the line's own segment, "" without one.
    :param total: how much there is of the line in all.
    :raise DecodeError: several lots, and nothing tells how much there is of each.
    """
    found = Lots()
    own = identifier(own, "lot")
    if own and own not in texts_of(segments, "LT", "BT"):
        found.add(own)
    for one in _n9(segments, "LT", "BT"):
        if lot := identifier(one.text(2), f"{one.tag} {one.text(1)}"):
            found.add(lot, *_told_of_lot(one, options))
    return found.of(total)


def _told_of_lot(n9, options):
    at = f"{n9.tag} {n9.text(1)} {n9.text(2)}"
    expires = x12_date(n9.text(4)) if n9.tag == "N9" else None
    return quantity_or_none(n9.text(3), at, options), expires


def lot_segments(lots, serials=(), tag="N9"):
    """Return N9 segments for lots, then for serial numbers."""
    for one in lots:
        lot = fitting(one.lot, "lot", _LONGEST_REFERENCE)
        expires = one.expires.strftime("%Y%m%d") if one.expires else ""
        yield Segment(tag, ("LT", lot, quantity_text(one.quantity), expires))
    for serial in serials:
        yield Segment(tag, ("SE", fitting(serial, "serial number", _LONGEST_REFERENCE)))


def numbered(qualifier, value, tag="N9"):
    """Return [N9] of a number, [] without one."""
    if not value:
        return []
    return [Segment(tag, (qualifier, fitting(value, qualifier, _LONGEST_REFERENCE)))]


def described(text):
    """Return [G69] of a description cut to what it takes, [] without one."""
    return [Segment("G69", (text[:45],))] if text else []


def pairs_of(segment, first):
    """Return the places of qualifiers from ``first`` to the end of a segment."""
    return range(first, len(segment.elements) + 1, 2)
