# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from odoo.addons.stock_landed_costs.models.stock_landed_cost import SPLIT_METHOD


class LogisticsChargeAccount(models.Model):
    """How a kind of charge is laid on what was received."""

    _inherit = "logistics.charge.account"

    is_landed = fields.Boolean(
        string="Landed Cost",
        default=True,
        help="Charged for goods that came in, it becomes part of what they cost.",
    )
    landed_split = fields.Selection(
        SPLIT_METHOD,
        string="Laid on Goods",
        help="Empty: as the product of the landed cost says.",
    )
