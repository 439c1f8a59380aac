# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What became of a line of an order, by all that its warehouse told of it.

A pure function of the set of what was told, so that the order in which it came makes no
difference. What was *shipped* is told shipment by shipment, and is added up; all other
quantities are of the order as a whole, and the greatest that was told counts.
"""

from dataclasses import dataclass

from .fulfillment_parts import DUST


@dataclass(slots=True, kw_only=True, frozen=True)
class Fact:
    """What one update told of one line, in the product's own unit.

    :ivar is_final: nothing of the line comes after this.
    """

    status: str
    quantity: float = 0.0
    substituted: float = 0.0
    shorted: float = 0.0
    backordered: float = 0.0
    is_final: bool = False


@dataclass(slots=True, kw_only=True, frozen=True)
class Course:
    """How far a line is. ``expected`` is still to be shipped."""

    allocated: float
    picked: float
    shipped: float
    substituted: float
    short: float
    backordered: float
    expected: float


def course(ordered, facts, has_begun=False):
    """Return the :class:`Course` of a line of which so much was ordered.

    :param has_begun: something of the order was shipped: the rest comes later.
    """
    shipments = [fact for fact in facts if fact.status == "shipped"]
    shipped = sum(fact.quantity for fact in shipments)
    left = max(0.0, ordered - shipped)
    short = min(left, max((fact.shorted for fact in facts), default=0.0))
    if any(fact.is_final for fact in facts):
        short = left
    expected = _clean(left - short)
    is_split = has_begun or any(fact.backordered for fact in facts)
    return Course(
        allocated=_most(facts, "allocated"),
        picked=max(_most(facts, "picked", "packed"), _clean(shipped)),
        shipped=_clean(shipped),
        substituted=_clean(sum(fact.substituted for fact in shipments)),
        short=_clean(short),
        backordered=expected if is_split else 0.0,
        expected=expected,
    )


def _most(facts, *statuses):
    told = (fact.quantity for fact in facts if fact.status in statuses)
    return _clean(max(told, default=0.0))


def _clean(quantity):
    return 0.0 if abs(quantity) < DUST else round(quantity, 6)
