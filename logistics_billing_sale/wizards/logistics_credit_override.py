# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsCreditOverride(models.TransientModel):
    """Asks why an order is released although its customer is on credit hold."""

    _name = "logistics.credit.override"
    _description = "Release Despite Credit Hold"

    order_ids = fields.Many2many("sale.order", string="Orders")
    reason = fields.Char(required=True)

    def action_release(self):
        """Let the orders go; who did it and why is on record."""
        self.ensure_one()
        self.order_ids._logistics_override_credit(self.reason)
        return {"type": "ir.actions.act_window_close"}
