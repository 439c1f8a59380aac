# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What becomes of the delivery lines of an order when the real freight is known."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Decision:
    """What is done: ``nothing``, ``wait``, ``tell``, ``price`` or ``line``.

    :ivar amount: by how much the customer's price changes, or would.
    """

    action: str
    amount: float = 0.0


def decide(difference, *, is_known, is_adjusted, is_fixed, adds_line, least):
    """Return what is done about a difference between real freight and price.

    :param difference: real freight with margin less the delivery lines, rounded.
    :param is_known: everything that was carried is billed, nothing is in dispute.
    :param is_adjusted: the price follows the real freight by agreement.
    :param is_fixed: the price cannot be changed any more: invoiced, or locked.
    :param adds_line: a fixed price is followed by a line with the difference.
    :param least: smaller differences are let go.
    """
    if not is_known:
        return Decision("wait", difference)
    if not difference or abs(difference) < least:
        return Decision("nothing", difference)
    if not is_adjusted:
        return Decision("tell", difference)
    if not is_fixed:
        return Decision("price", difference)
    return Decision("line" if adds_line else "tell", difference)
