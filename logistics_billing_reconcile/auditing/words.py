# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Expressions that several statements share."""

from odoo.addons.logistics_base.canonical.vocabulary import CHARGE_TYPES

#: Kinds of charges that are held against what is expected.
KINDS = tuple(kind for kind in CHARGE_TYPES if kind != "discount")


def kind_of(column):
    """Return the kind of a charge: a discount is part of the freight it is taken off."""
    return f"CASE {column} WHEN 'discount' THEN 'base' ELSE {column} END"


def allowed(amount, percent, expected):
    """Return how much is tolerated: of amount and percentage what is less, if both."""
    share = f"abs({expected}) * {percent} / 100"
    return (
        f"CASE WHEN {percent} = 0 THEN {amount} WHEN {amount} = 0 THEN {share} "
        f"ELSE least({amount}, {share}) END"
    )
