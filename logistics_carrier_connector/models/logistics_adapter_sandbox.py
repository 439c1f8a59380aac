# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..carriers.sandbox.connector import SandboxConnector


class LogisticsIntegration(models.Model):
    _inherit = "logistics.integration"

    adapter = fields.Selection(
        selection_add=[("sandbox", "Sandbox Carrier")],
        ondelete={"sandbox": "set default"},
    )


class LogisticsAdapterSandbox(models.AbstractModel):
    """The Sandbox Carrier: called by its connector, its webhooks read by its preset."""

    _name = "logistics.adapter.sandbox"
    _inherit = "logistics.adapter.preset"
    _description = "Sandbox Carrier Adapter"

    @api.model
    def _connector_class(self, integration):
        return SandboxConnector
