# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

GROUPINGS = [
    ("invoice", "One Bill per Invoice"),
    ("week", "One Bill per Week"),
    ("month", "One Bill per Month"),
]
PAID = [
    ("undisputed", "Pay What Is Undisputed"),
    ("full", "Pay in Full and Await a Credit"),
]


class ResCompany(models.Model):
    """How a company approves and bills what carriers charge."""

    _inherit = "res.company"

    logistics_bill_grouping = fields.Selection(
        GROUPINGS, string="Vendor Bills", default="invoice"
    )
    logistics_bill_paid = fields.Selection(
        PAID, string="Disputed Charges", default="undisputed"
    )
    logistics_bill_journal_id = fields.Many2one(
        "account.journal",
        string="Journal of Vendor Bills",
        domain="[('type', '=', 'purchase'), ('company_id', '=', id)]",
        help="Empty: the first purchase journal.",
    )
    logistics_four_eyes_limit = fields.Monetary(
        string="Four Eyes Above",
        default=1000.0,
        help="Who explained or decided a finding does not approve an invoice above this.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    logistics_bill_grouping = fields.Selection(
        related="company_id.logistics_bill_grouping", readonly=False
    )
    logistics_bill_paid = fields.Selection(
        related="company_id.logistics_bill_paid", readonly=False
    )
    logistics_bill_journal_id = fields.Many2one(
        related="company_id.logistics_bill_journal_id", readonly=False
    )
    logistics_four_eyes_limit = fields.Monetary(
        related="company_id.logistics_four_eyes_limit",
        readonly=False,
    )


class LogisticsIntegration(models.Model):
    """Where a carrier is billed otherwise than the company does."""

    _inherit = "logistics.integration"

    bill_grouping = fields.Selection(
        GROUPINGS, string="Vendor Bills", help="Empty: as the company sets it."
    )
    bill_paid = fields.Selection(
        PAID, string="Disputed Charges", help="Empty: as the company sets it."
    )

    def _bill_grouping(self):
        return self.bill_grouping or self.company_id.logistics_bill_grouping

    def _bill_paid(self):
        return self.bill_paid or self.company_id.logistics_bill_paid
