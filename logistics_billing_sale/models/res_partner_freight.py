# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResPartner(models.Model):
    """What is agreed with a customer about freight."""

    _inherit = "res.partner"

    logistics_rebill_never = fields.Boolean(
        string="Carriers' Charges Never Charged On",
        help="The customer pays the delivery line, and nothing that the carrier adds.",
    )
    logistics_trueup = fields.Selection(
        [("tell", "Stays as Agreed"), ("cost", "Follows the Carrier's Bill")],
        string="Delivery Price",
        help="Empty: as the delivery method says.",
    )

    def _commercial_fields(self):
        return [
            *super()._commercial_fields(),
            "logistics_rebill_never",
            "logistics_trueup",
        ]
