# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How much freight is to be accrued besides what is, and how a bill uses it up."""

from decimal import Decimal

ZERO = Decimal(0)


def besides(expected, accrued, reversed_, billed, rest):
    """Return what is to be accrued besides; below zero: so much less is expected.

    What was billed and has no accrual to reverse will not be billed again.

    :param reversed_: what of ``accrued`` was reversed because it was billed.
    :param rest: the share of what is expected that a bill may leave, 0 to 1.
    """
    more = expected - accrued - max(ZERO, billed - reversed_)
    if billed > 0 and ZERO < more <= expected * rest:
        return ZERO
    return more


def used_up(open_amounts, billed, rest):
    """Return how much of each open amount a bill uses up, the first ones first.

    :param open_amounts: [(open, accrued)].
    :param rest: the share of what was accrued that is released with the bill.
    """
    taken, left = [], max(ZERO, billed)
    for still_open, accrued in open_amounts:
        amount = min(still_open, left)
        left -= amount
        if amount > 0 and still_open - amount <= accrued * rest:
            amount = still_open
        taken.append(max(ZERO, amount))
    return taken


def share_of(amount, part, whole):
    """Return the amount in the company's currency of a part; all of it for the whole."""
    if part == whole:
        return amount
    return amount * part / whole
