# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: When customers are invoiced, the least strict first.
POLICIES = [
    ("order", "As Odoo Does"),
    ("dispatch", "When Dispatched"),
    ("delivery", "When Delivered"),
    ("pod", "When Delivery Is Proven"),
]


class ResCompany(models.Model):
    """When customers are invoiced, and whom nothing is sent to."""

    _inherit = "res.company"

    logistics_invoice_policy = fields.Selection(
        POLICIES,
        string="Customers Are Invoiced",
        required=True,
        default="order",
        help="What a customer's own policy says goes first.",
    )
    logistics_billing_integration_id = fields.Many2one(
        "logistics.integration",
        string="Customers Are Billed by",
        domain="[('kind', '=', 'billing'), ('company_id', '=', id)]",
        help="Another system makes the invoices, as long as it is the system of record "
        "of its flow of posted invoices.",
    )
    logistics_overdue_days = fields.Integer(
        string="Overdue by (Days)",
        help="A customer whose invoices are overdue for longer is on credit hold; 0 "
        "holds nobody.",
    )
    logistics_overdue_amount = fields.Monetary(
        string="Overdue with More Than",
        currency_field="currency_id",
        help="As long as no more than this is overdue, nobody is on hold for it.",
    )

    @api.constrains("logistics_overdue_days", "logistics_overdue_amount")
    def _check_logistics_overdue(self):
        for company in self:
            if (
                min(company.logistics_overdue_days, company.logistics_overdue_amount)
                < 0
            ):
                raise ValidationError(
                    self.env._("Days and amounts overdue cannot be below zero.")
                )

    def _logistics_external_billing(self):
        """Return the other system that invoices customers now, if one does."""
        self.ensure_one()
        integration = self.sudo().logistics_billing_integration_id
        return integration.filtered(lambda one: one._bills_customers())
