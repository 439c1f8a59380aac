# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import dataclass

from odoo import api, models
from odoo.tools import split_every

from ..canonical.fulfillment_parts import DUST, cut

#: So many transfers are validated at once.
AT_ONCE = 100
OVER = ("done", "cancel")


@dataclass(slots=True)
class Task:
    """What is to be moved by one stock move: [Part] of lot and package ids."""

    telling: object
    parts: list

    @property
    def quantity(self):
        return sum(part.quantity for part in self.parts)


class LogisticsFulfillmentStock(models.AbstractModel):
    """Applies to stock what left a warehouse, by the moves that Odoo planned.

    All transfers of a batch go through each step together. Where a route has several
    steps, the earlier ones are completed first, and what Odoo makes of a completed step
    is followed to the customer.
    """

    _name = "logistics.fulfillment.stock"
    _description = "Stock Work of Warehouse Fulfilments"

    @api.model
    def _ship(self, tellings, lots, closing):
        """Move the goods of shipments; fill in by which transfers they left.

        :param dict lots: {(product id, name): lot}.
        :param closing: orders of which nothing more is expected then.
        """
        lines = self.env["logistics.fulfillment.lines"]
        work = self.env["logistics.fulfillment.moves"]._work_of(tellings, lots)
        while work:
            work = self._together(work)
            self._work_before(work)
            lines._prepare(work)
            self._finish(work, closing)
            work = self._next(work)

    # Steps

    @api.model
    def _work_before(self, work):
        """Complete the steps from which the goods have still to come."""
        before = {}
        for move, task in work.items():
            sources = move.move_orig_ids.filtered(
                lambda orig: orig.state not in OVER and not orig.origin_returned_move_id
            )
            needed = task.quantity - self._at_hand(move)
            if not sources or needed <= DUST:
                continue
            _here, parts = cut(task.parts, task.quantity - needed)
            self._assign(before, sources, task.telling, parts)
        if before:
            before = self._together(before)
            self._work_before(before)
            self.env["logistics.fulfillment.lines"]._prepare(before)
            self._finish(before, ())

    @api.model
    def _together(self, work):
        """Return the work by moves that are read together, not one by one."""
        moves = self.env["stock.move"].union(*work)
        return {move: work[move] for move in moves}

    @api.model
    def _at_hand(self, move):
        return sum(move.move_line_ids.mapped("quantity_product_uom"))

    @api.model
    def _assign(self, work, moves, telling, parts):
        """Share parts out to moves, each as much as it asks for, the last the rest."""
        for move in moves:
            room = move.product_qty
            if move in work:
                room -= work[move].quantity
            if move == moves[-1]:
                head, parts = parts, []
            else:
                head, parts = cut(parts, room)
            if head:
                task = work.setdefault(move, Task(telling, []))
                task.parts = task.parts + head

    @api.model
    def _finish(self, work, closing):
        """Validate the transfers of the prepared moves."""
        moves = self.env["stock.move"].union(*work)
        self._note_when(work)
        others = moves.picking_id.move_ids - moves
        others.filtered(lambda m: m.picked and m.state not in OVER).picked = False
        last = self.env["stock.picking"].union(
            *(m.picking_id for m, t in work.items() if t.telling.order in closing)
        )
        for pickings, is_last in ((moves.picking_id - last, False), (last, True)):
            for ids in split_every(AT_ONCE, pickings.ids):
                pickings.browse(ids).with_context(
                    cancel_backorder=is_last, logistics_shipped_by_warehouse=True
                )._action_done()

    @api.model
    def _note_when(self, work):
        """Keep when the goods really moved: Odoo dates moves by the clock."""
        by_time = {}
        for move, task in work.items():
            by_time.setdefault(task.telling.occurred_at, []).append(move.id)
        for moment, ids in by_time.items():
            self.env["stock.move"].browse(ids).logistics_occurred_at = moment

    @api.model
    def _next(self, work):
        """Return the work of the next step; note what has left for good."""
        following = {}
        for move, task in work.items():
            after = move.move_dest_ids.filtered(
                lambda dest: dest.state not in OVER and not dest.origin_returned_move_id
            )
            if move.location_dest_id.usage == "internal" and after:
                self._assign(following, after, task.telling, task.parts)
            else:
                telling = task.telling
                telling.pickings = (telling.pickings or move.picking_id.browse()) | (
                    move.picking_id
                )
        return following
