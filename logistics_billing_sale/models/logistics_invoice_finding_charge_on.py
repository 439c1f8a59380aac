# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class LogisticsInvoiceFinding(models.Model):
    """A decision about a finding may let a charge be charged on, or stop it."""

    _inherit = "logistics.invoice.finding"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            approved = self.invoice_id.sudo().filtered(
                lambda i: i.state in ("approved", "billed") and i.is_charged_on
            )
            if approved:
                approved.is_charged_on = False
                approved._wake_charging_on()
        return result
