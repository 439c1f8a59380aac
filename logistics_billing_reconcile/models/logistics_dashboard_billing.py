# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from .logistics_dispute import AWAITED


class LogisticsDashboard(models.AbstractModel):
    """What lies behind the figures of carriers' invoices."""

    _inherit = "logistics.dashboard"

    @api.model
    def _opens(self, since, until):
        findings, disputes = "logistics.invoice.finding", "logistics.dispute"
        found = [
            ("invoice_id.invoice_date", ">=", since),
            ("invoice_id.invoice_date", "<=", until),
            ("state", "!=", "gone"),
        ]
        submitted = [("submitted_on", ">=", since), ("submitted_on", "<=", until)]
        billed = [("date", ">=", since), ("date", "<=", until)]
        mismatches = (self.env._("Mismatches"), findings, found)
        return {
            **super()._opens(since, until),
            "invoice_accuracy": mismatches,
            "invoice_accuracy_value": mismatches,
            "freight_cost": (self.env._("Freight spend"), "logistics.spend", billed),
            "dispute_recovery": (self.env._("Disputes"), disputes, submitted),
            "open_findings": (
                self.env._("Open findings"),
                findings,
                [("state", "=", "open")],
            ),
            "disputes_overdue": (
                self.env._("Disputes"),
                disputes,
                [("state", "in", ("draft", *AWAITED))],
            ),
        }

    @api.model
    def _breakdown_codes(self):
        return [*super()._breakdown_codes(), "invoice_accuracy"]
