# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class StockPackage(models.Model):
    _inherit = "stock.package"

    def _logistics_tracking_number(self):
        """Return the number under which the warehouse handed it to the carrier."""
        own = self[:1].logistics_tracking_number
        return own or super()._logistics_tracking_number()
