# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LogisticsWarehouseReceipt(models.Model):
    """What a warehouse told of goods that came in, and what it changed here.

    Kept for ever: the same receipt told again, by whatever way, changes nothing.
    """

    _name = "logistics.warehouse.receipt"
    _description = "Warehouse Receipt"
    _order = "received_at desc, id desc"

    name = fields.Char(string="Receipt", readonly=True, required=True)
    identity = fields.Char(
        readonly=True,
        required=True,
        help="The warehouse's id of the receipt, else a digest of what it says.",
    )
    digest = fields.Char(readonly=True, required=True)
    integration_id = fields.Many2one(
        "logistics.integration", readonly=True, required=True, index=True
    )
    company_id = fields.Many2one(
        related="integration_id.company_id", store=True, index=True
    )
    advice_id = fields.Many2one(
        "logistics.warehouse.advice", readonly=True, required=True, index=True
    )
    warehouse_id = fields.Many2one(
        related="advice_id.warehouse_id", store=True, index=True
    )
    kind = fields.Selection(related="advice_id.kind", store=True)
    picking_id = fields.Many2one(
        "stock.picking", string="Transfer", readonly=True, index="btree_not_null"
    )
    shipment_id = fields.Many2one(
        "logistics.shipment", readonly=True, index="btree_not_null"
    )
    message_id = fields.Many2one(
        "logistics.message",
        string="Told by",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    received_at = fields.Datetime(readonly=True, required=True)
    is_final = fields.Boolean(string="Last One", readonly=True)
    reason = fields.Char(readonly=True)
    line_ids = fields.One2many(
        "logistics.warehouse.receipt.line", "receipt_id", readonly=True
    )
    has_difference = fields.Boolean(
        string="Differs", compute="_compute_has_difference", store=True
    )

    _once = models.UniqueIndex(
        "(integration_id, identity)", "This receipt is known already."
    )

    @api.depends(
        "line_ids.condition", "line_ids.is_over", "line_ids.advice_line_id.is_wrong"
    )
    def _compute_has_difference(self):
        for receipt in self:
            receipt.has_difference = any(
                line.condition != "good" or line.is_over or line.advice_line_id.is_wrong
                for line in receipt.line_ids
            )

    def action_view_message(self):
        """Open the message that told it."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "logistics.message",
            "res_id": self.message_id.id,
            "view_mode": "form",
        }
