# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What lies in a warehouse, product by product, as a rate measures it."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from .storage import past_free_days

ZERO = Decimal(0)
ONE = Decimal(1)


@dataclass
class Holding:
    """A product of a customer in one warehouse, day by day.

    :ivar stock: {day: units at its end}.
    :ivar received: {day: units that came in}.
    :ivar volume: m³ of a unit.
    :ivar weight: kg of a unit.
    :ivar per_pallet: units on a pallet; zero where nobody knows.
    """

    stock: dict
    received: dict
    volume: Decimal = ZERO
    weight: Decimal = ZERO
    per_pallet: Decimal = ZERO

    def charged(self, measure, free_days=0):
        """Return {day: what is charged}, in a measure; without what is still free.

        A pallet that is begun counts as one. Pallets nobody knows count as none.
        """
        units = past_free_days(self.stock, self.received, free_days)
        return {
            day: self._measured(quantity, measure) for day, quantity in units.items()
        }

    def _measured(self, quantity, measure):
        if measure == "lines":
            return ONE if quantity else ZERO
        if measure == "volume":
            return quantity * self.volume
        if measure == "weight":
            return quantity * self.weight
        if measure == "pallets":
            if not self.per_pallet:
                return ZERO
            return (quantity / self.per_pallet).quantize(ONE, ROUND_CEILING)
        return quantity
