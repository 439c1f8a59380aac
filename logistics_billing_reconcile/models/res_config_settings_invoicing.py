# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """When customers are invoiced, and when their credit is used up."""

    _inherit = "res.config.settings"

    logistics_invoice_policy = fields.Selection(
        related="company_id.logistics_invoice_policy", readonly=False
    )
    logistics_billing_integration_id = fields.Many2one(
        related="company_id.logistics_billing_integration_id", readonly=False
    )
    logistics_overdue_days = fields.Integer(
        related="company_id.logistics_overdue_days", readonly=False
    )
    logistics_overdue_amount = fields.Monetary(
        related="company_id.logistics_overdue_amount",
        readonly=False,
        currency_field="currency_id",
    )
