# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsCarrierInvoice(models.Model):
    """Charges of an invoice that are disputed, and what an invoice gives back."""

    _inherit = "logistics.carrier.invoice"

    @api.model
    def _take_in(self, integration, document, message_id):
        new, known = super()._take_in(integration, document, message_id)
        if new:
            self.env["logistics.dispute.credit"]._match_new(new)
        return new, known

    def action_view_disputes(self):
        """Open the disputes about charges of the invoices."""
        lines = self.env["logistics.dispute.line"].search(
            [("invoice_id", "in", self.ids)]
        )
        return lines.dispute_id._opened()
