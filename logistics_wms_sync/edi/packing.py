# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What of which line is in which package, for messages that tell it package by package."""

from dataclasses import replace

from ..canonical.goods import LotQuantity


class Parts:
    """Hands out what there is of each line, package by package."""

    def __init__(self, lines):
        """:param lines: of the document: what there is of each."""
        self._lines = lines
        self._left = {place: line.quantity for place, line in enumerate(lines)}
        self._lots = {
            place: [(lot.lot, lot.quantity, lot.expires) for lot in line.lots]
            for place, line in enumerate(lines)
        }
        self._serials = {
            place: list(getattr(line, "serials", ()))
            for place, line in enumerate(lines)
        }
        self._told = set()

    def take(self, packed):
        """Return (line, quantity, lots, serials) of what is in a package."""
        place = next((p for p, x in enumerate(self._lines) if _is_of(packed, x)), None)
        if place is None:
            return None
        self._told.add(place)
        self._left[place] = round(self._left[place] - packed.quantity, 6)
        serials = self._of_serials(place, packed.serials)
        lots = self._of_lots(place, packed.quantity, packed.lot)
        return self._lines[place], packed.quantity, lots, serials

    def rests(self):
        """Yield the same of what is in no package."""
        for place, line in enumerate(self._lines):
            rest = self._left[place]
            if rest > 0 or place not in self._told:
                rest = max(rest, 0.0)
                lots = self._of_lots(place, rest, None)
                yield line, rest, lots, tuple(self._serials[place])

    def _of_serials(self, place, wanted):
        left = self._serials[place]
        self._serials[place] = [one for one in left if one not in wanted]
        return tuple(wanted)

    def _of_lots(self, place, amount, wanted):
        taken, left = [], []
        for lot, there, expires in self._lots[place]:
            part = min(there, amount) if wanted in (None, lot) else 0.0
            amount = round(amount - part, 6)
            if part:
                taken.append(LotQuantity(lot=lot, quantity=part, expires=expires))
            if there > part:
                left.append((lot, round(there - part, 6), expires))
        self._lots[place] = left
        return tuple(taken)


def _is_of(packed, line):
    if packed.line or line.line:
        return packed.line == line.line
    return packed.sku == line.sku


def merged(packages):
    """Return the packages, each once, with all that was said to be in it."""
    together = {}
    for place, one in enumerate(packages):
        known = together.get(one.reference)
        if one.reference is None:
            together[place] = one
        elif known is None:
            together[one.reference] = one
        else:
            together[one.reference] = _merged(known, one)
    return tuple(together.values())


def _merged(known, more):
    weights = [one.weight for one in (known, more) if one.weight]
    return replace(
        known,
        parent=known.parent or more.parent,
        tracking_number=known.tracking_number or more.tracking_number,
        weight=round(sum(weights), 6) if weights else None,
        contents=known.contents + more.contents,
    )
