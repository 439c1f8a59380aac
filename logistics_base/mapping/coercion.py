# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a message holds, turned into the type a document's field has.

Every function here takes a found value that is not None and returns the typed one, or
raises ValueError with words that echo nothing of it.
"""

import math
import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from .places import country_code

_POINT = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?|[+-]?\.\d+", re.ASCII)
_COMMA = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d*)?|[+-]?,\d+", re.ASCII)
_EXPONENT = re.compile(r"[+-]?\d+(\.\d+)?[eE][+-]?\d{1,2}", re.ASCII)
_LONGEST_NUMBER = 60
_SHORT_NUMBER = 16
_ALPHA_2 = re.compile(r"[A-Z]{2}", re.ASCII)
_UNLOCODE = re.compile(r"[A-Z]{2}[A-Z0-9]{3}", re.ASCII)
_TRUE = frozenset({"true", "yes", "y", "1"})
_FALSE = frozenset({"false", "no", "n", "0"})


def text(found):
    """Trimmed text, None if empty; numbers and booleans as JSON writes them."""
    if isinstance(found, str):
        return found.strip() or None
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, (int, float)):
        return str(found)
    raise ValueError("text is expected")


def bounded_text(longest):
    """Text of at most ``longest`` characters."""

    def read(found):
        value = text(found)
        if value and len(value) > longest:
            raise ValueError(f"longer than {longest} characters")
        return value

    return read


def word(words):
    """One of ``words``."""
    words = frozenset(words)

    def read(found):
        value = text(found)
        if value is not None and value not in words:
            raise ValueError("not a known word")
        return value

    return read


def country(found):
    """ISO alpha-2 where the text names a country or has that form, else None.

    User-assigned codes such as XK pass; what is no code at all would pass for one.
    """
    return _country(text(found) or "")


@lru_cache(maxsize=4096)
def _country(written):
    written = written.upper()
    return country_code(written) or (written if _ALPHA_2.fullmatch(written) else None)


def unlocode(found):
    """A UN/LOCODE without its space, None for what has not that form."""
    value = (text(found) or "").replace(" ", "").upper()
    return value if _UNLOCODE.fullmatch(value) else None


def coordinate(bound):
    """What makes a coercion to decimal degrees between -``bound`` and ``bound``."""

    def factory(comma=False, scale=0):
        read_number = number(comma, scale)

        def read(found):
            value = read_number(found)
            if value is not None and abs(value) > bound:
                raise ValueError(f"more than {bound} degrees")
            return value

        return read

    return factory


def truth(found):
    """True or false, also as the usual words; None if empty."""
    value = (text(found) or "").lower()
    if not value:
        return None
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ValueError("true or false is expected")


def decimal(comma=False, scale=0):
    """A Decimal. ``comma``: 1.234,5; ``scale``: that many decimals are implied."""
    pattern = _COMMA if comma else _POINT

    def read(found):
        if isinstance(found, (bool, list, dict)):
            raise ValueError("a number is expected")
        if isinstance(found, (int, float)):
            return _finite(Decimal(str(found))).scaleb(-scale)
        return _from_text(text(found), pattern, comma, scale)

    return read


def _from_text(written, pattern, comma, scale):
    if written is None:
        return None
    written = written.replace(" ", "").replace("\u00a0", "")
    # Ledgers put the sign behind.
    if written.endswith("-"):
        written = "-" + written[:-1]
    if len(written) > _LONGEST_NUMBER:
        raise ValueError("a number is expected")
    if pattern.fullmatch(written):
        thousands, point = (".", ",") if comma else (",", ".")
        written = written.replace(thousands, "").replace(point, ".")
    elif not _EXPONENT.fullmatch(written):
        raise ValueError("a number is expected")
    try:
        return _finite(Decimal(written)).scaleb(-scale)
    except InvalidOperation as error:
        raise ValueError("a number is expected") from error


def _finite(number):
    if not number.is_finite():
        raise ValueError("a number is expected")
    return number


def bounded(read, lowest, highest):
    """A number that is refused beyond these bounds."""

    def within(found):
        value = read(found)
        if value is not None and not lowest <= value <= highest:
            raise ValueError(f"not between {lowest} and {highest}")
        return value

    return within


def number(comma=False, scale=0):
    """A float. A JSON number is taken as it is."""
    exact = decimal(comma, scale)
    point = "," if comma else "."

    def read(found):
        if found.__class__ is float and not scale and math.isfinite(found):
            return found
        # Files have millions of plain numbers; all others take the long way.
        if found.__class__ is str and not scale and len(found) < _SHORT_NUMBER:
            whole, mark, part = found.partition(point)
            digits = whole + part
            if digits.isdigit() and digits.isascii():
                return float(f"{whole}.{part}" if mark else whole)
        value = exact(found)
        return value if value is None else float(value)

    return read


def whole(comma=False, scale=0):
    """An integer."""
    exact = decimal(comma, scale)

    def read(found):
        if found.__class__ is int and not scale:
            return found
        value = exact(found)
        if value is not None and value != value.to_integral_value():
            raise ValueError("a whole number is expected")
        return value if value is None else int(value)

    return read
