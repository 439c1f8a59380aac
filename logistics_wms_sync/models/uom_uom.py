# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class UomUom(models.Model):
    """Which unit a partner means is remembered; units that change are read anew."""

    _inherit = "uom.uom"

    @api.model_create_multi
    def create(self, vals_list):
        units = super().create(vals_list)
        self.env["logistics.door"]._forget()
        return units

    def write(self, vals):
        result = super().write(vals)
        if "name" in vals or "active" in vals:
            self.env["logistics.door"]._forget()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["logistics.door"]._forget()
        return result
