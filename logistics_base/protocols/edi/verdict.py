# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is thought of a transaction, whatever the standard that says so."""

from typing import NamedTuple


class Verdict(NamedTuple):
    """What became of one transaction.

    :ivar status: ``accepted``, ``accepted_with_errors`` or ``rejected``.
    :ivar reasons: ``segment_count``, ``control_number``, ``unsupported`` (nobody here
        reads the set), ``content`` or ``envelope`` (the whole interchange was refused).
    :ivar message: for people.
    """

    status: str
    reasons: tuple = ()
    message: str = ""


ACCEPTED = Verdict("accepted")


def verdict_on(transaction):
    """Return the verdict that the transaction's own envelope deserves."""
    if not transaction.errors:
        return ACCEPTED
    reasons = tuple(problem.code for problem in transaction.errors)
    text = "; ".join(problem.message for problem in transaction.errors)
    return Verdict("accepted_with_errors", reasons, text)
