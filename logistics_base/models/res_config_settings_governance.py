# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    logistics_review_months = fields.Integer(
        related="company_id.logistics_review_months", readonly=False
    )
    logistics_api_requests = fields.Integer(
        string="Requests a Minute",
        config_parameter="logistics_base.api_requests",
        default=600,
    )
