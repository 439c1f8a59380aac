# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class LogisticsDispute(models.Model):
    """What becomes of a dispute bears on the figures of the day it was submitted."""

    _inherit = "logistics.dispute"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._touch_figures()
        return result

    def _touch_figures(self):
        touched = self.env["logistics.kpi.touched"].sudo()
        days = {
            (dispute.company_id, dispute.submitted_on)
            for dispute in self
            if dispute.submitted_on
        }
        for company, day in days:
            touched._add_days(company, day, day)


class LogisticsDisputeCredit(models.Model):
    """So does what comes back."""

    _inherit = "logistics.dispute.credit"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self.sudo().dispute_id._touch_figures()
        return result
