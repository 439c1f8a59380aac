# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class LogisticsAdapterEvents(models.AbstractModel):
    """What subscribers are sent is written when an event is handed to them."""

    _name = "logistics.adapter.events"
    _inherit = "logistics.adapter"
    _description = "Adapter for Receivers of Events"
