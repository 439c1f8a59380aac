# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsReference(models.Model):
    """Charges are matched anew when a number becomes, or was, a shipment's."""

    _inherit = "logistics.reference"

    @api.model
    def _release(self, numbers):
        super()._release(numbers)
        audits = self.env["logistics.charge.audit"].sudo()
        for company, normalized in numbers:
            audits._mark_stale_numbers(company, normalized)
