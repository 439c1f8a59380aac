# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Weights and lengths as EDI writes them, in our kg and cm and m³."""

import re
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d{0,9})?|\.\d{1,9})", re.ASCII)
_KG = {
    "K": "1",
    "KG": "1",
    "KGM": "1",
    "L": "0.45359237",
    "LB": "0.45359237",
    "LBR": "0.45359237",
    "G": "0.001",
    "GRM": "0.001",
    "TNE": "1000",
    "T": "1000",
    "E": "1000",
    "S": "907.18474",
}
_M3 = {
    "X": "1",
    "CR": "1",
    "MTQ": "1",
    "E": "0.0283168466",
    "CF": "0.0283168466",
    "FTQ": "0.0283168466",
    "DMQ": "0.001",
    "LTR": "0.001",
}
_CM = {"CMT": "1", "MTR": "100", "MMT": "0.1", "INH": "2.54", "FOT": "30.48"}


def number(text, decimal_mark="."):
    """Return a number as a Decimal, None where it is none that EDI may hold."""
    text = text.strip().replace(decimal_mark, ".")
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def to_kg(text, unit, decimal_mark="."):
    """Return kg, None where the number or its unit is not known."""
    return _converted(text, unit, _KG, decimal_mark)


def to_m3(text, unit, decimal_mark="."):
    """Return m³, None where the number or its unit is not known."""
    return _converted(text, unit, _M3, decimal_mark)


def to_cm(text, unit, decimal_mark="."):
    """Return cm, None where the number or its unit is not known."""
    return _converted(text, unit, _CM, decimal_mark)


def _converted(text, unit, factors, decimal_mark):
    found, factor = number(text, decimal_mark), factors.get(unit.strip().upper())
    if found is None or factor is None:
        return None
    return float(round(found * Decimal(factor), 6))


def plain(value, places=3):
    """Return a number as text without needless zeros: 12.5, 480."""
    text = f"{Decimal(str(value)):.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def x12_weight(kg, options):
    """Return (weight, unit code) as the partner wants them: K, or L for pounds."""
    if (options or {}).get("weight_unit") == "L":
        return plain(Decimal(str(kg)) / Decimal(_KG["L"]), 1), "L"
    return plain(kg), "K"
