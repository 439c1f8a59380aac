# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models

from ..canonical.fulfillment_parts import DUST
from .fulfillment_telling import Telling
from .logistics_warehouse_order_told import PROVES, RANKS


class LogisticsFulfillmentComparison(models.AbstractModel):
    """What would have been done with a fulfilment, against what was done otherwise.

    For shadow flows: the old interface, or people, work in stock; this one only reads
    what the warehouse tells. Goods that left are compared line by line, with their lots.
    """

    _name = "logistics.fulfillment.comparison"
    _description = "Comparison of Warehouse Fulfilments"

    @api.model
    def _compare_all(self, batch):
        """Set the result of each shadow document; change nothing."""
        handler = self.env["logistics.handler.warehouse.fulfillment"]
        reading = self.env["logistics.fulfillment.reading"]
        items = batch.shadow()
        found = {
            id(item): Telling(item, order, handler._when(item))
            for item, order in self.env["logistics.fulfillment.finder"]._find(
                batch, items
            )
        }
        reading._read_all(batch.integration, list(found.values()))
        for item in items:
            telling, problem = found.get(id(item)), item.problem
            item.problem, item.waits = None, []
            if problem:
                item.shadow = ("new", problem[1])
            elif telling.is_shipment:
                item.shadow = self._compare_goods(telling)
            else:
                item.shadow = self._compare_state(telling)

    @api.model
    def _compare_goods(self, telling):
        """Compare what is told with what left by the order, in one shipment or more."""
        told, done = self._told(telling), self._done(telling.order)
        if not done:
            return "new", self.env._(
                "Nothing of %s has left by Odoo.", telling.order.name
            )
        differences = [
            self.env._(
                "%(product)s %(lot)s: %(told)s told, %(done)s left by Odoo",
                product=product.display_name,
                lot=lot or "",
                told=f"{quantity:g}",
                done=f"{done.get((product, lot), 0):g}",
            )
            for (product, lot), quantity in told.items()
            if abs(quantity - done.get((product, lot), 0)) > DUST
        ]
        if telling.update.is_final:
            differences += [
                self.env._(
                    "%(product)s %(lot)s: not told, %(done)s left by Odoo",
                    product=product.display_name,
                    lot=lot or "",
                    done=f"{quantity:g}",
                )
                for (product, lot), quantity in done.items()
                if (product, lot) not in told
            ]
        return ("differs", "; ".join(differences)) if differences else ("same", None)

    @api.model
    def _told(self, telling):
        found = defaultdict(float)
        for goods in telling.shipped():
            for part in goods.parts:
                lot = part.lot if goods.product.tracking != "none" else None
                found[goods.product, lot] += part.quantity
        return found

    @api.model
    def _done(self, order):
        """Return {(product, lot's name): quantity} of what left by the order."""
        moves = order.line_ids.move_ids.filtered(
            lambda move: (
                move.state == "done"
                and move.location_dest_id.usage != "internal"
                and not move.origin_returned_move_id
            )
        )
        found = defaultdict(float)
        for line in moves.move_line_ids:
            found[line.product_id, line.lot_id.name or None] += (
                line.quantity_product_uom
            )
        return found

    @api.model
    def _compare_state(self, telling):
        status = telling.update.status
        proved = PROVES.get(status, status)
        if RANKS.get(telling.order.state, 0) >= RANKS.get(proved, 0):
            return "same", None
        return "differs", self.env._(
            "%(order)s is %(state)s here.",
            order=telling.order.name,
            state=telling.order.state,
        )
