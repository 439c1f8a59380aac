# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class StockLandedCost(models.Model):
    """Which freight is in a landed cost."""

    _inherit = "stock.landed.cost"

    logistics_charge_ids = fields.One2many(
        "logistics.landed.charge", "cost_id", string="Freight", readonly=True
    )
