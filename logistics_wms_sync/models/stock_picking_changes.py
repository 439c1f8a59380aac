# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

#: What of a transfer the warehouse is told, beside its moves.
TOLD = {"partner_id", "priority", "move_type", "note", "carrier_id", "origin"}
#: And of a move. Whether it is cancelled is looked at where that is done.
TOLD_OF_MOVES = {
    "product_uom_qty",
    "product_uom",
    "product_id",
    "picking_id",
    "date_deadline",
    "restrict_partner_id",
}


class StockPicking(models.Model):
    """Where Odoo's own steps concern what warehouses were told."""

    _inherit = "stock.picking"

    def write(self, vals):
        result = super().write(vals)
        # What is done is urgent no more, but nobody decided that.
        if not TOLD.isdisjoint(vals) and "date_done" not in vals:
            self.logistics_order_id._note_changes()
        return result


class StockMove(models.Model):
    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._logistics_note_changes()
        return moves

    def write(self, vals):
        result = super().write(vals)
        if not TOLD_OF_MOVES.isdisjoint(vals):
            self._logistics_note_changes()
        return result

    def _action_confirm(self, merge=True, merge_into=False, create_proc=True):
        moves = super()._action_confirm(
            merge=merge, merge_into=merge_into, create_proc=create_proc
        )
        moves._logistics_wake_release()
        return moves

    def _action_assign(self, force_qty=False):
        result = super()._action_assign(force_qty=force_qty)
        self._logistics_wake_release()
        blocked = self.sudo().logistics_line_id.order_id.filtered(
            lambda order: order.state == "waiting"
        )
        blocked._note_changes()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self._logistics_note_changes()
        return result

    def _logistics_note_changes(self):
        if not self.env.context.get("logistics_told"):
            # Salesmen change deliveries, too.
            moves = self.sudo()
            orders = moves.logistics_line_id.order_id
            (orders | moves.picking_id.logistics_order_id)._note_changes()

    def _logistics_wake_release(self):
        """Have a release looked at where the warehouse is run by another system."""
        warehouses = self.picking_type_id.warehouse_id.sudo()
        if warehouses.logistics_integration_id and self.picking_type_id.filtered(
            lambda one: one.code in ("outgoing", "internal")
        ):
            self.env["stock.picking"]._logistics_wake_release()
