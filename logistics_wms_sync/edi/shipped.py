# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What goes or comes, package by package, as lines: for 945, 856 and DESADV."""

from dataclasses import dataclass

from ..canonical.advices import AdvisedLine
from ..canonical.fulfillments import FulfilledLine
from ..canonical.goods import LotQuantity, PackedLine

#: What becomes of what is missing of a line; ``open`` where that is not told.
WORDS = ("complete", "short", "backordered", "cancelled", "open")


@dataclass(slots=True)
class Item:
    """What is said of a line, or of the part of it that is in one package."""

    line: str | None
    sku: str
    unit: str | None
    word: str
    ordered: float | None
    shipped: float
    difference: float = 0.0
    substitutes: str | None = None
    lots: tuple = ()
    serials: tuple = ()
    weight: float | None = None
    reason: str | None = None
    barcode: str | None = None
    description: str | None = None
    owner: str | None = None

    @property
    def key(self):
        """What tells lines apart."""
        return self.line, self.sku, self.unit, self.substitutes


def lines_of(items):
    """Return a line for each product and line of ours, whatever packages they are in."""
    return tuple(map(_line, _together(items)))


def advised_of(items):
    """Return the same as lines of goods that come; those without a number are counted."""
    return tuple(
        AdvisedLine(
            line=same[0].line or str(place),
            sku=same[0].sku,
            quantity=total(item.shipped for item in same),
            unit=same[0].unit,
            barcode=same[0].barcode,
            description=same[0].description,
            lots=lots_of(same),
            owner=same[0].owner,
        )
        for place, same in enumerate(_together(items), 1)
    )


def _together(items):
    found = {}
    for item in items:
        found.setdefault(item.key, []).append(item)
    return found.values()


def _line(items):
    one = items[0]
    missing = _missing(items)
    backordered = any(item.word == "backordered" for item in items)
    given_up = not backordered and all(item.word != "open" for item in items)
    reasons = dict.fromkeys(item.reason for item in items if item.reason)
    return FulfilledLine(
        line=one.line,
        sku=one.sku,
        quantity=total(item.shipped for item in items),
        unit=one.unit,
        shorted=missing if given_up else 0.0,
        backordered=missing if backordered else 0.0,
        substitutes=one.substitutes,
        lots=lots_of(items),
        serials=tuple(serial for item in items for serial in item.serials),
        reason=", ".join(reasons) or None,
    )


def _missing(items):
    """Return how much of a line does not come.

    In each of its packages a line may say all that was ordered, or only its share.
    """
    ordered = [item.ordered for item in items if item.ordered is not None]
    shipped = total(item.shipped for item in items)
    if not ordered:
        return max(item.difference for item in items)
    if len(set(ordered)) == 1 and shipped <= ordered[0]:
        return round(ordered[0] - shipped, 6)
    shares = (i.ordered - i.shipped for i in items if i.ordered is not None)
    return total(max(share, 0.0) for share in shares)


def total(values):
    """Return the sum of quantities, without what floats add."""
    return round(sum(values), 6)


def lots_of(items):
    """Return the lots of a line, each once, from all its packages."""
    together = {}
    for lot in (lot for item in items for lot in item.lots):
        known = together.get(lot.lot)
        together[lot.lot] = LotQuantity(
            lot=lot.lot,
            quantity=total((lot.quantity, known.quantity if known else 0.0)),
            expires=lot.expires or (known and known.expires),
        )
    return tuple(together.values())


def status_of(items):
    """Return the status that lines add up to."""
    if not items or any(item.shipped for item in items):
        return "shipped"
    words = {item.word for item in items}
    for word in ("open", "backordered"):
        if word in words:
            return "accepted" if word == "open" else word
    return "cancelled" if words == {"cancelled"} else "short"


def is_final(items):
    """Return whether nothing of the order comes later, None where nobody says."""
    words = {item.word for item in items}
    if "backordered" in words:
        return False
    return None if "open" in words or not words else True


def packed_line(item):
    """Return what of a line is in one package."""
    return PackedLine(
        line=item.line,
        sku=item.sku,
        quantity=item.shipped,
        unit=item.unit,
        lot=item.lots[0].lot if len(item.lots) == 1 else None,
        serials=item.serials,
    )
