# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What goods are packed in, in EDIFACT: CPS levels, PAC, MEA, PCI and GIN.

CPS numbers a level (7164) and names the one it belongs to (7166). Element 7405: BJ an
SSCC, ML another number of the package; RFF CW what the carrier calls it. MEA 6313: AAB,
AAD and G gross weight, LN, WD and HT sizes.
"""

from dataclasses import dataclass, field

from odoo.addons.logistics_base.mapping.errors import DecodeError, shown
from odoo.addons.logistics_base.protocols.edi import Segment
from odoo.addons.logistics_base.protocols.edi.edifact_parts import rff_value
from odoo.addons.logistics_base.protocols.edi.segments import first, loops
from odoo.addons.logistics_base.protocols.edi.units import plain, to_cm, to_kg

from ..canonical.goods import HandlingUnit
from .edifact_goods import numbers_in
from .reading import fitting, identifier

_SSCC, _NUMBERS = "BJ", ("BJ", "AW", "ML", "AT")
_WEIGHTS = ("AAB", "AAD", "G", "WT")
_SIZES = (("length", "LN"), ("width", "WD"), ("height", "HT"))
#: Files nest a handful of levels; what nests deeper is no shipment.
_DEEPEST = 20


@dataclass(slots=True)
class Level:
    """One CPS: what is said of its packages, and the lines in them.

    :ivar units: its :class:`HandlingUnit` list, without contents.
    """

    number: str
    above: "Level | None"
    segments: list
    lines: list
    units: list = field(default_factory=list)

    @property
    def reference(self):
        """The number of its package, None where it has none, or several."""
        return self.units[0].reference if len(self.units) == 1 else None

    def parent(self):
        """Return the number of the nearest package that this stands on, or None."""
        level, depth = self.above, 0
        while level is not None and depth < _DEEPEST:
            if level.reference:
                return level.reference
            level, depth = level.above, depth + 1
        return None

    def chain(self):
        """Yield this level and those it stands on."""
        level, depth = self, 0
        while level is not None and depth < _DEEPEST:
            yield level
            level, depth = level.above, depth + 1


def levels_in(segments, mark):
    """Return (what stands before the goods, [:class:`Level`] in the file's order).

    Without any CPS the lines are those of one level without packages.

    :param mark: the decimal mark of the interchange.
    :raise DecodeError: a level belongs to none that came before, or two have one number.
    """
    head, found = loops(segments, "CPS")
    if not found:
        head, lines = loops(segments, "LIN")
        return head, [Level("", None, [], lines)]
    levels = {}
    for cps, *rest in found:
        number, above = cps.text(1).strip(), cps.text(2).strip()
        if number in levels:
            raise DecodeError("value", f"CPS 7164: {shown(number)} is there twice")
        if above and above not in levels:
            raise DecodeError("value", f"CPS 7166: there is no level {shown(above)}")
        own, lines = loops(rest, "LIN")
        level = Level(number, levels.get(above), own, lines)
        level.units = _units(level, mark)
        levels[number] = level
    return head, list(levels.values())


def _units(level, mark):
    _head, groups = loops(level.segments, "PAC")
    found = []
    for group in groups or ([level.segments] if level.segments else []):
        numbers = [n for kind in _NUMBERS for n in numbers_in(group, kind)]
        tracking = identifier(rff_value(group, "CW"), "RFF CW", 120)
        alone = len(numbers) < 2
        for number in numbers or ([None] if tracking else []):
            found.append(
                HandlingUnit(
                    reference=_sscc(number) if number else None,
                    parent=level.parent(),
                    type=first(group, "PAC").text(3).strip() or None,
                    tracking_number=tracking if alone else None,
                    **(_measured(group, mark) if alone else {}),
                )
            )
    return found


def _sscc(number):
    """Return an SSCC without its application identifier: 00 and 18 digits."""
    is_marked = len(number) == 20 and number.isdigit() and number.startswith("00")
    return number[2:] if is_marked else number


def _measured(group, mark):
    """Return weight in kg and sizes in cm, as fields of a :class:`HandlingUnit`."""
    sizes = {name: _measure(group, (code,), to_cm, mark) for name, code in _SIZES}
    return {"weight": _measure(group, _WEIGHTS, to_kg, mark), **sizes}


def _measure(group, codes, convert, mark):
    for mea in group:
        told = (mea.text(2).strip() or mea.text(1).strip()) if mea.tag == "MEA" else ""
        if told in codes and mea.text(3, 2).strip():
            value = convert(mea.text(3, 2), mea.text(3), mark)
            if value is not None and value < 0:
                raise DecodeError("value", f"MEA {told}: less than nothing")
            return value
    return None


def package_segments(package):
    """Return PAC, MEA, PCI, RFF and GIN of a package."""
    yield Segment("PAC", ("1", "", (package.type or "")[:17]))
    if package.weight:
        yield Segment("MEA", ("PD", "AAB", ("KGM", plain(package.weight))))
    for name, code in _SIZES:
        if size := getattr(package, name):
            yield Segment("MEA", ("PD", code, ("CMT", plain(size))))
    number = fitting(package.reference or "", "GIN 7402", 35)
    tracking = fitting(package.tracking_number or "", "RFF CW", 35)
    if number or tracking:
        yield Segment("PCI", ("33E",))
    if tracking:
        yield Segment("RFF", (("CW", tracking),))
    if number:
        is_sscc = len(number) == 18 and number.isdigit()
        yield Segment("GIN", (_SSCC if is_sscc else "ML", number))
