# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _logistics_executor(self):
        """Return the integration that carries the goods, as far as it is known.

        Whom they are booked with; else the delivery method's own; else who made the
        offer on the order; none where the rules are still to choose.
        """
        self.ensure_one()
        booked = self.sudo().booking_id.integration_id
        if executor := booked or self.sudo().carrier_id._logistics_executor():
            return executor
        return self.env["logistics.quote"]._offer_for(self).integration_id
