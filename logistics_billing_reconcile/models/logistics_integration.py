# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..formats.writing_style import WritingStyle


class LogisticsIntegration(models.Model):
    """How a partner writes, where its billing files do not show it themselves."""

    _inherit = "logistics.integration"

    adapter = fields.Selection(
        selection_add=[("freight_bill", "Billing Files (UPS, FedEx, DHL)")],
        ondelete={"freight_bill": "set default"},
    )
    bill_decimal_comma = fields.Boolean(
        string="Invoices Have Decimal Commas",
        help="Only asked where a file's own amounts leave it open.",
    )
    bill_day_first = fields.Boolean(
        string="Invoices Write the Day First",
        help="03/04 is the third of April. Only asked where a file's own dates leave it "
        "open.",
    )

    def _bill_style(self):
        """Return how a file is read where it does not tell itself."""
        self.ensure_one()
        return WritingStyle(self.bill_decimal_comma, self.bill_day_first)

    def _edi_options(self):
        """Bills of lading are read for the numbers that an invoice names."""
        return {"211.use": "billing", **super()._edi_options()}
