# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsClaim(models.Model):
    """A claim bears on the figures of the day of the delivery."""

    _inherit = "logistics.claim"

    @api.model_create_multi
    def create(self, vals_list):
        claims = super().create(vals_list)
        self.env["logistics.kpi"].sudo()._touch(claims.shipment_id)
        return claims

    def unlink(self):
        shipments = self.shipment_id
        result = super().unlink()
        self.env["logistics.kpi"].sudo()._touch(shipments)
        return result
