# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Webhook signature schemes: one small class each, found by its code."""

from .base import SignatureError, SignatureScheme, SignedRequest

SCHEMES: dict[str, SignatureScheme] = {}


def get(code):
    """Return the scheme of that code.

    :raise KeyError: if there is none
    """
    return SCHEMES[code]


def selection():
    """Return ``[(code, label)]`` in the order an administrator chooses from."""
    return [(scheme.code, scheme.label) for scheme in SCHEMES.values()]


__all__ = [
    "SCHEMES",
    "SignatureError",
    "SignatureScheme",
    "SignedRequest",
    "get",
    "selection",
]
