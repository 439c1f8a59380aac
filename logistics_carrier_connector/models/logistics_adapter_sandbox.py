# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsIntegration(models.Model):
    _inherit = "logistics.integration"

    adapter = fields.Selection(
        selection_add=[("sandbox", "Sandbox Carrier")],
        ondelete={"sandbox": "set default"},
    )


class LogisticsAdapterSandbox(models.AbstractModel):
    """The Sandbox Carrier: its preset reads its webhooks and names its connector."""

    _name = "logistics.adapter.sandbox"
    _inherit = "logistics.adapter.preset"
    _description = "Sandbox Carrier Adapter"
