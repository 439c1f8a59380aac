# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsIntegration(models.Model):
    """Where a carrier takes disputes, and how long it gives and is given."""

    _inherit = "logistics.integration"

    dispute_email = fields.Char(
        string="Disputes Go to", help="The carrier's address for disputed charges."
    )
    dispute_days = fields.Integer(
        string="Days to Dispute",
        default=0,
        help="After the date of an invoice; 0: the carrier sets no limit.",
    )
    dispute_answer_days = fields.Integer(
        string="Days to Answer", default=30, help="After a dispute was submitted."
    )
    dispute_credit_days = fields.Integer(
        string="Days to Credit", default=30, help="After a dispute was accepted."
    )

    def _dispute_days(self):
        """Return the days that the carrier gives after the date of an invoice."""
        self.ensure_one()
        return self.sudo().dispute_days

    def _dispute_channel(self):
        """Return how the carrier is told of disputes, as it stands."""
        self.ensure_one()
        flows = self.sudo().flow_ids.filtered(
            lambda flow: (
                flow.document_type == "invoice.disputed"
                and flow.direction == "outbound"
                and flow.mode == "live"
            )
        )
        if flows:
            return "message"
        return "mail" if self.sudo().dispute_email else "hand"
