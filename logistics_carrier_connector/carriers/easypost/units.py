# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""EasyPost weighs in ounces and measures in inches, to one decimal ("Parcel")."""

from decimal import ROUND_CEILING, Decimal

#: By international agreement, exactly.
KG_PER_OUNCE = Decimal("0.028349523125")
CM_PER_INCH = Decimal("2.54")
_STEP = Decimal("0.1")


def ounces(kg):
    """Return kg as ounces, rounded up: what is declared is never too little."""
    return _converted(kg, KG_PER_OUNCE)


def inches(cm):
    """Return cm as inches, rounded up."""
    return _converted(cm, CM_PER_INCH)


def _converted(value, unit):
    exact = Decimal(str(value)) / unit
    # The nearest thousandth first, so that 0.45359237 kg are sixteen ounces.
    nearest = exact.quantize(Decimal("0.001"))
    return float(nearest.quantize(_STEP, ROUND_CEILING))
