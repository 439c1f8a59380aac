# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    is_logistics_rebilling = fields.Boolean(
        string="Charges of Carriers",
        readonly=True,
        copy=False,
        help="Collects charges of carriers that the customer pays.",
    )
