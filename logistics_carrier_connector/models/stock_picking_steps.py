# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

#: Fields of a transfer that its shipment follows.
FOLLOWED = {
    "carrier_id",
    "partner_id",
    "priority",
    "shipping_weight",
    "carrier_tracking_ref",
}


class StockPicking(models.Model):
    """Where Odoo's own steps concern shipments."""

    _inherit = "stock.picking"

    def write(self, vals):
        result = super().write(vals)
        if not FOLLOWED.isdisjoint(vals) and "date_done" not in vals:
            self._logistics_sync()
        return result

    def action_cancel(self):
        result = super().action_cancel()
        self._logistics_cancel_shipments()
        return result

    def _create_backorder(self, backorder_moves=None):
        backorders = super()._create_backorder(backorder_moves=backorder_moves)
        (self | backorders)._logistics_sync()
        return backorders

    def _action_done(self):
        result = super()._action_done()
        self._logistics_sync()
        self.filtered("logistics_shipment_id")._logistics_sync_packages()
        return result


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_confirm(self, merge=True, merge_into=False, create_proc=True):
        moves = super()._action_confirm(
            merge=merge, merge_into=merge_into, create_proc=create_proc
        )
        moves.picking_id._logistics_sync()
        return moves

    def _action_cancel(self):
        result = super()._action_cancel()
        self.picking_id._logistics_cancel_shipments()
        self.picking_id._logistics_call_off_labels()
        return result
