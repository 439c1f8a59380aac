# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What units are called in the standards: X12 element 355, EDIFACT 6411.

Options: ``unit``, the code that is written where no unit is named, and
``unit.<ours> = <theirs>`` for single units.
"""

import re

from odoo.addons.logistics_base.mapping.errors import DecodeError, shown
from odoo.addons.logistics_base.protocols.edi.codes import code_among

from .codes import codes_of

#: Standard -> (the code of pieces, what its codes look like).
_STANDARDS = {
    "x12": ("EA", re.compile(r"[A-Z0-9]{2}")),
    "edifact": ("PCE", re.compile(r"[A-Z0-9]{2,3}")),
}


def unit_code(standard, unit, options):
    """Return the code of a unit: one of ours, or another standard's code for it.

    :raise DecodeError: nobody says what it is in this standard.
    """
    usual, looks = _STANDARDS[standard]
    if not unit:
        return options.get("unit") or usual
    if told := options.get(f"unit.{unit}"):
        return told
    if looks.fullmatch(unit):
        return unit
    # UN/ECE Recommendation 20 is what other systems call the same units, too.
    meant = codes_of("edifact")["unit"].get(unit, unit).upper()
    codes = {c: word.upper() for c, word in codes_of(standard)["unit"].items()}
    found = code_among(codes, meant)
    if not found:
        raise DecodeError("value", f"{standard} has no code for the unit {shown(unit)}")
    return found
