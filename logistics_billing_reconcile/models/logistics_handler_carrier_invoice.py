# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsHandlerCarrierInvoice(models.AbstractModel):
    """Carriers' invoices are taken in; auditing them is another step."""

    _name = "logistics.handler.carrier.invoice"
    _inherit = "logistics.handler"
    _description = "Carrier Invoice Handler"

    @api.model
    def _apply(self, batch):
        invoices = self.env["logistics.carrier.invoice"]
        for item in batch.live():
            invoices._take_in(batch.integration, item.document, item.message_id)
