# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.logistics_base.canonical.documents import TrackingEvent


class LogisticsAdapterPreset(models.AbstractModel):
    """A partner that is asked about fifty numbers at once, in our own words."""

    _inherit = "logistics.adapter.preset"

    @api.model
    def _track_batch_size(self, integration):
        return 50

    @api.model
    def _track(self, integration, numbers):
        client = integration._http_client()
        try:
            answer = client.request(
                "POST", "/track", json={"numbers": numbers}, repeatable=True
            )
        finally:
            integration._log_calls(client, "shipment.milestone")
        return [TrackingEvent.from_json(event) for event in answer.json()["events"]]
