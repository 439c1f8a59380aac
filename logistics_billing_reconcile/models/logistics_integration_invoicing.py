# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsIntegration(models.Model):
    """A system that may bill our customers itself."""

    _inherit = "logistics.integration"

    billing_import = fields.Selection(
        [("none", "Note Them"), ("draft", "Draft Entries")],
        string="Its Customer Invoices",
        required=True,
        default="none",
        help="What becomes of the invoices that this system posts to our customers. "
        "They are noted in any case; a draft can be made of each for the books.",
    )

    def _bills_customers(self):
        """Whether this system, and not Odoo, invoices customers."""
        self.ensure_one()
        return any(
            flow.document_type == "invoice.posted"
            and flow.direction == "inbound"
            and flow.system_of_record == "partner"
            and flow.mode == "live"
            for flow in self.sudo().flow_ids
        )
