# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12's HL loops as a tree: shipment, order, pallet, carton, item.

HL-01 numbers a level, HL-02 names the one it belongs to, HL-03 (element 735) tells what
it is: S shipment, O order, T a pallet, P a carton, I an item.
"""

from dataclasses import dataclass, field

from odoo.addons.logistics_base.mapping.errors import DecodeError, shown
from odoo.addons.logistics_base.protocols.edi.segments import loops

#: Files nest six levels or so; what nests deeper is not a shipment.
_DEEPEST = 20


@dataclass(slots=True)
class Level:
    """:ivar kind: HL-03. :ivar segments: its own, without the HL."""

    kind: str
    segments: list
    parent: "Level | None" = None
    depth: int = 0
    below: list = field(default_factory=list)

    def inside(self):
        """Yield this level and all below it, as the file has them."""
        yield self
        for level in self.below:
            yield from level.inside()

    def above(self, *kinds):
        """Return the nearest of these kinds that this belongs to, None without one."""
        level = self.parent
        while level and level.kind not in kinds:
            level = level.parent
        return level


def levels_of(segments):
    """Return (what stands before the first HL, [levels that belong to no other]).

    :raise DecodeError: a level belongs to none that came before, two have one number, or
        they are nested without end.
    """
    head, found = loops(segments, "HL")
    levels, roots = {}, []
    for hl, *own in found:
        number, above = hl.text(1).strip(), hl.text(2).strip()
        if not number or number in levels:
            raise DecodeError("value", f"HL-01: {shown(number)} numbers no new level")
        parent = levels.get(above)
        if above and not parent:
            raise DecodeError("value", f"HL-02: there is no level {shown(above)}")
        level = Level(
            hl.text(3).strip(), own, parent, parent.depth + 1 if parent else 0
        )
        if level.depth > _DEEPEST:
            raise DecodeError("limits", "HL: levels are nested too deep")
        levels[number] = level
        (parent.below if parent else roots).append(level)
    return head, roots
