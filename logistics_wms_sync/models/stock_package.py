# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class StockPackage(models.Model):
    """A handling unit as the warehouse packed it."""

    _inherit = "stock.package"

    logistics_tracking_number = fields.Char(
        string="Tracking Number",
        copy=False,
        help="The number under which the carrier has this package.",
    )
