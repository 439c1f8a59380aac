# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsShipment(models.Model):
    """Tracked as connectors usually track; the drain writes past tracking."""

    _inherit = "logistics.shipment"

    state = fields.Selection(tracking=True)
    last_milestone_code = fields.Selection(tracking=True)
    last_milestone_date = fields.Datetime(tracking=True)
