# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..canonical.fulfillment_parts import DUST, Part
from .logistics_fulfillment_stock import OVER, Task


class LogisticsFulfillmentMoves(models.AbstractModel):
    """Finds the stock moves by which goods leave, and makes those that are missing.

    Missing are those of substitutes, and of what was shipped after its move was called
    off: a shipment that is told after the one that was said to be the last.
    """

    _name = "logistics.fulfillment.moves"
    _description = "Stock Moves of Warehouse Fulfilments"

    @api.model
    def _work_of(self, tellings, lots):
        """Return {move: Task} of all that was shipped."""
        stock = self.env["logistics.fulfillment.stock"]
        work, missing = {}, []
        self._read_together(tellings)
        for telling in tellings:
            for goods in telling.shipped():
                parts = self._parts(telling, goods, lots)
                moves = self._open_moves(goods.line, goods.product)
                if goods.is_substitute or not moves:
                    missing.append((telling, goods, parts))
                else:
                    stock._assign(work, moves, telling, parts)
        for move, (telling, _goods, parts) in self._make(missing):
            work[move] = Task(telling, parts)
        return work

    @api.model
    def _read_together(self, tellings):
        """Read the moves of all lines at once, not one by one."""
        lines = self.env["logistics.warehouse.order.line"].union(
            *(telling.order.line_ids for telling in tellings)
        )
        moves = lines.move_ids
        moves.mapped("state")
        moves.mapped("move_orig_ids")

    @api.model
    def _parts(self, telling, goods, lots):
        """Return the parts with ids of lots and packages in place of their names."""
        found = []
        for part in goods.parts:
            lot = part.lot is not None and lots.get((goods.product.id, part.lot))
            package = telling.packages.get(part.package)
            found.append(
                Part(part.quantity, lot.id if lot else None, package and package.id)
            )
        return found

    @api.model
    def _open_moves(self, line, product=None):
        """Return the moves of a line that are still to be done, at whichever step.

        A step that is done is followed to the one that Odoo made of it.
        """
        found = line.move_ids.browse()
        reached = found
        moves = line.move_ids
        while (
            moves := moves.filtered(lambda m: not m.origin_returned_move_id) - reached
        ):
            reached |= moves
            found |= moves.filtered(lambda move: move.state not in OVER)
            moves = moves.filtered(lambda move: move.state == "done").move_dest_ids
        # Where both a step and the next one are planned, the later one is meant.
        found -= found.move_orig_ids
        product = product or line.product_id
        return found.filtered(lambda move: move.product_id == product).sorted(
            lambda move: (move.location_dest_id.usage == "internal", move.id)
        )

    # Moves that nobody planned

    @api.model
    def _make(self, missing):
        """Return [(new move, what of ``missing`` it is for)]."""
        if not missing:
            return []
        pickings, vals_list = {}, []
        for telling, goods, _parts in missing:
            order = telling.order
            if order not in pickings:
                pickings[order] = self._open_picking(order)
            vals_list.append(self._move_vals(goods, pickings[order]))
        moves = self.env["stock.move"].create(vals_list)
        moves = moves._action_confirm(merge=False, create_proc=False)
        moves._action_assign()
        self._note_substitutes(missing)
        return list(zip(moves, missing, strict=True))

    @api.model
    def _open_picking(self, order):
        """Return a transfer of the order that is still open; a new one where none is."""
        moves = order.line_ids.move_ids
        for line in order.line_ids:
            moves |= self._open_moves(line)
        pickings = moves.picking_id.sorted("id")
        still_open = pickings.filtered(lambda picking: picking.state not in OVER)
        if still_open:
            return still_open[:1]
        last = pickings[-1:] or order.picking_id
        again = last.copy(
            {
                "name": "/",
                "move_ids": [],
                "move_line_ids": [],
                "backorder_id": last.id,
            }
        )
        again.user_id = False
        return again

    @api.model
    def _move_vals(self, goods, picking):
        line = goods.line
        model = line.move_ids.filtered(lambda m: not m.origin_returned_move_id)
        model = model.sorted("id")[:1]
        source = model.location_id
        if model.move_orig_ids:
            source = line.order_id.warehouse_id.lot_stock_id
        return {
            **model.copy_data()[0],
            "product_id": goods.product.id,
            "product_uom": goods.product.uom_id.id,
            "product_uom_qty": goods.quantity,
            "quantity": 0.0,
            "picked": False,
            "picking_id": picking.id,
            "location_id": source.id,
            "procure_method": "make_to_stock",
            "move_orig_ids": [],
            "move_dest_ids": [],
            "origin_returned_move_id": False,
            "sale_line_id": model.sale_line_id.id,
            "logistics_line_id": line.id,
            "logistics_substitutes_id": goods.is_substitute and line.product_id.id,
        }

    @api.model
    def _note_substitutes(self, missing):
        """Tell on the sales order what was sent in place of what."""
        for telling, goods, _parts in missing:
            if not goods.is_substitute:
                continue
            document = telling.order.sale_id or telling.order.picking_id
            document.sudo().message_post(
                body=self.env._(
                    "%(quantity)s × %(substitute)s sent in place of %(product)s, at its "
                    "price.",
                    quantity=f"{goods.quantity:g}",
                    substitute=goods.product.display_name,
                    product=goods.line.product_id.display_name,
                )
            )

    # What is not expected any more

    @api.model
    def _withdraw(self, line, expected):
        """Call off what is planned of a line beyond what is still expected."""
        moves = self._open_moves(line)
        surplus = sum(moves.mapped("product_qty")) - expected
        self._call_off(moves, surplus)

    @api.model
    def _call_off(self, moves, surplus):
        for move in moves.sorted("id", reverse=True):
            if surplus <= DUST:
                return
            taken = min(surplus, move.product_qty)
            surplus -= taken
            before = move.move_orig_ids.filtered(
                lambda orig: orig.state not in OVER and not orig.origin_returned_move_id
            )
            if move.product_qty - taken > DUST:
                move = self.env["stock.move"].create(move._split(taken))
                move._action_confirm(merge=False, create_proc=False)
            move._action_cancel()
            self._call_off(before, taken)
