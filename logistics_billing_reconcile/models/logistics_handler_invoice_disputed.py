# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsHandlerInvoiceDisputed(models.AbstractModel):
    """Carriers answer what we dispute of their invoices."""

    _inherit = "logistics.handler.invoice.disputed"

    @api.model
    def _apply_carrier(self, integration, item):
        disputes = self.env["logistics.dispute"]
        dispute, problem = disputes._take_answer(integration, item.document)
        item.shipment_ids.extend(dispute.line_ids.shipment_id.ids)
        if problem:
            item.refuse("reference", problem)
