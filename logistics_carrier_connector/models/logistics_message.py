# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsMessage(models.Model):
    _inherit = "logistics.message"

    @api.model
    def _document_labels(self):
        return {
            **super()._document_labels(),
            "rate.request": self.env._("Rate Request"),
            "booking.request": self.env._("Booking Request"),
            "shipment.booking": self.env._("Booking"),
            "pickup.request": self.env._("Pickup Request"),
            "manifest.request": self.env._("Manifest Request"),
            "shipment.tender": self.env._("Tender"),
            "tender.response": self.env._("Answer to a Tender"),
        }
