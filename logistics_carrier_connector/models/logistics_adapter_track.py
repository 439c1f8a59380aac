# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsAdapter(models.AbstractModel):
    """Carriers that do not tell by themselves are asked through their connector."""

    _inherit = "logistics.adapter"

    @api.model
    def _track_batch_size(self, integration):
        return integration._connector_type().track_batch_size

    @api.model
    def _track(self, integration, numbers):
        connector = integration._connector()
        try:
            return connector.track(numbers)
        finally:
            if connector.client:
                integration._log_calls(connector.client, "shipment.milestone")
