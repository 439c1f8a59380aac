# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

#: What changes of a move the warehouse is to be told of.
TOLD_FIELDS = {
    "product_uom_qty",
    "product_uom",
    "product_id",
    "date",
    "picking_id",
    "state",
}


class StockPicking(models.Model):
    """A transfer that brings goods to a warehouse that another system runs."""

    _inherit = "stock.picking"

    logistics_advice_id = fields.Many2one(
        "logistics.warehouse.advice",
        string="Inbound Advice",
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="By which it was announced to the system of its warehouse.",
    )
    logistics_advice_state = fields.Selection(
        related="logistics_advice_id.state", string="Announced"
    )

    def _create_backorder_picking(self):
        backorder = super()._create_backorder_picking()
        backorder.sudo().logistics_advice_id = self.logistics_advice_id
        return backorder

    def _logistics_receiver(self):
        """Return the warehouse whose system is to be told of it; empty if none is."""
        self.ensure_one()
        warehouse = self.env["stock.warehouse"]
        if self.picking_type_code == "incoming":
            warehouse = self.picking_type_id.warehouse_id
        elif self.picking_type_code == "internal":
            target = self.location_dest_id.warehouse_id
            if target != self.location_id.warehouse_id:
                warehouse = target
        runs = warehouse.logistics_integration_id and warehouse.logistics_announces
        return warehouse if runs else warehouse.browse()

    def action_view_logistics_advice(self):
        """Open the advice."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "logistics.warehouse.advice",
            "res_id": self.logistics_advice_id.id,
            "view_mode": "form",
        }


class StockMove(models.Model):
    _inherit = "stock.move"

    logistics_advice_line_id = fields.Many2one(
        "logistics.warehouse.advice.line",
        string="Inbound Advice Line",
        copy=False,
        readonly=True,
        index="btree_not_null",
    )

    def _prepare_move_split_vals(self, qty):
        # What is left for a backorder is still what was announced.
        vals = super()._prepare_move_split_vals(qty)
        return {**vals, "logistics_advice_line_id": self.logistics_advice_line_id.id}

    def _action_confirm(self, merge=True, merge_into=False, create_proc=True):
        moves = super()._action_confirm(
            merge=merge, merge_into=merge_into, create_proc=create_proc
        )
        if not self.env.context.get("logistics_applying"):
            moves.picking_id._logistics_announce()
        return moves

    def write(self, vals):
        result = super().write(vals)
        if not TOLD_FIELDS.isdisjoint(vals):
            if not self.env.context.get("logistics_applying"):
                self.sudo().picking_id.logistics_advice_id._note_changes()
        return result
