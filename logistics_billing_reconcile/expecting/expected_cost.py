# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An expected cost before it is written, and whether it differs from what is there."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

#: Weights and percentages are kept with so many places.
_PLACES = 3
#: Words are in some reader's language: they do not make a cost another one.
_WORDS = frozenset({"note"})


@dataclass(slots=True, frozen=True, kw_only=True)
class ExpectedCharge:
    """One figure: canonical type, amount without tax, id of its currency.

    :ivar code: the contract's or the partner's code for it.
    :ivar description: how the figure came about, as people read it.
    """

    type: str
    amount: Decimal
    currency: int
    code: str | None = None
    description: str | None = None

    @property
    def key(self):
        """Return what tells two charges apart; words do not."""
        return self.type, self.currency, exact(self.amount), self.code or None


@dataclass(slots=True, frozen=True, kw_only=True)
class ExpectedCost:
    """What a carrier may bill for one shipment.

    :ivar source: tariff, booking, quote or manual.
    :ivar facts: {field of the expectation: value} of what the figures rest on.
    """

    source: str
    currency: int
    charges: tuple[ExpectedCharge, ...]
    facts: dict = field(default_factory=dict)

    @property
    def total(self):
        """The sum of what is in its own currency."""
        return sum(
            (c.amount for c in self.charges if c.currency == self.currency), Decimal(0)
        )

    def is_negative(self):
        """Whether the carrier would pay us: such a contract is misread."""
        totals = Counter()
        for charge in self.charges:
            totals[charge.currency] += charge.amount
        return any(total < 0 for total in totals.values())

    def same_as(self, other):
        """Whether the other tells the same figures for the same reasons."""
        return self._key() == other._key()

    def _key(self):
        facts = {name: comparable(value) for name, value in self.facts.items()}
        return (
            self.source,
            self.currency,
            Counter(charge.key for charge in self.charges),
            {n: v for n, v in facts.items() if v is not None and n not in _WORDS},
        )


def joined(costs):
    """Return the costs of the parts of one shipment as one, the first one's facts."""
    first, *others = costs
    charges = [c for cost in costs for c in cost.charges]
    weights = {
        name: sum(Decimal(str(cost.facts.get(name) or 0)) for cost in costs)
        for name in ("actual_weight", "billed_weight")
    }
    if not others:
        return first
    return replace(first, charges=tuple(charges), facts={**first.facts, **weights})


def exact(value):
    """Return a number of the database or of an engine as one Decimal."""
    return Decimal(str(value or 0)).quantize(Decimal("0.000001")).normalize() + 0


def comparable(value):
    """Return a fact such that what was read equals what was written."""
    if value is None or value is False or value == "":
        return None
    if isinstance(value, (Decimal, float)):
        return round(float(value), _PLACES) or None
    if isinstance(value, datetime):
        return value.replace(microsecond=0)
    return value


def plain(value):
    """Return a fact as JSON takes it."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return None if value is False else value
