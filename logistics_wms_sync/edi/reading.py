# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Quantities, numbers and codes of warehouse messages: only what can be is read.

Options of the integration that are read here:

``implied_decimals``
    how many digits of a quantity without a decimal point stand behind it.
``<element>.<code>``
    what a code of the partner's own means, or one that the standard leaves open:
    ``W12-01.ZZ = backordered``.
"""

from odoo.addons.logistics_base.mapping.errors import DecodeError, shown
from odoo.addons.logistics_base.protocols.edi.units import number

from ..canonical.goods import LONGEST_ID, MOST


def quantity(text, at, options=None, *, signed=False):
    """Return a quantity as a float.

    :param at: which element, for people.
    :param signed: less than nothing may be meant, too.
    :raise DecodeError: it is missing, no number, or nothing that can be counted.
    """
    text = text.strip()
    if not text:
        raise DecodeError("missing", f"{at}: no quantity")
    found = number(text)
    if found is None:
        raise DecodeError("value", f"{at}: {shown(text)} is no quantity")
    if "." not in text:
        found = found.scaleb(-_implied_decimals(options))
    if abs(found) > MOST or found < 0 and not signed:
        raise DecodeError("value", f"{at}: {shown(text)} cannot have been counted")
    return float(found)


def _implied_decimals(options):
    told = str((options or {}).get("implied_decimals") or "0")
    return int(told) if told.isdigit() and len(told) == 1 else 0


def quantity_or_none(text, at, options=None):
    """Return a quantity, None where there is none."""
    return quantity(text, at, options) if text.strip() else None


def identifier(text, at, longest=LONGEST_ID):
    """Return a number that somebody knows something by, None for an empty one.

    :raise DecodeError: it is longer than we can keep: it is not cut, as another could
        begin alike.
    """
    text = text.strip()
    if len(text) > longest:
        raise DecodeError("value", f"{at}: {shown(text)} is too long")
    return text or None


def required(text, at, longest=LONGEST_ID):
    """Return such a number that has to be there.

    :raise DecodeError: it is not, or is too long.
    """
    found = identifier(text, at, longest)
    if found is None:
        raise DecodeError("missing", f"{at}: no number")
    return found


def meaning(code, at, known, words, options=None):
    """Return our word for a code: as was agreed with the partner, else the standard's.

    :param known: {code: word} of the standard.
    :param words: what may be agreed on.
    :raise DecodeError: nobody says what it means.
    """
    code = code.strip()
    told = (options or {}).get(f"{at}.{code}")
    if told is not None:
        if told not in words:
            raise DecodeError("value", f"option {at}.{code}: {shown(told)} is unknown")
        return told
    if code not in known:
        raise DecodeError("value", f"{at}: {shown(code)} is no code we know")
    return known[code]


def fitting(text, at, longest):
    """Return a number that is to be written.

    :raise DecodeError: it does not fit: a cut one would name something else.
    """
    if len(text) > longest:
        raise DecodeError("value", f"{at}: {shown(text)} does not fit")
    return text
