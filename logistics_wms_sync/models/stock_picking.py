# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL


class StockPicking(models.Model):
    """A transfer that another system's warehouse executes."""

    _inherit = "stock.picking"

    logistics_order_id = fields.Many2one(
        "logistics.warehouse.order",
        string="Warehouse Order",
        compute="_compute_logistics_order_id",
        store=True,
        copy=False,
        compute_sudo=True,
        index="btree_not_null",
        help="By which it is released to the system of its warehouse.",
    )
    logistics_order_state = fields.Selection(
        related="logistics_order_id.state", string="At the Warehouse"
    )

    @api.depends("move_ids.logistics_line_id")
    def _compute_logistics_order_id(self):
        for picking in self:
            picking.logistics_order_id = picking.move_ids.logistics_line_id.order_id[:1]


class StockMove(models.Model):
    _inherit = "stock.move"

    logistics_line_id = fields.Many2one(
        "logistics.warehouse.order.line",
        string="Warehouse Order Line",
        copy=False,
        readonly=True,
        index="btree_not_null",
    )

    @api.model
    def _logistics_lock(self, field, ids):
        """Have others wait who change what is planned; see what they did until now.

        The drain of messages has read before it could wait: what it read is forgotten.

        :param str field: by which moves point to lines of orders, or of advices.
        :param ids: of such lines.
        """
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "SELECT id FROM stock_move WHERE %s = ANY(%s) "
                "AND state NOT IN ('done', 'cancel') ORDER BY id FOR NO KEY UPDATE",
                SQL.identifier(field),
                list(ids),
            )
        )
        self.env.invalidate_all()

    def _prepare_move_split_vals(self, qty):
        # What is left for a backorder is still what the warehouse was told to send.
        vals = super()._prepare_move_split_vals(qty)
        return {**vals, "logistics_line_id": self.logistics_line_id.id}


class StockRule(models.Model):
    _inherit = "stock.rule"

    def _push_prepare_move_copy_values(self, move_to_copy, new_date):
        # The warehouse does the whole chain: its next step belongs to the same order.
        vals = super()._push_prepare_move_copy_values(move_to_copy, new_date)
        return {**vals, "logistics_line_id": move_to_copy.logistics_line_id.id}
