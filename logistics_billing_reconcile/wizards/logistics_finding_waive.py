# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsFindingWaive(models.TransientModel):
    """Asks why findings are let go."""

    _name = "logistics.finding.waive"
    _description = "Waive Findings"

    finding_ids = fields.Many2many(
        "logistics.invoice.finding",
        default=lambda self: self.env.context.get("active_ids"),
        required=True,
    )
    reason = fields.Char(required=True)

    def action_waive(self):
        """Waive the findings for the reason given."""
        self.finding_ids.action_waive(self.reason)
