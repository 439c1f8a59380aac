# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    """What becomes of orders when their shipments are released from hold."""

    _inherit = "res.company"

    logistics_release_makes = fields.Selection(
        [
            ("nothing", "Nothing: Invoice by Hand"),
            ("draft", "A Draft Invoice"),
            ("posted", "A Posted Invoice"),
            ("sent", "A Posted Invoice, Sent to the Customer"),
        ],
        string="When Goods Are Released, Make",
        required=True,
        default="draft",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    logistics_release_makes = fields.Selection(
        related="company_id.logistics_release_makes", readonly=False
    )
