# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How much there is of each lot, whatever the standard that tells it."""

from odoo.addons.logistics_base.mapping.errors import DecodeError

from ..canonical.goods import LotQuantity


class Lots:
    """Collects the lots that a line names, each as often as it is named."""

    def __init__(self):
        self._told = {}

    def add(self, lot, amount=None, expires=None):
        """Keep a lot; one that is named twice is there once, with both quantities.

        :param amount: how much of it there is, None where that is not told.
        """
        known = self._told.setdefault(lot, [None, None])
        if amount is not None:
            known[0] = (known[0] or 0.0) + amount
        known[1] = known[1] or expires

    def of(self, total):
        """Return the :class:`LotQuantity` tuple of a line.

        A lot without a quantity is all of the rest; as many lots as there are pieces are
        serial numbers.

        :param total: how much there is of the line in all.
        :raise DecodeError: several lots, and nothing tells how much there is of each.
        """
        told = self._told.values()
        known = sum(amount for amount, _expires in told if amount is not None)
        unknown = [
            lot for lot, (amount, _expires) in self._told.items() if amount is None
        ]
        rest = round(total - known, 6)
        if unknown and (rest < 0 or len(unknown) > 1 and rest != len(unknown)):
            raise DecodeError("missing", "how much there is of each lot is not told")
        share = rest / len(unknown) if unknown else 0.0
        return tuple(
            LotQuantity(
                lot=lot, quantity=share if amount is None else amount, expires=expires
            )
            for lot, (amount, expires) in self._told.items()
        )
