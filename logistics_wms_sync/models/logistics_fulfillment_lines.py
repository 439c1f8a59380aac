# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models

from ..canonical.fulfillment_parts import DUST, cut


class LogisticsFulfillmentLines(models.AbstractModel):
    """Has the move lines of transfers say what really left: how much, lot, package.

    What Odoo reserved is kept where it is what left; where the warehouse took another
    lot, or more, it is taken from where that lies by Odoo, else from the shelf that the
    move takes from.
    """

    _name = "logistics.fulfillment.lines"
    _description = "Move Lines of Warehouse Fulfilments"

    @api.model
    def _prepare(self, work):
        """Make the moves ready to be validated.

        :param dict work: {move: Task}.
        """
        kept, gone, new, unplaced = defaultdict(list), [], [], []
        for move, task in work.items():
            parts = self._without_packages(move, task.parts)
            use, rest = self._use_reserved(move, parts)
            for line, taken in use.items():
                if len(taken) == 1 and self._is_whole(line, taken[0]):
                    kept[taken[0].package].append(line.id)
                else:
                    gone.append(line.id)
                    new += [self._vals_like(line, part) for part in taken]
            unplaced += [(move, part) for part in rest]
        lines = self.env["stock.move.line"]
        lines.browse(gone).unlink()
        self._keep(kept)
        new += self._place(unplaced)
        lines.create(new)

    @api.model
    def _without_packages(self, move, parts):
        """Packages are packed on the way out; a step before knows none of them."""
        if move.location_dest_id.usage != "internal":
            return parts
        sums = defaultdict(float)
        for part in parts:
            sums[part.lot] += part.quantity
        kind = type(parts[0])
        return [kind(quantity, lot) for lot, quantity in sums.items()]

    @api.model
    def _use_reserved(self, move, parts):
        """Return ({move line: [Part]}, [Part that nothing reserved holds])."""
        use = {line: [] for line in move.move_line_ids}
        left = {line: line.quantity_product_uom for line in use}
        rest = []
        for part in sorted(parts, key=lambda each: each.lot is None):
            for line in use:
                if part and part.lot in (None, line.lot_id.id) and left[line] > DUST:
                    head, tail = cut([part], left[line])
                    left[line] -= head[0].quantity
                    use[line] += head
                    part = tail[0] if tail else None
            if part:
                rest.append(part)
        return use, rest

    @api.model
    def _is_whole(self, line, part):
        return abs(line.quantity_product_uom - part.quantity) <= DUST

    @api.model
    def _keep(self, kept):
        """Mark what leaves as it was reserved, in the package it left in."""
        for package_id, ids in kept.items():
            vals = {"picked": True}
            if package_id:
                vals["result_package_id"] = package_id
            self.env["stock.move.line"].browse(ids).write(vals)

    @api.model
    def _vals_like(self, line, part):
        return {
            **self._vals(line.move_id, part),
            "location_id": line.location_id.id,
            "location_dest_id": line.location_dest_id.id,
            "lot_id": part.lot or line.lot_id.id,
            "package_id": line.package_id.id,
            "owner_id": line.owner_id.id,
        }

    @api.model
    def _vals(self, move, part):
        return {
            "move_id": move.id,
            "picking_id": move.picking_id.id,
            "product_id": move.product_id.id,
            "product_uom_id": move.product_id.uom_id.id,
            "company_id": move.company_id.id,
            "location_id": move.location_id.id,
            "location_dest_id": move.location_dest_id.id,
            "owner_id": move.restrict_partner_id.id,
            "lot_id": part.lot,
            "quantity": part.quantity,
            "result_package_id": part.package,
            "picked": True,
        }

    # What was not reserved

    @api.model
    def _place(self, unplaced):
        """Return values of move lines that take goods from where they lie."""
        if not unplaced:
            return []
        quants = self._free_quants(unplaced)
        vals_list = []
        for move, part in unplaced:
            for quant in quants.get(move.product_id, ()):
                if part and quant.fits(move, part):
                    head, tail = cut([part], quant.free)
                    quant.free -= head[0].quantity
                    vals_list.append(self._vals(move, head[0]) | quant.vals)
                    part = tail[0] if tail else None
            if part:
                vals_list.append(self._vals(move, part))
        return vals_list

    @api.model
    def _free_quants(self, unplaced):
        """Return {product: [_Free]} of what nobody has reserved, the oldest first."""
        moves = self.env["stock.move"].union(*(move for move, _part in unplaced))
        quants = (
            self.env["stock.quant"]
            .sudo()
            .search(
                [
                    ("product_id", "in", moves.product_id.ids),
                    ("location_id", "child_of", moves.location_id.ids),
                    ("quantity", ">", 0),
                ],
                order="in_date, id",
            )
        )
        found = defaultdict(list)
        for quant in quants:
            free = quant.quantity - quant.reserved_quantity
            if free > DUST:
                found[quant.product_id].append(_Free(quant, free))
        return found


class _Free:
    """What of a quant nobody has reserved."""

    def __init__(self, quant, free):
        self.free = free
        self._quant = quant
        self.vals = {
            "location_id": quant.location_id.id,
            "lot_id": quant.lot_id.id,
            "package_id": quant.package_id.id,
            "owner_id": quant.owner_id.id,
        }

    def fits(self, move, part):
        """Whether a move may take a part of its goods from here."""
        quant = self._quant
        return (
            self.free > DUST
            and part.lot in (None, quant.lot_id.id)
            and quant.owner_id == move.restrict_partner_id
            and quant.location_id._child_of(move.location_id)
        )
