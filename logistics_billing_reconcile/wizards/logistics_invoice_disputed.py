# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsInvoiceDisputed(models.TransientModel):
    """Asks what a customer disputes of an invoice of ours."""

    _name = "logistics.invoice.disputed"
    _description = "Customer Disputes an Invoice"

    move_ids = fields.Many2many("account.move", string="Invoices")
    reason = fields.Char(required=True)

    def action_dispute(self):
        """Note it, and tell whoever shall know."""
        self.ensure_one()
        self.move_ids.action_logistics_dispute(self.reason)
        return {"type": "ir.actions.act_window_close"}
