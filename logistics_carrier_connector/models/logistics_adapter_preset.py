# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..carriers.registry import connector_class


class LogisticsAdapterPreset(models.AbstractModel):
    """A preset that says how its partner is called says which connector does so, too."""

    _inherit = "logistics.adapter.preset"

    @api.model
    def _connector_class(self, integration):
        if not integration.preset:
            return super()._connector_class(integration)
        return connector_class(
            self.env["logistics.preset"]._compiled(integration.preset)
        )
