# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What comes out: charges with their explanations, or the reason why there are none."""

from dataclasses import dataclass
from decimal import Decimal

from odoo.addons.logistics_base.canonical.money import Money

from ..canonical.rates import Rate, RateCharge
from .phrases import Phrase


class NotRated(Exception):
    """The tariff has no price for this; ``phrase`` says why."""

    def __init__(self, phrase):
        super().__init__(str(phrase))
        self.phrase = phrase


@dataclass(slots=True, frozen=True, kw_only=True)
class ChargeLine:
    """One figure: its canonical type, the contract's code for it, and how it came.

    :ivar name: as the contract has it, or a phrase where the figure is the engine's own.
    """

    type: str
    amount: Decimal
    name: str | Phrase
    code: str | None = None
    explanation: tuple[Phrase, ...] = ()


@dataclass(slots=True, frozen=True, kw_only=True)
class Rating:
    """A price by tariff. Weights are in kg; ``notes`` are doubts worth showing."""

    service_code: str
    currency: str
    zone: str
    transit_days: int | None
    actual_weight: Decimal
    dimensional_weight: Decimal
    chargeable_weight: Decimal
    lines: tuple[ChargeLine, ...]
    notes: tuple[Phrase, ...] = ()

    @property
    def total(self):
        """The sum of all lines, in the currency of the tariff."""
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def by_type(self):
        """{canonical charge type: expected amount}: what an invoice is held against."""
        found = {}
        for line in self.lines:
            found[line.type] = found.get(line.type, Decimal(0)) + line.amount
        return found

    def to_rate(self, say=str, **more):
        """Return it as a canonical Rate.

        :param say: turns a phrase into text, in the reader's language.
        """
        return Rate(
            service_code=self.service_code,
            price=Money(self.total, self.currency),
            charges=tuple(
                RateCharge(
                    type=line.type,
                    amount=Money(line.amount, self.currency),
                    description=explained(line, say),
                    raw_code=line.code,
                )
                for line in self.lines
            ),
            transit_days=self.transit_days,
            **more,
        )


def named(line, say=str):
    """Return a line's name in the reader's language."""
    return say(line.name) if isinstance(line.name, Phrase) else line.name


def explained(line, say=str):
    """Return a line's name and explanation as one text."""
    name = named(line, say)
    reasons = "; ".join(say(phrase) for phrase in line.explanation)
    return f"{name}: {reasons}" if reasons else name
