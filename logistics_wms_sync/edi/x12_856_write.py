# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 856, Ship Notice/Manifest, written: goods that come, with what they are packed in.

It says what a 943 does, and the packages; not the instructions, which it has no place
for. ``set.warehouse.advice = 856`` chooses it.
"""

from odoo.addons.logistics_base.protocols.edi import Segment, writes
from odoo.addons.logistics_base.protocols.edi.moments import x12_zoned_time
from odoo.addons.logistics_base.protocols.edi.x12_parts import n1_loop, n9

from ..canonical.goods import LotQuantity
from .reading import fitting
from .x12_goods import (
    lot_segments,
    numbered,
    product_elements,
    quantity_text,
    unit_code,
)
from .x12_heading import coded_party
from .x12_packages import package_segments

_PURPOSES = {"original": "00", "change": "04", "cancel": "01"}
_LONGEST_LINE = 20


@writes("x12", "856", "warehouse.advice")
def write_ship_notice(document, options):
    """Return the segments of an 856.

    :raise DecodeError: a number that does not fit, a unit that X12 does not have.
    """
    number = fitting(document.number, "BSN-02", 30)
    date, time, _zone = x12_zoned_time(options["now"], options.get("zone"))
    levels = _Levels(document, options)
    return [
        Segment("BSN", (_PURPOSES[document.purpose], number, date, time, "0001")),
        *levels.written(),
        Segment("CTT", (str(levels.count),)),
    ]


class _Levels:
    """Numbers the HL loops while it writes them."""

    def __init__(self, document, options):
        self.count = 0
        self._document, self._options = document, options
        self._left = {line.line: line.quantity for line in document.lines}
        self._numbers = {package.reference for package in document.packages}

    def written(self):
        """Yield shipment, order, packages and items."""
        shipment, hl = self._open("S", "")
        yield hl
        yield from self._heading()
        order, hl = self._open("O", shipment)
        yield hl
        if self._document.order:
            yield Segment("PRF", (fitting(self._document.order, "PRF-01", 22),))
        yield from self._packages(None, order)
        for line in self._document.lines:
            rest = round(self._left[line.line], 6)
            if rest > 0:
                yield from self._item(line, rest, order, _lots_of(line, rest))

    def _open(self, kind, parent):
        self.count += 1
        number = str(self.count)
        return number, Segment("HL", (number, parent, kind))

    def _heading(self):
        document, zone = self._document, self._options.get("zone")
        for one in n9(document.references):
            yield Segment("REF", one.elements)
        yield Segment("REF", ("V0", str(document.revision)))
        yield from numbered("IL", document.shipped_order, "REF")
        yield Segment("REF", ("ZZ", document.kind.upper()))
        if document.expected_at:
            stamp = x12_zoned_time(document.expected_at, zone)
            yield Segment("DTM", ("017", *stamp))
        if document.supplier:
            yield from n1_loop("SF", document.supplier, "PER")
        yield from coded_party("WH", document.warehouse)

    def _packages(self, parent, above):
        """Yield the packages that stand on one, those on none for None."""
        for package in self._document.packages:
            if self._stands_on(package) == parent:
                yield from self._package(package, above)

    def _stands_on(self, package):
        """Return the number of what a package stands on, None for the floor."""
        known = package.parent in self._numbers and package.parent != package.reference
        return package.parent if known else None

    def _package(self, package, above):
        carries = any(p.parent == package.reference for p in self._document.packages)
        level, hl = self._open("T" if carries else "P", above)
        yield hl
        for segment in package_segments(package):
            # The levels tell what stands on what.
            if segment.tag != "MAN" or segment.text(1) != "W":
                yield segment
        for packed in package.contents:
            line = self._line(packed)
            if line:
                self._left[line.line] -= packed.quantity
                lots = _lots_in(packed, line)
                yield from self._item(
                    line, packed.quantity, level, lots, packed.serials
                )
        if package.reference:
            yield from self._packages(package.reference, level)

    def _line(self, packed):
        for line in self._document.lines:
            if packed.line == line.line or not packed.line and packed.sku == line.sku:
                return line
        return None

    def _item(self, line, amount, above, lots=(), serials=()):
        _level, hl = self._open("I", above)
        yield hl
        upc, *ours = product_elements(line.sku, line.barcode, self._options)
        pairs = [one for one in (*ours, *(("UP", upc) if upc else ())) if one]
        own = line.line if len(line.line) <= _LONGEST_LINE else ""
        yield Segment("LIN", (own, *pairs))
        unit = unit_code(line.unit, self._options)
        yield Segment("SN1", ("", quantity_text(amount), unit))
        if line.description:
            yield Segment("PID", ("F", "", "", "", line.description[:80]))
        if not own:
            yield from numbered("LI", line.line, "REF")
        yield from numbered("11", line.owner, "REF")
        for segment in lot_segments(lots, serials, "REF"):
            yield Segment("REF", segment.elements[:3])
        if len(lots) == 1 and lots[0].expires:
            yield Segment("DTM", ("036", lots[0].expires.strftime("%Y%m%d")))


def _lots_in(packed, line):
    if not packed.lot:
        return _lots_of(line, packed.quantity)
    known = next((lot for lot in line.lots if lot.lot == packed.lot), None)
    expires = known and known.expires
    return (LotQuantity(lot=packed.lot, quantity=packed.quantity, expires=expires),)


def _lots_of(line, amount):
    """Return the lots of a line where all of it is here."""
    return line.lots if amount == line.quantity else ()
