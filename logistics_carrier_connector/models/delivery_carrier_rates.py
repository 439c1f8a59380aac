# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class DeliveryCarrier(models.Model):
    _inherit = "delivery.carrier"

    def logistics_rate_shipment(self, order):
        """Return the price of an order's delivery, as Odoo's own providers do."""
        return self.env["logistics.quote"]._rate_for(self, order)
