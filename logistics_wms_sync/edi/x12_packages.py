# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What goods are packed in, in X12: MAN numbers, MEA weights and sizes.

MAN-01 (element 88): GM and AA an SSCC, CA a case number of the shipper's, UC a shipping
container code, CP the carrier's own number of the package, W the pallet it stands on.
MEA-02 (738): G gross weight, LN, WD and HT its sizes.
"""

from odoo.addons.logistics_base.mapping.errors import DecodeError, shown
from odoo.addons.logistics_base.protocols.edi import Segment
from odoo.addons.logistics_base.protocols.edi.units import plain, to_cm, to_kg

from ..canonical.goods import HandlingUnit
from .reading import fitting, identifier

_NUMBERS = ("GM", "AA", "CA", "UC", "ZZ")
_TRACKING = "CP"
_PARENT = "W"
_SIZES = (("length", "LN"), ("width", "WD"), ("height", "HT"))
#: Element 355 of lengths -> as EDI's other list calls them.
_LENGTHS = {"CM": "CMT", "MR": "MTR", "MM": "MMT", "IN": "INH", "FT": "FOT"}
_WEIGHTS = {"LB": "LB", "01": "LB", "KG": "KG", "50": "KG", "GR": "G"}


def packages_in(segments, contents=(), weight=None, parent=None):
    """Return the :class:`HandlingUnit` list of what stands before goods.

    Each number opens a package; what the carrier calls it, and what it stands on, follows.
    Where goods are in several packages nobody knows which is where.

    :param weight: of the contents in kg, where no MEA tells it.
    :param parent: the number of what they stand on, where the file nests them itself.
    """
    told = _told(segments)
    alone = len(told) == 1
    return [
        HandlingUnit(
            reference=reference,
            parent=parent or pallet,
            type=_packaging(segments),
            tracking_number=tracking,
            contents=tuple(contents) if alone else (),
            **(measured(segments, weight) if alone else {}),
        )
        for reference, tracking, pallet in told
    ]


def _told(segments):
    """Return [(number, carrier's number, parent's number)] of the packages."""
    found = []
    for kind, value in _said(segments):
        is_number = kind in _NUMBERS
        if not found or is_number and found[-1][0]:
            found.append([None, None, None])
        place = 0 if is_number else (_TRACKING, _PARENT).index(kind) + 1
        found[-1][place] = _sscc(value)
    return [tuple(one) for one in found if one[0] or one[1]]


def _said(segments):
    for man in segments:
        for at in (1, 4) if man.tag == "MAN" else ():
            kind, value = man.text(at).strip(), man.text(at + 1)
            longest = 120 if kind == _TRACKING else 64
            if value.strip() and kind in (*_NUMBERS, _TRACKING, _PARENT):
                yield kind, identifier(value, f"MAN {kind}", longest)


def measured(segments, weight=None):
    """Return weight in kg and sizes in cm, as fields of a :class:`HandlingUnit`."""
    sizes = {name: _measured(segments, code, _cm) for name, code in _SIZES}
    return {"weight": _measured(segments, "G", _kg) or weight, **sizes}


def _sscc(value):
    """Return an SSCC without its application identifier: (00) and 18 digits."""
    digits = value.replace(" ", "").replace("(", "").replace(")", "")
    is_marked = len(digits) == 20 and digits.isdigit() and digits.startswith("00")
    return digits[2:] if is_marked else value


def _packaging(segments):
    for one in segments:
        if one.tag in ("TD1", "PKG") and one.text(1).strip():
            return one.text(1).strip()
    return None


def _measured(segments, code, convert):
    for mea in segments:
        if mea.tag == "MEA" and mea.text(2).strip() == code and mea.text(3).strip():
            return convert(mea)
    return None


def _kg(mea):
    unit = mea.text(4).strip().upper()
    return _counted(mea, to_kg(mea.text(3), _WEIGHTS.get(unit, unit)))


def _cm(mea):
    unit = mea.text(4).strip().upper()
    return _counted(mea, to_cm(mea.text(3), _LENGTHS.get(unit, unit)))


def _counted(mea, value):
    if value is not None and value < 0:
        raise DecodeError("value", f"MEA-03: {shown(mea.text(3))} measures nothing")
    return value


def package_segments(package):
    """Return MAN and MEA of a package."""
    number = fitting(package.reference or "", "MAN-02", 48)
    if number:
        yield Segment("MAN", ("GM" if _is_sscc(number) else "CA", number))
    if package.tracking_number:
        yield Segment("MAN", (_TRACKING, fitting(package.tracking_number, "MAN", 48)))
    if package.parent:
        yield Segment("MAN", (_PARENT, fitting(package.parent, "MAN", 48)))
    yield from measures(package)


def measures(package):
    """Return MEA of a package's weight and sizes."""
    if package.weight:
        yield Segment("MEA", ("PD", "G", plain(package.weight), "KG"))
    for name, code in _SIZES:
        if size := getattr(package, name):
            yield Segment("MEA", ("PD", code, plain(size), "CM"))


def _is_sscc(number):
    return len(number) == 18 and number.isdigit()
