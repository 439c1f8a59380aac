# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..carriers.connector import KarrioConnector


class LogisticsAdapterKarrio(models.AbstractModel):
    """The carriers of Karrio's SDK; what polling brings is read by the preset."""

    _name = "logistics.adapter.karrio"
    _inherit = "logistics.adapter.preset"
    _description = "Karrio Adapter"

    @api.model
    def _connector_class(self, integration):
        """Return the connector with what the chosen carrier's plugin can do."""
        capabilities = frozenset(integration.karrio_capabilities or ())
        return type(
            "KarrioConnector", (KarrioConnector,), {"capabilities": capabilities}
        )
