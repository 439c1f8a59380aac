# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsInvoiceReject(models.TransientModel):
    """Asks why an invoice is not paid."""

    _name = "logistics.invoice.reject"
    _description = "Reject Carrier Invoices"

    invoice_ids = fields.Many2many("logistics.carrier.invoice", required=True)
    reason = fields.Char(required=True)

    def action_reject(self):
        """Refuse to pay the invoices."""
        self.ensure_one()
        return self.invoice_ids.action_reject(self.reason)
