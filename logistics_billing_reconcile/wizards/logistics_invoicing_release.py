# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsInvoicingRelease(models.TransientModel):
    """Asks why shipments may be invoiced before what they wait for has come."""

    _name = "logistics.invoicing.release"
    _description = "Release Invoicing by Hand"

    shipment_ids = fields.Many2many("logistics.shipment", string="Shipments")
    reason = fields.Char(required=True)

    def action_release(self):
        """Release; who did it and why is on record at each shipment."""
        self.ensure_one()
        self.shipment_ids._release_by_finance(self.reason)
        return {"type": "ir.actions.act_window_close"}
