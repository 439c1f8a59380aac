# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads which API a partner offers, and how it treats its customer."""

from dataclasses import dataclass, fields

from .accounts import CANCELLING, Account
from .parcels import JOURNEYS
from .rating import CURRENCIES
from .regional import Regional
from .sandbox import Sandbox

DIALECTS = {"sandbox": Sandbox, "regional": Regional}
_WORDS = {"cancelling": CANCELLING, "currency": CURRENCIES, "journey": JOURNEYS}


@dataclass(frozen=True, slots=True)
class Plan:
    """The API a partner offers: its class, and the account of its customer."""

    api: type
    account: Account


def parse(values):
    """Return the Plan in a partner's description.

    :raise ValueError: naming what is missing or wrong, and no secret.
    """
    values = dict(values)
    dialect = values.pop("dialect", "sandbox")
    if dialect not in DIALECTS:
        raise ValueError(f"dialect is none of {', '.join(DIALECTS)}")
    known = {each.name: each.type for each in fields(Account)}
    for name, value in values.items():
        _check(name, value, known)
    if not values.get("number"):
        raise ValueError("number is missing")
    return Plan(DIALECTS[dialect], Account(**values))


def _check(name, value, known):
    if name not in known:
        raise ValueError(f"{name[:40]} is not known")
    expected = (
        known[name].__args__[0] if hasattr(known[name], "__args__") else known[name]
    )
    if value is not None and type(value) is not expected:
        raise ValueError(f"{name} must be of type {expected.__name__}")
    if name in _WORDS and value is not None and value not in _WORDS[name]:
        raise ValueError(f"{name} is none of {', '.join(_WORDS[name])}")
