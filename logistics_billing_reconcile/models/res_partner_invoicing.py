# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .res_company_invoicing import POLICIES

_GUARDED = ("logistics_invoice_policy", "logistics_bills_in_odoo")


class ResPartner(models.Model):
    """When a customer is invoiced."""

    _inherit = "res.partner"

    logistics_invoice_policy = fields.Selection(
        POLICIES,
        string="Is Invoiced",
        company_dependent=True,
        help="Empty: as the company says. Orders take it when they are made.",
    )
    logistics_bills_in_odoo = fields.Boolean(
        string="Always Invoiced by Odoo",
        company_dependent=True,
        help="Even where another system invoices the company's customers.",
    )

    @api.model
    def _commercial_fields(self):
        return [
            *super()._commercial_fields(),
            *_GUARDED,
        ]

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get(name) for vals in vals_list for name in _GUARDED):
            self._check_may_hold_credit()
        return super().create(vals_list)

    def write(self, vals):
        if any(
            (vals[name] or False) != partner[name]
            for name in _GUARDED
            if name in vals
            for partner in self
        ):
            self._check_may_hold_credit()
        return super().write(vals)

    def _logistics_invoicing(self, company):
        """Return when the customer is invoiced by a company: a key of ``POLICIES``."""
        customer = self.sudo().commercial_partner_id.with_company(company)
        return customer.logistics_invoice_policy or company.logistics_invoice_policy
